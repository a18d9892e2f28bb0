/// A decimal number of any size, exactly: `digits` × 10^`exponent`, negative or not.
package struct ExactDecimal: Hashable, Sendable, Codable {
  package var isNegative: Bool
  /// Most significant first, each 0 to 9, neither leading nor trailing zeros; empty for zero.
  package var digits: [UInt8]
  /// Zero for zero.
  package var exponent: Int

  package init(isNegative: Bool, digits: [UInt8], exponent: Int) {
    let leading = digits.prefix { $0 == 0 }.count
    let trailing = digits.reversed().prefix { $0 == 0 }.count
    guard leading < digits.count else {
      self.isNegative = false
      self.digits = []
      self.exponent = 0
      return
    }
    self.isNegative = isNegative
    self.digits = Array(digits[leading..<(digits.count - trailing)])
    self.exponent = exponent + trailing
  }
}
