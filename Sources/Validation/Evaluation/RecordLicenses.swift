import Contracts
import Licensing

/// The licences that records name in fields with `license: true`, and those of the sources that records name.
struct RecordLicenses {
  /// For the result, in the order of the clauses, then by expression.
  private(set) var observed: [ObservedLicense] = []
  /// The same, the sources, and records that name neither, as something that the dataset is made from.
  private(set) var origins: [LicenseOrigin] = []
  /// Why not all are known, if so.
  private(set) var limit: String?

  /// Of records that nobody has read.
  init() {}

  /// From the findings of all clauses over so many files.
  init(_ plan: Plan, _ findings: [Finding?], fileCount: Int) {
    let usage = findings.lazy.compactMap { $0?.sources }.first
    if let usage {
      origins = usage.licenseOrigins(hasDeclared: plan.contract.license != nil)
      limit = usage.problem
    }
    // Records that name no licence stand under that of their source, or under the declared one, if there is one.
    let isSaidElsewhere = plan.contract.license != nil || usage != nil
    for (clause, finding) in zip(plan.contract.clauses, findings) {
      guard let finding else { continue }
      let field = clause.field.map { plan.contract.fields[$0].path.text }
      let isMasked = clause.field.map { plan.masking.isMasked[$0] } ?? false
      for license in finding.licenses where license.expression != nil || !isSaidElsewhere {
        origins.append(
          LicenseOrigin(
            .records, name: field ?? "records",
            expression: license.expression.flatMap { try? LicenseExpression(parsing: $0) }, isMasked: isMasked,
            recordCount: license.recordCount, firstRecords: license.firstRecords))
        guard let expression = license.expression, let first = license.firstRecords.first else { continue }
        observed.append(
          ObservedLicense(
            expression: expression, recordCount: license.recordCount, first: first, clauseID: clause.id))
      }
      if limit == nil, LicenseText.keywords.contains(where: { $0.rule == clause.rule }) { limit = finding.limit }
    }
    for index in origins.indices { origins[index].spansFiles = fileCount > 1 }
  }
}
