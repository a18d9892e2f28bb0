import Contracts
import Licensing
import Validation

/// What a contract, its data and its sources say of licences.
struct LicenseFacts {
  let contract: Contract
  let declared: LicenseExpression?
  /// What licences allow, with those that the policy declares.
  let table: LicenseTable
  /// What the dataset is made from.
  private(set) var origins: [LicenseOrigin] = []
  /// Sources by the name of their origin, for a notice.
  private(set) var sources: [String: Source] = [:]
  /// The digests of the files that were read, where they were computed.
  private(set) var digests: [Digest] = []

  /// Reads the data where records name licences or sources, or where `readsFiles`; `nil` where what they name is not
  /// all known, which has then been said.
  init?(_ plan: Plan, _ options: CheckOptions, table: LicenseTable, readsFiles: Bool) {
    let contract = plan.contract
    self.contract = contract
    self.table = table
    declared = contract.license.flatMap { try? LicenseExpression(parsing: $0.expression) }
    let clauses = contract.clauses.filter { $0.rule == Self.rule }
    guard !clauses.isEmpty || contract.provenance != nil || readsFiles else { return }
    let manifest = SourceFiles.read(for: contract, options)?.manifest
    let evaluator = Evaluator(
      plan, replacement: options.replacement, root: options.root, sources: manifest, licenses: table)
    let result = evaluator.run()
    guard Self.isComplete(result) else { return nil }
    digests = result.files.flatMap(\.digests)
    let masking = Masking(contract, masksAll: false)
    origins = clauses.flatMap { clause in
      Self.origins(
        of: clause, in: result, isMasked: clause.field.map { masking.isMasked[$0] } ?? false,
        hasDeclared: contract.license != nil)
    }
    if let usage = result.sources { take(usage, result) }
  }

  /// Adds what the files rest on by lineage.
  mutating func add(upstream: [LicenseOrigin]) { origins += upstream }

  private static let rule: RuleID = "cell.license_invalid"
  private static let judged: Set<RuleID> = [rule, .sourceUnknown]

  /// Says why, if records could not all be read.
  private static func isComplete(_ result: RunResult) -> Bool {
    let problems = result.problems + result.files.compactMap(\.problem)
    for problem in problems { Output.complain(problem) }
    if result.malformedCount > 0 {
      Output.complain("assay: \(result.malformedCount) malformed records may name any licence or source")
    }
    let limits = result.clauses.compactMap { clause -> String? in
      guard judged.contains(clause.clause.rule), case .limit(let limit)? = clause.reason else { return nil }
      return "assay: \(clause.clause.id): \(limit)"
    }
    for limit in limits { Output.complain(limit) }
    return problems.isEmpty && result.malformedCount == 0 && limits.isEmpty
  }

  private mutating func take(_ usage: SourceUsage, _ result: RunResult) {
    origins += usage.licenseOrigins
    for tally in usage.tallies where tally.isUsed { sources[tally.source.id] = tally.source }
    let masked = result.recordCount - usage.missingCount - usage.undeclaredCount
    if usage.isMasked, masked > 0 {
      origins.append(
        LicenseOrigin(.source, name: "sources with masked ids", expression: nil, recordCount: masked))
    }
    // Records that say nothing stand under the declared licence, if there is one.
    if usage.missingCount > 0, declared == nil {
      origins.append(
        LicenseOrigin(.source, name: "no source that they name", expression: nil, recordCount: usage.missingCount))
    }
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
    // Records that say nothing stand under the licence of their source, or under the declared one, if there is one.
    let isSaidElsewhere = hasDeclared || result.contract.provenance != nil
    let silent = isSaidElsewhere ? judged.violationCount : max(judged.violationCount, result.recordCount - named)
    if silent > 0 {
      origins.append(
        LicenseOrigin(
          .records, name: name, expression: nil, recordCount: silent,
          firstRecords: judged.exemplars.prefix(3).map(\.position)))
    }
    return origins
  }
}
