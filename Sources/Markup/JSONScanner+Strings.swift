/// Strings with their escapes.
extension JSONScanner {
  /// Behind the opening quote, which is at hand, up to and with the closing one.
  mutating func string() throws(MarkupProblem) -> String {
    position += 1
    let start = position
    while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
    if peek == UInt8(ascii: "\"") {
      defer { position += 1 }
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }
    var result = Array(bytes[start..<position])
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: result, as: UTF8.self)
      case UInt8(ascii: "\\"):
        position += 1
        result += try escape()
      case ..<0x20: throw problem("A control character in a string must be escaped")
      default:
        result.append(byte)
        position += 1
      }
    }
    throw problem("The string has no end")
  }

  private mutating func escape() throws(MarkupProblem) -> [UInt8] {
    guard let byte = peek else { throw problem("The string has no end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return Array(String(try unicodeEscape()).utf8)
    default:
      position -= 1
      throw problem("A backslash escapes nothing here")
    }
  }

  private mutating func unicodeEscape() throws(MarkupProblem) -> Character {
    let first = try codeUnit()
    guard UTF16.isLeadSurrogate(first) else {
      guard let scalar = Unicode.Scalar(first) else { throw problem("A surrogate stands alone") }
      return Character(scalar)
    }
    guard take("\\"), take("u") else { throw problem("A surrogate stands alone") }
    let second = try codeUnit()
    guard UTF16.isTrailSurrogate(second),
      let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
    else { throw problem("A surrogate stands alone") }
    return Character(scalar)
  }

  private mutating func codeUnit() throws(MarkupProblem) -> UInt16 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw problem("Four hexadecimal digits are expected") }
    position += 4
    return unit
  }
}
