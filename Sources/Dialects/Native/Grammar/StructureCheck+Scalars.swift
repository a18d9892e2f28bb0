import Contracts
import Markup

extension StructureCheck {
  /// A scalar against a scalar's shape. Where YAML reads the text as something that the schema cannot look into, the
  /// complaint is semantic.
  mutating func checkScalar(_ node: Node, _ shape: Shape, named name: String) {
    guard let text = node.text, let resolved = node.resolved else {
      return refuse(node, code: "value.wrong_kind", shape.expectation, named: name)
    }
    if case .scalar = shape { return }
    guard resolved != .null else { return refuse(node, code: "value.missing", shape.expectation, named: name) }
    switch shape {
    case .text, .scalar: return
    case .rule(let rule):
      let kind: Diagnostic.Kind = resolved == .string ? .structural : .semantic
      if !rule.accepts(text) { refuse(node, code: "value.wrong_form", rule.expectation, named: name, kind: kind) }
    case .flag: if node.flag == nil { refuseFlag(node, shape, named: name) }
    case .yes: if node.flag != true { refuseFlag(node, shape, named: name) }
    case .count(let minimum): checkCount(node, minimum: minimum, shape, named: name)
    case .version(let version): checkVersion(node, version, named: name)
    case .positiveNumber: checkPositive(node, text, named: name)
    case .limit:
      if resolved == .string { return check(node, .rule(.percentage), named: name) }
      checkCount(node, minimum: 0, shape, named: name)
    case .byteCount:
      if resolved == .string { return check(node, .rule(.byteCount), named: name) }
      checkCount(node, minimum: 1, shape, named: name)
    case .oneOf(let options): checkOption(node, text, options, named: name)
    case .list, .mapping, .byKind, .keyed, .named: preconditionFailure("a collection's shape is taken apart before")
    }
  }

  private mutating func checkOption(_ node: Node, _ text: String, _ options: [String], named name: String) {
    guard !options.contains(text) || node.resolved != .string else { return }
    let meant = foreignWords[text].flatMap { options.contains($0) ? $0 : nil } ?? suggestion(for: text, among: options)
    refuse(
      node, code: "value.not_listed", Shape.oneOf(options).expectation, named: name,
      advice: meant.map { "did you mean `\($0)`?" })
  }

  private mutating func refuseFlag(_ node: Node, _ shape: Shape, named name: String) {
    let text = node.text?.lowercased() ?? ""
    let meant = ["yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"][text]
    refuse(
      node, code: "value.not_a_flag", shape.expectation, named: name,
      advice: meant.map { "did you mean `\($0)`? In YAML 1.2 `\(text)` is a text." })
  }

  /// `1.0` and `1e3` are whole numbers to JSON Schema, not to us.
  private mutating func checkCount(_ node: Node, minimum: Int, _ shape: Shape, named name: String) {
    if let count = node.integer, count >= minimum { return }
    let isWholeFloat =
      node.resolved == .float && Double(node.text ?? "").map { $0 >= Double(minimum) && $0 == $0.rounded() } == true
    let isTooLarge = node.resolved == .integer && node.integer == nil && node.text?.hasPrefix("-") == false
    let kind: Diagnostic.Kind = isWholeFloat || isTooLarge ? .semantic : .structural
    refuse(node, code: "value.not_a_count", shape.expectation, named: name, kind: kind)
  }

  private mutating func checkVersion(_ node: Node, _ version: Int, named name: String) {
    if node.integer == version { return }
    let isWholeFloat = node.resolved == .float && Double(node.text ?? "") == Double(version)
    refuse(
      node, code: "contract.version", "\(version), the only version of the language that this tool reads", named: name,
      kind: isWholeFloat ? .semantic : .structural)
  }

  private mutating func checkPositive(_ node: Node, _ text: String, named name: String) {
    let isNumber = node.resolved == .integer || node.resolved == .float
    let isPositive =
      !text.hasPrefix("-") && text.prefix { $0 != "e" && $0 != "E" }.contains { ("1"..."9").contains($0) }
    if isNumber && isPositive && text.allSatisfy({ $0.isASCIIDigit || $0 == "." || $0 == "+" }) { return }
    // The schema sees a number above zero in `1e-3`, `0x10` and `.inf` too.
    let isPositiveToSchema = isNumber && (isPositive || text.hasSuffix("inf")) && !text.hasPrefix("-")
    refuse(
      node, code: "value.not_positive", Shape.positiveNumber.expectation, named: name,
      kind: isPositiveToSchema ? .semantic : .structural)
  }
}

extension Shape {
  /// What should stand there, for messages.
  var expectation: String {
    switch self {
    case .text: "a text"
    case .scalar: "a single value"
    case .rule(let rule): rule.expectation
    case .flag: "true or false"
    case .yes: "true"
    case .count(let minimum): "a whole number of at least \(minimum)"
    case .positiveNumber: "a number above zero, such as 0.05"
    case .version(let version): "\(version)"
    case .limit: TextRule.percentage.expectation
    case .byteCount: TextRule.byteCount.expectation
    case .oneOf(let options): options.count == 1 ? "`\(options[0])`" : "one of \(options.joined(separator: ", "))"
    case .list: "a list"
    case .mapping, .keyed: "keys with values"
    case .byKind(let scalar, let list, let mapping):
      [scalar, list, mapping].compactMap { $0?.expectation }.joined(separator: ", or ")
    case .named(_, let shape): shape.expectation
    }
  }
}
