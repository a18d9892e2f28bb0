import Contracts

/// Every clause of a result with what the policy of a gate found, before anything is excused.
struct Judgements {
  let result: RunResult
  let gate: String
  let policy: Policy?
  let gatePolicy: GatePolicy?
  let findings: PolicyFindings?

  init(_ result: RunResult, gate: String, policy: Policy?) {
    self.result = result
    self.gate = gate
    self.policy = policy
    gatePolicy = policy.map { policy in
      guard let found = policy.gate(named: gate) else { preconditionFailure("unknown gate \(gate)") }
      return found
    }
    findings = gatePolicy.map { PolicyFindings($0, on: result) }
  }

  /// From how many days before its last one a waiver is said to end.
  var noticeDays: Int { policy?.waiverNoticeDays ?? Waiver.defaultNoticeDays }

  /// By the index of the result's clause.
  subscript(index: Int) -> ClauseJudgement {
    let clauseResult = result.clauses[index]
    var judgement = ClauseJudgement(clauseResult)
    let waited = clauseResult.status == .skipped && clauseResult.reason == .noPolicy
    if let finding = findings?.byClause[index] {
      judgement.take(finding, from: result, waited: waited)
      let isOfRecords = clauseResult.clause.rule == .licenseNotAllowed && clauseResult.clause.field != nil
      if waited, isOfRecords, result.recordCount == 0 { judgement.noteNoRecords(in: result.contract) }
    } else if waited, let policy {
      judgement.because = "\(policy.file) says nothing about this at the gate \(gate)"
    }
    return judgement
  }

  /// The last rule of the file that matches.
  func rule(for clauseResult: ClauseResult) -> PolicyRule? {
    gatePolicy?.rules.last { $0.selector.matches(clauseResult, in: result.contract) }
  }
}
