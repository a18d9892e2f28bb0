import Contracts
import Foundation
import Testing

@testable import Validation

/// The plain reader is the grammar: every other reader, at every kernel level, from every cut, gives what it gives.
struct ReaderAgreementTests {
  @Test func everyShortText() throws {
    let alphabet = Array("a,\"\n\r".utf8)
    let agreement = try Agreement()
    for length in 0...7 {
      var digits = [Int](repeating: 0, count: length)
      repeat {
        let bytes = digits.map { alphabet[$0] }
        let agrees = agreement.holds(bytes, cuts: length < 6 ? 1...max(length, 1) : 3...3)
        try #require(agrees, "\(visible(bytes))")
      } while advance(&digits, base: alphabet.count)
    }
  }

  @Test func randomTexts() throws {
    let pieces = ["a", ",", "\"", "\n", "\r", "\0", "é", "\r\n", "\",\"", "\"\""].map { Array($0.utf8) }
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(state: seed)
    let agreement = try Agreement()
    for round in 0..<1500 {
      let count = Int.random(in: 1...(round % 10 == 0 ? 120 : 30), using: &random)
      let kinds = Int.random(in: 3...pieces.count, using: &random)
      let bytes = (0..<count).flatMap { _ in pieces[Int.random(in: 0..<kinds, using: &random)] }
      let size = Int.random(in: 1...bytes.count, using: &random)
      let agrees = agreement.holds(bytes, cuts: size...size)
      try #require(agrees, "seed \(seed): \(visible(bytes)) cut at \(size)")
    }
  }

  /// Long enough for the kernels' 64-byte pieces: quoted and plain cells, and each fault at every place of a piece.
  @Test(arguments: ["", "\"", "x\"", "\"x", "\"\"y", "\r", "\0", "\n\"", "\"\r\n", "\"\n\""])
  func faultAtEveryPlace(fault: String) throws {
    let line = "12,\"a \"\"b\"\", c\",x\n,\"\"\r\n\"two\nlines\",é\n"
    let text = Array(String(repeating: line, count: 4).utf8)
    let agreement = try Agreement()
    for place in 0...text.count {
      let bytes = Array(text[..<place]) + Array(fault.utf8) + Array(text[place...])
      let agrees = agreement.holds(bytes, cuts: 64...64, readsAtOnce: true)
      try #require(agrees, "\(visible(bytes))")
    }
  }

  /// Each kind of fault before, on and after every block boundary.
  @Test(arguments: ["a\"b\n", "\"a\"b\n", "\"a\nb\"c\n", "\"a\n\"b\n", "a\rb\n", "a\0b\n", "\"open\n", "\n"])
  func faultAtEveryBlockBoundary(fault: String) throws {
    let bytes = Array("1,\"two\"\n\"th\nree\",4\n\(fault)5,6\r\n\"7\"\n".utf8)
    let agrees = try Agreement().holds(bytes, cuts: 1...bytes.count)
    #expect(agrees, "\(visible(bytes))")
  }

  @Test func filesOfTheSuites() throws {
    let agreement = try Agreement()
    let urls =
      try files(in: dataFolder("csv-spectrum/csvs"), ending: ".csv")
      + files(in: dataFolder("csvlint/fixtures"), ending: ".csv")
    #expect(urls.count == 24)
    for url in urls {
      let bytes = try Array(Data(contentsOf: url))
      let agrees = agreement.holds(bytes, cuts: bytes.count < 200 ? 1...bytes.count : 61...67)
      #expect(agrees, "\(url.lastPathComponent)")
    }
  }

  private func advance(_ digits: inout [Int], base: Int) -> Bool {
    for place in digits.indices {
      digits[place] += 1
      if digits[place] < base { return true }
      digits[place] = 0
    }
    return false
  }
}

extension RecordIndex {
  /// Whether the line feeds and the quoted cells are those of the text, where the reader says which they are.
  fileprivate func countsAgree(_ bytes: PaddedBytes) -> Bool {
    guard let quotedCellCount, let lineFeedCount else { return quotedCellCount == nil && lineFeedCount == nil }
    let quoted = (0..<cellCount).filter { cellStarts[$0] < cellEnds[$0] && bytes.memory[Int(cellStarts[$0])] == 0x22 }
    return (0..<quotedCellCount).map { Int(quotedCells[$0]) } == quoted
      && lineFeedCount == bytes.slice(0..<bytes.count).count { $0 == 0x0A }
  }
}

/// Asks all readers about a text.
private struct Agreement {
  let bench = Bench()
  let plain = PlainCSVReader(dialect: CSVDialect())
  let fast: [(level: KernelLevel, reader: SIMDCSVReader)]
  let libcsv: LibCSVReader
  let cell = CellText(dialect: CSVDialect())
  let arena = UnsafeTextArena()

  init() throws {
    fast = try Bench.levels.map { ($0, try #require(SIMDCSVReader(dialect: CSVDialect(), level: $0))) }
    libcsv = try LibCSVReader(dialect: CSVDialect())
  }

  func holds(_ text: [UInt8], cuts: ClosedRange<Int>, readsAtOnce: Bool = false) -> Bool {
    let bytes = PaddedBytes(text)
    let expected = bench.read(plain, bytes.block())
    for (level, reader) in fast {
      guard bench.read(reader, bytes.block()) == expected, bench.index.countsAgree(bytes) else {
        Issue.record("\(level) reads it otherwise")
        return false
      }
    }
    for target in cuts {
      let level = Bench.levels[target % Bench.levels.count]
      let reader: any CSVReader = fast[target % fast.count].reader
      let chunk = readsAtOnce ? text.count : 1 + target * 7 % max(text.count, 1)
      let read = bench.readInBlocks(bytes, target: target, chunk: max(chunk, 1), reader: reader, level: level)
      if read != expected {
        Issue.record("in blocks of \(target), chunks of \(chunk): \(read) instead of \(expected)")
        return false
      }
    }
    return libcsvAgrees(bytes, expected)
  }

  /// The same records as far as it reads, and the same fault where it stops. There are no exceptions.
  private func libcsvAgrees(_ bytes: PaddedBytes, _ expected: [ReadRecord]) -> Bool {
    let index = bench.index
    libcsv.index(bytes.block(), into: index)
    let texts = index.decodedCells ?? []
    let read = (0..<index.recordCount).map { record -> Heard in
      let fault = index.faults.first { $0.record == record }
      let cells = Int(index.firstCells[record])..<Int(index.firstCells[record + 1])
      return Heard(
        start: Int(index.recordStarts[record]), fault: fault?.kind, offset: fault?.offset,
        cells: fault == nil ? cells.map { Array(texts[Int(index.cellStarts[$0])..<Int(index.cellEnds[$0])]) } : [])
    }
    let ours = expected.map { record in
      arena.removeAll()
      return Heard(
        start: record.start, fault: record.fault, offset: record.faultOffset,
        cells: record.cells.map { Array(cell.unquoted(bytes.slice($0), in: arena)) })
    }
    let isWhole = index.stoppedAtOffset != nil || read.count == ours.count
    if isWhole, read.elementsEqual(ours.prefix(read.count)) { return true }
    Issue.record("libcsv: \(read) instead of \(ours)")
    return false
  }

  private struct Heard: Hashable {
    var start: Int
    var fault: FaultKind?
    var offset: Int?
    var cells: [[UInt8]]
  }
}
