import Contracts
import Licensing
import Validation

/// What a contract and its data say of licences.
struct LicenseFacts {
  let contract: Contract
  let declared: LicenseExpression?
  /// What the dataset is made from; sources of a manifest belong here too.
  let origins: [LicenseOrigin]

  /// Reads the data where records name licences; `nil` where they are not all known, which has then been said.
  init?(_ plan: Plan, replacement: [String]?, root: String?) {
    let contract = plan.contract
    self.contract = contract
    declared = contract.license.flatMap { try? LicenseExpression(parsing: $0.expression) }
    let clauses = contract.clauses.filter { $0.rule == Self.rule }
    guard !clauses.isEmpty else {
      origins = []
      return
    }
    let result = Evaluator(plan, replacement: replacement, root: root).run()
    guard Self.isComplete(result) else { return nil }
    let masking = Masking(contract, masksAll: false)
    origins = clauses.flatMap { clause in
      Self.origins(
        of: clause, in: result, isMasked: clause.field.map { masking.isMasked[$0] } ?? false,
        hasDeclared: contract.license != nil)
    }
  }

  private static let rule: RuleID = "cell.license_invalid"

  /// Says why, if records could not all be read.
  private static func isComplete(_ result: RunResult) -> Bool {
    let problems = result.problems + result.files.compactMap(\.problem)
    for problem in problems { Output.complain(problem) }
    if result.malformedCount > 0 {
      Output.complain("assay: \(result.malformedCount) malformed records may name any licence")
    }
    let limits = result.clauses.compactMap { clause -> String? in
      guard clause.clause.rule == rule, case .limit(let limit)? = clause.reason else { return nil }
      return "assay: \(clause.clause.id): \(limit)"
    }
    for limit in limits { Output.complain(limit) }
    return problems.isEmpty && result.malformedCount == 0 && limits.isEmpty
  }

  /// Of one field: the licences met, and records that name none that can be read.
  private static func origins(
    of clause: Clause, in result: RunResult, isMasked: Bool, hasDeclared: Bool
  ) -> [LicenseOrigin] {
    guard let judged = result.clauses.first(where: { $0.clause.id == clause.id }) else { return [] }
    let name = judged.field ?? "records"
    var origins = result.observedLicenses.filter { $0.clauseID == clause.id }.map { observed in
      LicenseOrigin(
        .records, name: name, expression: try? LicenseExpression(parsing: observed.expression), isMasked: isMasked,
        recordCount: observed.recordCount, firstRecords: [observed.first])
    }
    let named = origins.reduce(0) { $0 + ($1.recordCount ?? 0) }
    // Records that say nothing stand under the declared licence, if there is one.
    let silent = hasDeclared ? judged.violationCount : max(judged.violationCount, result.recordCount - named)
    if silent > 0 {
      origins.append(
        LicenseOrigin(
          .records, name: name, expression: nil, recordCount: silent,
          firstRecords: judged.exemplars.prefix(3).map(\.position)))
    }
    return origins
  }
}
