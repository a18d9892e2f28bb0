extension ExactDecimal: Comparable {
  package static func < (a: Self, b: Self) -> Bool { a.compare(to: b) < 0 }

  /// -1, 0 or 1 as this is less than, equal to or greater than `other`. No power of ten is ever written out.
  package func compare(to other: Self) -> Int {
    if sign != other.sign { return sign < other.sign ? -1 : 1 }
    let order = compareMagnitude(to: other)
    return isNegative ? -order : order
  }

  /// -1, 0 or 1.
  package var sign: Int { digits.isEmpty ? 0 : isNegative ? -1 : 1 }
  package var isZero: Bool { digits.isEmpty }
  package var isInteger: Bool { exponent >= 0 }

  /// Digits before the point, none for a number below 1: 2 for 12.5.
  package var integerDigits: Int { max(0, digits.count + exponent) }
  /// Digits after the point, without trailing zeros: 1 for 12.50.
  package var fractionDigits: Int { max(0, -exponent) }

  private func compareMagnitude(to other: Self) -> Int {
    let (top, otherTop) = (digits.count + exponent, other.digits.count + other.exponent)
    if top != otherTop { return top < otherTop ? -1 : 1 }
    for (digit, otherDigit) in zip(digits, other.digits) where digit != otherDigit {
      return digit < otherDigit ? -1 : 1
    }
    return digits.count == other.digits.count ? 0 : digits.count < other.digits.count ? -1 : 1
  }
}

extension ExactDecimal {
  /// Whether this is a whole number times `divisor`. Only zero is a multiple of zero.
  package func isMultiple(of divisor: Self) -> Bool {
    if isZero || divisor.isZero { return isZero }
    // Digits never end in zero, so what lacks a power of ten cannot be divided by one.
    let gap = exponent - divisor.exponent
    guard gap >= 0 else { return false }
    // A divisor of n digits has fewer than 4n factors 2 or 5: more zeros change nothing.
    let zeros = min(gap, 4 * divisor.digits.count)
    return divisor.digits.count <= 18
      ? hasNoRemainder(zeros: zeros, small: divisor) : hasNoRemainder(zeros: zeros, large: divisor.digits)
  }

  private func hasNoRemainder(zeros: Int, small divisor: Self) -> Bool {
    let modulus = divisor.digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1) }
    var rest: UInt64 = 0
    for digit in digits { rest = (rest * 10 + UInt64(digit)) % modulus }
    for _ in 0..<zeros { rest = rest * 10 % modulus }
    return rest == 0
  }

  /// Long division as taught in school; `rest` has one digit more than the divisor.
  private func hasNoRemainder(zeros: Int, large divisor: [UInt8]) -> Bool {
    let padded = [0] + divisor
    var rest = [UInt8](repeating: 0, count: padded.count)
    for position in 0..<(digits.count + zeros) {
      rest.removeFirst()
      rest.append(position < digits.count ? digits[position] : 0)
      while !rest.lexicographicallyPrecedes(padded) { Self.subtract(padded, from: &rest) }
    }
    return rest.allSatisfy { $0 == 0 }
  }

  private static func subtract(_ b: [UInt8], from a: inout [UInt8]) {
    var borrow: UInt8 = 0
    for i in a.indices.reversed() {
      let taken = b[i] + borrow
      borrow = a[i] < taken ? 1 : 0
      a[i] = a[i] + 10 * borrow - taken
    }
  }
}
