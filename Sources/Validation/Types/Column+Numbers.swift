import CCSVKernels
import Contracts
import Glibc

extension Column {
  func decodeIntegers(_ marks: NumberMarks?, _ level: KernelLevel) {
    if let marks { return decodeMarked(marks, hasFraction: false, settleInteger) }
    let integers = integers
    judgeValues(after: { assay_decode_integers(level.kernel, $0, integers, $1) }) { i, text, length in
      guard readInteger(text, length, &integers[i]) else { return settleInteger(i, text, length) }
      return .value
    }
  }

  func decodeDecimals(_ marks: NumberMarks?, _ level: KernelLevel) {
    if let marks { return decodeMarked(marks, hasFraction: true, settleDecimal) }
    let (integers, scales) = (integers, scales)
    powersOfTen.withUnsafeBufferPointer { powers in
      judgeValues(after: { assay_decode_decimals(level.kernel, $0, integers, scales, $1) }) { i, text, length in
        guard readDecimal(text, length, powers, &integers[i], &scales[i]) else {
          return settleDecimal(i, text, length)
        }
        return .value
      }
    }
  }

  func decodeNumbers(_ marks: NumberMarks?) {
    if let marks { return decodeMarked(marks, hasFraction: true, settleNumber) }
    let doubles = doubles
    powersOfTen.withUnsafeBufferPointer { powers in
      judgeValues { i, text, length in
        var (mantissa, scale) = (Int64(0), UInt8(0))
        guard readDecimal(text, length, powers, &mantissa, &scale), mantissa != 0, mantissa.magnitude <= 1 << 53
        else { return settleNumber(i, text, length) }
        // Both operands are exact, so that the quotient is correctly rounded.
        doubles[i] = Double(mantissa) / Double(powers[Int(scale)])
        return .value
      }
    }
  }

  private func decodeMarked(
    _ marks: NumberMarks, hasFraction: Bool, _ settle: (Int, UnsafePointer<UInt8>, Int) -> CellState
  ) {
    let longest = (0..<count).reduce(0) { max($0, Int(lengths[$1])) }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longest + 16) { scratch in
      guard let start = scratch.baseAddress else { return }
      scratch.initialize(repeating: 0)
      judgeValues { i, text, length in
        if kinds[i] == .number { return settle(i, text, length) }
        let text = UnsafeBufferPointer(start: text, count: length)
        guard let plain = marks.normalize(text, into: start, hasFraction: hasFraction) else { return .invalid }
        return settle(i, start, plain)
      }
    }
  }

  /// Any integer at all: of any size and, in JSON, as `1.0` and `1e3`.
  @inline(never)
  private func settleInteger(_ i: Int, _ text: UnsafePointer<UInt8>, _ length: Int) -> CellState {
    let text = UnsafeBufferPointer(start: text, count: length)
    guard kinds[i] == .number || NumberSyntax(text)?.isInteger == true, let value = ExactDecimal(utf8: text),
      value.isInteger
    else { return .invalid }
    guard let small = value.int64 else {
      wideValues[i] = value
      return .wide
    }
    integers[i] = small
    return .value
  }

  /// Any decimal at all: of any size and, in JSON, with an exponent.
  @inline(never)
  private func settleDecimal(_ i: Int, _ text: UnsafePointer<UInt8>, _ length: Int) -> CellState {
    let text = UnsafeBufferPointer(start: text, count: length)
    guard kinds[i] == .number || NumberSyntax(text)?.hasExponent == false, let value = ExactDecimal(utf8: text)
    else { return .invalid }
    guard let small = value.scaledInt64 else {
      wideValues[i] = value
      return .wide
    }
    (integers[i], scales[i]) = small
    return .value
  }

  /// Any double at all, correctly rounded; what overflows is invalid.
  @inline(never)
  private func settleNumber(_ i: Int, _ text: UnsafePointer<UInt8>, _ length: Int) -> CellState {
    guard NumberSyntax(UnsafeBufferPointer(start: text, count: length)) != nil else { return .invalid }
    doubles[i] = withUnsafeTemporaryAllocation(of: CChar.self, capacity: length + 1) { copy in
      guard let start = copy.baseAddress else { return .infinity }
      memcpy(start, text, length)
      start[length] = 0
      return strtod(start, nil)
    }
    return doubles[i].isFinite ? .value : .invalid
  }
}

/// What stands in a number's text: `-12`, `.5`, `5.`, `1e3`. The widest spelling that any numeric type takes.
struct NumberSyntax {
  private(set) var isInteger = true
  private(set) var hasExponent = false

  /// `nil` where the text is no number.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    var i = 0
    func skipSign() {
      if i < text.count, text[i] == UInt8(ascii: "-") || text[i] == UInt8(ascii: "+") { i += 1 }
    }
    func skipDigits() -> Int {
      let start = i
      while i < text.count, text[i] &- 48 < 10 { i += 1 }
      return i - start
    }
    skipSign()
    var digits = skipDigits()
    if i < text.count, text[i] == UInt8(ascii: ".") {
      isInteger = false
      i += 1
      digits += skipDigits()
    }
    guard digits > 0 else { return nil }
    if i < text.count, text[i] | 0x20 == UInt8(ascii: "e") {
      isInteger = false
      hasExponent = true
      i += 1
      skipSign()
      guard skipDigits() > 0 else { return nil }
    }
    guard i == text.count else { return nil }
  }
}

/// Reads a sign and 1 to 18 digits; `false` for all else, which may still be an integer.
@inline(__always)
func readInteger(_ text: UnsafePointer<UInt8>, _ length: Int, _ value: inout Int64) -> Bool {
  let isNegative = text[0] == UInt8(ascii: "-")
  let signed = isNegative || text[0] == UInt8(ascii: "+") ? 1 : 0
  let digits = length &- signed
  guard UInt(bitPattern: digits &- 1) < 18 else { return false }
  var bad: UInt64 = 0
  let magnitude = Int64(truncatingIfNeeded: readDigits(text + signed, digits, &bad))
  value = isNegative ? 0 &- magnitude : magnitude
  return bad == 0
}

/// Reads a sign and 1 to 18 digits with at most one point; `false` for all else, which may still be a decimal.
@inline(__always)
func readDecimal(
  _ text: UnsafePointer<UInt8>, _ length: Int, _ powers: UnsafeBufferPointer<Int64>, _ value: inout Int64,
  _ scale: inout UInt8
) -> Bool {
  let isNegative = text[0] == UInt8(ascii: "-")
  let signed = isNegative || text[0] == UInt8(ascii: "+") ? 1 : 0
  let start = text + signed
  let count = length &- signed
  guard UInt(bitPattern: count &- 1) < 19 else { return false }
  let whole = firstIndex(of: UInt8(ascii: "."), start, count)
  let fraction = whole == count ? 0 : count &- whole &- 1
  guard UInt(bitPattern: whole &+ fraction &- 1) < 18 else { return false }
  var bad: UInt64 = 0
  let wholeValue = Int64(truncatingIfNeeded: readDigits(start, whole, &bad))
  let fractionValue = Int64(truncatingIfNeeded: readDigits(start + (whole &+ 1), fraction, &bad))
  let magnitude = wholeValue &* powers[fraction] &+ fractionValue
  value = isNegative ? 0 &- magnitude : magnitude
  scale = UInt8(truncatingIfNeeded: fraction)
  return bad == 0
}
