/// Base64 of RFC 4648.
enum Base64 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// In the standard alphabet, padded.
  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
      for index in 0..<4 {
        text.append(index > group.count ? UInt8(ascii: "=") : digits[Int(bits >> (18 - 6 * UInt32(index)) & 63)])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads the standard alphabet (section 4) or the URL-safe one (section 5), padded or not; `nil` for anything else:
  /// both alphabets in one text, blanks, bits behind the last byte that are not zero.
  static func bytes(_ text: String) -> [UInt8]? {
    let all = Array(text.utf8)
    let body = all.prefix { $0 != UInt8(ascii: "=") }
    let padding = all[body.count...]
    guard padding.allSatisfy({ $0 == UInt8(ascii: "=") }), body.count % 4 != 1,
      padding.isEmpty || padding.count == (4 - body.count % 4) % 4
    else { return nil }
    let isURLSafe = body.contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(body.count / 4 * 3 + 2)
    var bits: UInt32 = 0
    var bitCount = 0
    for byte in body {
      guard let digit = value(of: byte, isURLSafe: isURLSafe) else { return nil }
      bits = bits << 6 | digit
      bitCount += 6
      if bitCount >= 8 {
        bitCount -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
        bits &= 1 << UInt32(bitCount) - 1
      }
    }
    return bits == 0 ? bytes : nil
  }

  private static func value(of byte: UInt8, isURLSafe: Bool) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: isURLSafe ? "-" : "+"): 62
    case UInt8(ascii: isURLSafe ? "_" : "/"): 63
    default: nil
    }
  }
}
