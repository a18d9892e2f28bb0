import Contracts
import TestSupport
import Testing

@testable import Validation

/// Uniqueness beyond its memory is found on disk; where that cannot be, it is not known, and nobody is told that it is.
@Suite struct UniqueMemoryTests {
  private func result(
    _ rows: [String], memoryBytes: Int, folder: String = "/tmp", thresholds: String = "true", splits: Bool = false
  ) throws -> ClauseResult {
    let scratch = try Scratch()
    try scratch.write("a.csv", (["k"] + rows).joined(separator: "\n"))
    let text =
      "{ assay: 1, id: m, data: { files: a.csv }, fields: [{ name: k, type: integer, unique: \(thresholds) }] }"
    let path = try scratch.write("test.assay.yaml", text)
    var options = EvaluationOptions(now: testClock, memoryBytes: memoryBytes)
    options.temporaryFolder = folder
    let run = Evaluator(try Plan(contract(text, file: path), options)).run(splitter: splits ? Splitter() : nil)
    return try #require(run.clause("k/column.duplicate_value"))
  }

  private final class Splitter: RecordSplitter {
    func split(_ block: Block, _ reader: any RecordReader, _ binding: FileBinding, _ evidence: Evidence) {}
  }

  /// 5000 distinct integers in no order.
  private let distinct = (0..<5000).map { String(($0 &* 2_654_435_761) % 5003) }
  private let noFolder = "/proc/self"

  @Test func moreKeysThanFitAreWrittenToDisk() throws {
    #expect(try result(distinct, memoryBytes: 64 << 10).status == .passed)
    let clause = try result(distinct + ["17", distinct[3]], memoryBytes: 64 << 10)
    #expect(clause.status == .failed)
    #expect(clause.violationCount == (distinct.contains("17") ? 2 : 1))
    #expect(clause.measurements == [Measurement(name: "distinct", value: "5000")])
  }

  @Test func whereNothingCanBeWrittenTheAnswerIsInconclusiveWithTheReason() throws {
    let clause = try result(distinct, memoryBytes: 64 << 10, folder: noFolder)
    #expect(clause.status == .inconclusive)
    guard case .limit(let reason) = clause.reason else { return #expect(Bool(false), "a limit is the reason") }
    #expect(reason.contains(noFolder))
    #expect(reason.contains("--memory"))
    #expect(try result(distinct, memoryBytes: 1 << 20, folder: noFolder).status == .passed)
  }

  /// Which file a record goes to must be known at once, so nothing is looked up later.
  @Test func whileRecordsAreSplitNothingIsWritten() throws {
    let clause = try result(distinct, memoryBytes: 64 << 10, splits: true)
    #expect(clause.status == .inconclusive)
    #expect(
      clause.reason
        == .limit("memory for unique keys, which are not written to disk while records are being split (raise --memory)"))
    #expect(try result(distinct, memoryBytes: 1 << 20, splits: true).status == .passed)
  }

  @Test func duplicatesThatWereFoundAreReportedAllTheSame() throws {
    let clause = try result(["1", "1"] + distinct, memoryBytes: 64 << 10, folder: noFolder)
    #expect(clause.status == .failed)
    #expect(clause.exemplars.map(\.position.record).first == 2)
    #expect(clause.exemplars.first?.detail == "first in record 1")
  }

  /// A count within its threshold proves nothing when keys were dropped.
  @Test func duplicatesWithinTheThresholdStayInconclusive() throws {
    let clause = try result(
      ["7000", "7000"] + distinct, memoryBytes: 64 << 10, folder: noFolder, thresholds: "{ block_above: 5 }")
    #expect(clause.status == .inconclusive)
    #expect(clause.violationCount == 1)
    #expect(clause.exemplars.count == 1)
  }

  /// An exemplar names the first record with its key, even where that had been written to disk before.
  @Test func theFirstRecordIsFoundOnDisk() throws {
    let clause = try result(["9999"] + distinct + ["9999", "9999"], memoryBytes: 64 << 10)
    #expect(clause.violationCount == 2)
    #expect(clause.exemplars.allSatisfy { $0.detail == "first in record 1" })
  }

  /// The limit is the run's, not each clause's.
  @Test func clausesShareTheMemory() throws {
    let text = "a,b\n" + (0..<2000).map { "\(($0 * 7919) % 2003),\(($0 * 7907) % 2003)" }.joined(separator: "\n")
    func statuses(_ second: String, memoryBytes: Int) throws -> [Status] {
      var options = EvaluationOptions(now: testClock, memoryBytes: memoryBytes)
      options.temporaryFolder = noFolder
      return try evaluate(
        """
        { assay: 1, id: m, data: { files: a.csv }, fields: [
          { name: a, type: integer, unique: true }, { name: b, type: integer\(second) } ] }
        """, "a.csv", text, options: options
      ).clauses.filter { $0.clause.rule == "column.duplicate_value" }.map(\.status)
    }
    #expect(try statuses(", unique: true", memoryBytes: 240 << 10) == [.passed, .passed])
    #expect(try statuses(", unique: true", memoryBytes: 100 << 10) == [.inconclusive, .inconclusive])
    #expect(try statuses("", memoryBytes: 100 << 10) == [.passed])
  }

  /// Keys that increase take no memory to speak of.
  @Test func increasingKeysFitAnywhere() throws {
    #expect(try result((0..<50_000).map(String.init), memoryBytes: 64 << 10, folder: noFolder).status == .passed)
  }
}
