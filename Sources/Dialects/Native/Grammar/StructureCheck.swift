import Contracts
import Markup

/// Compares a tree with a shape and collects every structural complaint.
struct StructureCheck {
  let file: String
  /// What the root is: `contract`.
  private let subject: String
  private(set) var diagnostics: [Diagnostic] = []

  init(file: String, subject: String = "contract") {
    self.file = file
    self.subject = subject
  }

  mutating func check(_ node: Node, _ shape: Shape, named name: String) {
    switch shape {
    case .named(_, let inner): check(node, inner, named: name)
    case .list(let item, let minimum): checkList(node, of: item, minimum: minimum, named: name)
    case .mapping(let mapping): checkMapping(node, mapping, named: name)
    case .keyed(let discriminators, let long, let short):
      let isLong = discriminators.contains { node.entry($0) != nil }
      checkMapping(node, isLong ? long : short, named: name)
    case .byKind(let scalar, let list, let mapping): checkKind(node, scalar, list, mapping, named: name)
    default: checkScalar(node, shape, named: name)
    }
  }

  private mutating func checkKind(
    _ node: Node, _ scalar: Shape?, _ list: Shape?, _ mapping: Shape?, named name: String
  ) {
    let shape: Shape? =
      switch node.content {
      case .scalar: scalar
      case .sequence: list
      case .mapping: mapping
      }
    if let shape { return check(node, shape, named: name) }
    let expected = [scalar, list, mapping].compactMap { $0?.expectation }.joined(separator: ", or ")
    refuse(node, code: "value.wrong_kind", expected, named: name)
  }

  private mutating func checkList(_ node: Node, of item: Shape, minimum: Int, named name: String) {
    guard let items = node.items else {
      return refuse(node, code: "value.wrong_kind", Shape.list(of: item, minimum: minimum).expectation, named: name)
    }
    for node in items { check(node, item, named: name) }
    if items.count < minimum {
      let needed = minimum == 1 ? "one item" : "\(minimum) items"
      report("value.too_few_items", "`\(name)` needs at least \(needed), found \(items.count)", at: node)
    }
  }

  private mutating func checkMapping(_ node: Node, _ mapping: Mapping, named name: String) {
    guard let entries = node.entries else {
      return refuse(node, code: "value.wrong_kind", "keys with values", named: name)
    }
    for entry in entries {
      if let key = mapping.key(entry.name) {
        check(entry.value, key.shape, named: entry.name)
      } else if let others = mapping.others {
        check(entry.value, others, named: entry.name)
      } else {
        reportUnknownKey(entry, in: mapping, of: name)
      }
    }
    for key in mapping.keys where key.isRequired && node.entry(key.name) == nil {
      report("key.missing", "\(phrase(name)) has no `\(key.name)`, which is required", at: node)
    }
    if entries.count < mapping.minimumCount {
      report("value.too_few_items", "`\(name)` needs at least one entry, found none", at: node)
    }
    // An unknown key was most likely meant as one of those asked for; one complaint is enough.
    let hasUnknown = mapping.others == nil && entries.contains { mapping.key($0.name) == nil }
    for constraint in mapping.constraints {
      checkConstraint(constraint, on: node, named: name, excusesNone: hasUnknown)
    }
  }

  private mutating func reportUnknownKey(_ entry: Node.Entry, in mapping: Mapping, of name: String) {
    if let reason = laterWords[entry.name] {
      return report("key.unsupported", "`\(entry.name)` is not supported by this version: \(reason)", at: entry.key)
    }
    let names = mapping.keys.map(\.name)
    report(
      "key.unknown", "Unknown key `\(entry.name)` in \(phrase(name, isStart: false))", at: entry.key,
      advice: advice(for: entry.name, among: names))
  }

  private mutating func checkConstraint(
    _ constraint: Mapping.Constraint, on node: Node, named name: String, excusesNone: Bool
  ) {
    switch constraint {
    case .exactlyOne(let names):
      let found = names.filter { node.entry($0) != nil }
      guard found.count != 1, !(found.isEmpty && excusesNone) else { return }
      let listed = names.map { "`\($0)`" }.joined(separator: ", ")
      let count = found.isEmpty ? "none" : found.map { "`\($0)`" }.joined(separator: " and ")
      report("key.not_exactly_one", "\(phrase(name)) needs exactly one of \(listed), found \(count)", at: node)
    case .atLeastOne(let names):
      guard !excusesNone, !names.contains(where: { node.entry($0) != nil }) else { return }
      let listed = names.map { "`\($0)`" }.joined(separator: " or ")
      report("key.missing", "\(phrase(name)) needs \(listed)", at: node)
    case .excludes(let first, let others):
      guard let entry = node.entry(first), let other = others.first(where: { node.entry($0) != nil }) else { return }
      report(
        "key.conflict", "`\(first)` and `\(other)` say the same thing twice", at: entry.key,
        advice: "`severity: block` means `block_above: 0`, `severity: warn` means `warn_above: 0`; keep one.")
    }
  }
}

extension StructureCheck {
  mutating func refuse(
    _ node: Node, code: String, _ expectation: String, named name: String, kind: Diagnostic.Kind = .structural,
    advice: String? = nil
  ) {
    let found = node.description
    let message = "\(name.isEmpty ? "A \(subject)" : "`\(name)`") must be \(expectation), found \(found)"
    let needsQuotes = node.isFlow || node.text == "" && !node.isQuoted
    report(code, message, at: node, kind: kind, advice: advice ?? (needsQuotes ? YAML.quotingAdvice : nil))
  }

  mutating func report(
    _ code: String, _ message: String, at node: Node, kind: Diagnostic.Kind = .structural, advice: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(.error, kind, code: code, message + ".", at: node.location(in: file), advice: advice))
  }

  func advice(for word: String, among names: [String]) -> String? {
    let meant = foreignWords[word].flatMap { names.contains($0) ? $0 : nil } ?? suggestion(for: word, among: names)
    return meant.map { "did you mean `\($0)`?" } ?? foreignPhrases[word]
  }

  private func phrase(_ name: String, isStart: Bool = true) -> String {
    if name.isEmpty { return isStart ? "The \(subject)" : "the \(subject)" }
    return "`\(name)`"
  }
}

extension Node {
  /// What stands here, in a few words.
  fileprivate var description: String {
    switch content {
    case .sequence: return "a list"
    case .mapping: return "a mapping"
    case .scalar(let text, _):
      if isNull { return text.isEmpty ? "nothing" : "null" }
      return text.count > 60 ? "`\(text.prefix(60))…`" : "`\(text)`"
    }
  }
}
