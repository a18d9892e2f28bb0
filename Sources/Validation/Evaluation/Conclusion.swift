import Contracts

/// Turns states and totals into the result of each clause. Thresholds are applied here, policies are not.
struct Conclusion {
  let plan: Plan
  let totals: DatasetTotals
  let datasetClauses: DatasetClauses
  /// Names in the headers of all files, as bytes. A header names its columns even where no record follows it.
  private let headerNames: Set<[UInt8]>

  private var contract: Contract { plan.contract }

  /// Without `licenses`, no clause may ask for them.
  init(plan: Plan, totals: DatasetTotals, pins: PinSet, licenses: RecordLicenses = RecordLicenses()) {
    self.plan = plan
    self.totals = totals
    var headerNames: Set<[UInt8]> = []
    var latest: [String] = []
    for names in totals.reports.lazy.compactMap(\.header?.names)
    where !names.elementsEqual(latest, by: { $0.isSame(as: $1) }) {
      headerNames.formUnion(names.lazy.map { Array($0.utf8) })
      latest = names
    }
    self.headerNames = headerNames
    datasetClauses = DatasetClauses(plan: plan, totals: totals, pins: pins, licenses: licenses)
  }

  /// The result of a clause that folded records into a finding. `headerCount` headers were judged like records.
  func result(_ clause: Clause, _ finding: Finding, expected: String, headerCount: Int = 0) -> ClauseResult {
    var result = base(clause, finding, expected: expected)
    result.recordCount += headerCount
    if let reason = missingFieldReason(clause) {
      result.status = .skipped
      result.reason = reason
    } else if result.recordCount == 0 {
      result.reason = totals.isComplete ? .noRecords : .unreadableData
      result.status = contract.allowsNoRows && totals.isComplete ? .skipped : .inconclusive
    } else if clause.measure == .dataset {
      settle(&result, totals.isComplete || finding.isCertain ? finding.outcome : .undecided(.unreadableData))
    } else {
      settle(&result, finding)
    }
    return result
  }

  /// The result of a clause that folds no records.
  func result(_ clause: Clause) -> ClauseResult {
    guard let (finding, expected) = datasetClauses.finding(for: clause) else {
      var result = base(clause, Finding(), expected: "")
      result.status = .inconclusive
      result.reason = .limit("this version has no check for the rule \(clause.rule)")
      return result
    }
    var result = base(clause, finding, expected: expected)
    settle(&result, finding.outcome)
    return result
  }

  private func base(_ clause: Clause, _ finding: Finding, expected: String) -> ClauseResult {
    ClauseResult(
      clause: clause, field: clause.field.map { contract.fields[$0].path.text }, status: .passed,
      violationCount: finding.violationCount, judgedCount: finding.judgedCount, recordCount: totals.recordCount,
      expected: expected, observed: finding.observed, kinds: finding.kinds, exemplars: finding.exemplars,
      measurements: finding.measurements)
  }

  private func settle(_ result: inout ClauseResult, _ finding: Finding) {
    let clause = result.clause
    let level = clause.thresholds.level(of: finding.violationCount, total: result.recordCount)
    // What was found is found; but a warning, or none, must not hide that more could be there.
    if level == .block {
      (result.status, result.level) = (.failed, .block)
      result.reason = finding.limit.map(Reason.limit) ?? (totals.isComplete ? nil : .unreadableData)
    } else if let limit = finding.limit {
      undecided(&result, .limit(limit))
    } else if !totals.isComplete {
      undecided(&result, .unreadableData)
    } else if let level {
      (result.status, result.level) = (.failed, level)
    } else if finding.judgedCount == 0, finding.nullCount == 0, hasFailures(clause) {
      undecided(&result, .nothingLeftToJudge)
    }
  }

  /// Whether values of the clause's fields, or records, failed before they could be judged.
  private func hasFailures(_ clause: Clause) -> Bool {
    totals.malformedCount > 0 || fields(of: clause).contains { totals.invalidFields.contains($0) }
  }

  private func undecided(_ result: inout ClauseResult, _ reason: Reason) {
    result.status = .inconclusive
    result.level = nil
    result.reason = reason
  }

  private func settle(_ result: inout ClauseResult, _ outcome: DatasetOutcome) {
    switch outcome {
    case .passed: result.status = .passed
    case .failed(let level): (result.status, result.level) = (.failed, level)
    case .undecided(let reason): (result.status, result.reason) = (.inconclusive, reason)
    case .skipped(let reason): (result.status, result.reason) = (.skipped, reason)
    }
  }

  /// Why a clause's fields are nowhere, if they are.
  private func missingFieldReason(_ clause: Clause) -> Reason? {
    guard contract.data.format == .csv, datasetClauses.hasHeaders else { return nil }
    for field in fields(of: clause) where !headerNames.contains(Array(contract.fields[field].path.text.utf8)) {
      return contract.fields[field].isOptional ? .absentOptionalColumn : .missingColumn
    }
    return nil
  }

  private func fields(of clause: Clause) -> [Int] {
    if let field = clause.field { return [field] }
    if case .list(let names) = clause.argument {
      return names.compactMap { name in contract.fields.firstIndex { $0.path.text == name.text } }
    }
    if let freshness = contract.freshness.first(where: { $0.clauseID == clause.id }),
      case .field(let field) = freshness.clock
    {
      return [field]
    }
    return []
  }
}
