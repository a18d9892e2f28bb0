import Contracts
import Foundation
import TestSupport
import Testing

@testable import Validation

/// Same data, contract and clock: the same bytes of JSON, however the work was cut and shared out.
@Suite struct DeterminismTests {
  private static let blockSizes = [1, 7, 64, 1 << 10, 4 << 10, 64 << 10, 4 << 20]

  private func expectSameJSON(
    _ data: PreparedData, readers: [EvaluationOptions.Reader] = [.plain, .simd], blockSizes: [Int] = Self.blockSizes,
    threads: [Int] = [1, 2, 3, 4]
  ) throws {
    let expected = try data.json(EvaluationOptions(now: testClock, blockBytes: 1 << 20, reader: .plain))
    for reader in readers {
      for bytes in blockSizes {
        for count in threads {
          let options = EvaluationOptions(now: testClock, threadCount: count, blockBytes: bytes, reader: reader)
          let difference = firstDifference(expected, try data.json(options))
          #expect(difference == nil, "\(data.name): \(reader), blocks of \(bytes) bytes, \(count) threads")
          if difference != nil { return }
        }
      }
    }
    for level in KernelLevel.allCases where level.isAvailable {
      for bytes in [64, 4 << 10] {
        let options = EvaluationOptions(now: testClock, threadCount: 2, blockBytes: bytes, reader: .simd, kernel: level)
        #expect(firstDifference(expected, try data.json(options)) == nil, "\(data.name): kernel \(level), \(bytes) bytes")
      }
    }
  }

  @Test func simpleCSVIsTheSameForEveryBlockSizeThreadCountAndReader() throws {
    try expectSameJSON(Datasets.simple(), readers: [.plain, .simd, .libcsv])
  }

  @Test func everyStructuralFaultIsTheSame() throws { try expectSameJSON(Datasets.faultyCSV()) }
  @Test func quotesThatNeverCloseAreTheSame() throws { try expectSameJSON(Datasets.unclosed()) }
  @Test func severalFilesAreTheSame() throws { try expectSameJSON(Datasets.severalFiles()) }
  @Test func jsonLinesAreTheSame() throws { try expectSameJSON(Datasets.jsonLines()) }

  @Test func filesLongerThanAChunkAreTheSame() throws {
    try expectSameJSON(Datasets.longerThanAChunk(), blockSizes: [1000, 4 << 10, 64 << 10, 4 << 20], threads: [1, 3])
  }

  @Test func exoticDialectsAndEncodingsAreTheSame() throws {
    for data in try Datasets.exotic() { try expectSameJSON(data, readers: [.simd], threads: [1, 3]) }
  }

  /// libcsv stops at a fault; where it stops must not depend on where blocks end.
  @Test func libcsvStopsAtTheSameRecord() throws {
    let data = try Datasets.faultyCSV()
    func json(_ bytes: Int, _ threads: Int) throws -> String {
      try data.json(EvaluationOptions(now: testClock, threadCount: threads, blockBytes: bytes, reader: .libcsv))
    }
    let expected = try json(1 << 20, 1)
    for bytes in Self.blockSizes {
      #expect(firstDifference(expected, try json(bytes, 1)) == nil, "blocks of \(bytes) bytes")
      #expect(firstDifference(expected, try json(bytes, 3)) == nil, "blocks of \(bytes) bytes, 3 threads")
    }
  }

  /// Otherwise the comparisons above would compare nothing.
  @Test func theDatasetsMeetEveryFaultAndViolateEveryClause() throws {
    let csv = try [Datasets.simple(), Datasets.faultyCSV(), Datasets.unclosed(), Datasets.severalFiles()]
      .map { try $0.result() }
    let kinds = Set(csv.flatMap(\.clauses).flatMap(\.kinds).map(\.kind))
    let all: [FaultKind] = [
      .bareQuote, .textAfterQuote, .unclosedQuote, .missingCell, .extraCell, .bareCarriageReturn, .nulByte, .blankRecord,
      .badEncoding, .recordTooLong,
    ]
    #expect(all.filter { !kinds.contains($0.name) } == [])
    let json = try Datasets.jsonLines().result()
    let jsonKinds = Set(json.clauses.flatMap(\.kinds).map(\.kind))
    let allOfJSON: [FaultKind] = [
      .malformedDocument, .trailingBytes, .duplicateKey, .numberOutOfRange, .loneSurrogate, .notAnObject, .tooDeep,
      .blankRecord, .badEncoding, .recordTooLong,
    ]
    #expect(allOfJSON.filter { !jsonKinds.contains($0.name) } == [])
    let quiet = try Datasets.faultyCSV().result().clauses.filter { $0.clause.measure == .records && $0.violationCount == 0 }
    #expect(quiet.map(\.clause.id.rawValue) == ["orders/id/cell.not_multiple"])
  }
}
