import Contracts
import TestSupport
import Testing

@testable import Validation

/// Uniqueness beyond its memory is not known, and nobody is told that it is.
@Suite struct UniqueMemoryTests {
  private func result(_ rows: [String], memoryBytes: Int, thresholds: String = "true") throws -> RunResult {
    try evaluate(
      "{ assay: 1, id: m, data: { files: a.csv }, fields: [{ name: k, type: integer, unique: \(thresholds) }] }", "a.csv",
      (["k"] + rows).joined(separator: "\n"), options: EvaluationOptions(now: testClock, memoryBytes: memoryBytes))
  }

  private let distinct = (0..<5000).map(String.init)

  @Test func moreKeysThanFitAreInconclusiveWithTheReason() throws {
    let clause = try #require(try result(distinct, memoryBytes: 64 << 10).clause("k/column.duplicate_value"))
    #expect(clause.status == .inconclusive)
    #expect(clause.reason == .limit("memory for unique keys (raise --memory)"))
    #expect(try result(distinct, memoryBytes: 1 << 20).clause("k/column.duplicate_value")?.status == .passed)
  }

  @Test func duplicatesThatWereFoundAreReportedAllTheSame() throws {
    let clause = try #require(try result(["1", "1"] + distinct, memoryBytes: 64 << 10).clause("k/column.duplicate_value"))
    #expect(clause.status == .failed)
    #expect(clause.exemplars.map(\.position.record).first == 2)
    #expect(clause.exemplars.first?.detail == "first in record 1")
  }

  /// A count within its threshold proves nothing when keys were dropped.
  @Test func duplicatesWithinTheThresholdStayInconclusive() throws {
    let clause = try #require(
      try result(["1", "1"] + distinct.dropFirst(2), memoryBytes: 64 << 10, thresholds: "{ block_above: 5 }")
        .clause("k/column.duplicate_value"))
    #expect(clause.status == .inconclusive)
    #expect(clause.violationCount == 1)
    #expect(clause.exemplars.count == 1)
  }

  @Test func aKeyThatFitIsStillRecognisedAfterTheLimit() throws {
    let clause = try #require(
      try result(distinct + ["3"], memoryBytes: 64 << 10, thresholds: "{ block_above: 5 }")
        .clause("k/column.duplicate_value"))
    #expect(clause.exemplars.map(\.position.record) == [5001])
  }

  /// The limit is the run's, not each clause's.
  @Test func clausesShareTheMemory() throws {
    let text = "a,b\n" + (0..<2000).map { "\($0),\($0)" }.joined(separator: "\n")
    func statuses(_ second: String, memoryBytes: Int) throws -> [Status] {
      try evaluate(
        """
        { assay: 1, id: m, data: { files: a.csv }, fields: [
          { name: a, type: integer, unique: true }, { name: b, type: integer\(second) } ] }
        """, "a.csv", text, options: EvaluationOptions(now: testClock, memoryBytes: memoryBytes)
      ).clauses.filter { $0.clause.rule == "column.duplicate_value" }.map(\.status)
    }
    #expect(try statuses("", memoryBytes: 160 << 10) == [.passed])
    #expect(try statuses(", unique: true", memoryBytes: 160 << 10) == [.inconclusive, .inconclusive])
    #expect(try statuses(", unique: true", memoryBytes: 320 << 10) == [.passed, .passed])
  }
}
