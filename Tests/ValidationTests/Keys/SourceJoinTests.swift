import Contracts
import TestSupport
import Testing

@testable import Validation

/// Rows of two versions, joined by key; against a plain dictionary, with little and with much memory.
struct SourceJoinTests {
  private static let contractText = """
    assay: 1
    id: t
    data: { files: a.csv }
    fields:
      - { name: id, type: string, unique: true }
      - { name: source, type: string }
    """

  private struct Row: Hashable {
    var key: String
    var source: String
  }

  private func join(
    _ before: [Row], _ after: [Row], memoryBytes: Int = 1 << 30, keys: [Int] = [0]
  ) throws -> SourceJoin {
    let scratch = try Scratch()
    func write(_ name: String, _ rows: [Row]) throws -> String {
      try scratch.write(name, "id,source\n" + rows.map { "\($0.key),\($0.source)\n" }.joined())
    }
    let paths = [try write("a.csv", before), try write("b.csv", after)]
    var options = EvaluationOptions(now: testClock, blockBytes: 512, memoryBytes: memoryBytes)
    options.temporaryFolder = scratch.path
    let plan = try Plan(contract(Self.contractText, file: scratch.path("t.assay.yaml")), options)
    let evaluators = paths.map { Evaluator(plan, replacement: [$0]) }
    return try SourceJoin(evaluators[0], evaluators[1], source: 1, keys: keys)
  }

  @Test func countsWhatBecameOfEachRow() throws {
    let found = try join(
      [Row(key: "a", source: "S1"), Row(key: "b", source: "S1"), Row(key: "c", source: ""), Row(key: "d", source: "S2")],
      [Row(key: "d", source: "S1"), Row(key: "b", source: "S1"), Row(key: "c", source: "S2"), Row(key: "e", source: "S3")])
    #expect(found.keptCount == 3)
    #expect(found.movedCount == 2)
    #expect(found.addedCount == 1)
    #expect(found.removedCount == 1)
    #expect(found.incomparableCount == 0)
    #expect(
      found.moves == [
        SourceJoin.Move(recordBefore: 4, recordAfter: 1, sourceBefore: "S2", sourceAfter: "S1"),
        SourceJoin.Move(recordBefore: 3, recordAfter: 3, sourceBefore: nil, sourceAfter: "S2"),
      ])
    #expect(found.sources.map(\.source) == ["S1", "S2", "S3"])
    #expect(found.sources.map(\.before) == [2, 1, 0])
    #expect(found.sources.map(\.after) == [2, 1, 1])
  }

  @Test func keysThatAreMissingOrTwiceAreNotCompared() throws {
    let found = try join(
      [Row(key: "a", source: "S1"), Row(key: "a", source: "S1"), Row(key: "", source: "S1")],
      [Row(key: "a", source: "S2"), Row(key: "", source: "S2")])
    #expect(found.incomparableCount == 5)
    #expect(found.keptCount + found.movedCount + found.addedCount + found.removedCount == 0)
  }

  @Test func withoutKeysSourcesAreCounted() throws {
    let found = try join([Row(key: "a", source: "S1")], [Row(key: "a", source: "S2")], keys: [])
    #expect(found.sources.map(\.source) == ["S1", "S2"])
    #expect(found.keptCount == 0)
  }

  @Test func aFileThatIsMissingIsAProblem() throws {
    let scratch = try Scratch()
    let plan = try Plan(
      contract(Self.contractText, file: scratch.path("t.assay.yaml")), EvaluationOptions(now: testClock))
    let evaluator = Evaluator(plan, replacement: [scratch.path("absent.csv")])
    #expect(throws: RunProblem.self) { try SourceJoin(evaluator, evaluator, source: 1, keys: [0]) }
  }

  /// The same answer as a dictionary gives, whether keys fit into memory or are written to disk, short or long.
  @Test(arguments: [(UInt64(1), 1 << 30), (2, 1 << 17), (3, 1 << 17)])
  func equalsADictionary(seed: UInt64, memoryBytes: Int) throws {
    var state = seed
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    func rows(_ count: Int) -> [Row] {
      (0..<count).map { _ in
        let number = next(9000)
        let key = number % 3 == 0 ? "a key that is longer than sixteen bytes \(number)" : "k\(number)"
        return Row(key: key, source: "S\(next(40))")
      }
    }
    let (before, after) = (rows(7000), rows(7000))
    let found = try join(before, after, memoryBytes: memoryBytes)
    let (was, now) = (Dictionary(grouping: before, by: \.key), Dictionary(grouping: after, by: \.key))
    var (kept, moved, added, removed, twice) = (0, 0, 0, 0, 0)
    for key in Set(was.keys).union(now.keys) {
      switch (was[key]?.count ?? 0, now[key]?.count ?? 0) {
      case (1, 1):
        kept += 1
        if was[key] != now[key] { moved += 1 }
      case (0, 1): added += 1
      case (1, 0): removed += 1
      case (let a, let b): twice += a + b
      }
    }
    #expect(found.keptCount == kept && found.movedCount == moved)
    #expect(found.addedCount == added && found.removedCount == removed)
    #expect(found.incomparableCount == twice)
    #expect(found.moves.count == 10)
    #expect(found.moves.map(\.recordAfter) == found.moves.map(\.recordAfter).sorted())
  }
}
