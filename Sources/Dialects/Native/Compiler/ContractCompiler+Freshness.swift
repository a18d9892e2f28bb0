import Contracts
import Markup

extension ContractCompiler {
  mutating func freshness(_ contract: Contract) -> [Freshness] {
    guard let entry = root.entry("freshness") else { return [] }
    let isList = entry.value.items != nil
    return (entry.value.items ?? [entry.value]).compactMap { node in
      guard node.entries != nil else { return nil }
      return freshness(node, contract, at: isList ? node : entry.key)
    }
  }

  private mutating func freshness(_ node: Node, _ contract: Contract, at place: Node) -> Freshness? {
    let warnAfter = age("warn_after", in: node)
    let blockAfter = age("block_after", in: node)
    checkAges(warnAfter, blockAfter, in: node)
    add(
      "data.stale", keyword: "freshness", measure: .dataset, options: node,
      thresholds: Thresholds(node.entry("block_after") == nil ? .warn : .block), at: place)
    guard let clock = clock(node, contract), let clause = clauses.last else { return nil }
    return Freshness(
      clock: clock, warnAfter: warnAfter, blockAfter: blockAfter, futureTolerance: age("future_tolerance", in: node),
      timeZone: node["time_zone"].flatMap(scalar), expected: node["expected"].flatMap { dueTimes($0) },
      objective: node.entry("objective").flatMap { objective($0, of: clause) }, clauseID: clause.id)
  }

  mutating func age(_ key: String, in node: Node) -> Age? {
    guard let value = node[key], let text = value.text, TextRule.age.accepts(text) else { return nil }
    let age = Age(text)
    if age == nil { report("age.too_long", "`\(key)` is too long: `\(text)`", at: value) }
    return age
  }

  private mutating func checkAges(_ warnAfter: Age?, _ blockAfter: Age?, in node: Node) {
    guard let warnAfter, let blockAfter, warnAfter > blockAfter, let place = node.entry("warn_after")?.key else {
      return
    }
    report(
      "threshold.order",
      "`warn_after` \(warnAfter) is longer than `block_after` \(blockAfter), so that it could never warn",
      at: place)
  }

  private mutating func clock(_ node: Node, _ contract: Contract) -> Freshness.Clock? {
    if let name = node["field"] { return fieldClock(name, node, contract) }
    if let manifest = node["manifest"] {
      guard let file = manifest["file"].flatMap(scalar), let pointer = manifest["pointer"].flatMap(scalar) else {
        return nil
      }
      checkPointer(manifest["pointer"])
      return .manifest(file: file, pointer: pointer)
    }
    if let sources = node["sources"] { return sourcesClock(sources) }
    return node["mtime"]?.flag == true ? .modificationTime : nil
  }

  private mutating func sourcesClock(_ sources: Node) -> Freshness.Clock? {
    guard let file = sources["file"].flatMap(scalar) else { return nil }
    func given(_ key: String, or standard: String) -> Scalar {
      sources[key].flatMap(scalar) ?? Scalar(standard, at: file.location)
    }
    checkPointer(sources["pointer"])
    checkPointer(sources["date"])
    return .sources(
      file: file, pointer: given("pointer", or: "/sources"), date: given("date", or: "/refreshed_at"))
  }

  private mutating func checkPointer(_ node: Node?) {
    guard let node, let text = node.text, !text.isEmpty, !text.hasPrefix("/") else { return }
    report(
      "freshness.bad_pointer", "`\(text)` is no JSON pointer", at: node,
      advice: "Begin it with a slash: `/dataset/refreshed_at`.")
  }

  private mutating func fieldClock(_ name: Node, _ node: Node, _ contract: Contract) -> Freshness.Clock? {
    guard let index = fieldIndex(name, contract, of: "`freshness`") else { return nil }
    let field = contract.fields[index]
    guard field.type == .date || field.type == .timestamp else {
      report(
        "freshness.not_temporal", "`\(field.path)` is of type \(field.type.rawValue), which tells no age", at: name,
        advice: "Use a field of type date or timestamp.")
      return nil
    }
    if node["time_zone"] == nil && field.mayLackZone {
      report(
        "freshness.zone_needed", "Timestamps of `\(field.path)` may lack a zone, so that their age is unknown",
        at: name,
        advice: "Add `time_zone: UTC`, or whichever they are in.")
    }
    return .field(index)
  }
}

extension Field {
  /// Timestamps carry a zone unless the spelling says otherwise.
  fileprivate var mayLackZone: Bool {
    guard type == .timestamp else { return false }
    if let zone = spelling.zone { return zone != .required }
    guard let layout = spelling.layout, layout.contains("%") else { return false }
    return !layout.contains("%z") && !layout.contains("%Z") && !layout.contains("%s")
  }
}
