import Contracts
import Foundation
import TestSupport
import Testing

@testable import Validation

/// A pipe hands bytes over in pieces, which must not show.
@Suite struct PipeTests {
  /// Writes bytes to a named pipe from a thread of its own, `piece` telling how many at a time.
  private func feed(
    _ path: String, _ bytes: [UInt8], after delay: TimeInterval = 0, piece: @escaping @Sendable (Int) -> Int
  ) throws {
    try #require(mkfifo(path, 0o600) == 0)
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: delay)
      let descriptor = open(path, O_WRONLY)
      var offset = 0
      while offset < bytes.count {
        let count = min(max(1, piece(offset)), bytes.count - offset)
        let written = bytes[offset..<(offset + count)].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard written > 0 else { break }
        offset += written
        sched_yield()
      }
      close(descriptor)
    }
  }

  private func expectSame(_ data: PreparedData, _ file: String, pieces: [@Sendable (Int) -> Int]) throws {
    signal(SIGPIPE, SIG_IGN)
    let path = data.scratch.path(file)
    let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    let expected = try data.json()
    for (number, piece) in pieces.enumerated() {
      for options in [
        EvaluationOptions(now: testClock), EvaluationOptions(now: testClock, threadCount: 3, blockBytes: 512),
        EvaluationOptions(now: testClock, threadCount: 2, blockBytes: 1 << 20, reader: .plain),
      ] {
        try FileManager.default.removeItem(atPath: path)
        try feed(path, bytes, piece: piece)
        let difference = firstDifference(expected, try data.json(options))
        #expect(difference == nil, "\(data.name), pieces \(number)")
      }
    }
  }

  private static let pieces: [@Sendable (Int) -> Int] = [
    { _ in 1 }, { _ in 13 }, { offset in 1 + (offset &* 7919) % 61 }, { offset in offset % 2 == 0 ? 4095 : 1 },
    { _ in 65_536 },
  ]

  @Test func everyWayOfCuttingFaultyCSVIsTheSame() throws {
    try expectSame(Datasets.faultyCSV(), "a.csv", pieces: Self.pieces)
  }

  @Test func everyWayOfCuttingJSONLinesIsTheSame() throws {
    try expectSame(Datasets.jsonLines(), "a.jsonl", pieces: Self.pieces)
  }

  @Test func everyWayOfCuttingOtherEncodingsIsTheSame() throws {
    for data in try Datasets.exotic() { try expectSame(data, "a.csv", pieces: [{ _ in 1 }, { offset in 1 + offset % 5 }]) }
  }

  /// It reads as empty as long as nobody writes, and that is no end.
  @Test func aWriterThatComesLateIsWaitedFor() throws {
    let data = try PreparedData(
      "late", "{ assay: 1, id: late, data: { files: a.csv }, fields: [{ name: a, type: integer }] }", [:])
    try feed(data.scratch.path("a.csv"), Array("a\n1\n2\n".utf8), after: 0.3) { _ in 2 }
    let result = try data.result()
    #expect(result.recordCount == 2)
    #expect(result.clause("a/cell.wrong_type")?.status == .passed)
  }
}
