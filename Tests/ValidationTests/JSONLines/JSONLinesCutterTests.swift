import Testing

@testable import Validation

struct JSONLinesCutterTests {
  /// The records of a stream and the faults in it, read through blocks of a size, as its bytes arrive in pieces.
  private func records(_ stream: [UInt8], target: Int, pieces: Int, limit: Int) -> [String] {
    let cutter = JSONLinesCutter(recordLimitBytes: limit)
    var records: [String] = []
    var start = 0
    var available = min(pieces, stream.count)
    while start < stream.count {
      let cut = stream[start..<available].withUnsafeBufferPointer {
        cutter.cut($0, target: target, isEnd: available == stream.count)
      }
      guard case .block(let block) = cut else {
        precondition(available < stream.count, "more was asked for at the end")
        available = min(available + pieces, stream.count)
        continue
      }
      let result = Shredding(Array(stream[start..<start + block.end]), paths: ["a"], engine: .simd, limit: limit)
      let rows: [String] = result.rows.map { String($0.drop { $0 != " " }) }
      let faults: [String] = result.faults.map { String($0.split(separator: " ")[1]) }
      records += rows + faults
      start += block.end
      if block.skipToTerminator { start = (stream[start...].firstIndex(of: 0x0A) ?? stream.count - 1) + 1 }
      available = min(max(available, start), stream.count)
    }
    return records.sorted()
  }

  @Test func everyBlockSizeGivesTheSameRecords() {
    let long = "{\"a\":\"a text that is too long\"}"
    let lines = ["{\"a\":1}", "", "{\"a\":22}\r", "{]", long, "{\"a\":333}", "{\"a\":4}"]
    let stream = Array(lines.joined(separator: "\n").utf8)
    let whole = records(stream, target: stream.count, pieces: stream.count, limit: 12)
    #expect(
      whole == [
        " a=number(1)", " a=number(22)", " a=number(333)", " a=number(4)", "blank_record", "malformed_document",
        "record_too_long",
      ])
    for target in 1...stream.count + 1 {
      for pieces in 1...stream.count + 1 {
        #expect(records(stream, target: target, pieces: pieces, limit: 12) == whole, "\(target), \(pieces)")
      }
    }
  }

  @Test func aBlockEndsAfterTheLastLineWithinTheTarget() {
    let cutter = JSONLinesCutter(recordLimitBytes: 100)
    func cut(_ text: String, _ target: Int, isEnd: Bool) -> Cut {
      Array(text.utf8).withUnsafeBufferPointer { cutter.cut($0, target: target, isEnd: isEnd) }
    }
    func block(_ end: Int) -> Cut { .block(CutBlock(end: end, needsPlainReader: false)) }
    #expect(cut("{}\n{}\n{}\n", 7, isEnd: false) == block(6))
    #expect(cut("{}\n{}\n{}\n", 6, isEnd: false) == block(6))
    #expect(cut("{}\n{}\n{}\n", 2, isEnd: false) == block(3))
    #expect(cut("{}\n{}\n{", 8, isEnd: true) == block(7))
    #expect(cut("{}\n{}\n{", 6, isEnd: true) == block(6))
    #expect(cut("{}\n{", 8, isEnd: false) == .needsMore)
    #expect(cut("{", 1, isEnd: false) == .needsMore)
    #expect(cut("{", 1, isEnd: true) == block(1))
    let long = String(repeating: "x", count: 101)
    #expect(cut(long, 8, isEnd: false) == .block(CutBlock(end: 101, needsPlainReader: false, skipToTerminator: true)))
    #expect(cut(long.dropLast().description, 8, isEnd: false) == .needsMore)
  }
}
