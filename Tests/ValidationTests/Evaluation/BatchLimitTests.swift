import Contracts
import TestSupport
import Testing

@testable import Validation

/// How many rows and values a batch may have changes no answer: records with more come in slices.
@Suite struct BatchLimitTests {
  private static let contract = """
    assay: 1
    id: long
    data: { files: "*.jsonl", record_limit: 2KiB }
    malformed: { block_above: 50% }
    fields:
      - { name: id, type: integer, required: true, unique: true }
      - { name: license, type: string, license: true }
      - { name: created_at, type: timestamp }
      - { name: tags, type: array, max_items: 9, unique_items: true }
      - { name: "tags[]", type: string, required: true, unique: true, sorted: ascending, pattern: '[A-Z]{2,3}', license: true }
      - { name: "items[].n", type: integer, required: true, minimum: 10, unique: true, privacy: pii }
      - { name: "items[].at", type: timestamp }
      - { name: "items[].deep[]", type: number, required: true, maximum: 5, sorted: strict }
      - { name: "grid[]", type: array, min_items: 2 }
      - { name: "grid[][]", type: decimal, scale: 1, enum: [1, 2.5, 7, 8] }
    freshness: { field: "items[].at", warn_after: 1h }
    provenance: { field: "tags[]", sources: manifest/tags.csv }
    """

  private static func data() throws -> PreparedData {
    var random = SeededNumbers(seed: 5)
    var files = ["manifest/tags.csv": Array("id,license\nMIT,MIT\nDE,MIT\n".utf8)]
    for name in ["a.jsonl", "b.jsonl"] {
      let lines = (0..<60).map { line($0, &random) }
      files[name] = Array((lines.joined(separator: "\n") + "\n").utf8)
    }
    return try PreparedData("long records", contract, files)
  }

  private static func line(_ number: Int, _ random: inout SeededNumbers) -> String {
    func some<T>(_ most: Int, _ make: (inout SeededNumbers) -> T) -> [T] {
      (0..<Int.random(in: 0...most, using: &random)).map { _ in make(&random) }
    }
    func list(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }
    func one(_ random: inout SeededNumbers, of choices: [String]) -> String { choices.randomElement(using: &random) ?? "1" }
    let tags = some(14) { one(&$0, of: [#""MIT""#, #""DE""#, #""x""#, #""M\u0049T""#, "null", "7", #""CC0-1.0""#]) }
    let numbers = some(6) { one(&$0, of: ["1", "2.5", "-3", "9", "1e1", #""x""#, "null"]) }
    let items = some(9) { random in
      let parts = [
        #""n": \#(Int.random(in: 0..<40, using: &random))"#, #""at": "2026-11-\#(Int.random(in: 10..<30, using: &random))T00:00:00Z""#,
        #""deep": \#(list(numbers))"#, #""k": 1"#,
      ]
      return "{" + parts.filter { _ in Int.random(in: 0..<4, using: &random) > 0 }.joined(separator: ", ") + "}"
    }
    let grid = some(5) { one(&$0, of: ["[1, 2.5]", "[]", "[7, 8, 9.25, 1]", "3", "[[1]]"]) }
    var parts = [
      #""id": \#(number)"#, #""license": "\#(one(&random, of: ["MIT", "no", "CC-BY-4.0"]))""#, #""tags": \#(list(tags))"#,
      #""items": \#(list(items))"#, #""grid": \#(list(grid))"#, #""created_at": "2026-11-20T00:00:00Z""#,
    ]
    parts.shuffle(using: &random)
    parts = parts.filter { _ in Int.random(in: 0..<8, using: &random) > 0 }
    // Some are cut off, some say a key twice, some are too long.
    switch Int.random(in: 0..<12, using: &random) {
    case 0: return "{" + parts.joined(separator: ", ")
    case 1: return "{" + (parts + parts).joined(separator: ", ") + "}"
    case 2: return "{" + (parts + [#""pad": "\#(String(repeating: "p", count: 5000))""#]).joined(separator: ", ") + "}"
    default: return "{" + parts.joined(separator: ", ") + "}"
    }
  }

  /// Where the source is one value a record, of long records' batches only the last has it.
  @Test func sourcesOfLongRecordsAreCounted() throws {
    let text = """
      assay: 1
      id: long
      data: { files: a.jsonl }
      fields:
        - { name: src, type: string }
        - { name: "a[]", type: integer }
      provenance: { field: src, sources: manifest/src.csv }
      """
    let lines = ["U1", "S1", "U2", nil, "U1", nil, "U1"].enumerated().map { number, source in
      let items = (0..<(number % 3 * 4 + 1)).map(String.init).joined(separator: ",")
      return #"{"a":[\#(items)]\#(source.map { #","src":"\#($0)""# } ?? "")}"#
    }
    let data = try PreparedData(
      "one source", text,
      [
        "a.jsonl": Array((lines.joined(separator: "\n") + "\n").utf8),
        "manifest/src.csv": Array("id,license\nS1,MIT\n".utf8),
      ])
    let whole = try #require(try data.result(Self.options(512, 1000)).sources)
    #expect(whole.undeclaredCount == 4 && whole.missingCount == 2)
    for (rows, values) in [(1, 1), (512, 1), (512, 3), (2, 4)] {
      #expect(try #require(try data.result(Self.options(rows, values)).sources) == whole, "\(rows), \(values)")
    }
  }

  private static func options(_ rows: Int?, _ values: Int?) -> EvaluationOptions {
    var options = EvaluationOptions(now: testClock)
    (options.batchRows, options.batchValues) = (rows, values)
    return options
  }

  @Test func theReportIsTheSame() throws {
    let data = try Self.data()
    let expected = try data.json(EvaluationOptions(now: testClock, blockBytes: 1 << 20, reader: .plain))
    for values in [1, 3, 50] {
      for (rows, blockBytes, threads) in [(1, 1 << 20, 1), (3, 700, 3), (512, 256 << 10, 2)] {
        for reader in [EvaluationOptions.Reader.plain, .simd] {
          var options = Self.options(rows, values)
          (options.blockBytes, options.threadCount, options.reader) = (blockBytes, threads, reader)
          let difference = firstDifference(expected, try data.json(options))
          #expect(difference == nil, "\(values) values, \(rows) rows, \(reader)")
          if difference != nil { return }
        }
      }
    }
  }

  @Test func theSplitIsTheSame() throws {
    func split(_ options: EvaluationOptions) throws -> [String] {
      let data = try Self.data()
      let plan = try Plan(data.contract, options)
      var (accepted, rejected): ([UInt8], [UInt8]) = ([], [])
      let sorter = RecordSorter(
        plan, accepted: .init(format: .jsonl) { accepted += $0 }, rejected: .init(format: .jsonl) { rejected += $0 })
      _ = Evaluator(plan, sources: try sources(of: plan)).run(splitter: sorter)
      // Each is prepared in a folder of its own.
      return [accepted, rejected].map { String(decoding: $0, as: UTF8.self).replacing(data.scratch.path, with: "") }
    }
    let expected = try split(Self.options(nil, nil))
    #expect(expected.allSatisfy { $0.contains("\n") })
    for (rows, values, blockBytes, threads) in [(1, 1, 100, 1), (512, 2, 3000, 3), (4, 5, 1 << 20, 2)] {
      var options = Self.options(rows, values)
      (options.blockBytes, options.threadCount) = (blockBytes, threads)
      #expect(try split(options) == expected)
    }
  }

  /// Otherwise the comparisons above would compare nothing.
  @Test func everyClauseIsViolated() throws {
    let clauses = try Self.data().result().clauses
    let quiet = clauses.filter {
      $0.clause.measure == .records && $0.clause.rule != "cell.wrong_type" && $0.violationCount == 0
    }
    #expect(quiet.map(\.clause.id.rawValue) == [])
  }
}
