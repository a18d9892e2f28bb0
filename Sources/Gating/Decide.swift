import Contracts

/// The gate's decision about one result: pure, and the same for the same arguments.
///
/// `gate` must be one of the closed list when a policy is given: ask `Policy.gate(named:)` first.
package func decide(
  _ result: RunResult, gate: String, policy: Policy?, waivers: [Waiver], now: Instant
) -> Decision {
  GateDecision(result, gate: gate, policy: policy, waivers: waivers, now: now).decision
}

private struct GateDecision {
  let result: RunResult
  let gate: String
  let policy: Policy?
  let gatePolicy: GatePolicy?
  let findings: PolicyFindings?
  let waivers: [Waiver]
  let now: Instant

  init(_ result: RunResult, gate: String, policy: Policy?, waivers: [Waiver], now: Instant) {
    self.result = result
    self.gate = gate
    self.policy = policy
    gatePolicy = policy.map { policy in
      guard let found = policy.gate(named: gate) else { preconditionFailure("unknown gate \(gate)") }
      return found
    }
    findings = gatePolicy.map { PolicyFindings($0, on: result) }
    self.waivers = waivers
    self.now = now
  }

  var decision: Decision {
    let decided = result.clauses.indices.map(decide(clause:))
    let loose = findings?.loose ?? []
    let undecided = undecidedNotices(decided)
    let onUndecided: Verdict = gatePolicy?.inconclusive == .warn && !result.clauses.isEmpty ? .warn : .block
    let failed = (decided.filter { !$0.isInconclusive }.map(\.effect.verdict) + loose.map(\.verdict)).max() ?? .pass
    let open = decided.filter(\.isInconclusive).map(\.effect.verdict) + undecided.map { _ in onUndecided }
    let verdict = max(failed, open.max() ?? .pass)
    let order = decided.indices.sorted { (decided[$0].rank, $0) < (decided[$1].rank, $1) }
    return Decision(
      gate: gate, verdict: verdict, isInconclusive: verdict == .block && failed != .block,
      clauses: order.map { decided[$0] },
      notices: unmentionedNotices + loose.compactMap(\.because) + undecided + waiverNotices(decided))
  }

  private func decide(clause index: Int) -> ClauseDecision {
    let clauseResult = result.clauses[index]
    let judgement = judge(clauseResult, finding: findings?.byClause[index])
    var decision = ClauseDecision(clauseID: clauseResult.clause.id, effect: .pass, because: judgement.because)
    switch judgement.status {
    case .passed: break
    case .skipped: decision.effect = .skipped
    case .inconclusive: decideInconclusive(&decision, rule: rule(for: clauseResult))
    case .failed: decideFailed(&decision, judgement, rule: rule(for: clauseResult))
    }
    return decision
  }

  private func judge(_ clauseResult: ClauseResult, finding: PolicyFinding?) -> ClauseJudgement {
    var judgement = ClauseJudgement(clauseResult)
    let waited = clauseResult.status == .skipped && clauseResult.reason == .noPolicy
    if let finding {
      judgement.take(finding, from: result, waited: waited)
      let isOfRecords = clauseResult.clause.rule == .licenseNotAllowed && clauseResult.clause.field != nil
      if waited, isOfRecords, result.recordCount == 0 { judgement.noteNoRecords(in: result.contract) }
    } else if waited, let policy {
      judgement.because = "\(policy.file) says nothing about this at the gate \(gate)"
    }
    return judgement
  }

  /// The last rule of the file that matches.
  private func rule(for clauseResult: ClauseResult) -> PolicyRule? {
    gatePolicy?.rules.last { $0.selector.matches(clauseResult, in: result.contract) }
  }

  private func decideInconclusive(_ decision: inout ClauseDecision, rule: PolicyRule?) {
    decision.isInconclusive = true
    if let rule, rule.effect == .ignore {
      decision.effect = .ignored
      decision.append(rule.words("ignores it"))
    } else if let gatePolicy, gatePolicy.inconclusive == .warn {
      decision.effect = .warn
      decision.append("the policy lets inconclusive clauses warn \(gatePolicy.location.cited)")
    } else {
      decision.effect = .block
    }
  }

  private func decideFailed(_ decision: inout ClauseDecision, _ judgement: ClauseJudgement, rule: PolicyRule?) {
    decision.effect = judgement.level == .block ? .block : .warn
    switch (rule?.effect, judgement.level) {
    case (.ignore, _):
      decision.effect = .ignored
      decision.append(rule?.words("ignores it"))
      return
    case (.warn, .block):
      decision.effect = .warn
      decision.append(rule?.words("lets it warn only"))
    case (.block, .warn):
      decision.effect = .block
      decision.append(rule?.words("makes it block"))
    case (.warn, .warn), (.block, .block), (nil, _): break
    }
    waive(&decision, judgement)
  }

  private func waive(_ decision: inout ClauseDecision, _ judgement: ClauseJudgement) {
    let candidates = waivers.filter { $0.clause == decision.clauseID && !$0.isExpired(at: now) }
    let covering = candidates.first { $0.covers(judgement.violationCount, of: judgement.recordCount) }
    if let covering {
      decision.effect = .waived
      decision.waiver = covering.reference
    } else if let exceeded = candidates.first {
      decision.append(
        "\(judgement.violationCount) violation\(judgement.violationCount == 1 ? " is" : "s are") "
          + "above the waiver's ceiling of \(exceeded.ceiling) "
          + exceeded.location.cited)
    }
  }

  private func waiverNotices(_ decided: [ClauseDecision]) -> [String] {
    waivers.compactMap { waiver in waiver.notice(on: result, decided, at: now) }
  }

  private var unmentionedNotices: [String] {
    guard let policy else { return unjudgedLicenseNotices }
    guard !policy.mentions(gate: gate) else { return [] }
    return ["\(policy.file) says nothing about the gate \(gate), so clauses act as written"]
  }

  /// A field's licences are read, but without a policy nothing says which may pass.
  private var unjudgedLicenseNotices: [String] {
    let count = result.observedLicenses.count
    guard count > 0 else { return [] }
    let (licences, them) = count == 1 ? ("1 licence", "it") : ("\(count) licences", "them")
    return ["the records name \(licences), and no policy was given to judge \(them)"]
  }

  /// What must not pass in silence although no clause speaks of it.
  private func undecidedNotices(_ decided: [ClauseDecision]) -> [String] {
    if result.clauses.isEmpty { return ["nothing was judged: there is no clause"] }
    if decided.allSatisfy({ $0.effect == .skipped }) { return ["nothing was judged: every clause was skipped"] }
    if result.clauses.contains(where: { $0.status == .inconclusive }) { return [] }
    return (result.problems + result.files.compactMap(\.problem)).map { "\($0.path): \($0.message)" }
  }
}

extension ClauseDecision {
  fileprivate mutating func append(_ words: String?) {
    guard let words else { return }
    because = because.map { "\($0); \(words)" } ?? words
  }

  /// Worst first; a failure before what is undecided.
  fileprivate var rank: Int {
    switch effect {
    case .block: isInconclusive ? 1 : 0
    case .warn: isInconclusive ? 3 : 2
    case .waived: 4
    case .ignored: 5
    case .skipped: 6
    case .pass: 7
    }
  }
}

extension ClauseDecision.Effect {
  fileprivate var verdict: Verdict {
    switch self {
    case .block: .block
    case .warn: .warn
    case .pass, .ignored, .waived, .skipped: .pass
    }
  }
}
