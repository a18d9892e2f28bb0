import Contracts
import Testing

@testable import Dialects

@Suite struct DiagnosticsTests {
  private let head = "assay: 1\nid: t\ndata: { files: a.csv }\n"

  @Test func allProblemsComeInOneGoSortedByPlace() {
    let text = "assay: 1\nid: T\nrows: { min: 5, max: 4 }\ndata: { files: a.csv, formt: csv }\n"
      + "fields:\n  - { name: a, type: int, required: yes }\n  - { name: a, type: string, minimum: 1 }\n"
    #expect(
      read(text).diagnostics.map { "\($0.location.line):\($0.location.column) \($0.code)" } == [
        "2:5 value.wrong_form", "3:9 bounds.empty", "4:23 key.unknown", "6:22 value.not_listed", "6:37 value.not_a_flag",
        "7:13 field.duplicate",
      ])
  }

  @Test(arguments: [
    ("minLength", "min_length"), ("maxLength", "max_length"), ("uniqueItems", "unique_items"), ("regex", "pattern"),
    ("not_null", "required"), ("primary_key", "unique"), ("missingValues", "missing"), ("decimalChar", "decimal_mark"),
    ("requird", "required"), ("Unique", "unique"), ("accepted_values", "enum"), ("max-length", "max_length"),
  ])
  func foreignAndMistypedKeysGetASuggestion(key: String, expected: String) {
    let diagnostics = read(head + "fields:\n  - { name: a, type: string, \(key): 1 }\n").diagnostics
    #expect(diagnostics.map(\.code) == ["key.unknown"])
    #expect(diagnostics.first?.advice == "did you mean `\(expected)`?")
  }

  @Test(arguments: [
    ("int", "integer"), ("bigint", "integer"), ("float", "number"), ("double", "number"), ("bool", "boolean"),
    ("varchar", "string"), ("text", "string"), ("datetime", "timestamp"), ("struct", "object"), ("list", "array"),
    ("numeric", "decimal"), ("interger", "integer"), ("Date", "date"),
  ])
  func foreignTypesGetASuggestion(type: String, expected: String) {
    let diagnostics = read(head + "fields:\n  - { name: a, type: \(type) }\n").diagnostics
    #expect(diagnostics.first?.advice == "did you mean `\(expected)`?")
  }

  @Test func textThatYAMLReadsOtherwiseAdvisesQuotes() {
    let diagnostics = read(head + "fields:\n  - { name: a, type: string, pattern: [A-Z] }\n").diagnostics
    #expect(diagnostics.first?.advice?.contains("single quotes") == true)
  }

  @Test func anEmptyContractSaysSo() {
    #expect(read("").diagnostics.map(\.code) == ["contract.empty"])
    #expect(read("# nothing\n").diagnostics.map(\.code) == ["contract.empty"])
    #expect(read("---\n").contract == nil)
  }

  @Test func renderingShowsTheLineAndACaret() {
    let text = head + "fields:\n  - { name: é, type: string, maxLength: 3 }\n"
    #expect(
      render(read(text).diagnostics, source: Array(text.utf8)) == """
        orders.assay.yaml:5:30: error: Unknown key `maxLength` in `fields`. [key.unknown]
         5 |   - { name: é, type: string, maxLength: 3 }
           |                              ^
         help: did you mean `max_length`?

        """)
  }

  @Test func renderingWritesNoControlCharacters() {
    let text = "assay: 1\nid: \u{1B}[31m\n"
    let rendered = render(read(text).diagnostics, source: Array(text.utf8))
    #expect(!rendered.unicodeScalars.contains("\u{1B}"))
    #expect(rendered.contains("yaml.character"))
  }
}

@Suite struct ImpliedClauses {
  private func rules(_ text: String) -> [String] {
    (read("assay: 1\nid: t\n" + text).contract?.clauses ?? []).map(\.rule.rawValue)
  }

  @Test func aBareContractStillReadsItsData() {
    #expect(rules("data: { files: a.csv }\n") == ["data.unreadable", "record.malformed", "column.duplicate", "column.blank"])
  }

  @Test func withoutAHeaderNoClauseConcernsOne() {
    #expect(
      rules("data: { files: a.csv, csv: { header: false } }\nfields: [{ name: a, type: integer }]\n")
        == ["data.unreadable", "record.malformed", "cell.wrong_type"])
  }

  @Test func documentsAreClosedUnlessTheContractSaysOtherwise() {
    let data = "data: { files: a.jsonl }\nfields: [{ name: a, type: string }]\n"
    #expect(rules(data) == ["data.unreadable", "record.malformed", "object.extra_field", "cell.wrong_type"])
    #expect(rules(data + "extra_fields: allow\n") == ["data.unreadable", "record.malformed", "cell.wrong_type"])
  }

  @Test func orderAndExtraColumnsCanBeAllowed() {
    let data = "data: { files: a.csv }\nfields: [{ name: a, type: any, optional: true }]\n"
    #expect(rules(data).suffix(2) == ["column.order", "column.extra"])
    #expect(rules(data + "order: any\nextra_fields: allow\n").suffix(2) == ["column.duplicate", "column.blank"])
  }

  @Test func aPrivateFieldAloneAsksThePolicy() {
    let data = "data: { files: a.csv }\nfields: [{ name: a, type: any, privacy: "
    #expect(rules(data + "pii }]\n").last == "privacy.not_allowed")
    #expect(rules(data + "public }]\n").last == "column.missing")
  }

  @Test func aFlagThatIsFalseMakesNoClause() {
    let data = "data: { files: a.csv }\nfields: [{ name: a, type: string, required: "
    #expect(rules(data + "true }]\n").last == "cell.missing")
    #expect(rules(data + "{ because: x } }]\n").last == "cell.missing")
    #expect(rules(data + "false }]\n").last == "column.missing")
    #expect(rules(data + "{ value: false, severity: warn } }]\n").last == "column.missing")
  }

  @Test func nullableWithoutRequiredIsAWarning() {
    let text = "assay: 1\nid: t\ndata: { files: a.csv }\nfields: [{ name: a, type: any, nullable: true }]\n"
    #expect(read(text).diagnostics.map(\.code) == ["nullable.no_effect"])
    #expect(read(text).contract?.fields.first?.isNullable == true)
  }
}
