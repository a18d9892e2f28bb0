import Contracts

/// A clause with what the policy found, before severities are mapped and waivers are looked up.
struct ClauseJudgement {
  var status: Status
  /// For `failed` only.
  var level: Severity
  /// At least 1 where it failed, so that a ceiling of 0 covers nothing.
  var violationCount: Int
  var recordCount: Int
  var because: String?
  /// Failed, but not everything could be judged: there may be more violations than were counted.
  let isPartial: Bool

  /// The clause as it arrived. A failed one without a level blocks: when in doubt, severe.
  init(_ result: ClauseResult) {
    status = result.status
    level = result.level ?? .block
    violationCount = result.status == .failed ? max(1, result.violationCount) : result.violationCount
    recordCount = result.recordCount
    isPartial = result.status == .failed && result.reason != nil
  }

  /// Takes over what the policy found. It can fail a clause, or decide one that waited for a policy.
  mutating func take(_ finding: PolicyFinding, from result: RunResult, waited: Bool) {
    if finding.verdict > .pass {
      let failed = status == .failed
      level = failed && level == .block || finding.verdict == .block ? .block : .warn
      violationCount = (failed ? violationCount : 0) + max(1, finding.violationCount)
      recordCount = result.recordCount
      status = .failed
      because = finding.because
    } else if waited {
      status = .passed
      because = finding.because
    }
  }

  /// A clause on the records' own licences had nothing to judge without records.
  mutating func noteNoRecords(in contract: Contract) {
    status = contract.allowsNoRows ? .skipped : .inconclusive
    because = "there are no records"
  }
}
