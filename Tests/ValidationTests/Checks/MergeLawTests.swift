import Contracts
import Foundation
import TestSupport
import Testing

@testable import Validation

/// The merge laws, for every check of the catalogue: one that no contract below asks for fails here.
@Suite struct MergeLawTests {
  private static let csvContract = """
    assay: 1
    id: laws
    data: { files: "[abc].csv" }
    fields:
      - { name: id, type: integer, required: true, unique: true, sorted: ascending, minimum: 20, multiple_of: 2 }
      - { name: email, type: string, format: email, privacy: pii.email, required: true, unique: true }
      - { name: country, type: string, enum: [DE, FR], sorted: strict, exclusive_minimum: DE }
      - { name: amount, type: decimal, maximum: 100, scale: 1, precision: 4, exclusive_maximum: 12.50 }
      - { name: created_at, type: timestamp, required: true }
      - { name: comment, type: string, max_length: 6, min_length: 5, search: "[a-e]" }
      - { name: licence, type: string, license: true }
      - { name: voucher, type: string, pattern: '[A-Z]{2}\\d{6}' }
    checks:
      - { unique: [country, amount] }
    freshness: { field: created_at, warn_after: 1h }
    provenance: { field: country, sources: countries.csv }
    """
  private static let jsonContract = """
    assay: 1
    id: laws
    data: { files: "[abc].jsonl" }
    fields:
      - { name: id, type: integer, unique: true }
      - { name: meta, type: object, required: true }
      - { name: meta.email, type: string, privacy: pii.email, required: true }
      - { name: comment, type: string, max_length: 4 }
      - { name: created_at, type: timestamp }
      - { name: tags, type: array, max_items: 2, unique_items: true }
      - { name: more, type: array, min_items: 2 }
      - { name: "tags[]", type: string, required: true, unique: true, sorted: ascending, pattern: '[A-Z]{2}', license: true }
    provenance: { field: "tags[]", sources: tags.csv }
    """

  private static func csv() throws -> PreparedData {
    var files = ["countries.csv": Array("id\nDE\nFR\nNO\nUK\n".utf8)]
    for (name, seed) in [("a.csv", 21), ("b.csv", 22), ("c.csv", 23)] {
      var orders = GeneratedOrders(seed: UInt64(seed), firstID: seed - 20)
      files[name] = Array(RowWriter().text([GeneratedOrders.names] + orders.rows(50)).utf8)
    }
    return try PreparedData("csv", csvContract, files)
  }

  private static func json() throws -> PreparedData {
    var files = ["tags.csv": Array("id\nMIT\nDE\n".utf8)]
    for (name, seed) in [("a.jsonl", 31), ("b.jsonl", 32), ("c.jsonl", 33)] {
      var orders = GeneratedOrders(seed: UInt64(seed), firstID: seed - 30)
      let unlike = "{\"id\": \"x\", \"created_at\": \"2030-01-01T00:00:00Z\", \"more\": [1], \"tags\": [\"\(name)\", \"MIT\", \"DE\", null]}\n"
      files[name] = Array((documents(orders.rows(50)).joined(separator: "\n") + "\n" + unlike).utf8)
    }
    return try PreparedData("json", jsonContract, files)
  }

  /// The check that a clause asks for; `nil` for clauses that fold no records.
  private static func check(for clause: Clause) -> (any Check.Type)? {
    Catalog.checks.first { $0.keywords.contains { $0.rule == clause.rule } } ?? Catalog.implied[clause.rule]
  }

  private func expectLaws<C: Check>(_ type: C.Type, _ index: Int, _ plan: Plan) throws -> Bool {
    // A key that turns out to be a copy only when shards meet is known by its record; see `KeyStateTests`.
    let limits: MergeLimits = C.State.self == KeyState.self ? .findsLate : []
    return try checkMergeLaws(type, clause: index, plan: plan, limits: limits)
  }

  @Test func everyCheckOfTheCatalogueObeysTheMergeLaws() throws {
    var covered: Set<RuleID> = []
    for data in [try Self.csv(), try Self.json()] {
      for bytes in [300, 1 << 20] {
        let bare = try Plan(data.contract, EvaluationOptions(now: testClock, blockBytes: bytes))
        let plan = try sources(of: bare).map(bare.binding) ?? bare
        for (index, clause) in data.contract.clauses.enumerated() {
          guard let type = Self.check(for: clause) else { continue }
          if try expectLaws(type, index, plan) { covered.insert(clause.rule) }
        }
      }
    }
    let rules = Catalog.checks.flatMap { $0.keywords.map(\.rule) } + Catalog.implied.keys
    #expect(Set(rules).subtracting(covered) == [])
  }

  /// The whole run is what its parts are: the counts of each clause, by `Evaluator` and by merging.
  @Test func theEvaluatorFindsWhatTheMergedShardsFind() throws {
    let data = try Self.csv()
    let plan = try Plan(data.contract, EvaluationOptions(now: testClock))
    let result = Evaluator(plan).run()
    let shards = ShardFold(plan)
    func count<C: Check>(_ type: C.Type, _ index: Int) throws -> Int {
      let context = CheckContext(contract: plan.contract, decoders: plan.decoders, options: plan.options)
      let check = try C(plan.contract.clauses[index], in: context)
      var state = C.State()
      for file in 0..<3 { state.merge(shards.state(of: check, clause: index, in: [file]).state) }
      return check.conclude(state).violationCount
    }
    for (index, clause) in data.contract.clauses.enumerated() {
      guard let type = Self.check(for: clause) else { continue }
      #expect(try count(type, index) == result.clauses[index].violationCount, "\(clause.id)")
    }
  }

  /// Each shard is within the limit and their union is not: too many must not be forgotten at the seam.
  @Test func limitsHoldAcrossMerges() throws {
    var text = ["licence"], later = ["licence"]
    for i in 0..<6000 {
      text.append("LicenseRef-a\(i)")
      later.append("LicenseRef-b\(i)")
    }
    let data = try PreparedData(
      "limits",
      """
      { assay: 1, id: limits, data: { files: "[abc].csv" }, fields: [
        { name: licence, type: string, license: true } ] }
      """,
      [
        "a.csv": Array(text.joined(separator: "\n").utf8), "b.csv": Array(later.joined(separator: "\n").utf8),
        "c.csv": Array("licence\nMIT\n".utf8),
      ])
    let plan = try Plan(data.contract, EvaluationOptions(now: testClock))
    let context = CheckContext(contract: plan.contract, decoders: plan.decoders, options: plan.options)
    func limits<C: Check>(_ type: C.Type, _ rule: RuleID) throws -> [String?] {
      let index = try #require(plan.contract.clauses.firstIndex { $0.rule == rule })
      let check = try C(plan.contract.clauses[index], in: context)
      let shards = ShardFold(plan)
      var merged = shards.state(of: check, clause: index, in: [0]).state
      let alone = check.conclude(merged).limit
      merged.merge(shards.state(of: check, clause: index, in: [1]).state)
      return [alone, check.conclude(merged).limit, check.conclude(shards.state(of: check, clause: index, in: [0, 1]).state).limit]
    }
    let licences = try limits(LicenseText.self, "cell.license_invalid")
    #expect(licences == [nil, "more than 10000 distinct licences", "more than 10000 distinct licences"])
  }
}
