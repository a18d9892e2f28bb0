import Contracts
import Foundation
import TestSupport
import Testing

/// csvlint: every scenario with what became of it here.
struct CSVLintTests {
  /// How a scenario is judged.
  enum Treatment: Sendable {
    /// Nothing fails, with these words under `data`.
    case passes(String)
    /// The types of error that its authors expect, row by row.
    case errors
    /// Faults that its authors leave open, by their names here.
    case faults([String])
    /// These clauses fail with this contract, after its first two lines.
    case fails([String], String)
    /// Not about the data, or a guess.
    case outOfScope(String)
  }

  static let guess = "a guess about what the columns or options should have been"
  static let transport = "about a spreadsheet, a file name, an HTTP header or a server"
  static let style = "a spelling that RFC 4180 and this reader allow"
  static let plain = "data: { files: data.csv }\nrows: { min: 0 }\n"

  static let treatments: [String: Treatment] = [
    "check_format: Inconsistent formatting for integers": .outOfScope(guess),
    "check_format: Inconsistent formatting for alpha fields": .outOfScope(guess),
    "check_format: Inconsistent formatting for alphanumeric fields": .outOfScope(guess),
    "csv_options: Sucessfully parse a valid CSV": .passes(#", csv: { delimiter: ";", quote: "'" }"#),
    "csv_options: Warn if options seem to return invalid data": .outOfScope(guess),
    "csv_options: Use esoteric line endings": .passes(""),
    "parse_csv: Successfully parse a valid CSV": .passes(""),
    "parse_csv: Successfully parse a CSV with newlines in quoted fields": .passes(""),
    "parse_csv: Successfully parse a CSV with multiple newlines in quoted fields": .passes(""),
    "parse_csv: Successfully report an invalid CSV": .faults(["bare_quote"]),
    "parse_csv: Successfully report a CSV with incorrect quoting": .faults(["unclosed_quote"]),
    "parse_csv: Successfully report a CSV with incorrect whitespace": .faults(["bare_quote"]),
    "parse_csv: Successfully report a CSV with ragged rows": .faults(["missing_cell"]),
    "parse_csv: Don't class blank values as inconsistencies": .passes(""),
    "schema_validation: Valid CSV": .fails([], schema(header: false, "Name", "Id", "Email", minimum: 1)),
    "schema_validation: Schema invalid CSV":
      .fails(["Id/cell.too_short"], schema(header: false, "Name", "Id", "Email", minimum: 3)),
    "schema_validation: CSV with incorrect header":
      .fails(
        ["id/cell.too_short", "email/column.missing", "column.extra"],
        schema(header: true, "name", "id", "email", minimum: 3)),
    "schema_validation: Schema with valid regex":
      .fails([], schema(header: true, "firstname", "id", "email", minimum: 1, #", pattern: "[A-Za-z0-9_]*""#)),
    "schema_validation: Schema with invalid regex": .outOfScope("about a contract: see below"),
    "validation_errors: CSV with ragged rows": .errors,
    "validation_errors: CSV with incorrect quoting": .errors,
    "validation_errors: Successfully report a CSV with incorrect whitespace": .errors,
    "validation_errors: Successfully report a CSV with blank rows": .errors,
    "validation_errors: Successfully report a CSV with multiple trailing empty rows": .errors,
    "validation_errors: Successfully report a CSV with an empty row": .errors,
    "validation_errors: Report invalid Encoding": .errors,
    "validation_errors: Correctly handle different encodings":
      .fails(["column.blank"], "data: { files: data.csv, encoding: latin-1 }\n"),
    "validation_errors: Report invalid file": .outOfScope(transport),
    "validation_errors: Incorrect extension": .outOfScope(transport),
    "validation_errors: Handles urls that 404": .outOfScope(transport),
    "validation_errors: Incorrect line endings specified in settings": .errors,
    "validation_errors: inconsistent line endings in file cause an error": .errors,
    "validation_errors: inconsistent line endings with unquoted fields in file cause an error": .errors,
    "validation_info: LF line endings in file give an info message": .outOfScope(style),
    "validation_info: CRLF line endings in file produces no info messages": .passes(""),
    "validation_warnings: UTF-8 Encoding": .passes(""),
    "validation_warnings: ISO-8859-1 Encoding": .outOfScope(transport),
    "validation_warnings: Correct content type": .passes(""),
    "validation_warnings: No extension": .passes(""),
    "validation_warnings: Allow query params after extension": .passes(""),
    "validation_warnings: User doesn't supply encoding": .outOfScope(transport),
    "validation_warnings: Title rows": .fails(["column.blank"], plain),
    "validation_warnings: catch excel warnings": .outOfScope(transport),
  ]

  /// Errors where this reader answers otherwise, and why.
  static let expectedDifferences = [
    "validation_errors: Successfully report a CSV with blank rows":
      "a row of delimiters is a record of nulls, which `required` finds; only an empty line is a blank record",
    "validation_errors: Successfully report a CSV with multiple trailing empty rows":
      "the trailing rows were lost when the scenario was extracted",
    "validation_errors: Incorrect line endings specified in settings":
      "a CR after a closing quote is text after a quote",
    "validation_errors: inconsistent line endings in file cause an error": "LF and CR LF may be mixed",
    "validation_errors: inconsistent line endings with unquoted fields in file cause an error":
      "LF and CR LF may be mixed",
  ]

  /// What their errors are called here.
  static let errorTypes = [
    "missing_cell": "ragged_rows", "extra_cell": "ragged_rows", "unclosed_quote": "unclosed_quote",
    "text_after_quote": "whitespace", "bare_quote": "whitespace", "blank_record": "blank_rows",
    "bad_encoding": "invalid_encoding", "bare_carriage_return": "line_breaks",
  ]

  @Test func everyScenarioHasItsTreatment() throws {
    let names = try CSVLintScenario.all().map(\.name)
    #expect(names.count == 44)
    #expect(Set(names) == Set(Self.treatments.keys))
  }

  @Test(arguments: try CSVLintScenario.all()) func scenarioEndsAsExpected(_ scenario: CSVLintScenario) throws {
    switch try #require(Self.treatments[scenario.name]) {
    case .outOfScope: break
    case .passes(let options):
      #expect(try result(scenario, "data: { files: data.csv\(options) }\nrows: { min: 0 }\n").failures == [])
    case .faults(let kinds): #expect(try result(scenario, Self.plain).structuralFaults.map(\.kind) == kinds)
    case .fails(let clauses, let contract): #expect(try Set(result(scenario, contract).failures) == Set(clauses))
    case .errors: try compareErrors(of: scenario)
    }
  }

  @Test func patternThatIsNoExpressionIsAWrongContract() throws {
    let contract = Self.schema(header: true, "Name", "Id", "Email", minimum: 1, #", pattern: "((""#)
    #expect(throws: (any Error).self) {
      _ = try evaluate("assay: 1\nid: csvlint\n" + contract, "data.csv", "Name,Id,Email\n")
    }
  }

  private func compareErrors(of scenario: CSVLintScenario) throws {
    let faults = try result(scenario, Self.plain).structuralFaults
    // They count the header as row 1.
    let ours = Set(
      faults.map {
        let row = scenario.rows.isEmpty ? "" : " in row \(($0.record ?? 0) + 1)"
        return (Self.errorTypes[$0.kind] ?? $0.kind) + row
      })
    let theirs = Set(scenario.types.map { $0 + (scenario.rows.first.map { " in row \($0)" } ?? "") })
    let difference = Self.expectedDifferences[scenario.name]
    #expect((ours == theirs) == (difference == nil), "\(ours) against \(theirs)")
  }

  private func result(_ scenario: CSVLintScenario, _ contract: String) throws -> RunResult {
    try evaluate("assay: 1\nid: csvlint\n" + contract, ["data.csv": scenario.bytes()])
  }

  /// Their schema of three columns, of which the second has a least length.
  private static func schema(
    header: Bool, _ first: String, _ second: String, _ third: String, minimum: Int, _ more: String = ""
  ) -> String {
    """
    data: { files: data.csv, csv: { header: \(header) } }
    fields:
      - { name: \(first), type: string, required: true\(more) }
      - { name: \(second), type: string, required: true, min_length: \(minimum) }
      - { name: \(third), type: string, required: true }

    """
  }
}

/// One scenario as it was extracted.
struct CSVLintScenario: Sendable, CustomTestStringConvertible {
  let name: String
  let text: String?
  let file: String?
  let types: [String]
  let rows: [String]

  var testDescription: String { name }

  static func all() throws -> [CSVLintScenario] {
    try suiteJSON("csvlint/cases.json", as: [[String: Any]].self).map { scenario in
      let feature = (scenario["feature"] as? String ?? "").replacingOccurrences(of: ".feature", with: "")
      let expect = scenario["expect"] as? [String: Any] ?? [:]
      return CSVLintScenario(
        name: "\(feature): \(scenario["title"] as? String ?? "")", text: scenario["csv"] as? String,
        file: scenario["file"] as? String, types: expect["types"] as? [String] ?? [],
        rows: expect["rows"] as? [String] ?? [])
    }
  }

  /// The data, without the indent that its lines had in the feature file.
  func bytes() throws -> [UInt8] {
    if let file { return Array(try Data(contentsOf: URL(fileURLWithPath: suitePath("csvlint/fixtures/\(file)")))) }
    let lines = (text ?? "").components(separatedBy: "\n")
    let isIndented = lines.allSatisfy { $0.hasPrefix("  ") }
    return Array(lines.map { isIndented ? String($0.dropFirst(2)) : $0 }.joined(separator: "\n").utf8)
  }
}

extension RunResult {
  /// The clauses that did not pass, by name.
  var failures: [String] { clauses.filter { $0.status == .failed || $0.status == .inconclusive }.map(name) }
}
