import Contracts
import Testing

/// A generator whose seed is in the test.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

@Suite struct ExactDecimalTests {
  @Test(arguments: [
    ("0", "0"), ("-0.00", "0"), ("12.50", "12.5"), ("-.5", "-0.5"), ("5.", "5"), ("+1e3", "1000"), ("1E-3", "0.001"),
    ("1e400", "1e400"), ("-1.5e400", "-1.5e400"), ("0e99999999999999999999", "0"), ("007", "7"),
    ("123456789012345678901234567890.10", "123456789012345678901234567890.1"),
  ])
  func textIsReadAndWrittenInOneForm(text: String, expected: String) throws {
    let value = try #require(ExactDecimal(text))
    #expect(value.description == expected)
    #expect(ExactDecimal(expected) == value)
  }

  @Test(arguments: ["", ".", "-", "+.", "1e", "e5", "1e+", "1.2.3", " 1", "1 ", "--1", "0x1", "1e1000000000000000"])
  func otherTextsAreNone(text: String) { #expect(ExactDecimal(text) == nil) }

  @Test func orderAgreesWithAlignedDigits() throws {
    var generator = SplitMix(state: 3)
    for _ in 0..<20_000 {
      let (a, b) = (Naive(using: &generator), Naive(using: &generator))
      let (x, y) = (try #require(ExactDecimal(a.text)), try #require(ExactDecimal(b.text)))
      let expected = a.aligned < b.aligned ? -1 : a.aligned > b.aligned ? 1 : 0
      #expect(x.compare(to: y) == expected, "\(a.text) \(b.text)")
      #expect((x == y) == (expected == 0), "\(a.text) \(b.text)")
    }
  }

  @Test func multiplesAgreeWithIntegers() throws {
    var generator = SplitMix(state: 5)
    for _ in 0..<20_000 {
      let (a, b) = (Naive(using: &generator), Naive(using: &generator))
      guard b.aligned != 0 else { continue }
      let (x, y) = (try #require(ExactDecimal(a.text)), try #require(ExactDecimal(b.text)))
      #expect(x.isMultiple(of: y) == (a.aligned % b.aligned == 0), "\(a.text) \(b.text)")
    }
  }

  @Test func multiplesOfLargeNumbersAreExact() throws {
    let divisor = try #require(ExactDecimal("1234567890123456789012345"))
    #expect(try #require(ExactDecimal("12345678901234567890123450000")).isMultiple(of: divisor))
    #expect(try #require(ExactDecimal("3703703670370370367037035")).isMultiple(of: divisor))
    #expect(try !#require(ExactDecimal("3703703670370370367037036")).isMultiple(of: divisor))
    #expect(try #require(ExactDecimal("1e900000000000")).isMultiple(of: try #require(ExactDecimal("6.25"))))
    #expect(try !#require(ExactDecimal("1e900000000000")).isMultiple(of: try #require(ExactDecimal("3"))))
    #expect(try !#require(ExactDecimal("1e-900000000000")).isMultiple(of: try #require(ExactDecimal("3"))))
  }

  @Test func hugeExponentsAreComparedWithoutDigits() throws {
    let huge = try #require(ExactDecimal("1e999999999999999"))
    #expect(huge > (try #require(ExactDecimal("9.9e999999999999998"))))
    #expect(try #require(ExactDecimal("-1e999999999999999")) < (try #require(ExactDecimal("1e-999999999999999"))))
    #expect(huge.floor(timesTenTo: 0) == (Int64.max, false))
  }

  @Test(arguments: [
    ("0", 0, true), ("1.5", 1, false), ("-1.5", -2, false), ("-0.1", -1, false), ("0.1", 0, false),
    ("9223372036854775807", .max, true), ("9223372036854775807.5", .max, false), ("9223372036854775808", .max, false),
    ("-9223372036854775808", .min, true), ("-9223372036854775808.5", .min, false), ("1e3", 1000, true),
  ] as [(String, Int64, Bool)])
  func wholePartsRoundDown(text: String, floor: Int64, isExact: Bool) throws {
    #expect(try #require(ExactDecimal(text)).floor(timesTenTo: 0) == (floor, isExact))
  }

  @Test func digitsAreCountedOnBothSidesOfThePoint() throws {
    let counts = try ["12.50", "0.001", "1e5", "0"].map { try #require(ExactDecimal($0)) }
    #expect(counts.map(\.integerDigits) == [2, 0, 6, 0])
    #expect(counts.map(\.fractionDigits) == [1, 3, 0, 0])
  }
}

/// A decimal of few digits, and its value × 10^12.
private struct Naive {
  let text: String
  let aligned: Int128

  init(using generator: inout SplitMix) {
    let largest: Int64 = Bool.random(using: &generator) ? 200 : 1_000_000_000_000
    let mantissa = Int64.random(in: 0...largest, using: &generator)
    let exponent = Int.random(in: -12...6, using: &generator)
    let isNegative = Bool.random(using: &generator)
    text = "\(isNegative ? "-" : "")\(mantissa)e\(exponent)"
    aligned = (0..<(exponent + 12)).reduce(Int128(isNegative ? -mantissa : mantissa)) { value, _ in value * 10 }
  }
}
