import Contracts

/// A quotient of whole numbers, kept exact until it is written.
package struct Fraction: Hashable, Sendable {
  package let numerator: Int128
  /// Above zero.
  package let denominator: Int128

  package init(_ numerator: Int128, _ denominator: Int128) {
    precondition(denominator > 0, "a part of nothing")
    self.numerator = numerator
    self.denominator = denominator
  }

  /// `nil` where the denominator is zero.
  package init?(_ numerator: Int128, over denominator: Int128) {
    guard denominator > 0 else { return nil }
    self.init(numerator, denominator)
  }

  package enum Rounding: Sendable { case down, up }

  /// As a decimal with so many digits after the point.
  package func rounded(_ rounding: Rounding, decimals: Int) -> ExactDecimal {
    let scaled = numerator * (0..<decimals).reduce(1) { product, _ in product * 10 }
    var quotient = scaled / denominator
    let rest = scaled % denominator
    if rest < 0, rounding == .down { quotient -= 1 }
    if rest > 0, rounding == .up { quotient += 1 }
    return ExactDecimal(Int64(clamping: quotient), scale: decimals)
  }
}
