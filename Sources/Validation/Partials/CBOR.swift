/// A value of CBOR (RFC 8949), of the kinds that partials hold.
enum CBOR: Hashable, Sendable {
  case unsigned(UInt64)
  /// -1 minus the number.
  case negative(UInt64)
  case bytes([UInt8])
  case text(String)
  case array([CBOR])
  case map([String: CBOR])
  case bool(Bool)
  case null
  case double(Double)

  /// Deeper values are refused, so that none can exhaust the stack.
  static let depthLimit = 64

  /// A whole number.
  init<I: FixedWidthInteger>(integer: I) {
    self =
      integer < 0
      ? .negative(UInt64(truncatingIfNeeded: ~integer)) : .unsigned(UInt64(truncatingIfNeeded: integer))
  }
}

// MARK: Writing, in the deterministic form (RFC 8949, section 4.2.1)

extension CBOR {
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return bytes
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .unsigned(let value): Self.writeHead(0, value, to: &bytes)
    case .negative(let value): Self.writeHead(1, value, to: &bytes)
    case .bytes(let value):
      Self.writeHead(2, UInt64(value.count), to: &bytes)
      bytes += value
    case .text(let value): Self.write(value, to: &bytes)
    case .array(let items):
      Self.writeHead(4, UInt64(items.count), to: &bytes)
      for item in items { item.write(to: &bytes) }
    case .map(let members):
      Self.writeHead(5, UInt64(members.count), to: &bytes)
      for (key, value) in members.sorted(by: { Self.precedes($0.key, $1.key) }) {
        Self.write(key, to: &bytes)
        value.write(to: &bytes)
      }
    case .bool(let value): bytes.append(value ? 0xF5 : 0xF4)
    case .null: bytes.append(0xF6)
    case .double(let value):
      bytes.append(0xFB)
      Self.write(value.bitPattern, byteCount: 8, to: &bytes)
    }
  }

  /// By their encoded bytes, so the shorter key comes first.
  private static func precedes(_ a: String, _ b: String) -> Bool {
    a.utf8.count != b.utf8.count ? a.utf8.count < b.utf8.count : a.utf8.lexicographicallyPrecedes(b.utf8)
  }

  private static func write(_ text: String, to bytes: inout [UInt8]) {
    writeHead(3, UInt64(text.utf8.count), to: &bytes)
    bytes += text.utf8
  }

  private static func writeHead(_ major: UInt8, _ value: UInt64, to bytes: inout [UInt8]) {
    switch value {
    case 0..<24: bytes.append(major << 5 | UInt8(value))
    case 24...0xFF:
      bytes.append(major << 5 | 24)
      write(value, byteCount: 1, to: &bytes)
    case 0x100...0xFFFF:
      bytes.append(major << 5 | 25)
      write(value, byteCount: 2, to: &bytes)
    case 0x1_0000...0xFFFF_FFFF:
      bytes.append(major << 5 | 26)
      write(value, byteCount: 4, to: &bytes)
    default:
      bytes.append(major << 5 | 27)
      write(value, byteCount: 8, to: &bytes)
    }
  }

  private static func write(_ value: UInt64, byteCount: Int, to bytes: inout [UInt8]) {
    for byte in (0..<byteCount).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(byte * 8))) }
  }
}

// MARK: Reading

extension CBOR {
  /// Why bytes are no such value.
  struct Problem: Error, Hashable {
    var message: String
    /// From the first byte of the value as a whole.
    var offset: Int
  }

  /// One value, with nothing after it.
  init(encoded bytes: [UInt8]) throws(Problem) {
    var parser = Parser(bytes: bytes)
    self = try parser.value(depth: 0)
    guard parser.offset == bytes.count else {
      throw Problem(message: "\(bytes.count - parser.offset) bytes follow the value", offset: parser.offset)
    }
  }

  private struct Parser {
    let bytes: [UInt8]
    var offset = 0

    func problem(_ message: String) -> Problem { Problem(message: message, offset: offset) }

    mutating func value(depth: Int) throws(Problem) -> CBOR {
      guard depth < CBOR.depthLimit else { throw problem("values are nested more than \(CBOR.depthLimit) deep") }
      let start = offset
      let initial = UInt8(try number(byteCount: 1))
      if initial >= 0xE0 { return try simple(initial, start) }
      let argument = try argument(initial & 0x1F)
      switch initial >> 5 {
      case 0: return .unsigned(argument)
      case 1: return .negative(argument)
      case 2: return .bytes(Array(try take(try count(argument))))
      case 3: return .text(try text(try count(argument)))
      case 4:
        var items: [CBOR] = []
        for _ in 0..<(try count(argument)) { items.append(try value(depth: depth + 1)) }
        return .array(items)
      case 5:
        var members: [String: CBOR] = [:]
        for _ in 0..<(try count(argument)) {
          guard case .text(let key) = try value(depth: depth + 1) else { throw problem("a key is no text") }
          let member = try value(depth: depth + 1)
          guard members.updateValue(member, forKey: key) == nil else { throw problem("the key `\(key)` stands twice") }
        }
        return .map(members)
      default:
        offset = start
        throw problem("a kind of value that partials do not hold")
      }
    }

    private mutating func simple(_ initial: UInt8, _ start: Int) throws(Problem) -> CBOR {
      switch initial {
      case 0xF4: return .bool(false)
      case 0xF5: return .bool(true)
      case 0xF6: return .null
      case 0xFB: return .double(Double(bitPattern: try number(byteCount: 8)))
      default:
        offset = start
        throw problem("a kind of value that partials do not hold")
      }
    }

    private mutating func text(_ count: Int) throws(Problem) -> String {
      let start = offset
      guard let text = String(validating: try take(count), as: UTF8.self) else {
        offset = start
        throw problem("a text is not UTF-8")
      }
      return text
    }

    private mutating func argument(_ kind: UInt8) throws(Problem) -> UInt64 {
      switch kind {
      case 0..<24: UInt64(kind)
      case 24...27: try number(byteCount: 1 << Int(kind - 24))
      default: throw problem("a value without a length")
      }
    }

    private mutating func number(byteCount: Int) throws(Problem) -> UInt64 {
      try take(byteCount).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A count of bytes or items, of which there cannot be more than bytes are left.
    private func count(_ argument: UInt64) throws(Problem) -> Int {
      guard argument <= UInt64(bytes.count - offset) else {
        throw problem("expected \(argument) bytes or more, found \(bytes.count - offset)")
      }
      return Int(argument)
    }

    private mutating func take(_ count: Int) throws(Problem) -> ArraySlice<UInt8> {
      guard bytes.count - offset >= count else {
        throw problem("expected \(count) bytes, found \(bytes.count - offset)")
      }
      defer { offset += count }
      return bytes[offset..<(offset + count)]
    }
  }
}
