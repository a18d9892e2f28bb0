/// A JSON value with exactly one spelling, by the JSON Canonicalization Scheme (RFC 8785).
///
/// No fractions and no null: what has no value is left out. Integers stay within ±(2⁵³ - 1), where the scheme's numbers
/// are exact.
package indirect enum CanonicalJSON: Hashable, Sendable {
  case bool(Bool)
  case integer(Int)
  case string(String)
  case array([CanonicalJSON])
  /// In any order; no name twice.
  case object([Member])

  package struct Member: Hashable, Sendable {
    package var name: String
    package var value: CanonicalJSON

    package init(name: String, value: CanonicalJSON) {
      self.name = name
      self.value = value
    }
  }

  package static let largestInteger = 1 << 53 - 1

  /// Members without a value are left out.
  package static func object(_ members: KeyValuePairs<String, CanonicalJSON?>) -> CanonicalJSON {
    .object(members.compactMap { name, value in value.map { Member(name: name, value: $0) } })
  }

  /// The one spelling, in UTF-8, without a line break.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return bytes
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .bool(let flag): bytes += (flag ? "true" : "false").utf8
    case .integer(let number):
      precondition(number.magnitude <= Self.largestInteger, "\(number) has no exact spelling")
      bytes += String(number).utf8
    case .string(let text): Self.write(text, to: &bytes)
    case .array(let items):
      bytes.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        item.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members): Self.write(members, to: &bytes)
    }
  }

  private static func write(_ members: [Member], to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    let sorted = members.sorted { precedes($0.name, $1.name) }
    for (index, member) in sorted.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(member.name, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      member.value.write(to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// The order of members: by UTF-16 code units, which for ASCII is that of the bytes.
  static func precedes(_ a: String, _ b: String) -> Bool { a.utf16.lexicographicallyPrecedes(b.utf16) }

  static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
      bytes += text.utf8
      return
    }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes += "\\\"".utf8
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      case 0x08: bytes += "\\b".utf8
      case 0x09: bytes += "\\t".utf8
      case 0x0A: bytes += "\\n".utf8
      case 0x0C: bytes += "\\f".utf8
      case 0x0D: bytes += "\\r".utf8
      case ..<0x20: bytes += "\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: bytes.append(byte)
      }
    }
  }
}
