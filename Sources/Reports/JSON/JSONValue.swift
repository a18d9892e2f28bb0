/// A JSON value whose members keep their order.
package indirect enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  /// A number by its text, which must be JSON's.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  package struct Member: Hashable, Sendable {
    package var name: String
    package var value: JSONValue

    package init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// Members without a value are left out.
  package static func object(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
    .object(members.compactMap { name, value in value.map { Member(name: name, value: $0) } })
  }

  /// On one line, or indented by two blanks with small leaves kept on one line; the same bytes for the same value.
  package func text(isPretty: Bool) -> String {
    var writer = JSONWriter(isPretty: isPretty)
    writer.write(self, depth: 0)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

private struct JSONWriter {
  let isPretty: Bool
  var bytes: [UInt8] = []

  init(isPretty: Bool) { self.isPretty = isPretty }

  mutating func write(_ value: JSONValue, depth: Int) {
    switch value {
    case .null: append("null")
    case .bool(let flag): append(flag ? "true" : "false")
    case .integer(let number): append(String(number))
    case .number(let text): append(text)
    case .string(let text): write(text)
    case .array(let items):
      let isOpen = isPretty && !value.isSmall
      enclose("[", items, "]", isOpen: isOpen, depth: depth) { writer, item in
        writer.write(item, depth: depth + 1)
      }
    case .object(let members):
      let isOpen = isPretty && !value.isSmall
      enclose("{", members, "}", isOpen: isOpen, depth: depth) { writer, member in
        writer.write(member.name)
        writer.append(writer.isPretty ? ": " : ":")
        writer.write(member.value, depth: depth + 1)
      }
    }
  }

  private mutating func enclose<Item>(
    _ start: String, _ items: [Item], _ end: String, isOpen: Bool, depth: Int, _ body: (inout JSONWriter, Item) -> Void
  ) {
    append(start)
    for (index, item) in items.enumerated() {
      if index > 0 { append(isPretty && !isOpen ? ", " : ",") }
      if isOpen { breakLine(depth + 1) }
      body(&self, item)
    }
    if isOpen { breakLine(depth) }
    append(end)
  }

  private mutating func breakLine(_ depth: Int) { append("\n" + String(repeating: "  ", count: depth)) }

  private mutating func append(_ text: String) { bytes += text.utf8 }

  /// What could act on a terminal or break a line of a log is escaped, beyond what JSON asks for.
  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": append("\\\"")
      case "\\": append("\\\\")
      case "\n": append("\\n")
      case "\r": append("\\r")
      case "\t": append("\\t")
      default:
        if scalar.value >= 0x20, scalar.isASCII, scalar.value != 0x7F {
          bytes.append(UInt8(truncatingIfNeeded: scalar.value))
        } else if scalar.isASCII || scalar.isInvisible {
          for unit in String(Character(scalar)).utf16 { append("\\u" + hexadecimal(unit)) }
        } else {
          append(String(Character(scalar)))
        }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private func hexadecimal(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}

extension JSONValue {
  /// Fits a line: at most a few scalars, which nest no deeper than one level.
  fileprivate var isSmall: Bool { (inlineWidth(depth: 2) ?? .max) <= 100 }

  /// A rough length of the text on one line; `nil` when it is nested deeper than `depth`.
  private func inlineWidth(depth: Int) -> Int? {
    switch self {
    case .null, .bool: return 5
    case .integer(let number): return String(number).utf8.count
    case .number(let text): return text.utf8.count
    case .string(let text): return text.utf8.count + 2
    case .array(let items):
      guard depth > 0 || items.isEmpty else { return nil }
      return total(items, depth: depth) { $0 }
    case .object(let members):
      guard depth > 0 || members.isEmpty else { return nil }
      return total(members, depth: depth) { $0.value }.map { width in
        members.reduce(width) { $0 + $1.name.utf8.count + 4 }
      }
    }
  }

  private func total<Item>(_ items: [Item], depth: Int, _ value: (Item) -> JSONValue) -> Int? {
    var width = 2
    for item in items {
      guard let part = value(item).inlineWidth(depth: depth - 1), width + part < 200 else { return nil }
      width += part + 2
    }
    return width
  }
}
