import Contracts
import TestSupport
import Testing

@testable import Validation

/// Merged shards find the copies that the whole finds: the same records, each with the same first one.
@Suite struct KeyStateTests {
  /// What a state shows: violating records of the dataset and the first record with the key of each, and how many.
  struct Shown: Equatable {
    var count: Int
    var distinct: String
    var pairs: [[Int]]
  }

  private static func shown(_ finding: Finding, before: [String: Int]) -> Shown {
    var pairs: [[Int]] = []
    for (violation, first) in zip(finding.exemplars, finding.firstRecords) {
      pairs.append([(before[violation.position.file] ?? 0) + (violation.position.record ?? 0) - 1, first])
    }
    #expect(finding.exemplars.count == finding.firstRecords.count)
    pairs += finding.lateViolations.map { [$0.record, $0.firstRecord] }
    pairs.sort { $0[0] < $1[0] }
    #expect(Set(pairs.map { $0[0] }).count == pairs.count, "a record is shown once")
    return Shown(
      count: finding.violationCount, distinct: finding.measurements.first?.value ?? "", pairs: Array(pairs.prefix(100)))
  }

  /// Three files whose keys meet within and across them.
  private static func data(_ seed: UInt64, isJSON: Bool, sorted: Bool) throws -> (data: PreparedData, before: [String: Int], counts: [Int]) {
    var generator = SeededGenerator(state: seed)
    var files: [String: [UInt8]] = [:]
    var counts: [Int] = []
    for file in 0..<3 {
      let count = Int.random(in: 0...1200, using: &generator)
      var values = (0..<count).map { _ in Int.random(in: 0..<4000, using: &generator) }
      if sorted { values.sort() }
      counts.append(count)
      let name = ["a", "b", "c"][file]
      if isJSON {
        let lines = values.map { value in
          "{\"t\": [" + (0..<(value % 4)).map { String(value / 4 + $0 * 991) }.joined(separator: ", ") + "]}\n"
        }
        files["\(name).jsonl"] = Array(lines.joined().utf8)
      } else {
        files["\(name).csv"] = Array((["k"] + values.map(String.init)).joined(separator: "\n").utf8)
      }
    }
    let text =
      isJSON
      ? """
      { assay: 1, id: s, data: { files: "[abc].jsonl" }, fields: [{ name: t, type: array },
        { name: "t[]", type: integer, unique: true }] }
      """
      : "{ assay: 1, id: s, data: { files: \"[abc].csv\" }, fields: [{ name: k, type: integer, unique: true }] }"
    let data = try PreparedData("shards", text, files)
    let paths = DataFiles(data.contract, replacedBy: nil).paths
    var before: [String: Int] = [:]
    for (i, path) in paths.enumerated() { before[path] = counts[..<i].reduce(0, +) }
    return (data, before, counts)
  }

  @Test(arguments: 0..<24) func mergedShardsShowWhatTheWholeShows(seed: UInt64) throws {
    let (data, before, counts) = try Self.data(seed, isJSON: seed % 2 == 1, sorted: seed % 3 == 0)
    var expected: Shown?
    for memoryBytes in [1 << 30, 200 << 10, 60 << 10] {
      let plan = try Plan(data.contract, EvaluationOptions(now: testClock, blockBytes: 900, memoryBytes: memoryBytes))
      let index = try #require(plan.contract.clauses.firstIndex { $0.rule == "column.duplicate_value" })
      let context = CheckContext(contract: plan.contract, decoders: plan.decoders, options: plan.options)
      let check = try Unique(plan.contract.clauses[index], in: context)
      let shards = ShardFold(plan)
      func state(_ files: Set<Int>) -> KeyState { shards.state(of: check, clause: index, in: files).state }
      func show(_ state: KeyState) -> Shown { Self.shown(check.conclude(state), before: before) }
      let whole = show(state([0, 1, 2]))
      if let expected { #expect(whole == expected, "\(memoryBytes) bytes") } else { expected = whole }

      var (left, tail) = (state([0]), state([1]))
      left.merge(state([1]))
      left.merge(state([2]))
      #expect(show(left) == expected, "(a + b) + c")
      tail.merge(state([2]))
      var right = state([0])
      right.merge(tail)
      #expect(show(right) == expected, "a + (b + c)")
      // A concluded state goes on as before.
      var begun = state([0, 1])
      _ = show(begun)
      begun.merge(state([2]))
      #expect(show(begun) == expected, "(a b) + c")

      // Shards that number their records from 0 are moved behind what comes before them.
      var rebased = state([0])
      for file in 1..<3 {
        var shard = shards.state(of: check, clause: index, in: [file], ownNumbers: true).state
        shard.rebase(byRecords: counts[..<file].reduce(0, +))
        rebased.merge(shard)
      }
      #expect(show(rebased) == expected, "rebased")
    }
  }

  /// The tuple of memory and block size changes no part of what is shown.
  @Test(arguments: 100..<112) func neitherMemoryNorBlocksChangeWhatIsShown(seed: UInt64) throws {
    let (data, before, _) = try Self.data(seed, isJSON: seed % 2 == 1, sorted: seed % 3 == 0)
    var expected: Shown?
    for (memoryBytes, blockBytes) in [(1 << 30, 1 << 20), (1 << 30, 1), (60 << 10, 1 << 20), (60 << 10, 100), (90 << 10, 5000)] {
      let options = EvaluationOptions(now: testClock, blockBytes: blockBytes, memoryBytes: memoryBytes)
      let plan = try Plan(data.contract, options)
      let index = try #require(plan.contract.clauses.firstIndex { $0.rule == "column.duplicate_value" })
      let context = CheckContext(contract: plan.contract, decoders: plan.decoders, options: plan.options)
      let check = try Unique(plan.contract.clauses[index], in: context)
      let state = ShardFold(plan).state(of: check, clause: index, in: [0, 1, 2]).state
      let shown = Self.shown(check.conclude(state), before: before)
      if let expected { #expect(shown == expected, "\(memoryBytes) bytes, blocks of \(blockBytes)") } else { expected = shown }
    }
  }
}
