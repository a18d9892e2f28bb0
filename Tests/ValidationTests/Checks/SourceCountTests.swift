import Contracts
import Foundation
import TestSupport
import Testing

@testable import Validation

/// Records are counted by source exactly, however the work is cut, and memory has a limit.
@Suite struct SourceCountTests {
  private static let manifest = """
    id,license,refreshed_at,derived_from
    S0,MIT,2026-11-20,
    S1,CC-BY-4.0,2026-11-20,S0
    a-source-with-a-long-name-1,,2026-11-20,
    a-source-with-a-long-name-2,MIT,2025-01-01,S1;S0
    never,MIT,2026-11-20,
    """
  private static let ids = [
    "S0", "S1", "a-source-with-a-long-name-1", "a-source-with-a-long-name-2", "S01", "s1", "",
    "a-source-with-a-long-name-3", "é", "e\u{301}",
  ]
  private static let csvContract = """
    assay: 1
    id: corpus
    data: { files: "*.csv" }
    fields:
      - { name: n, type: integer, unique: true }
      - { name: source, type: string }
    provenance:
      { field: source, sources: manifest/m.csv, require: [license], max_age: 30d, unknown: { block_above: 90% } }
    """
  private static let jsonContract = """
    assay: 1
    id: corpus
    data: { files: "*.jsonl" }
    fields:
      - { name: n, type: integer }
      - { name: "meta.sources[]", type: string }
    provenance: { field: "meta.sources[]", sources: manifest/m.csv, max_age: 30d }
    """

  /// Runs of one source, as datasets that were put together have them.
  private func rows(_ count: Int, seed: UInt64) -> [[String]] {
    var generator = SeededGenerator(state: seed)
    var rows: [[String]] = []
    while rows.count < count {
      let id = Self.ids.randomElement(using: &generator) ?? ""
      let isRun = Bool.random(using: &generator)
      for _ in 0..<(isRun ? Int.random(in: 1...9, using: &generator) : 1) {
        rows.append((0..<Int.random(in: 0...3, using: &generator)).map { _ in
          isRun ? id : Self.ids.randomElement(using: &generator) ?? ""
        } + [id])
      }
    }
    return rows
  }

  private func csv(_ rows: [[String]]) -> [UInt8] {
    Array(("n,source\n" + rows.enumerated().map { "\($0),\($1.last ?? "")\n" }.joined()).utf8)
  }

  private func jsonl(_ rows: [[String]]) -> [UInt8] {
    let lines = rows.enumerated().map { number, ids in
      let values = ids.map { $0.isEmpty ? "null" : "\"\($0)\"" }.joined(separator: ",")
      return number % 11 == 5 ? "{\"n\":\(number)}\n" : "{\"n\":\(number),\"meta\":{\"sources\":[\(values)]}}\n"
    }
    return Array(lines.joined().utf8)
  }

  private func data(_ contract: String, _ files: [String: [UInt8]]) throws -> PreparedData {
    try PreparedData("sources", contract, files.merging(["manifest/m.csv": Array(Self.manifest.utf8)]) { $1 })
  }

  private struct Count: Equatable {
    var count = 0
    var first: [Int] = []
  }

  /// Counted by hand, a record once for each source.
  private func model(_ rows: [[String]], isList: Bool) -> [[UInt8]: Count] {
    var model: [[UInt8]: Count] = [:]
    for (number, ids) in rows.enumerated() where !(isList && number % 11 == 5) {
      for id in Set((isList ? ids : ids.suffix(1)).map { Array($0.utf8) }) where !id.isEmpty {
        model[id, default: Count()].count += 1
        if let count = model[id]?.first.count, count < 3 { model[id]?.first.append(number + 1) }
      }
    }
    return model
  }

  private func counts(_ usage: SourceUsage) -> [[UInt8]: Count] {
    var counts: [[UInt8]: Count] = [:]
    for tally in usage.tallies where tally.recordCount > 0 {
      counts[Array(tally.source.id.utf8)] = Count(count: tally.recordCount, first: tally.first.compactMap(\.record))
    }
    for source in usage.undeclared {
      guard case .text(let id, _) = source.id else { continue }
      counts[Array(id.utf8)] = Count(count: source.recordCount, first: source.first.compactMap(\.record))
    }
    return counts
  }

  @Test(arguments: UInt64(0)..<8)
  func countsAreThoseOfAModel(seed: UInt64) throws {
    let rows = rows(400, seed: seed)
    for isList in [false, true] {
      let data = try isList
        ? data(Self.jsonContract, ["a.jsonl": jsonl(rows)]) : data(Self.csvContract, ["a.csv": csv(rows)])
      let usage = try #require(try data.result(EvaluationOptions(now: testClock, blockBytes: 100)).sources)
      #expect(counts(usage) == model(rows, isList: isList), "seed \(seed), list \(isList)")
      let declared = Set(usage.tallies.map(\.source.id))
      let unknown = rows.enumerated().filter { number, ids in
        !(isList && number % 11 == 5)
          && (isList ? ids[...] : ids.suffix(1)).contains { !$0.isEmpty && !declared.contains($0) }
      }
      #expect(usage.undeclaredCount == unknown.count)
    }
  }

  @Test func theResultIsTheSameHoweverTheWorkIsCut() throws {
    let files = Dictionary(uniqueKeysWithValues: (0..<3).map { ("\($0)", rows(300, seed: UInt64($0))) })
    let sets = [
      try data(Self.csvContract, Dictionary(uniqueKeysWithValues: files.map { ("\($0).csv", csv($1)) })),
      try data(Self.jsonContract, Dictionary(uniqueKeysWithValues: files.map { ("\($0).jsonl", jsonl($1)) })),
    ]
    for data in sets {
      let expected = try data.json(EvaluationOptions(now: testClock, blockBytes: 1 << 20, reader: .plain))
      #expect(expected.contains("\"undeclared\": ["))
      for bytes in [1, 64, 1000, 1 << 16] {
        for threads in 1...3 {
          let options = EvaluationOptions(now: testClock, threadCount: threads, blockBytes: bytes)
          let difference = firstDifference(expected, try data.json(options))
          #expect(difference == nil, "\(bytes) bytes, \(threads) threads: \(difference ?? "")")
        }
      }
    }
  }

  @Test func shardsMergeToTheWhole() throws {
    var generator = SeededGenerator(state: 5)
    for contract in [Self.csvContract, Self.jsonContract] {
      let isCSV = contract == Self.csvContract
      let files = (0..<4).map { ("\($0).\(isCSV ? "csv" : "jsonl")", rows(60, seed: $0)) }
      let shards = try Shards(
        contract, Dictionary(uniqueKeysWithValues: files.map { ($0, isCSV ? csv($1) : jsonl($1)) }),
        beside: ["manifest/m.csv": Self.manifest])
      let expected = try shards.whole()
      for _ in 0..<10 {
        let difference = firstDifference(expected, try shards.random(&generator))
        #expect(difference == nil, "\(difference ?? "")")
      }
    }
  }

  /// Beyond the limit no id is listed, wherever blocks and files end; how many records there are is still exact.
  @Test func moreUndeclaredSourcesThanAreKept() throws {
    let limit = EvaluationOptions.maximumUndeclared
    for extra in [0, 1] {
      let ids = (0..<(limit + extra)).flatMap { ["x\($0)", "x\($0)"] }
      let files = ["a.csv": csv(ids[..<700].map { [$0] }), "b.csv": csv(ids[700...].map { [$0] })]
      let data = try data(Self.csvContract.replacing(", unique: true", with: ""), files)
      let expected = try data.json()
      for bytes in [50, 4096] {
        let options = EvaluationOptions(now: testClock, threadCount: 2, blockBytes: bytes)
        #expect(firstDifference(expected, try data.json(options)) == nil)
      }
      let usage = try #require(try data.result().sources)
      #expect(usage.hasTooManyUndeclared == (extra == 1))
      #expect(usage.undeclared.count == (extra == 1 ? 0 : limit))
      #expect(usage.undeclaredCount == ids.count)
    }
  }

  @Test func nothingOfAMaskedFieldIsTold() throws {
    let rows = rows(50, seed: 1)
    for contract in [
      Self.csvContract.replacing("source, type: string", with: "source, type: string, privacy: internal"),
      Self.csvContract,
    ] {
      var options = EvaluationOptions(now: testClock)
      options.masksAll = contract == Self.csvContract
      let data = try data(contract, ["a.csv": csv(rows)])
      let text = try data.json(options)
      for id in ["a-source-with-a-long-name", "S01", "s1"] { #expect(!text.contains(id), "\(id)") }
      let usage = try #require(try data.result(options).sources)
      #expect(usage.isMasked && usage.tallies.isEmpty && usage.undeclared.isEmpty)
      #expect(usage.undeclaredCount > 0)
    }
  }

  @Test func withoutItsManifestNothingPasses() throws {
    let data = try data(Self.csvContract, ["a.csv": csv([["S0"]])])
    let plan = try Plan(data.contract, EvaluationOptions(now: testClock))
    for manifest in [nil, SourceManifest(problem: "m.csv:3:1: no")] {
      let result = Evaluator(plan, sources: manifest).run()
      let ours = result.clauses.filter { $0.clause.rule.rawValue.hasPrefix("source.") }
      #expect(ours.count == 7)
      for clause in ours {
        #expect(clause.status == .inconclusive, "\(clause.clause.id)")
        #expect(clause.reason == .limit(manifest?.problem ?? "the source manifest was not read"))
      }
    }
  }

  /// A forged state must not trap: its sources may be more than any manifest has.
  @Test func aStateWithMoreSourcesThanTheManifestIsCutToIt() throws {
    let text = #"{"sources":[7],"counts":[3],"files":["a"],"first":[[0,1,1,1]],"undeclared":[],"tooMany":false,"#
      + #""unknown":0,"missing":0,"tally":{"judgedCount":3,"nullCount":0,"violationCount":0,"exemplars":[],"candidates":[],"#
      + #""rejectedRecords":[]}}"#
    let state = try JSONDecoder().decode(SourceState.self, from: Data(text.utf8))
    let data = try data(Self.csvContract, ["a.csv": csv([["S0"]])])
    let plan = try Plan(data.contract, EvaluationOptions(now: testClock))
    let provenance = try #require(plan.contract.provenance)
    let census = SourceCensus(
      try #require(try sources(of: plan)), provenance, now: testClock, isMasked: false)
    #expect(census.usage(state).tallies.allSatisfy { $0.recordCount == 0 })
    for broken in ["\"sources\":[-1]", "\"sources\":[9999999]"] {
      let data = Data(text.replacing("\"sources\":[7]", with: broken).utf8)
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(SourceState.self, from: data) }
    }
    let lying = Data(text.replacing("[0,1,1,1]", with: "[5,1,1,1]").utf8)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(SourceState.self, from: lying) }
  }
}
