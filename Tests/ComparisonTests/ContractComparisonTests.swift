import Contracts
import TestSupport
import Testing

@testable import Comparison

/// `+ email breaking compatible`: a line of a comparison in short.
private func short(_ line: ContractDifference) -> String {
  let sign = [ContractDifference.Kind.added: "+", .removed: "-", .changed: "~"][line.kind] ?? "?"
  return "\(sign) \(line.name) \(line.consumers) \(line.producers)"
}

/// A contract for CSV from its lines below `data`.
private func orders(_ body: String, data: String = "{ files: orders.csv }", file: String = "a.yaml") throws -> Contract {
  try contract("assay: 1\nid: orders\ndata: \(data)\n\(body)\n", file: file)
}

private func oneField(_ options: String) -> String { "fields:\n  - { name: a, \(options) }" }

struct ContractComparisonTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let before: String
    let after: String
    let lines: [String]
    var testDescription: String { "\(before) → \(after)" }

    init(_ before: String, _ after: String, _ lines: String...) {
      self.before = before
      self.after = after
      self.lines = lines
    }

    /// The options of one field.
    static func field(_ before: String, _ after: String, _ lines: String...) -> Case {
      var result = Case(oneField(before), oneField(after))
      result = Case(result.before, result.after, lines)
      return result
    }

    private init(_ before: String, _ after: String, _ lines: [String]) {
      self.before = before
      self.after = after
      self.lines = lines
    }
  }

  static let weaker = "breaking compatible"
  static let stronger = "compatible breaking"
  static let both = "breaking breaking"
  static let none = "none none"

  static let cases: [Case] = [
    // Required, optional, nullable.
    .field("type: string, required: true", "type: string", "- a/required \(weaker)"),
    .field("type: string", "type: string, required: true", "+ a/required \(stronger)"),
    .field("type: string", "type: string, optional: true", "~ a/optional \(weaker)"),
    .field("type: string, required: true", "type: string, required: true, nullable: true", "~ a/required \(weaker)"),
    .field("type: string, unique: true", "type: string", "- a/unique \(weaker)"),
    // Policies go by tags, though no data does.
    .field(
      "type: string, required: { because: x, tags: [a] }", "type: string, required: { because: y, tags: [b], owner: z }",
      "~ a/required/because \(none)", "+ a/required/owner \(none)", "~ a/required/tags \(none)"),
    // In CSV every cell is a text, so that both hold the same.
    .field("type: string", "type: any", "~ a/type \(none)"),
    // Severity and thresholds.
    .field("type: string, required: true", "type: string, required: { severity: warn }", "~ a/required \(weaker)"),
    .field("type: string, required: { severity: warn }", "type: string, required: true", "~ a/required \(stronger)"),
    .field("type: string, required: { severity: warn }", "type: string", "- a/required \(none)"),
    .field("type: string", "type: string, required: { severity: warn }", "+ a/required \(none)"),
    .field(
      "type: string, required: { block_above: 1% }", "type: string, required: { block_above: 2% }",
      "~ a/required \(weaker)"),
    .field(
      "type: string, required: { block_above: 3 }", "type: string, required: { block_above: 2% }",
      "~ a/required \(both)"),
    .field(
      "type: string, required: true", "type: string, required: { block_above: 0% }", "~ a/required \(none)"),
    .field(
      "type: string, required: { warn_above: 1, block_above: 3 }", "type: string, required: { block_above: 3 }",
      "~ a/required \(none)"),
    .field(
      "type: string, max_length: 3", "type: string, max_length: { value: 5, severity: warn }", "~ a/max_length \(weaker)"),
    .field(
      "type: string, max_length: { value: 3, block_above: 1% }", "type: string, max_length: 5",
      "~ a/max_length \(both)"),
    // Limits.
    .field("type: string, max_length: 3", "type: string, max_length: 5", "~ a/max_length \(weaker)"),
    .field("type: string, min_length: 3", "type: string, min_length: 5", "~ a/min_length \(stronger)"),
    .field("type: decimal, scale: 2", "type: decimal, scale: 1", "~ a/scale \(stronger)"),
    .field("type: decimal, precision: 5", "type: decimal, precision: 6", "~ a/precision \(weaker)"),
    .field("type: integer, minimum: 0", "type: integer, minimum: -1", "~ a/minimum \(weaker)"),
    .field("type: integer, minimum: 0", "type: integer, exclusive_minimum: -1", "~ a/exclusive_minimum \(none)"),
    .field("type: decimal, minimum: 0", "type: decimal, exclusive_minimum: 0", "~ a/exclusive_minimum \(stronger)"),
    .field("type: decimal, maximum: 1.0", "type: decimal, maximum: 1.00", "~ a/maximum \(none)"),
    .field("type: decimal, maximum: 10", "type: decimal, maximum: 9.5", "~ a/maximum \(stronger)"),
    .field("type: date, minimum: 2026-01-01", "type: date, minimum: 2025-12-31", "~ a/minimum \(weaker)"),
    .field(
      "type: timestamp, maximum: 2026-01-01T00:00:00Z", "type: timestamp, maximum: 2026-01-01T01:00:00+01:00",
      "~ a/maximum \(none)"),
    .field(
      "type: decimal, decimal_mark: ',', minimum: '1,5'", "type: decimal, decimal_mark: ',', minimum: '1,7'",
      "~ a/minimum \(both)"),
    .field("type: decimal, multiple_of: 0.01", "type: decimal, multiple_of: 0.1", "~ a/multiple_of \(stronger)"),
    .field("type: integer, multiple_of: 4", "type: integer, multiple_of: 6", "~ a/multiple_of \(both)"),
    // Sets.
    .field("type: string, enum: [x, y]", "type: string, enum: [x, y, z]", "~ a/enum \(weaker)"),
    .field("type: string, enum: [x, y]", "type: string, enum: [x]", "~ a/enum \(stronger)"),
    .field("type: string, enum: [x, y]", "type: string, enum: [x, z]", "~ a/enum \(both)"),
    .field("type: string, enum: [x, y]", "type: string, enum: [y, x]", "~ a/enum \(none)"),
    .field("type: decimal, enum: [1, 2]", "type: decimal, enum: [1.0, 2.0]", "~ a/enum \(none)"),
    // What nobody can decide.
    .field("type: string, pattern: 'a+'", "type: string, pattern: 'a*'", "~ a/pattern \(both)"),
    .field("type: string", "type: string, pattern: 'a*'", "+ a/pattern \(stronger)"),
    .field("type: string, format: email", "type: string, format: uri", "~ a/format \(both)"),
    .field("type: integer, sorted: strict", "type: integer, sorted: ascending", "~ a/sorted \(weaker)"),
    // Types.
    .field("type: integer", "type: decimal", "~ a/type \(weaker)"),
    .field("type: number", "type: integer", "~ a/type \(stronger)"),
    .field("type: integer", "type: string", "~ a/type \(weaker)"),
    .field("type: string", "type: integer", "~ a/type \(stronger)"),
    .field("type: string", "type: { value: integer, severity: warn }", "~ a/type \(none)"),
    .field("type: date", "type: timestamp", "~ a/type \(both)"),
    .field("type: integer", "type: { value: integer, severity: warn }", "~ a/type \(weaker)"),
    .field("type: { value: integer, severity: warn }", "type: { value: date, severity: warn }", "~ a/type \(none)"),
    // Spellings.
    .field("type: date", "type: date, layout: '%d/%m/%Y'", "~ a/layout \(both)"),
    .field("type: string", "type: string, missing: ['']"),
    .field("type: string", "type: string, missing: ['', NULL]", "~ a/missing \(both)"),
    .field("type: timestamp", "type: timestamp, zone: optional", "~ a/zone \(weaker)"),
    // Privacy and notes.
    .field("type: string", "type: string, privacy: pii.email", "+ a/privacy \(both)"),
    .field("type: string", "type: string, privacy: public", "+ a/privacy \(none)"),
    .field("type: string", "type: string, title: A", "+ a/title \(none)"),
    // Fields.
    Case(
      "fields:\n  - { name: a, type: string }", "fields:\n  - { name: a, type: string }\n  - { name: b, type: integer }",
      "+ b \(stronger)"),
    Case(
      "fields:\n  - { name: a, type: string }",
      "fields:\n  - { name: a, type: string }\n  - { name: b, type: integer, optional: true }", "+ b compatible compatible"),
    Case(
      "extra_fields: allow\nfields:\n  - { name: a, type: string }",
      "extra_fields: allow\nfields:\n  - { name: a, type: string }\n  - { name: b, type: integer, optional: true }",
      "+ b \(stronger)"),
    Case(
      "fields:\n  - { name: a, type: string }\n  - { name: b, type: integer }", "fields:\n  - { name: a, type: string }",
      "- b \(both)"),
    Case(
      "extra_fields: allow\nfields:\n  - { name: a, type: string }\n  - { name: b, type: integer }",
      "extra_fields: allow\nfields:\n  - { name: a, type: string }", "- b \(weaker)"),
    Case(
      "fields:\n  - { name: a, type: string }\n  - { name: b, type: string }",
      "fields:\n  - { name: b, type: string }\n  - { name: a, type: string }", "~ fields \(both)"),
    Case(
      "order: any\nfields:\n  - { name: a, type: string }\n  - { name: b, type: string }",
      "order: any\nfields:\n  - { name: b, type: string }\n  - { name: a, type: string }", "~ fields \(none)"),
    Case(
      "fields:\n  - { name: a, type: string }", "extra_fields: allow\nfields:\n  - { name: a, type: string }",
      "- extra_fields \(weaker)"),
    Case(
      "order: any\nfields:\n  - { name: a, type: string }", "fields:\n  - { name: a, type: string }", "+ order \(stronger)"),
    // The dataset.
    Case("rows: { min: 10 }", "rows: { min: 9, max: 20 }", "~ rows/min \(weaker)", "+ rows/max \(stronger)"),
    Case("malformed: { block_above: 1% }", "", "~ malformed \(stronger)"),
    Case("license: MIT", "license: MIT OR ISC", "~ license \(stronger)"),
    Case("license: CC-BY-4.0", "license: CC-BY-NC-4.0", "~ license \(weaker)"),
    Case("license: MIT", "", "- license \(weaker)"),
    Case("uses: [analytics, research]", "uses: [analytics]", "~ uses \(weaker)"),
    Case("uses: [analytics]", "uses: [analytics, research]", "~ uses \(stronger)"),
    Case("privacy: { legal_basis: consent }", "privacy: { legal_basis: contract }", "~ privacy/legal_basis \(both)"),
    Case("title: A", "title: B\nversion: 2.0.0", "~ title \(none)"),
    Case(
      "freshness: { mtime: true, block_after: 24h }", "freshness: { mtime: true, block_after: 3d }",
      "~ freshness \(weaker)"),
    Case(
      "freshness: { mtime: true, block_after: 24h }", "freshness: { mtime: true, block_after: 1d }", "~ freshness \(none)"),
    Case(
      "freshness: { mtime: true, warn_after: 1h, block_after: 1d }", "freshness: { mtime: true, warn_after: 2h, block_after: 1d }",
      "~ freshness \(none)"),
    Case("freshness: { mtime: true, block_after: 1d }", "", "- freshness \(weaker)"),
    Case(
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nchecks:\n  - { unique: [a] }",
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nchecks:\n  - { unique: [a, b] }",
      "~ unique \(weaker)"),
    // Where rows come from.
    Case(
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml }",
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: b, sources: s.yaml }",
      "~ provenance/field \(both)"),
    Case(
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml }",
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: t.csv }",
      "~ provenance/sources \(none)"),
    Case(
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml, require: [url] }",
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml }",
      "- provenance/require \(weaker)"),
    Case(
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml, require: [url] }",
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml, require: [name] }",
      "~ provenance/require \(both)"),
    Case(
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml }",
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml, require: [license] }",
      "+ provenance/require \(stronger)"),
    Case(
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml, max_age: 90d }",
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml, max_age: 30d }",
      "~ provenance/max_age \(stronger)"),
    Case(
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml, require: [refreshed_at], max_age: 90d }",
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml, require: [refreshed_at] }",
      "- provenance/max_age \(weaker)"),
    Case(
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml, max_age: 90d, stale: { severity: warn } }",
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml, max_age: 9d, stale: { severity: warn } }",
      "~ provenance/max_age \(none)"),
    Case(
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml }",
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml, unused: { severity: block } }",
      "~ provenance/unused \(stronger)"),
    Case(
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml, unknown: { block_above: 3 } }",
      "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml }",
      "~ provenance/unknown \(stronger)"),
    Case("fields: [{ name: a, type: string }, { name: b, type: string }]", "fields: [{ name: a, type: string }, { name: b, type: string }]\nprovenance: { field: a, sources: s.yaml }", "+ provenance \(stronger)"),
  ]

  @Test(arguments: cases) func tellsForWhomEachLineBreaks(_ test: Case) throws {
    let comparison = ContractComparison(try orders(test.before), try orders(test.after, file: "b.yaml"))
    #expect(comparison.differences.map(short) == test.lines)
  }

  /// What holds for any two contracts: here each case against each other's sides.
  @Test(arguments: cases) func aContractDoesNotDifferFromItself(_ test: Case) throws {
    for text in [test.before, test.after] {
      let comparison = ContractComparison(try orders(text), try orders(text, file: "b.yaml"))
      #expect(comparison.differences == [])
      #expect(comparison.bump == .none)
    }
  }

  /// Undone, each change breaks the other side; only a whole field is not symmetric, since readers go by name.
  @Test(arguments: cases) func theMirroredComparisonSwapsTheRoles(_ test: Case) throws {
    let (a, b) = (try orders(test.before), try orders(test.after, file: "b.yaml"))
    func form(_ line: ContractDifference, isMirrored: Bool) -> String {
      let sides = [line.before, line.after].map { "\($0?.text ?? "-") \($0?.place.description ?? "-")" }
      let effects = line.part == .field ? "" : isMirrored ? "\(line.producers) \(line.consumers)" : "\(line.consumers) \(line.producers)"
      // A bound that changes its keyword is named by the later one.
      let name = line.name.replacing("exclusive_", with: "")
      return "\(name): \((isMirrored ? sides.reversed() : sides).joined(separator: " → ")) \(effects)"
    }
    let forward = ContractComparison(a, b).differences.map { form($0, isMirrored: false) }
    let backward = ContractComparison(b, a).differences.map { form($0, isMirrored: true) }
    #expect(Set(forward) == Set(backward))
    #expect(forward.count == backward.count)
  }

  @Test(arguments: [
    ("{ files: a.csv }", "{ files: b.csv }", ["~ data/files none none"]),
    ("{ files: a.csv }", "{ files: a.csv, encoding: latin-1 }", ["~ data/encoding breaking breaking"]),
    ("{ files: a.csv }", "{ files: a.csv, byte_order_mark: forbid }", ["~ data/byte_order_mark compatible breaking"]),
    ("{ files: a.csv }", "{ files: a.csv, record_limit: 1MiB }", ["~ data/record_limit compatible breaking"]),
    (
      "{ files: a.csv }", "{ files: a.csv, csv: { delimiter: ';' } }", ["~ data/csv/delimiter breaking breaking"]
    ),
    (
      "{ files: a.csv }", "{ files: a.csv, csv: { line_breaks: forbid } }", ["~ data/csv/line_breaks compatible breaking"]
    ),
    // The clauses on the header go with it, and are not listed by themselves.
    ("{ files: a.csv }", "{ files: a.csv, csv: { header: false } }", ["~ data/csv/header breaking breaking"]),
  ])
  func tellsHowTheBytesAreReadOtherwise(before: String, after: String, expected: [String]) throws {
    let body = "fields:\n  - { name: a, type: string }"
    let comparison = ContractComparison(try orders(body, data: before), try orders(body, data: after, file: "b.yaml"))
    #expect(comparison.differences.map(short) == expected)
  }

  /// A clause is the same under a name of its own.
  @Test func aNameChangesNoPromise() throws {
    let a = try orders(oneField("type: string, max_length: 3"))
    let b = try orders(oneField("type: string, max_length: { value: 3, id: short }"), file: "b.yaml")
    #expect(ContractComparison(a, b).differences == [])
  }

  @Test func aRenamedFieldIsRemovedAndAddedWithAHint() throws {
    let a = try orders("fields:\n  - { name: mail, type: string, required: true }")
    let b = try orders("fields:\n  - { name: email, type: string, required: true }", file: "b.yaml")
    let lines = ContractComparison(a, b).differences
    #expect(lines.map(\.name).sorted() == ["email", "mail"])
    #expect(Set(lines.compactMap(\.hint)) == ["may be the new name of `mail`", "may be called `email` now"])
  }

  @Test func linesCarryTheirPlaces() throws {
    let a = try orders("fields:\n  - { name: a, type: string, max_length: 3 }")
    let b = try orders("title: B\nfields:\n  - { name: a, type: string, max_length: 5 }", file: "b.yaml")
    let line = try #require(ContractComparison(a, b).differences.first { $0.keyword == "max_length" })
    #expect(line.before?.place == Contracts.SourceLocation(file: "a.yaml", line: 5, column: 30))
    #expect(line.after?.place == Contracts.SourceLocation(file: "b.yaml", line: 6, column: 30))
  }

  @Test(arguments: [
    ("type: string", "type: string", VersionBump.none), ("type: string", "type: string, required: true", .patch),
    ("type: string, required: true", "type: string", .major), ("type: string", "type: string, title: A", .patch),
  ])
  func proposesAVersion(before: String, after: String, expected: VersionBump) throws {
    let comparison = ContractComparison(try orders(oneField(before)), try orders(oneField(after), file: "b.yaml"))
    #expect(comparison.bump == expected)
  }

  @Test func aNewFieldAsksForAMinorVersion() throws {
    let a = try orders("fields:\n  - { name: a, type: string }")
    let b = try orders("fields:\n  - { name: a, type: string }\n  - { name: b, type: string }", file: "b.yaml")
    #expect(ContractComparison(a, b).bump == .minor)
    #expect(ContractComparison(b, a).bump == .major)
  }
}
