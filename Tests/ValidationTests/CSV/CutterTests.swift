import Contracts
import Testing

@testable import Validation

/// However the bytes arrive and wherever blocks are cut, the records are those of one reading of the whole.
struct CutterTests {
  @Test(arguments: Variant.all)
  func everyTargetAndChunkOfEveryDialect(variant: Variant) throws {
    let bench = Bench(dialect: variant.dialect, limit: 1000)
    let reader = PlainCSVReader(dialect: variant.dialect, recordLimitBytes: 1000)
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(state: seed)
    for _ in 0..<60 {
      let text = variant.text(pieces: Int.random(in: 1...12, using: &random), &random)
      let bytes = PaddedBytes(text)
      let expected = bench.plain(bytes)
      for target in 1...max(text.count, 1) {
        let chunk = Int.random(in: 1...max(text.count, 1), using: &random)
        let read = bench.readInBlocks(bytes, target: target, chunk: chunk, reader: reader)
        try #require(read == expected, "seed \(seed): \(visible(text)), target \(target), chunk \(chunk)")
      }
    }
  }

  @Test(arguments: Bench.levels)
  func theFastReaderForbidsLineBreaksToo(level: KernelLevel) throws {
    let variant = try #require(Variant.all.first { $0.testDescription == "no line breaks" })
    let bench = Bench(dialect: variant.dialect, limit: 1000)
    let reader = try #require(SIMDCSVReader(dialect: variant.dialect, recordLimitBytes: 1000, level: level))
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(state: seed)
    for _ in 0..<300 {
      let text = variant.text(pieces: Int.random(in: 1...80, using: &random), &random)
      let bytes = PaddedBytes(text)
      let target = Int.random(in: 1...text.count, using: &random)
      let read = bench.readInBlocks(bytes, target: target, chunk: text.count, reader: reader, level: level)
      try #require(read == bench.plain(bytes), "seed \(seed): \(visible(text)), target \(target)")
    }
  }

  /// Faults stand in any of several pieces of 64 bytes, so that blocks end before, in and after them.
  @Test(arguments: Variant.all)
  func faultsFarFromTheStart(variant: Variant) throws {
    let bench = Bench(dialect: variant.dialect, limit: 10_000)
    let reader: any CSVReader =
      SIMDCSVReader(dialect: variant.dialect, recordLimitBytes: 10_000)
      ?? PlainCSVReader(dialect: variant.dialect, recordLimitBytes: 10_000)
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(state: seed)
    for _ in 0..<40 {
      var text: [UInt8] = []
      for _ in 0..<3 {
        for _ in 0..<Int.random(in: 0...20, using: &random) { text += Array("a,\"b\nc\",d\n".utf8) }
        text += variant.text(pieces: Int.random(in: 1...12, using: &random), &random)
      }
      let bytes = PaddedBytes(text)
      let expected = bench.plain(bytes)
      for _ in 0..<8 {
        let target = Int.random(in: 1...text.count, using: &random)
        let chunk = Int.random(in: 1...text.count, using: &random)
        let read = bench.readInBlocks(bytes, target: target, chunk: chunk, reader: reader)
        try #require(read == expected, "seed \(seed): \(visible(text)), target \(target), chunk \(chunk)")
      }
    }
  }

  @Test(arguments: Variant.all, [1, 2, 3, 5, 9])
  func everyTargetUnderATightRecordLimit(variant: Variant, limit: Int) throws {
    let bench = Bench(dialect: variant.dialect, limit: limit)
    let reader: any CSVReader =
      SIMDCSVReader(dialect: variant.dialect, recordLimitBytes: limit)
      ?? PlainCSVReader(dialect: variant.dialect, recordLimitBytes: limit)
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(state: seed)
    for _ in 0..<40 {
      let text = variant.text(pieces: Int.random(in: 1...12, using: &random), &random)
      let bytes = PaddedBytes(text)
      let expected = bench.plain(bytes)
      for target in [1, 2, 4, limit, limit + 1, text.count] {
        let chunk = Int.random(in: 1...max(text.count, 1), using: &random)
        let read = bench.readInBlocks(bytes, target: target, chunk: chunk, reader: reader)
        try #require(read == expected, "seed \(seed): \(visible(text)), target \(target), chunk \(chunk)")
      }
    }
  }

  @Test func legalQuotingNeedsNoPlainReader() {
    let cut = cut("a,\"b\n\"\nc,d\ne", target: 11)
    #expect(cut == .block(CutBlock(end: 11, needsPlainReader: false)))
  }

  @Test func illegalQuotingNeedsThePlainReader() {
    #expect(cut("a\"\nb\nc\n", target: 5) == .block(CutBlock(end: 5, needsPlainReader: true)))
  }

  @Test func whatEndsAFieldBeyondTheBlockIsHandedOver() {
    let cut = cut("\"a\nb\"c\n", target: 3)
    #expect(cut == .block(CutBlock(end: 3, needsPlainReader: true, openQuoteFault: .textAfterQuote)))
  }

  @Test func anOpenQuoteNeedsMore() {
    #expect(cut("\"a\nb\n", target: 3, isEnd: false) == .needsMore)
  }

  @Test func aRecordOverTheLimitIsNotHeldWhole() {
    let expected = CutBlock(end: 5, needsPlainReader: true, skipToTerminator: true)
    #expect(cut("abcdefgh", target: 3, isEnd: false, limit: 4) == .block(expected))
  }

  @Test(arguments: Bench.levels)
  func lineFeedsAreCounted(level: KernelLevel) {
    for count in [0, 1, 63, 64, 65, 200] {
      let bytes = PaddedBytes((0..<count).map { $0 % 3 == 0 ? 0x0A : 0x61 }, padding: 0x0A)
      let found = withExtendedLifetime(bytes) { level.newlineCount(in: bytes.slice(0..<count)) }
      #expect(found == (count + 2) / 3)
    }
  }

  @Test func kernelLevelsAreNamed() {
    #expect(KernelLevel(named: "plain") == .plain)
    #expect(KernelLevel(named: "sse9") == nil)
    #expect(KernelLevel.best.isAvailable)
  }

  private func cut(_ text: String, target: Int, isEnd: Bool = true, limit: Int = 100) -> Cut {
    let bytes = PaddedBytes(Array(text.utf8))
    let cutter = CSVCutter(dialect: CSVDialect(), recordLimitBytes: limit)
    return withExtendedLifetime(bytes) {
      cutter.cut(bytes.slice(0..<bytes.count), target: target, isEnd: isEnd)
    }
  }
}

/// A dialect, and the pieces of which texts to try it on are made.
struct Variant: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var dialect = CSVDialect()
  var pieces: [String]

  init(_ name: String, _ pieces: [String], _ change: (inout CSVDialect) -> Void) {
    testDescription = name
    self.pieces = pieces
    change(&dialect)
  }

  func text(pieces count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    (0..<count).flatMap { _ in Array(pieces[Int.random(in: 0..<pieces.count, using: &random)].utf8) }
  }

  static let all = [
    Variant("simple", ["a", ",", "\"", "\n", "\r\n", "\r", "\0", "\"\""]) { _ in },
    Variant("two-byte delimiter", ["a", "|", "||", "\"", "\n", "\r\n"]) { $0.delimiter = Array("||".utf8) },
    Variant("escape", ["a", ",", "\"", "\\", "\\\"", "\n", "\0"]) { $0.escape = UInt8(ascii: "\\") },
    Variant("no quote", ["a", ",", "\"", "\n", "\r"]) { $0.quote = nil },
    Variant("CR LF exactly", ["a", ",", "\"", "\n", "\r", "\r\n"]) { $0.recordDelimiter = .exactly([0x0D, 0x0A]) },
    Variant("CR exactly", ["a", ",", "\"", "\n", "\r"]) { $0.recordDelimiter = .exactly([0x0D]) },
    Variant("comments", ["a", ",", "\"", "\n", "##", "#", "\n##"]) { $0.commentPrefix = Array("##".utf8) },
    Variant("no line breaks", ["a", ",", "\"", "\n", "\r\n", "\r", "\0", "\"\""]) { $0.forbidsLineBreaks = true },
    Variant("no line breaks, CR LF exactly", ["a", ",", "\"", "\n", "\r", "\r\n"]) {
      $0.recordDelimiter = .exactly([0x0D, 0x0A])
      $0.forbidsLineBreaks = true
    },
    Variant("no line breaks, escape, comments", ["a", ",", "\"", "\\", "\n", "#", "\n#"]) {
      $0.escape = UInt8(ascii: "\\")
      $0.commentPrefix = Array("#".utf8)
      $0.forbidsLineBreaks = true
    },
    Variant("all of it", ["a", "::", ":", "'", "\\", "~", "~\n", "#", "\n", "'"]) {
      $0.delimiter = Array("::".utf8)
      $0.quote = UInt8(ascii: "'")
      $0.escape = UInt8(ascii: "\\")
      $0.recordDelimiter = .exactly(Array("~\n".utf8))
      $0.commentPrefix = Array("#".utf8)
    },
  ]
}
