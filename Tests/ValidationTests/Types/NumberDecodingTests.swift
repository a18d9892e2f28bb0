import Contracts
import Testing

@testable import Validation

/// All strings of up to five characters over digits, signs, a point and an exponent.
private let shortTexts: [String] = {
  var all = [""]
  var longest = [""]
  for _ in 0..<5 {
    longest = longest.flatMap { text in "05+-.e".map { text + String($0) } }
    all += longest
  }
  return all
}()

private func isDigits(_ text: Substring) -> Bool { !text.isEmpty && text.allSatisfy { $0 >= "0" && $0 <= "9" } }

private func unsigned(_ text: Substring) -> Substring {
  text.hasPrefix("+") || text.hasPrefix("-") ? text.dropFirst() : text
}

private func isPlainDecimal(_ text: Substring) -> Bool {
  let parts = unsigned(text).split(separator: ".", omittingEmptySubsequences: false)
  return parts.count <= 2 && parts.contains { !$0.isEmpty } && parts.allSatisfy { $0.isEmpty || isDigits($0) }
}

private func isPlainNumber(_ text: Substring) -> Bool {
  let parts = text.split(separator: "e", maxSplits: 1, omittingEmptySubsequences: false)
  return isPlainDecimal(parts[0]) && (parts.count == 1 || isDigits(unsigned(parts[1])))
}

@Suite struct NumberDecodingTests {
  @Test func shortTextsAreIntegersAsAPlainReaderSays() throws {
    let texts = Array(shortTexts.dropFirst())
    let cells = try Cells(texts, .integer)
    for (i, text) in texts.enumerated() {
      #expect((cells.states[i] == .value) == isDigits(unsigned(text[...])), "\(text)")
      if let value = Int64(text), cells.states[i] == .value { #expect(cells.column.integers[i] == value, "\(text)") }
    }
  }

  @Test func shortTextsAreDecimalsAsAPlainReaderSays() throws {
    let texts = Array(shortTexts.dropFirst())
    let states = try Cells(texts, .decimal)
    for (i, text) in texts.enumerated() {
      #expect((states.column.states[i] == .value) == isPlainDecimal(text[...]), "\(text)")
      if isPlainDecimal(text[...]) { #expect(states.column.exactDecimal(i) == ExactDecimal(text), "\(text)") }
    }
  }

  @Test func shortTextsAreNumbersAsAPlainReaderSays() throws {
    let texts = Array(shortTexts.dropFirst())
    let cells = try Cells(texts, .number)
    for (i, text) in texts.enumerated() {
      let value = isPlainNumber(text[...]) ? Double(text.hasPrefix(".") ? "0" + text : text) : nil
      let isNumber = isPlainNumber(text[...]) && value.map(\.isFinite) != false
      #expect((cells.column.states[i] == .value) == isNumber, "\(text)")
      if let value, value.isFinite { #expect(cells.column.doubles[i] == value, "\(text)") }
    }
  }

  @Test(arguments: 0...18) func digitsAreReadAtEveryLength(length: Int) {
    for pattern in ["1234567890123456789", "9999999999999999999", "0000000000000000001", "1000000000000000000"] {
      let text = String(pattern.prefix(length))
      var bad: UInt64 = 0
      let value = withBytes(text) { readDigits($0.baseAddress ?? UnsafePointer(bitPattern: 1)!, length, &bad) }
      #expect(value == text.reduce(0) { $0 * 10 + UInt64(String($1))! })
      #expect(bad == 0)
    }
  }

  @Test(arguments: 1...18) func anyOtherByteAmongDigitsIsSeen(length: Int) {
    for position in 0..<length {
      for byte in UInt8.min...UInt8.max where !(48...57).contains(byte) {
        var bytes = [UInt8](repeating: 48 + UInt8(position % 10), count: length) + [UInt8](repeating: 57, count: 16)
        bytes[position] = byte
        var bad: UInt64 = 0
        _ = bytes.withUnsafeBufferPointer { readDigits($0.baseAddress!, length, &bad) }
        #expect(bad != 0, "\(byte) at \(position) of \(length)")
      }
    }
  }

  @Test func integersBeyond64BitsAreWideAndExact() throws {
    let texts = ["9223372036854775807", "-9223372036854775808", "9223372036854775808", "-9223372036854775809"]
    let cells = try Cells(texts, .integer)
    #expect(cells.states == [.value, .value, .wide, .wide])
    #expect(cells.integers.prefix(2) == [.max, .min])
    #expect(cells.column.wideValues[3]?.description == "-9223372036854775809")
  }

  @Test func leadingZerosDoNotMakeAnIntegerWide() throws {
    let cells = try Cells([String(repeating: "0", count: 40) + "7"], .integer)
    #expect(cells.states == [.value] && cells.integers == [7])
  }

  @Test func jsonIntegersAreJudgedByTheirValue() throws {
    let cells = try Cells(["1.0", "1e3", "1.5", "10e-1", "1e400", "5", "-0"], .integer, format: .jsonl)
    #expect(cells.states == [.value, .value, .invalid, .value, .wide, .value, .value])
    #expect(cells.column.integers[1] == 1000)
  }

  @Test func doublesAreCorrectlyRounded() throws {
    var generator = SplitMix(seed: 7)
    let texts = (0..<20_000).map { _ in
      let digits = Int.random(in: 1...22, using: &generator)
      var text = (0..<digits).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
      text.insert(".", at: text.index(text.startIndex, offsetBy: Int.random(in: 1...digits, using: &generator)))
      if text.hasSuffix(".") { text += "0" }
      let power = Int.random(in: -320...300, using: &generator)
      return Bool.random(using: &generator) ? text : "\(text)e\(power)"
    }
    let cells = try Cells(texts, .number)
    for (i, text) in texts.enumerated() {
      guard let value = Double(text), value.isFinite else {
        #expect(cells.column.states[i] == .invalid, "\(text)")
        continue
      }
      #expect(cells.column.doubles[i] == value, "\(text)")
    }
  }

  @Test func digitCountsIgnoreZerosThatSayNothing() throws {
    let cells = try Cells(["0012.3400", "0.001", "100", "12345678901234567890.5"], .decimal)
    let values = (0..<4).map { cells.column.exactDecimal($0) }
    #expect(values.map(\.integerDigits) == [2, 0, 3, 20])
    #expect(values.map(\.fractionDigits) == [2, 3, 0, 1])
  }
}

/// A small generator whose seed is in the test.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
