extension ExactDecimal {
  /// Reads `-12.50`, `.5`, `5.`, `+1e-3`: a sign, digits with at most one point, an exponent.
  ///
  /// `nil` for anything else, blanks included, and for an exponent of more than 15 significant digits, unless the
  /// number is zero.
  package init?(_ text: String) {
    var text = text
    let parsed = text.withUTF8 { ExactDecimal(utf8: $0) }
    guard let parsed else { return nil }
    self = parsed
  }

  /// The same for UTF-8 bytes.
  package init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    var i = 0
    var isNegative = false
    if i < bytes.count, bytes[i] == UInt8(ascii: "-") || bytes[i] == UInt8(ascii: "+") {
      isNegative = bytes[i] == UInt8(ascii: "-")
      i += 1
    }
    var digits: [UInt8] = []
    digits.reserveCapacity(bytes.count)
    Self.appendDigits(of: bytes, from: &i, to: &digits)
    var exponent = 0
    if i < bytes.count, bytes[i] == UInt8(ascii: ".") {
      i += 1
      let wholeDigits = digits.count
      Self.appendDigits(of: bytes, from: &i, to: &digits)
      exponent = wholeDigits - digits.count
    }
    guard !digits.isEmpty else { return nil }
    let isZero = digits.allSatisfy { $0 == 0 }
    if i < bytes.count {
      guard let power = Self.power(of: bytes, from: &i, isZero: isZero), i == bytes.count else { return nil }
      exponent += power
    }
    self.init(isNegative: isNegative, digits: digits, exponent: exponent)
  }

  /// `value` × 10^-`scale`.
  package init(_ value: Int64, scale: Int = 0) {
    var digits: [UInt8] = []
    var rest = value.magnitude
    while rest != 0 {
      digits.append(UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    self.init(isNegative: value < 0, digits: digits.reversed(), exponent: -scale)
  }

  private static func appendDigits(
    of bytes: UnsafeBufferPointer<UInt8>, from i: inout Int, to digits: inout [UInt8]
  ) {
    while i < bytes.count, bytes[i] &- 48 < 10 {
      digits.append(bytes[i] - 48)
      i += 1
    }
  }

  /// The number after an `e`; 0 for a zero, however large it is.
  private static func power(of bytes: UnsafeBufferPointer<UInt8>, from i: inout Int, isZero: Bool) -> Int? {
    guard bytes[i] | 0x20 == UInt8(ascii: "e") else { return nil }
    i += 1
    var isNegative = false
    if i < bytes.count, bytes[i] == UInt8(ascii: "-") || bytes[i] == UInt8(ascii: "+") {
      isNegative = bytes[i] == UInt8(ascii: "-")
      i += 1
    }
    let start = i
    var power = 0
    while i < bytes.count, bytes[i] &- 48 < 10 {
      if !isZero {
        power = power * 10 + Int(bytes[i] - 48)
        guard power < 1_000_000_000_000_000 else { return nil }
      }
      i += 1
    }
    guard i > start else { return nil }
    return isNegative ? -power : power
  }
}
