/// What stands between the quotes of a well-formed JSON string.
enum UnsafeText {
  /// Writes the text without its escapes, never longer than it was; `output` has room for as much. Lone surrogates have
  /// been refused before.
  static func unescape(
    _ text: UnsafePointer<UInt8>, count: Int, into output: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var i = 0
    var written = 0
    while true {
      let plain = copyToEscape(text + i, count - i, output + written)
      i += plain
      written += plain
      if i >= count { return written }
      if text[i + 1] == UInt8(ascii: "u") {
        let (scalar, length) = self.scalar(text + i)
        written += encode(scalar, into: output + written)
        i += length
      } else {
        output[written] = control(text[i + 1])
        written += 1
        i += 2
      }
    }
  }

  /// Copies what stands before the next backslash, eight bytes at a time; how much that is.
  @inline(__always)
  private static func copyToEscape(
    _ text: UnsafePointer<UInt8>, _ count: Int, _ output: UnsafeMutablePointer<UInt8>
  ) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var i = 0
    while i + 8 <= count {
      let word = unsafeWord(text + i)
      UnsafeMutableRawPointer(output + i).storeBytes(of: word.littleEndian, as: UInt64.self)
      let backslashes = word ^ (ones &* 0x5C)
      let marks = (backslashes &- ones) & ~backslashes & (ones << 7)
      if marks != 0 { return i + marks.trailingZeroBitCount / 8 }
      i += 8
    }
    while i < count, text[i] != UInt8(ascii: "\\") {
      output[i] = text[i]
      i += 1
    }
    return i
  }

  static func unescaped(_ text: UnsafePointer<UInt8>, count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count + 1) { buffer, written in
      if let output = buffer.baseAddress { written = unescape(text, count: count, into: output) }
    }
  }

  /// The value of four hexadecimal digits; `nil` when one is none.
  @inline(__always)
  static func hex(_ digits: UnsafePointer<UInt8>) -> UInt32? {
    var value: UInt32 = 0
    for i in 0..<4 {
      guard let digit = hexDigit(digits[i]) else { return nil }
      value = value << 4 | digit
    }
    return value
  }

  @inline(__always)
  static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 0x30
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte | 0x20) - 0x57
    default: nil
    }
  }

  /// The scalar of a `\uXXXX` or of a pair of them, and the length of the escapes.
  private static func scalar(_ escape: UnsafePointer<UInt8>) -> (UInt32, Int) {
    guard let first = hex(escape + 2) else { preconditionFailure("the escape has been checked") }
    guard first & 0xF800 == 0xD800 else { return (first, 6) }
    guard let second = hex(escape + 8) else { preconditionFailure("the surrogates have been checked") }
    return (0x10000 + (first & 0x3FF) << 10 + second & 0x3FF, 12)
  }

  private static func control(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: letter
    }
  }

  private static func encode(_ scalar: UInt32, into output: UnsafeMutablePointer<UInt8>) -> Int {
    func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | (scalar >> shift) & 0x3F) }
    func head(_ mark: UInt32, _ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: mark | scalar >> shift) }
    switch scalar {
    case ..<0x80:
      output[0] = head(0, 0)
      return 1
    case ..<0x800:
      (output[0], output[1]) = (head(0xC0, 6), tail(0))
      return 2
    case ..<0x10000:
      (output[0], output[1], output[2]) = (head(0xE0, 12), tail(6), tail(0))
      return 3
    default:
      (output[0], output[1], output[2], output[3]) = (head(0xF0, 18), tail(12), tail(6), tail(0))
      return 4
    }
  }
}

/// A string as it stands in a well-formed document: what is between its quotes.
struct UnsafeJSONString {
  let text: UnsafePointer<UInt8>
  let count: Int

  /// Between a string and the position after it (a key's colon) there are only blanks.
  @inline(__always)
  init(bytes: UnsafePointer<UInt8>, quote: Int, next: Int) {
    var end = next - 1
    while bytes[end] != UInt8(ascii: "\"") { end -= 1 }
    text = bytes + quote + 1
    count = end - quote - 1
  }

  var unescaped: [UInt8] { UnsafeText.unescaped(text, count: count) }
}
