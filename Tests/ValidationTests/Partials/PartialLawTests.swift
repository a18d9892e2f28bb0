import Contracts
import Foundation
import TestSupport
import Testing

@testable import Validation

/// Merged partials say what one run over the whole says, byte for byte.
@Suite struct PartialLawTests {
  private func expectSame(_ shards: Shards, seed: UInt64, rounds: Int = 12, memoryBytes: Int = 1 << 20) throws {
    var generator = SeededGenerator(state: seed)
    let expected = try shards.whole()
    for round in 0..<rounds {
      let difference = firstDifference(expected, try shards.random(&generator, memoryBytes: memoryBytes))
      #expect(difference == nil, "seed \(seed), round \(round): \(difference ?? "")")
      if difference != nil { return }
    }
  }

  private static let csvContract = """
    assay: 1
    id: orders
    data: { files: "a-*.csv", record_limit: 4KiB }
    malformed: { block_above: 0.01% }
    fields:
      - { name: id, type: integer, required: true, unique: true, sorted: ascending, minimum: 2 }
      - { name: email, type: string, format: email, privacy: pii.email, required: true, unique: true }
      - { name: country, type: string, enum: [DE, FR, NA, NO], sorted: strict }
      - { name: amount, type: decimal, minimum: 0, maximum: { value: 10000, severity: warn }, scale: 2 }
      - { name: created_at, type: timestamp, required: true }
      - { name: comment, type: string, max_length: 20, search: "[a-z]", unique: true }
      - { name: licence, type: string, license: true }
      - { name: voucher, type: string, pattern: '[A-Z]{2}\\d{6}' }
    checks:
      - { unique: [country, amount] }
      - { unique: [email, country] , id: people }
    freshness: { field: created_at, warn_after: 1h, block_after: 72h }
    rows: { min: 1, max: 100, per_file: { min: 3 } }
    """

  private func faulty(_ seed: UInt64, rows: Int) -> [UInt8] {
    var orders = GeneratedOrders(seed: seed, firstID: Int(seed % 7) * 5)
    let writer = RowWriter()
    let lines = orders.rows(rows).map { Array(writer.text([$0]).utf8) }
    return Array(writer.text([GeneratedOrders.names]).utf8) + sprinkled(lines, with: csvFaults, seed: seed)
  }

  @Test func shardsOfCSVMergeToTheWhole() throws {
    for seed in UInt64(1)...3 {
      try expectSame(
        try Shards(
          Self.csvContract,
          [
            "a-1.csv": faulty(seed, rows: 30), "a-2.csv": faulty(seed + 10, rows: 40), "a-3.csv": [],
            "a-4.csv": Array("id,email,country\n1,x,y\n".utf8), "a-5.csv": faulty(seed + 20, rows: 3),
            "a-6.csv": faulty(seed, rows: 25),
          ]), seed: seed)
    }
  }

  /// More than a hundred copies, so that which are shown depends on all files.
  @Test func manyCopiesMergeToTheWhole() throws {
    var files: [String: [UInt8]] = [:]
    for file in 0..<4 {
      let rows = (0..<90).map { "\(($0 * 7 + file * 3) % 120),c\($0)\n" }.joined()
      files["f\(file).csv"] = Array(("id,text\n" + rows).utf8)
    }
    let text = """
      assay: 1
      id: copies
      data: { files: "*.csv" }
      fields:
        - { name: id, type: integer, unique: true }
        - { name: text, type: string, unique: true }
      """
    try expectSame(try Shards(text, files), seed: 7, rounds: 20)
  }

  /// A record with more values than can be numbered leaves its clause undecided; the files after it are still read.
  @Test func shardsBeyondALimitMergeToTheWhole() throws {
    let many = (0...(KeyPlace.maximumItem + 3)).map { "\"\($0)\"" }.joined(separator: ",")
    let copies = "{\"tags\":[\"b\"]}\n{\"tags\":[\"b\"]}\n{\"tags\":[null]}\n"
    let text = """
      assay: 1
      id: tags
      data: { files: "*.jsonl" }
      fields:
        - { name: "tags[]", type: string, unique: true }
      """
    let files = [
      "a.jsonl": "{\"tags\":[\"a\"]}\n{\"tags\":[\(many)]}\n" + copies, "b.jsonl": copies, "c.jsonl": copies,
    ]
    // The values of one record are looked up together, so they have to fit.
    try expectSame(try Shards(text, files.mapValues { Array($0.utf8) }), seed: 3, rounds: 4, memoryBytes: 1 << 30)
  }

  @Test func shardsOfJSONLinesMergeToTheWhole() throws {
    let text = """
      assay: 1
      id: corpus
      data: { files: "*.jsonl", record_limit: 4KiB }
      malformed: { block_above: 1% }
      fields:
        - { name: id, type: integer, required: true, unique: true, sorted: ascending }
        - { name: meta, type: object, required: true }
        - { name: meta.email, type: string, format: email, privacy: pii.email, required: true, nullable: true }
        - { name: meta.country, type: string, enum: [DE, FR] }
        - { name: comment, type: string, max_length: 20 }
        - { name: created_at, type: timestamp }
        - { name: tags, type: array, max_items: 2, unique_items: true }
        - { name: "tags[]", type: string, required: true, pattern: '[A-Z0-9]{1,8}', unique: true, sorted: ascending }
        - { name: never, type: string, required: true }
      checks:
        - { unique: [meta.country, created_at] }
      freshness: { field: created_at, warn_after: 24h }
      """
    for seed in UInt64(1)...3 {
      var files: [String: [UInt8]] = [:]
      for file in UInt64(0)..<4 {
        var orders = GeneratedOrders(seed: seed * 10 + file)
        let lines = documents(orders.rows(25)).map { Array(($0 + "\n").utf8) }
        files["\(file).jsonl"] = sprinkled(lines, with: jsonFaults, seed: seed + file)
      }
      try expectSame(try Shards(text, files), seed: seed)
    }
  }

  @Test func transcodedShardsMergeToTheWhole() throws {
    let text = """
      assay: 1
      id: utf16
      data: { files: "*.csv", encoding: utf-16 }
      fields:
        - { name: id, type: integer, unique: true }
        - { name: name, type: string, unique: true }
      """
    func file(_ rows: String) -> [UInt8] {
      [0xFF, 0xFE] + "id,name\n\(rows)".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }
    let shards = try Shards(
      text, ["a.csv": file("1,Zoë\n2,Jörg\n"), "b.csv": file("3,Zoë\n1,x\n"), "c.csv": file("2,\"a\nb\"\n9,Jörg\n")])
    try expectSame(shards, seed: 3)
  }

  @Test func keysOfPrivateFieldsAreNotInThePartial() throws {
    let shards = try Shards(
      Self.csvContract, ["a.csv": Array("id,email,country\n1,secret.person@example.com,DE\n2,b@c.de,FR\n".utf8)])
    let path = try shards.partial("p", shards.paths, EvaluationOptions(now: testClock))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for secret in ["secret", "b@c.de"] { #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret)") }
    // A short key would stand in its run the other way round.
    #expect(bytes.range(of: Data("b@c.de".utf8.reversed())) == nil)
  }

  @Test func copiesInAFileThatHasGoneAreCountedAndNamed() throws {
    let text = """
      assay: 1
      id: gone
      data: { files: "*.csv" }
      fields:
        - { name: id, type: integer, unique: true }
      """
    let shards = try Shards(text, ["a.csv": Array("id\n1\n2\n".utf8), "b.csv": Array("id\n3\n1\n2\n".utf8)])
    let partials = try shards.paths.enumerated().map {
      try shards.partial("\($0).partial", [$1], EvaluationOptions(now: testClock))
    }
    let plan = try Plan(shards.contract, EvaluationOptions(now: testClock))
    for change in [
      { try FileManager.default.removeItem(atPath: $0) },
      { try Data("id\n3\n1\n4\n".utf8).write(to: URL(fileURLWithPath: $0)) },
    ] {
      try change(shards.paths[1])
      let result = try PartialMerge(partials, tool: "test").result(plan, root: nil)
      let clause = try #require(result.clause("id/column.duplicate_value"))
      #expect(clause.violationCount == 2)
      #expect(clause.exemplars.isEmpty)
      #expect(result.notices.contains { $0.contains("records 2, 3") }, "\(result.notices)")
    }
  }
}
