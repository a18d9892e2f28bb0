import Contracts
import Testing

@testable import Gating

let file = "orders.assay.yaml"
let here = SourceLocation(file: file, line: 1, column: 1)
/// 2026-11-21T12:00:00Z
let noon = Instant(seconds: 1_795_262_400)

/// A result of one contract `orders` with the fields `email` (pii.email), `country` (no class) and `licence`.
func result(
  _ clauses: [ClauseResult], license: String? = "CC-BY-4.0", uses: [String] = [], legalBasis: String? = nil,
  classification: String? = nil, tags: [String] = [], observed: [ObservedLicense] = [], records: Int = 1000,
  allowsNoRows: Bool = false, problems: [InputProblem] = []
) -> RunResult {
  func field(_ name: String, _ privacy: String? = nil) -> Field {
    Field(path: FieldPath(header: name), type: .string, privacy: privacy.map(PrivacyClass.init), location: here)
  }
  var contract = Contract(
    id: "orders", tags: tags, data: DataSource(files: [], format: .csv),
    fields: [field("email", "pii.email"), field("country"), field("licence")],
    rows: RowBounds(minimum: allowsNoRows ? 0 : nil), clauses: clauses.map(\.clause),
    license: license.map { LicenseDeclaration(expression: $0, location: here) },
    uses: uses.map { Scalar($0, at: here) }, path: file)
  if legalBasis != nil || classification != nil {
    contract.privacy = PrivacyDeclaration(
      classification: classification.map(PrivacyClass.init), legalBasis: legalBasis, location: here)
  }
  return RunResult(
    contract: contract, recordCount: records, clauses: clauses, problems: problems, observedLicenses: observed)
}

/// A clause of `orders`, as it ended. Fields: 0 `email`, 1 `country`, 2 `licence`.
func clause(
  _ rule: RuleID, _ status: Status, _ level: Severity? = nil, field: Int? = 0, count: Int? = nil,
  reason: Reason? = nil, tags: [String] = [], records: Int = 1000
) -> ClauseResult {
  let name = field.map { ["email", "country", "licence"][$0] }
  let clause = Clause(
    id: ClauseID(contract: "orders", field: name, rule: rule), rule: rule, keyword: "k", field: field, tags: tags,
    location: here)
  return ClauseResult(
    clause: clause, field: name, status: status, level: level, reason: reason,
    violationCount: count ?? (status == .failed ? 12 : 0), recordCount: records)
}

/// `orders/email/cell.missing`, or that of another field, as it ended.
func clause(
  _ status: Status, _ level: Severity? = nil, field: Int? = 0, count: Int? = nil, reason: Reason? = nil,
  tags: [String] = []
) -> ClauseResult {
  clause("cell.missing", status, level, field: field, count: count, reason: reason, tags: tags)
}

/// A clause that waits for a policy.
func waiting(_ rule: RuleID, field: Int? = nil) -> ClauseResult {
  clause(rule, .skipped, field: field, reason: .noPolicy)
}

func observed(_ expression: String, records: Int = 3, line: Int = 7) -> ObservedLicense {
  ObservedLicense(
    expression: expression, recordCount: records,
    first: Position(file: "orders.csv", offset: 100, line: line, record: line - 1),
    clauseID: ClauseID(contract: "orders", field: "licence", rule: .licenseNotAllowed))
}

/// A policy from the lines under the gate `merge`.
func policy(_ lines: String...) throws -> Policy {
  let text = "assay_policy: 1\ngates:\n  merge:\n" + lines.map { "    \($0)\n" }.joined()
  let (policy, diagnostics) = PolicyReader.read(Array(text.utf8), file: "assay.policy.yaml")
  #expect(diagnostics.filter { $0.level == .error } == [], "\(text)")
  return try #require(policy)
}

/// A waiver of `orders/email/cell.missing`, unless told otherwise.
func waiver(
  _ clause: String = "orders/email/cell.missing", ceiling: Limit = .count(12), expires: String = "2026-12-31"
) throws -> Waiver {
  Waiver(
    clause: ClauseID(rawValue: clause), ceiling: ceiling, reason: "known", owner: "ada",
    expires: try #require(CivilDate(iso: expires)), location: SourceLocation(file: "waivers.yaml", line: 3, column: 5))
}

func decision(_ result: RunResult, _ policy: Policy? = nil, _ waivers: [Waiver] = [], now: Instant = noon) -> Decision {
  decide(result, gate: "merge", policy: policy, waivers: waivers, now: now)
}
