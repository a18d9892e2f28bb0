import Contracts
import Markup

extension ContractCompiler {
  /// `provenance`, with a clause for each rule about sources.
  mutating func provenance(_ contract: Contract) -> Provenance? {
    guard let entry = root.entry("provenance"), let name = entry.value["field"],
      let sources = entry.value.entry("sources")
    else { return nil }
    let node = entry.value
    let manifest = manifest(sources.value)
    guard let index = fieldIndex(name, contract, of: "`provenance`"), let manifest else { return nil }
    let field = contract.fields[index]
    guard field.type == .string else {
      report(
        "provenance.not_text", "`\(field.path)` is of type \(field.type.rawValue), and ids of sources are texts",
        at: name, advice: "Declare the field with `type: string`.")
      return nil
    }
    let required = requiredKeys(node)
    let maximumAge = age("max_age", in: node)
    addClauses(node, (index, field.path.text), required, hasMaximumAge: maximumAge != nil, at: entry.key)
    let isRequired = clauses.contains { $0.field == index && $0.rule == "cell.missing" }
    return Provenance(
      field: index, manifest: manifest, required: required, maximumAge: maximumAge,
      countsMissing: !isRequired || field.isNullable, location: location(entry.key))
  }

  private mutating func manifest(_ node: Node) -> Provenance.Manifest? {
    if let file = scalar(node), !node.isNull {
      if file.text.hasSuffix(".yaml") || file.text.hasSuffix(".yml") || DataSource.Format(fileName: file.text) != nil {
        return .file(file)
      }
      report(
        "provenance.format_unknown", "The name `\(file.text)` does not say how the manifest is written", at: node,
        advice: "End it in .yaml, .csv or .jsonl, or name the contract of a dataset: `sources: { contract: … }`.")
      return nil
    }
    guard let contract = node["contract"].flatMap(scalar) else { return nil }
    let columns = (node["columns"]?.entries ?? []).compactMap { entry -> Provenance.Column? in
      guard let key = SourceKey(rawValue: entry.name), let name = entry.value.text else { return nil }
      return Provenance.Column(key: key, name: name)
    }
    return .contract(contract, columns: columns)
  }

  /// An age can only be told where there is a date.
  private func requiredKeys(_ node: Node) -> [SourceKey] {
    let named = Set(texts(node["require"]).compactMap(SourceKey.init))
    return SourceKey.requirable.filter { named.contains($0) || ($0 == .refreshedAt && node["max_age"] != nil) }
  }

  private mutating func addClauses(
    _ node: Node, _ field: (index: Int, path: String), _ required: [SourceKey], hasMaximumAge: Bool, at place: Node
  ) {
    func options(_ key: String) -> (options: Node?, place: Node) {
      (node[key], node.entry(key)?.key ?? place)
    }
    let unknown = options("unknown")
    add(.sourceUnknown, keyword: "provenance", field: field, options: unknown.options, at: unknown.place)
    for problem in SourceProblem.allCases {
      let isAsked =
        switch problem {
        case .unused, .unlicensed, .licenseInvalid, .expired: true
        case .incomplete: required.contains { $0 != .license }
        case .stale: hasMaximumAge
        }
      let (options, place) = options(problem.rawValue)
      guard isAsked else {
        if options != nil { reportIdle(problem, at: place) }
        continue
      }
      let onlyWarns = problem == .unused || (problem == .unlicensed && !required.contains(.license))
      let severity = options?["severity"]?.text.flatMap(Severity.init) ?? (onlyWarns ? .warn : .block)
      add(
        problem.rule, keyword: "provenance", field: field, measure: .dataset, options: options,
        thresholds: Thresholds(severity), at: place)
    }
  }

  private mutating func reportIdle(_ problem: SourceProblem, at place: Node) {
    report(
      "provenance.idle_rule", "`\(problem.rawValue)` has nothing to judge", at: place,
      advice: problem == .stale ? "Add `max_age`." : "Name what sources must have under `require`.")
  }
}
