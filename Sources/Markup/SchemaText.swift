/// A JSON value whose objects keep their order, written so that a diff shows what changed.
package indirect enum SchemaText {
  case text(String)
  case number(Int)
  case flag(Bool)
  case list([SchemaText])
  case object([(key: String, value: SchemaText)])

  /// Two blanks for each level; lists and objects that fit stay on one line.
  package func written(indent: Int = 0) -> String {
    let compact = compact
    if compact.count + indent <= 110 { return compact }
    let inner = String(repeating: " ", count: indent + 2)
    let outer = String(repeating: " ", count: indent)
    switch self {
    case .text, .number, .flag: return compact
    case .list(let items):
      return "[\n" + items.map { inner + $0.written(indent: indent + 2) }.joined(separator: ",\n") + "\n\(outer)]"
    case .object(let entries):
      let lines = entries.map { "\(inner)\(quoted($0.key)): \($0.value.written(indent: indent + 2))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
    }
  }

  private var compact: String {
    switch self {
    case .text(let text): quoted(text)
    case .number(let number): "\(number)"
    case .flag(let flag): "\(flag)"
    case .list(let items): "[" + items.map(\.compact).joined(separator: ", ") + "]"
    case .object(let entries):
      entries.isEmpty
        ? "{}" : "{ " + entries.map { "\(quoted($0.key)): \($0.value.compact)" }.joined(separator: ", ") + " }"
    }
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default:
        precondition(scalar.value >= 0x20, "texts of the grammar hold no control characters")
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension SchemaText: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .text(value) }
  package init(integerLiteral value: Int) { self = .number(value) }
  package init(arrayLiteral elements: SchemaText...) { self = .list(elements) }
  package init(dictionaryLiteral elements: (String, SchemaText)...) {
    self = .object(elements.map { (key: $0.0, value: $0.1) })
  }

  /// An object with one more entry at its end.
  package func with(_ key: String, _ value: SchemaText) -> SchemaText {
    guard case .object(let entries) = self else { preconditionFailure("only objects have entries") }
    return .object(entries + [(key: key, value: value)])
  }
}
