import Contracts
import Foundation
import TestSupport
import Testing

@testable import Validation

/// What the words of the design mean for headers, paths, files and spellings, a test for each sentence.
@Suite struct WordsOnFieldsTests {
  private func csv(_ contract: String, _ text: String) throws -> RunResult {
    try evaluate("{ assay: 1, id: w, data: { files: a.csv }, \(contract) }", "a.csv", text)
  }

  private func jsonl(_ contract: String, _ text: String) throws -> RunResult {
    try evaluate("{ assay: 1, id: w, data: { files: a.jsonl }, \(contract) }", "a.jsonl", text)
  }

  private func failures(_ result: RunResult) -> [String] {
    result.clauses.filter { $0.status == .failed }.map { String($0.clause.id.rawValue.dropFirst(2)) }
  }

  private static let two = "fields: [{ name: a, type: string }, { name: b, type: string }]"

  // MARK: Header

  @Test func fieldsAreClosedUnlessExtraFieldsAreAllowed() throws {
    #expect(failures(try csv(Self.two, "a,b,c\n1,2,3\n")) == ["column.extra"])
    #expect(failures(try csv("extra_fields: allow, " + Self.two, "a,b,c\n1,2,3\n")) == [])
  }

  @Test func orderIsCheckedUnlessAny() throws {
    #expect(failures(try csv(Self.two, "b,a\n1,2\n")) == ["column.order"])
    #expect(failures(try csv("order: any, " + Self.two, "b,a\n1,2\n")) == [])
  }

  @Test func duplicateAndBlankNamesAreFound() throws {
    let result = try csv("extra_fields: allow, " + Self.two, "a,b,a, ,\n1,2,3,4,5\n")
    #expect(failures(result) == ["column.duplicate", "column.blank"])
    #expect(result.clause("column.duplicate")?.exemplars.map(\.detail) == ["column 3"])
    #expect(result.clause("column.blank")?.exemplars.map(\.detail) == ["column 4", "column 5"])
  }

  /// A quote that is never closed makes one name of all that follows.
  @Test func longNamesAreCutWhereTheyAreShown() throws {
    let long = String(repeating: "é", count: 40_000)
    let result = try csv("extra_fields: allow, " + Self.two, "a,\(long)x,\(long)x\n1,2,3\n")
    let shown = String(repeating: "é", count: 128) + "…"
    #expect(result.clause("column.duplicate")?.exemplars.map(\.field) == [shown])
    #expect(result.clause("b/column.missing")?.exemplars.map(\.detail) == ["the header has a, \(shown), \(shown)"])
  }

  @Test func inCSVANameIsTheHeaderLiterally() throws {
    let result = try csv(
      "fields: [{ name: meta.url, type: integer }, { name: 'tags[]', type: integer }, { name: 'a\\.b', type: integer }]",
      "meta.url,tags[],a\\.b\n1,2,x\n")
    #expect(failures(result) == ["a\\.b/cell.wrong_type"])
  }

  @Test func eachFileHasItsHeader() throws {
    let result = try evaluate(
      "{ assay: 1, id: w, data: { files: '*.csv' }, order: any, \(Self.two.replacingOccurrences(of: "string", with: "integer")) }",
      ["1.csv": Array("a,b\n1,x\n".utf8), "2.csv": Array("b,a\n1,x\n".utf8), "3.csv": Array("a\n1\n".utf8)])
    #expect(result.clause("a/cell.wrong_type")?.exemplars.map { $0.position.file.suffix(5) } == ["2.csv"])
    #expect(result.clause("b/cell.wrong_type")?.exemplars.map { $0.position.file.suffix(5) } == ["1.csv"])
    #expect(result.clause("b/column.missing")?.exemplars.map { $0.position.file.suffix(5) } == ["3.csv"])
  }

  // MARK: Paths

  @Test func aPathLeadsThroughObjectsAndItems() throws {
    let result = try jsonl(
      """
      fields: [{ name: meta.url, type: integer }, { name: 'a\\.b', type: integer }, { name: 'c\\[\\]', type: integer },
        { name: 'd\\\\e', type: integer }, { name: 'tags[]', type: integer }, { name: 'items[].sku.n', type: integer },
        { name: 'm[][]', type: integer }]
      """,
      """
      {"meta": {"url": "x"}, "a.b": "x", "c[]": "x", "d\\\\e": "x", "tags": [1, "x"], "items": [{"sku": {"n": 1}}, {"sku": {"n": "x"}}], "m": [[1], [2, "x"]]}
      """)
    let pointers = result.clauses.filter { $0.clause.rule == "cell.wrong_type" }.map { $0.exemplars.first?.field }
    #expect(pointers == ["/meta/url", "/a.b", "/c[]", "/d\\e", "/tags/1", "/items/1/sku/n", "/m/1/1"])
    #expect(failures(result).count == 7)
  }

  @Test func extraFieldsHoldForEachObjectThatIsNamed() throws {
    let contract = "fields: [{ name: a, type: integer }, { name: meta.url, type: string }, { name: 'items[].n', type: integer }, { name: free, type: object }]"
    let lines = [
      "{\"a\": 1, \"meta\": {\"url\": \"x\"}, \"items\": [{\"n\": 1}], \"free\": {\"any\": {\"thing\": 1}}}",
      "{\"a\": 1, \"b\": 2}", "{\"meta\": {\"url\": \"x\", \"~/\": 1}}", "{\"items\": [{\"n\": 1}, {\"n\": 1, \"m\": 2}]}",
    ]
    let clause = try #require(try jsonl(contract, lines.joined(separator: "\n")).clause("object.extra_field"))
    #expect(clause.exemplars.map(\.field) == ["/b", "/meta/~0~1", "/items/1/m"])
    #expect(clause.violationCount == 3)
    #expect(try jsonl("extra_fields: allow, " + contract, lines.joined(separator: "\n")).clause("object.extra_field") == nil)
  }

  @Test func itemClausesConcernAnArray() throws {
    let result = try jsonl(
      "fields: [{ name: t, type: array, min_items: 1, max_items: 2, unique_items: true }, { name: u, type: integer }]",
      "{\"t\": []}\n{\"t\": [1, 2, 3]}\n{\"t\": [1, 1.0]}\n{\"t\": [1, \"1\"]}\n{\"t\": null}\n{\"u\": 1}\n")
    #expect(result.clause("t/array.too_few_items")?.exemplars.map(\.position.record) == [1])
    #expect(result.clause("t/array.too_many_items")?.exemplars.map(\.position.record) == [2])
    #expect(result.clause("t/array.repeated_item")?.exemplars.map(\.position.record) == [3])
  }

  // MARK: Order of values

  @Test func sortedHoldsWithinAFile() throws {
    let contract = "{ assay: 1, id: w, data: { files: '?.csv' }, fields: [{ name: a, type: integer, sorted: ascending }, { name: b, type: string, sorted: strict }] }"
    let files = ["1.csv": "a,b\n1,a\n5,b\n,\n5,b\n4,a\n", "2.csv": "a,b\n1,a\n10,B\n9,b\n"]
    for bytes in [1, 1 << 16] {
      let result = try evaluate(
        contract, files.mapValues { Array($0.utf8) }, options: EvaluationOptions(now: testClock, blockBytes: bytes))
      func places(_ clause: String) -> [String]? {
        result.clause(clause)?.exemplars.map { "\($0.position.file.suffix(5)):\($0.position.record ?? 0)" }
      }
      #expect(places("a/column.unsorted") == ["1.csv:5", "2.csv:3"])
      #expect(places("b/column.unsorted") == ["1.csv:4", "1.csv:5", "2.csv:2"])
    }
  }

  // MARK: Files

  @Test func aLiteralPathThatExistsWinsOverAGlob() throws {
    let files = ["[a].csv": "a\nx\n", "a.csv": "a\n1\n"].mapValues { Array($0.utf8) }
    let contract = "{ assay: 1, id: w, data: { files: '[a].csv' }, fields: [{ name: a, type: integer }] }"
    #expect(try evaluate(contract, files).files.map { $0.path.suffix(8) } == ["/[a].csv"])
    #expect(try evaluate(contract, ["a.csv": Array("a\n1\n".utf8)]).files.map { $0.path.suffix(6) } == ["/a.csv"])
  }

  @Test func twoStarsLeadThroughFoldersAndTheOrderIsBytewise() throws {
    let names = ["d/b.csv", "d/B.csv", "d/e/a.csv", "d/10.csv", "d/9.csv", "d/é.csv"]
    let result = try evaluate(
      "{ assay: 1, id: w, data: { files: 'd/**/*.csv' }, fields: [{ name: a, type: integer }] }",
      Dictionary(uniqueKeysWithValues: names.map { ($0, Array("a\n1\n".utf8)) }))
    let found = result.files.map { String($0.path[($0.path.range(of: "/d/")?.lowerBound ?? $0.path.startIndex)...]) }
    #expect(found == ["/d/10.csv", "/d/9.csv", "/d/B.csv", "/d/b.csv", "/d/e/a.csv", "/d/é.csv"])
  }

  @Test func nothingFoundIsInconclusive() throws {
    let result = try evaluate(
      "{ assay: 1, id: w, data: { files: ['*.csv', gone.csv] }, rows: { min: 0 }, fields: [{ name: a, type: integer }] }", [:])
    #expect(result.clauses.allSatisfy { $0.status == .inconclusive })
    #expect(result.clause("data.unreadable")?.reason == .unreadableData)
  }

  /// What was read is judged; what was not keeps everything from passing.
  @Test func aFileThatCannotBeReadHidesNothingOfTheOthers() throws {
    let result = try evaluate(
      """
      { assay: 1, id: w, data: { files: [a.csv, gone.csv] }, rows: { min: 1, max: 1 }, fields: [
        { name: a, type: integer, required: true, maximum: { value: 1, severity: warn } } ] }
      """, "a.csv", "a\nx\n5\n")
    #expect(result.clause("a/cell.wrong_type")?.status == .failed)
    #expect(result.clause("a/cell.missing")?.reason == .unreadableData)
    #expect(result.clause("a/cell.above_maximum")?.status == .inconclusive)
    #expect(result.clause("a/cell.above_maximum")?.violationCount == 1)
    #expect(result.clause("rows.too_many")?.status == .failed)
    #expect(result.clause("data.unreadable")?.status == .inconclusive)
  }

  // MARK: Real-world spellings

  @Test func aSpellingPerFieldWinsOverTheDialects() throws {
    let result = try evaluate(
      """
      { assay: 1, id: w, data: { files: a.csv, csv: { delimiter: ";", decimal_mark: ",", group_mark: ".", trim: true,
          true: [ja], false: [nein], layout: "%d.%m.%Y" } }, fields: [
        { name: a, type: decimal, maximum: 1000.5 }, { name: b, type: decimal, decimal_mark: ".", group_mark: "'", trim: false },
        { name: c, type: boolean }, { name: d, type: boolean, true: [x], false: [""] }, { name: e, type: date, minimum: 2026-01-02 },
        { name: f, type: date, layout: iso } ] }
      """, "a.csv", "a;b;c;d;e;f\n 1.000,5 ;1'000.5;ja;x;02.01.2026;2026-01-02\n1.000,51;1,5;nein;;01.01.2026;01.01.2026\n1000.5; 1;x;ja;1.1.2026;\n")
    func records(_ clause: String) -> [Int?]? { result.clause(clause)?.exemplars.map(\.position.record) }
    #expect(records("a/cell.wrong_type") == [3])
    #expect(records("a/cell.above_maximum") == [2])
    #expect(records("b/cell.wrong_type") == [2, 3])
    #expect(records("c/cell.wrong_type") == [3])
    #expect(records("d/cell.wrong_type") == [3])
    #expect(records("e/cell.wrong_type") == [3])
    #expect(records("e/cell.below_minimum") == [2])
    #expect(records("f/cell.wrong_type") == [2])
  }
}
