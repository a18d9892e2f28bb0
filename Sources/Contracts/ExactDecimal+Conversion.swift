extension ExactDecimal: CustomStringConvertible {
  /// Plain digits (`-12.5`), or with an exponent (`1.5e400`) where plain digits would need more than 64 places.
  package var description: String {
    guard !digits.isEmpty else { return "0" }
    let places = max(integerDigits, 1) + fractionDigits
    let magnitude = places <= max(64, digits.count + 1) ? plainText : scientificText
    return isNegative ? "-\(magnitude)" : magnitude
  }

  private var plainText: String {
    if exponent >= 0 { return Self.text(digits[...]) + String(repeating: "0", count: exponent) }
    let point = digits.count + exponent
    if point <= 0 { return "0." + String(repeating: "0", count: -point) + Self.text(digits[...]) }
    return Self.text(digits[..<point]) + "." + Self.text(digits[point...])
  }

  private var scientificText: String {
    let fraction = digits.count > 1 ? "." + Self.text(digits[1...]) : ""
    return Self.text(digits[..<1]) + fraction + "e\(digits.count + exponent - 1)"
  }

  private static func text(_ digits: ArraySlice<UInt8>) -> String {
    String(decoding: digits.map { $0 + 48 }, as: UTF8.self)
  }
}

extension ExactDecimal {
  /// The whole number nearest to this towards minus infinity, and whether it is this number itself.
  ///
  /// Beyond what `Int64` holds, the nearer end of `Int64`, inexactly.
  package func floor(timesTenTo power: Int) -> (value: Int64, isExact: Bool) {
    let shifted = exponent + power
    guard digits.count + shifted <= 19 else { return (isNegative ? .min : .max, false) }
    guard digits.count + shifted > 0 else { return (isNegative ? -1 : 0, isZero) }
    var magnitude: UInt64 = 0
    for place in 0..<(digits.count + shifted) {
      magnitude = magnitude * 10 + (place < digits.count ? UInt64(digits[place]) : 0)
    }
    let isWhole = shifted >= 0
    guard isNegative else {
      return magnitude <= UInt64(Int64.max) ? (Int64(magnitude), isWhole) : (.max, false)
    }
    if !isWhole { magnitude += 1 }
    return magnitude <= Int64.min.magnitude ? (Int64(truncatingIfNeeded: 0 &- magnitude), isWhole) : (.min, false)
  }

  /// The value as an `Int64`; `nil` where it has a fraction or is too large.
  package var int64: Int64? {
    let (value, isExact) = floor(timesTenTo: 0)
    return isExact ? value : nil
  }

  /// As an `Int64` over a power of ten no greater than 10^255, with as few digits after the point as possible; `nil`
  /// where it does not fit.
  package var scaledInt64: (value: Int64, scale: UInt8)? {
    guard fractionDigits <= 255 else { return nil }
    let (value, isExact) = floor(timesTenTo: fractionDigits)
    return isExact ? (value, UInt8(fractionDigits)) : nil
  }
}
