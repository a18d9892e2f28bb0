import Contracts
import Foundation
import TestSupport
import Testing

@testable import Validation

/// What the words of the design mean for records and values, a test for each sentence.
@Suite struct WordsOnRecordsTests {
  /// Checks CSV against a contract given from its `fields` on.
  private func csv(_ contract: String, _ text: String) throws -> RunResult {
    try evaluate("{ assay: 1, id: w, data: { files: a.csv }, \(contract) }", "a.csv", text)
  }

  private func jsonl(_ contract: String, _ text: String) throws -> RunResult {
    try evaluate("{ assay: 1, id: w, data: { files: a.jsonl }, \(contract) }", "a.jsonl", text)
  }

  /// 10,000 rows of which the first are empty.
  private func rows(missing: Int, of count: Int = 10_000) -> String {
    "a,b\n" + String(repeating: ",1\n", count: missing) + String(repeating: "x,1\n", count: count - missing)
  }

  private func required(_ threshold: String) -> String {
    "fields: [{ name: a, type: string, required: \(threshold) }, { name: b, type: integer }]"
  }

  private func outcome(_ result: RunResult, _ clause: String) -> String {
    guard let found = result.clause(clause) else { return "no such clause" }
    let level = found.level.map { " \($0.rawValue)" } ?? ""
    let reason = found.reason.map { " \($0)" } ?? ""
    return "\(found.status.rawValue)\(level)\(reason) \(found.violationCount)"
  }

  // MARK: Severity and thresholds

  @Test(arguments: [
    ("true", 1, "failed block 1"), ("true", 0, "passed 0"), ("{ severity: warn }", 1, "failed warn 1"),
    ("{ severity: block }", 1, "failed block 1"), ("{ warn_above: 0 }", 9_999, "failed warn 9999"),
    ("{ block_above: 3 }", 3, "passed 3"), ("{ block_above: 3 }", 4, "failed block 4"),
    ("{ block_above: 0.01% }", 1, "passed 1"), ("{ block_above: 0.01% }", 2, "failed block 2"),
    ("{ block_above: 0.015% }", 1, "passed 1"), ("{ block_above: 0.015% }", 2, "failed block 2"),
    ("{ block_above: 100% }", 10_000, "passed 10000"), ("{ block_above: 99.99% }", 9_999, "passed 9999"),
    ("{ block_above: 99.99% }", 10_000, "failed block 10000"),
    ("{ warn_above: 1, block_above: 0.05% }", 1, "passed 1"), ("{ warn_above: 1, block_above: 0.05% }", 5, "failed warn 5"),
    ("{ warn_above: 1, block_above: 0.05% }", 6, "failed block 6"),
  ]) func aThresholdIsACountOrAShareComparedExactly(threshold: String, missing: Int, expected: String) throws {
    #expect(outcome(try csv(required(threshold), rows(missing: missing)), "a/cell.missing") == expected)
  }

  @Test func aShareIsOfAllRecordsMalformedOnesIncluded() throws {
    // 2 of 10 records are above 20 % of the 8 that are well-formed, but not of all.
    let text = "a,b\n,1\n,1\n" + String(repeating: "x,1\n", count: 6) + "x\nx\n"
    let result = try csv("malformed: { block_above: 2 }, " + required("{ block_above: 20% }"), text)
    #expect(outcome(result, "a/cell.missing") == "passed 2")
    #expect(result.clause("a/cell.missing")?.recordCount == 10)
    #expect(outcome(result, "record.malformed") == "passed 2")
  }

  @Test func malformedRecordsBlockUnlessSaidOtherwise() throws {
    #expect(outcome(try csv(required("true"), "a,b\nx,1\nx\n"), "record.malformed") == "failed block 1")
    let tolerant = try csv("malformed: { warn_above: 1 }, " + required("true"), "a,b\nx,1\nx\nx\n")
    #expect(outcome(tolerant, "record.malformed") == "failed warn 2")
  }

  @Test func aRecordCountsOncePerClause() throws {
    let result = try jsonl(
      """
      fields: [{ name: "t[]", type: string, max_length: 1, unique: true, sorted: ascending, required: true, enum: [a, b] },
        { name: t, type: array }, { name: "n[]", type: integer }, { name: n, type: array }, { name: "w[]", type: timestamp },
        { name: w, type: array }], freshness: { field: "w[]", warn_after: 1h }
      """,
      """
      {"t": ["ccc", "bbb", "aaa", null, null, "aaa"], "n": ["x", "y"], "w": ["2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z"]}
      {"t": ["aaa", "ccc", "bbb"], "n": [1, "z"], "w": []}
      """)
    for clause in ["cell.too_long", "column.duplicate_value", "column.unsorted", "cell.not_in_enum"] {
      #expect(result.clause("t[]/" + clause)?.violationCount == 2, "\(clause)")
    }
    #expect(result.clause("t[]/cell.missing")?.violationCount == 1)
    #expect(result.clause("n[]/cell.wrong_type")?.violationCount == 2)
    #expect(result.clause("data.stale")?.violationCount == 1)
  }

  // MARK: Null

  @Test func nullSatisfiesEveryClauseButRequired() throws {
    let result = try csv(
      """
      fields: [{ name: s, type: string, required: true, unique: true, sorted: strict, enum: [a], pattern: a, search: a,
        min_length: 1, format: email, license: true, minimum: a }, { name: n, type: decimal, minimum: 5, multiple_of: 3, scale: 1 },
        { name: x, type: integer }]
      """, "s,n,x\n,,1\n,,2\n")
    let failed = result.clauses.filter { $0.status != .passed }.map(\.clause.id.rawValue)
    #expect(failed == ["w/s/cell.missing"])
    #expect(result.clause("s/cell.missing")?.violationCount == 2)
  }

  /// A pattern may ask PCRE2 for no machine code; it matches all the same, and a match that is too long is undecided.
  @Test(arguments: ["", "(*NO_JIT)"]) func patternsMatchWithMachineCodeAndWithout(start: String) throws {
    let result = try csv(
      """
      fields: [{ name: s, type: string, pattern: '\(start)[a-z]+' }, { name: t, type: string, search: '\(start)x' },
        { name: u, type: string, pattern: '\(start)(a+)+[bc]' }]
      """, "s,t,u\nabc,axb,ab\nAbc,éx,ab\nabc,aé,\(String(repeating: "a", count: 40))\n")
    #expect(outcome(result, "s/cell.pattern_mismatch") == "failed block 1")
    #expect(outcome(result, "t/cell.search_mismatch") == "failed block 1")
    let judged = result.clause("u/cell.pattern_mismatch")
    #expect(judged?.status == .inconclusive && "\(judged?.reason as Any)".contains("match limit exceeded"))
  }

  @Test func aMissingValueIsNullPerFieldElsePerDialect() throws {
    let result = try evaluate(
      """
      { assay: 1, id: w, data: { files: a.csv, csv: { missing: [NA] } }, fields: [
        { name: a, type: integer, required: true }, { name: b, type: integer, missing: ["-"], required: true } ] }
      """, "a.csv", "a,b\nNA,-\n-,NA\n,\n1,1\n")
    #expect(result.clause("a/cell.missing")?.exemplars.map(\.position.record) == [1])
    #expect(result.clause("b/cell.missing")?.exemplars.map(\.position.record) == [1])
    #expect(result.clause("a/cell.wrong_type")?.exemplars.map(\.position.record) == [2, 3])
    #expect(result.clause("b/cell.wrong_type")?.exemplars.map(\.position.record) == [2, 3])
  }

  @Test func requiredIsPresentAndNotNullAndNullableAsksForPresenceOnly() throws {
    let text = "{\"a\": 1, \"b\": 1}\n{\"a\": null, \"b\": null}\n{}\n{\"a\": \"\", \"b\": \"\"}\n"
    let result = try jsonl(
      "fields: [{ name: a, type: any, required: true }, { name: b, type: any, required: true, nullable: true }]", text)
    #expect(result.clause("a/cell.missing")?.exemplars.map(\.position.record) == [2, 3])
    #expect(result.clause("b/cell.missing")?.exemplars.map(\.position.record) == [3])
  }

  @Test func absentNullAndEmptyAreKeptApart() throws {
    let result = try jsonl(
      "fields: [{ name: a, type: string, required: true, min_length: 1 }]", "{}\n{\"a\": null}\n{\"a\": \"\"}\n")
    #expect(result.clause("a/cell.missing")?.exemplars.map(\.value) == [.absent, .null])
    #expect(result.clause("a/cell.too_short")?.exemplars.map(\.value) == [.text("", isCut: false)])
  }

  @Test func uniqueIgnoresKeysWithANullAndCountsEveryCopyAfterTheFirst() throws {
    let result = try csv(
      "fields: [{ name: a, type: integer, unique: true }, { name: b, type: string }], checks: [{ unique: [a, b] }]",
      "a,b\n1,x\n01,x\n,x\n,x\n+1,\n1,\n1,x\n2,x\n")
    #expect(result.clause("a/column.duplicate_value")?.exemplars.map(\.position.record) == [2, 5, 6, 7])
    #expect(result.clause("record.duplicate_key")?.exemplars.map(\.position.record) == [2, 7])
  }

  @Test func aTupleWithAnInvalidCellIsNotCompared() throws {
    let result = try csv(
      "fields: [{ name: a, type: integer }, { name: b, type: string }], checks: [{ unique: [a, b] }]",
      "a,b\nx,y\nx,y\n1,y\n1,y\n")
    #expect(result.clause("record.duplicate_key")?.exemplars.map(\.position.record) == [4])
  }

  /// `ab` + `c` is not `a` + `bc`.
  @Test func keysAreEncodedInjectively() throws {
    let result = try csv(
      "fields: [{ name: a, type: string }, { name: b, type: string }], checks: [{ unique: [a, b] }]",
      "a,b\nab,c\na,bc\n\"a,\",b\na,\",b\"\n")
    #expect(outcome(result, "record.duplicate_key") == "passed 0")
  }

  // MARK: No cascades

  @Test func aMissingColumnFailsOnceAndItsClausesAreSkippedSayingSo() throws {
    let result = try csv(
      """
      fields: [{ name: a, type: integer }, { name: b, type: integer, required: true, unique: true, minimum: 1 }],
      checks: [{ unique: [a, b] }]
      """, "a\n1\n1\n")
    #expect(outcome(result, "b/column.missing") == "failed block 1")
    for clause in ["b/cell.wrong_type", "b/cell.missing", "b/column.duplicate_value", "b/cell.below_minimum", "record.duplicate_key"] {
      #expect(outcome(result, clause) == "skipped missingColumn 0", "\(clause)")
    }
    #expect(outcome(result, "a/cell.wrong_type") == "passed 0")
  }

  @Test func anAbsentOptionalColumnIsNoViolation() throws {
    let result = try csv(
      "fields: [{ name: a, type: integer }, { name: b, type: integer, optional: true, required: true }]", "a\n1\n")
    #expect(result.clause("b/column.missing") == nil)
    #expect(outcome(result, "b/cell.missing") == "skipped absentOptionalColumn 0")
  }

  @Test func aValueThatFailsItsTypeIsNotJudgedFurther() throws {
    let result = try csv(
      "fields: [{ name: a, type: integer, minimum: 5, unique: true, sorted: strict, enum: [7], required: true }]",
      "a\nx\nx\n7\n")
    #expect(outcome(result, "a/cell.wrong_type") == "failed block 2")
    #expect(result.clauses.filter { $0.status == .failed }.count == 1)
    #expect(result.clause("a/cell.below_minimum")?.judgedCount == 1)
  }

  @Test func aClauseLeftWithNothingToJudgeIsInconclusive() throws {
    let result = try csv(
      "fields: [{ name: a, type: integer, minimum: 5, unique: true, sorted: strict }, { name: b, type: string }]",
      "a,b\nx,1\ny,2\n")
    for clause in ["a/cell.below_minimum", "a/column.duplicate_value", "a/column.unsorted"] {
      #expect(outcome(result, clause) == "inconclusive nothingLeftToJudge 0", "\(clause)")
    }
    let malformed = try csv("fields: [{ name: a, type: integer, required: true }]", "a\n1,2\n3,4\n")
    #expect(outcome(malformed, "a/cell.wrong_type") == "inconclusive nothingLeftToJudge 0")
    #expect(outcome(malformed, "a/cell.missing") == "inconclusive nothingLeftToJudge 0")
  }

  @Test func withNoRecordsRowsAndHeaderDecideAndTheOthersAreInconclusive() throws {
    let fields = "fields: [{ name: a, type: integer, required: true, unique: true }]"
    for rows in ["rows: { max: 5 }", "rows: { min: 1 }"] {
      let result = try csv("\(rows), \(fields)", "a\n")
      for clause in ["a/cell.wrong_type", "a/cell.missing", "a/column.duplicate_value", "record.malformed"] {
        #expect(outcome(result, clause) == "inconclusive noRecords 0", "\(clause)")
      }
      #expect(outcome(result, "a/column.missing") == "passed 0")
    }
    #expect(outcome(try csv("rows: { min: 1 }, \(fields)", "a\n"), "rows.too_few") == "failed block 1")
    #expect(outcome(try csv("rows: { max: 5 }, \(fields)", "a\n"), "rows.too_many") == "passed 0")
  }

  @Test func withNoRecordsTheOthersAreSkippedWhereZeroRowsAreAllowed() throws {
    let result = try csv("rows: { min: 0 }, fields: [{ name: a, type: integer, required: true, unique: true }]", "a\n")
    for clause in ["a/cell.wrong_type", "a/cell.missing", "a/column.duplicate_value", "record.malformed"] {
      #expect(outcome(result, clause) == "skipped noRecords 0", "\(clause)")
    }
    #expect(outcome(result, "rows.too_few") == "passed 0")
    #expect(outcome(try csv("rows: { min: 0 }, fields: [{ name: a, type: integer }]", "b\n"), "a/column.missing") == "failed block 1")
  }

  @Test func anEmptyFileIsNoHeaderOnlyFile() throws {
    let result = try csv("rows: { min: 0 }, fields: [{ name: a, type: integer }]", "")
    #expect(outcome(result, "data.unreadable") == "failed block 1")
    #expect(outcome(result, "a/column.missing").hasPrefix("inconclusive"))
  }

  // MARK: Scalars keep their text

  @Test func aValueIsReadFromTheScalarsTextByTheTypeExpected() throws {
    let result = try csv(
      """
      fields: [{ name: country, type: string, enum: [NO, 1.10, 01, NULL, 2026-01-01, 12:30, true, ~] },
        { name: amount, type: decimal, enum: [1.10, 0x1F] }]
      """.replacingOccurrences(of: ", 0x1F", with: ""),
      "country,amount\nNO,1.1\n1.10,1.10\n01,01.100\nNULL,+1.1\n2026-01-01,1.1\n12:30,1.1\ntrue,1.1\n~,1.1\n1.1,1\nfalse,1.11\n")
    #expect(result.clause("country/cell.not_in_enum")?.exemplars.map(\.position.record) == [9, 10])
    #expect(result.clause("amount/cell.not_in_enum")?.exemplars.map(\.position.record) == [9, 10])
  }
}
