// The grammar of strings.
extension UnsafeDocumentScan {
  mutating func string() -> Bool {
    emit()
    i += 1
    while true {
      skipPlainText()
      guard i < count else { return unexpected(.malformedDocument) }
      switch bytes[i] {
      case UInt8(ascii: "\""):
        i += 1
        return true
      case UInt8(ascii: "\\"): guard escape() else { return false }
      case ..<0x20: return unexpected(.malformedDocument)
      case ..<0x80: i += 1
      default:
        let length = unsafeSequenceLength(bytes, at: i, end: count)
        guard length > 0 else { return unexpected(.badEncoding) }
        i += length
      }
    }
  }

  /// Steps over eight bytes at a time while none of them is a quote, a backslash, a control or beyond ASCII.
  @inline(__always)
  private mutating func skipPlainText() {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    while i + 8 <= count {
      let word = unsafeWord(bytes + i)
      let quotes = word ^ (ones &* 0x22)
      let backslashes = word ^ (ones &* 0x5C)
      // A borrow can mark bytes above one that is marked rightly, so only the lowest mark counts.
      let marks =
        ((quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes | (word &- ones &* 0x20) & ~word | word)
        & highs
      if marks == 0 {
        i += 8
        continue
      }
      i += marks.trailingZeroBitCount / 8
      return
    }
  }

  private mutating func escape() -> Bool {
    let start = i
    i += 1
    guard i < count else { return unexpected(.malformedDocument) }
    switch bytes[i] {
    case UInt8(ascii: "u"): return unicodeEscape(from: start)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      i += 1
      return true
    default: return unexpected(.malformedDocument)
    }
  }

  /// `i` is at the `u`.
  private mutating func unicodeEscape(from start: Int) -> Bool {
    i += 1
    for k in 0..<4 where i + k >= count || UnsafeText.hexDigit(bytes[i + k]) == nil {
      i += k
      return unexpected(.malformedDocument)
    }
    let unit = UnsafeText.hex(bytes + i) ?? 0
    i += 4
    guard unit & 0xF800 == 0xD800 else { return true }
    guard unit < 0xDC00, isLowSurrogate(at: i) else {
      fail(.loneSurrogate, at: start)
      return false
    }
    i += 6
    return true
  }

  private func isLowSurrogate(at start: Int) -> Bool {
    guard start + 6 <= count, bytes[start] == UInt8(ascii: "\\"), bytes[start + 1] == UInt8(ascii: "u") else {
      return false
    }
    return UnsafeText.hex(bytes + start + 2).map { $0 & 0xFC00 == 0xDC00 } ?? false
  }
}

// The grammar of numbers.
extension UnsafeDocumentScan {
  mutating func number() -> Bool {
    let start = i
    emit()
    if bytes[i] == UInt8(ascii: "-") { i += 1 }
    let whole = i
    if i < count, bytes[i] == UInt8(ascii: "0") { i += 1 } else { guard digits() else { return false } }
    let wholeDigits = i - whole
    if i < count, bytes[i] == UInt8(ascii: ".") {
      i += 1
      guard digits() else { return false }
    }
    guard let exponent = exponent() else { return false }
    if wholeDigits + exponent < 300 || isFinite(start) { return true }
    fail(.numberOutOfRange, at: start)
    return false
  }

  /// At least one.
  private mutating func digits() -> Bool {
    let start = i
    while i < count, bytes[i] &- 0x30 < 10 { i += 1 }
    return i > start || unexpected(.malformedDocument)
  }

  /// 0 without one; beyond a million it is not counted on.
  private mutating func exponent() -> Int? {
    guard i < count, bytes[i] | 0x20 == UInt8(ascii: "e") else { return 0 }
    i += 1
    let isNegative = i < count && bytes[i] == UInt8(ascii: "-")
    if i < count, isNegative || bytes[i] == UInt8(ascii: "+") { i += 1 }
    let start = i
    guard digits() else { return nil }
    var value = 0
    for k in start..<i where value < 1_000_000 { value = value * 10 + Int(bytes[k] - 0x30) }
    return isNegative ? -value : value
  }

  private func isFinite(_ start: Int) -> Bool {
    let text = String(decoding: UnsafeBufferPointer(start: bytes + start, count: i - start), as: UTF8.self)
    return Double(text)?.isFinite ?? false
  }
}
