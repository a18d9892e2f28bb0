import Contracts
import Markup

/// Reads a file of a closed vocabulary, collecting every problem on the way.
struct MarkupReading {
  let file: String
  var diagnostics: [Diagnostic] = []

  init(file: String) { self.file = file }

  var hasErrors: Bool { diagnostics.contains { $0.level == .error } }

  func location(_ node: Node) -> SourceLocation { SourceLocation(file: file, line: node.line, column: node.column) }

  /// The root; `nil` where the text is no YAML or is empty.
  mutating func root(of bytes: [UInt8], what: String) -> Node? {
    let (root, problems) = YAML.parse(bytes)
    for problem in problems {
      let location = SourceLocation(file: file, line: problem.line, column: problem.column)
      diagnostics.append(Diagnostic(code: problem.code, problem.message, at: location, advice: problem.advice))
    }
    if root == nil, problems.isEmpty {
      let start = SourceLocation(file: file, line: 1, column: 1)
      diagnostics.append(Diagnostic(code: "document.empty", "the file holds no \(what)", at: start))
    }
    return root
  }

  mutating func report(
    _ code: String, _ message: String, at node: Node, level: Diagnostic.Level = .error,
    kind: Diagnostic.Kind = .structural, advice: String? = nil, offset: Int = 0
  ) {
    var place = location(node)
    place.column += offset
    diagnostics.append(Diagnostic(level, kind, code: code, message, at: place, advice: advice))
  }

  /// The value of each key, once it is a mapping of these keys only; keys in `required` must be there.
  mutating func mapping(_ node: Node, _ what: String, keys: [String], required: [String] = []) -> [String: Node]? {
    guard let entries = node.entries else {
      expected("a mapping", for: what, at: node)
      return nil
    }
    for entry in entries where !keys.contains(entry.name) {
      report(
        "key.unknown", "\(what) has no key `\(entry.name)`", at: entry.key,
        advice: MarkupReading.advice(for: entry.name, among: keys))
    }
    for key in required where node[key] == nil {
      report("key.missing", "\(what) needs the key `\(key)`", at: node)
    }
    return Dictionary(entries.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func sequence(_ node: Node, _ what: String) -> [Node]? {
    guard let items = node.items else {
      expected("a list", for: what, at: node)
      return nil
    }
    return items
  }

  /// A scalar's text, as it is written. Numbers and truth values are texts too; null and nothing are not.
  mutating func text(_ node: Node, _ what: String) -> String? {
    guard let text = node.text, !node.isNull, !text.isEmpty else {
      expected("a text", for: what, at: node)
      return nil
    }
    return text
  }

  mutating func texts(_ node: Node, _ what: String) -> [(text: String, node: Node)]? {
    sequence(node, what)?.compactMap { item in text(item, what).map { ($0, item) } }
  }

  /// One of the names of a closed list.
  mutating func choice<Choice: RawRepresentable<String>>(_ node: Node, _ what: String, of all: [Choice]) -> Choice? {
    guard let name = text(node, what) else { return nil }
    if let found = all.first(where: { $0.rawValue == name }) { return found }
    unknown(name, what, among: all.map(\.rawValue), at: node)
    return nil
  }

  mutating func unknown(
    _ name: String, _ what: String, among names: [String], at node: Node, kind: Diagnostic.Kind = .structural
  ) {
    report(
      "value.not_listed", "\(what) cannot be `\(name)`", at: node, kind: kind,
      advice: MarkupReading.advice(for: name, among: names))
  }

  /// The version key, which must be there and be 1.
  mutating func version(_ root: Node, _ key: String) {
    guard let node = root[key], node.integer != 1 || node.isQuoted else { return }
    report("version.unknown", "`\(key)` must be 1, the version of this language", at: node)
  }

  private mutating func expected(_ shape: String, for what: String, at node: Node) {
    let found =
      switch node.content {
      case .mapping: "a mapping"
      case .sequence: "a list"
      case .scalar(let text, _): node.isNull || text.isEmpty ? "nothing" : "`\(text)`"
      }
    report("value.wrong_kind", "\(what) must be \(shape), found \(found)", at: node)
  }

  /// Words of other tools, and what they are here.
  private static let foreign = [
    "dataset": "contract", "severity": "effect", "action": "effect", "reason": "because", "max_age": "max_days",
    "notice": "notice_days", "expiry": "expires", "until": "expires", "link": "issue", "ticket": "issue",
    "count": "violations",
  ]

  private static func advice(for name: String, among names: [String]) -> String {
    if let meant = foreign[name], names.contains(meant) { return "did you mean `\(meant)`?" }
    if let meant = suggestion(for: name, among: names) { return "did you mean `\(meant)`?" }
    return names.count <= 12 ? "one of \(names.joined(separator: ", "))" : "see docs/policy.md"
  }
}
