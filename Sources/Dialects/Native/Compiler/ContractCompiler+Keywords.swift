import Contracts
import Markup

extension ContractCompiler {
  /// A clause of a field, if the entry is one.
  mutating func addClause(_ entry: Node.Entry, of field: Field, at index: Int, _ data: DataSource) {
    guard let keyword = vocabulary.first(where: { $0.place == .field && $0.name == entry.name }) else { return }
    let written = Written(entry)
    guard let argument = argument(written, as: keyword.argument), applies(keyword, to: field, data, at: entry.key)
    else { return }
    add(
      keyword.rule, keyword: keyword.name, field: (index, field.path.text), argument: argument,
      measure: keyword.measure, options: written.options, at: entry.key)
    guard let clause = clauses.last, let problem = judges.argumentProblem(clause, field, data.format ?? .csv) else {
      return
    }
    diagnostics.append(
      Diagnostic(.error, .semantic, code: "argument.invalid", sentence(problem), at: clause.location))
  }

  private mutating func applies(_ keyword: Keyword, to field: Field, _ data: DataSource, at place: Node) -> Bool {
    if keyword.isForJSONOnly && data.format == .csv {
      report("keyword.wrong_format", "`\(keyword.name)` concerns JSONL, and this is CSV", at: place)
      return false
    }
    guard !keyword.types.isEmpty, !keyword.types.contains(field.type) else { return true }
    let types = FieldType.allCases.filter(keyword.types.contains).map(\.rawValue).joined(separator: ", ")
    report(
      "keyword.wrong_type", "`\(keyword.name)` does not apply to type \(field.type.rawValue)", at: place,
      advice: "It applies to: \(types).")
    return false
  }

  /// Clauses of `checks`.
  mutating func addChecks(_ contract: Contract) {
    for node in root["checks"]?.items ?? [] {
      for entry in node.entries ?? [] { addCheck(entry, options: node, contract) }
    }
  }

  private mutating func addCheck(_ entry: Node.Entry, options: Node, _ contract: Contract) {
    guard let keyword = vocabulary.first(where: { $0.place == .checks && $0.name == entry.name }) else { return }
    let written = Written(entry)
    guard let argument = argument(written, as: keyword.argument) else { return }
    if case .fields = keyword.argument { checkFieldList(entry.value, contract) }
    add(
      keyword.rule, keyword: keyword.name, argument: argument, measure: keyword.measure, options: options,
      at: entry.key)
  }

  private mutating func checkFieldList(_ list: Node, _ contract: Contract) {
    var seen: Set<String> = []
    for node in list.items ?? [] {
      guard let name = node.text, fieldIndex(node, contract, of: "A check") != nil else { continue }
      if !seen.insert(name).inserted { report("field.repeated", "`\(name)` is named twice", at: node) }
    }
  }

  /// The field that a node names; reported when there is none.
  mutating func fieldIndex(_ node: Node, _ contract: Contract, of what: String) -> Int? {
    guard let name = node.text else { return nil }
    let names = contract.fields.map(\.path.text)
    if let index = names.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) { return index }
    let near = suggestion(for: name, among: names).map { "did you mean `\($0)`?" }
    report("field.unknown", "\(what) names the field `\(name)`, which is not declared", at: node, advice: near)
    return nil
  }

  func sentence(_ problem: String) -> String {
    problem.hasSuffix(".") || problem.hasSuffix("?") ? problem : problem + "."
  }
}
