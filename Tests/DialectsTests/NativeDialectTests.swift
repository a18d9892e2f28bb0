import Contracts
import Testing
import Validation

@testable import Dialects

/// The dialect as the tests use it, with a small licence list and a judge of integers.
func read(_ text: String) -> (contract: Contract?, diagnostics: [Diagnostic]) {
  var judges = NativeDialect.Judges()
  judges.licenseProblem = { ["CC-BY-4.0", "MIT"].contains($0) ? nil : "`\($0)` is no SPDX expression" }
  judges.argumentProblem = { clause, field, _ in
    guard field.type == .integer, case .scalar(let scalar) = clause.argument, Int(scalar.text) == nil else { return nil }
    return "`\(scalar.text)` is no integer"
  }
  return NativeDialect(vocabulary: Catalog.vocabulary, judges: judges)
    .read(Array(text.utf8), file: "orders.assay.yaml")
}

let exampleContract = #"""
  assay: 1                                  # version of this language
  id: orders
  version: 2.1.0                            # of the promise this contract makes
  title: Customer orders
  owner: { team: commerce-data, contact: commerce-data@example.com, runbook: docs/runbooks/orders.md }
  tags: [commerce]

  data:
    files: "../fixtures/orders-*.csv"       # relative to this file; a string or a list; "-" is stdin
    format: csv
    csv: { delimiter: ",", quote: '"', header: true, missing: [""] }      # never sniffed inside a gate

  rows: { min: 1000, max: 100000, per_file: { min: 1 } }
  malformed: { block_above: 0.01% }         # structural faults; without this line, one blocks

  fields:
    - { name: order_id,   type: integer, required: true, unique: true }
    - { name: email,      type: string,  format: email, privacy: pii.email, required: { warn_above: 0, block_above: 0.5% } }
    - { name: country,    type: string,  enum: [DE, FR, NA, NO] }
    - { name: amount,     type: decimal, minimum: 0, maximum: { value: 10000, severity: warn }, scale: 2 }
    - { name: created_at, type: timestamp, required: true }
    - { name: shipped_at, type: timestamp, missing: ["", NULL] }
    - { name: comment,    type: string,  max_length: 2000 }
    - { name: source_id,  type: string,  required: true }
    - name: voucher
      type: string
      optional: true                        # the column may be absent
      pattern: '[A-Z]{2}\d{6}'              # the whole value; `search` finds it anywhere

  checks:                                   # across fields and rows
    - { unique: [country, order_id] }

  pins:                                     # every byte accounted for: each file has a pin, each pin its file
    orders-2026-10.csv: sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
    orders-2026-11.csv: sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752

  freshness:
    - { field: created_at, warn_after: 24h, block_after: 72h, objective: { target: 99.5%, window: 30d } }

  license: CC-BY-4.0                        # an SPDX expression
  uses: [analytics, commercial-training]
  privacy: { classification: internal, legal_basis: contract, scan: [comment] }
  """#

@Suite struct ExampleContract {
  let contract: Contract
  let diagnostics: [Diagnostic]

  init() throws {
    let result = read(exampleContract)
    diagnostics = result.diagnostics
    contract = try #require(result.contract, "\(result.diagnostics)")
  }

  @Test func warnsOnlyOfWhatIsNotEnforced() {
    #expect(diagnostics.map(\.code) == ["privacy.scan_not_enforced"])
    #expect(diagnostics.allSatisfy { $0.level == .warning })
  }

  @Test func headIsRead() {
    #expect(contract.id == "orders")
    #expect(contract.version == "2.1.0")
    #expect(contract.owner?.runbook == "docs/runbooks/orders.md")
    #expect(contract.data.files.map(\.text) == ["../fixtures/orders-*.csv"])
    #expect(contract.data.csv.spelling.missing == [""])
    #expect(contract.rows == RowBounds(minimum: 1000, maximum: 100_000, perFileMinimum: 1))
    #expect(contract.uses.map(\.text) == ["analytics", "commercial-training"])
    #expect(contract.privacy?.classification?.rawValue == "internal")
    #expect(contract.license?.expression == "CC-BY-4.0")
  }

  @Test func fieldsKeepTheirSpellings() {
    #expect(contract.fields.map(\.path.text).prefix(3) == ["order_id", "email", "country"])
    #expect(contract.fields[1].isPrivate)
    #expect(contract.fields[4].spelling.missing == [""])
    #expect(contract.fields[5].spelling.missing == ["", "NULL"])
    #expect(contract.fields[8].isOptional)
  }

  @Test func clausesStandInTheOrderOfTheFile() {
    #expect(
      contract.clauses.map(\.id.rawValue) == [
        "orders/data.unreadable", "orders/rows.too_few", "orders/rows.too_many", "orders/file.too_few_rows",
        "orders/record.malformed", "orders/column.duplicate", "orders/column.blank", "orders/column.order",
        "orders/column.extra",
        "orders/order_id/column.missing", "orders/order_id/cell.wrong_type", "orders/order_id/cell.missing",
        "orders/order_id/column.duplicate_value",
        "orders/email/column.missing", "orders/email/cell.wrong_format", "orders/email/cell.missing",
        "orders/country/column.missing", "orders/country/cell.not_in_enum",
        "orders/amount/column.missing", "orders/amount/cell.wrong_type", "orders/amount/cell.below_minimum",
        "orders/amount/cell.above_maximum", "orders/amount/cell.too_many_decimals",
        "orders/created_at/column.missing", "orders/created_at/cell.wrong_type", "orders/created_at/cell.missing",
        "orders/shipped_at/column.missing", "orders/shipped_at/cell.wrong_type",
        "orders/comment/column.missing", "orders/comment/cell.too_long",
        "orders/source_id/column.missing", "orders/source_id/cell.missing",
        "orders/voucher/cell.pattern_mismatch",
        "orders/record.duplicate_key", "orders/file.not_pinned", "orders/data.stale", "orders/objective.missed", "orders/license.not_allowed",
        "orders/use.not_allowed", "orders/license.incompatible", "orders/privacy.not_allowed",
      ])
  }

  @Test func thresholdsAreAsWritten() throws {
    func thresholds(_ id: String) throws -> Thresholds {
      try #require(contract.clauses.first { $0.id.rawValue == "orders/" + id }).thresholds
    }
    let half = try #require(Share(percent: "0.5%"))
    #expect(try thresholds("email/cell.missing") == Thresholds(warnAbove: .count(0), blockAbove: .share(half, text: "0.5%")))
    #expect(try thresholds("amount/cell.above_maximum") == Thresholds(.warn))
    #expect(try thresholds("amount/cell.below_minimum") == Thresholds(.block))
    #expect(try thresholds("record.malformed").warnAbove == nil)
    #expect(try thresholds("record.malformed").blockAbove?.description == "0.01%")
  }

  @Test func clausesPointAtTheirKeyword() throws {
    let clause = try #require(contract.clauses.first { $0.rule == "cell.above_maximum" })
    #expect(clause.location.description == "orders.assay.yaml:20:52")
    #expect(clause.argument == .scalar(Scalar("10000", at: SourceLocation(file: "orders.assay.yaml", line: 20, column: 70))))
  }

  @Test func pinsAndFreshnessAreRead() throws {
    guard case .inline(let entries) = contract.pins?.source else {
      Issue.record("no inline pins")
      return
    }
    #expect(entries.map(\.name.text) == ["orders-2026-10.csv", "orders-2026-11.csv"])
    let freshness = try #require(contract.freshness.first)
    #expect(freshness.clock == .field(4))
    #expect(freshness.blockAfter?.seconds == 259_200)
    #expect(freshness.clauseID.rawValue == "orders/data.stale")
  }
}
