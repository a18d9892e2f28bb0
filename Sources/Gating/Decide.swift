import Contracts

/// The gate's decision about one result: pure, and the same for the same arguments.
///
/// `gate` must be one of the closed list when a policy is given: ask `Policy.gate(named:)` first. `earlier` is a result
/// of the same contract before the change under test: what was there already does not block then.
package func decide(
  _ result: RunResult, gate: String, policy: Policy?, waivers: [Waiver], baseline: Baseline? = nil,
  earlier: RunResult? = nil, now: Instant
) -> Decision {
  GateDecision(
    judgements: Judgements(result, gate: gate, policy: policy),
    exceptions: Exceptions(waivers: waivers, baseline: baseline, earlier: earlier, now: now)
  ).decision
}

private struct GateDecision {
  let judgements: Judgements
  let exceptions: Exceptions

  private var result: RunResult { judgements.result }
  private var gatePolicy: GatePolicy? { judgements.gatePolicy }

  var decision: Decision {
    let decided = result.clauses.indices.map(decide(clause:))
    let loose = judgements.findings?.loose ?? []
    let undecided = undecidedNotices(decided)
    let onUndecided: Verdict = gatePolicy?.inconclusive == .warn && !result.clauses.isEmpty ? .warn : .block
    let failed = (decided.filter { !$0.isInconclusive }.map(\.effect.verdict) + loose.map(\.verdict)).max() ?? .pass
    let open = decided.filter(\.isInconclusive).map(\.effect.verdict) + undecided.map { _ in onUndecided }
    let verdict = max(failed, open.max() ?? .pass)
    let order = decided.indices.sorted { (decided[$0].rank, $0) < (decided[$1].rank, $1) }
    let besides =
      loose.map { DecisionReason(effect: $0.verdict == .warn ? .warn : .block, because: $0.because) }
      + undecided.map {
        DecisionReason(effect: onUndecided == .warn ? .warn : .block, isInconclusive: true, because: $0)
      }
    return Decision(
      gate: judgements.gate, verdict: verdict, isInconclusive: verdict == .block && failed != .block,
      clauses: order.map { decided[$0] }, reasons: reasons(order, decided, besides: besides),
      notices: unmentionedNotices + loose.compactMap(\.because) + undecided
        + exceptions.notices(judgements, decided),
      waivers: exceptions.waiverTally(on: result, decided, noticeDays: judgements.noticeDays),
      baseline: exceptions.baselineTally(judgements, decided),
      comparison: exceptions.earlier.map { _ in Comparison(of: decided) })
  }

  private func decide(clause index: Int) -> ClauseDecision {
    let clauseResult = result.clauses[index]
    let judgement = judgements[index]
    let rule = judgements.rule(for: clauseResult)
    var decision = ClauseDecision(clauseID: clauseResult.clause.id, effect: .pass, because: judgement.because)
    decision.change = exceptions.earlier?.change(to: clauseResult)
    switch judgement.status {
    case .passed: break
    case .skipped: decision.effect = .skipped
    case .inconclusive: decideInconclusive(&decision, rule: rule, reason: clauseResult.reason)
    case .failed: decideFailed(&decision, judgement, clauseResult, rule: rule)
    }
    return decision
  }

  private func decideInconclusive(_ decision: inout ClauseDecision, rule: PolicyRule?, reason: Reason?) {
    decision.isInconclusive = true
    if let rule, rule.effect == .ignore {
      decision.effect = .ignored
      decision.append(rule.words("ignores it"))
    } else if reason == .noHistory {
      // Nobody can mend that but time: it is told at every look, and stops none.
      decision.effect = .warn
    } else if let gatePolicy, gatePolicy.inconclusive == .warn {
      decision.effect = .warn
      decision.append("the policy lets inconclusive clauses warn \(gatePolicy.location.cited)")
    } else {
      decision.effect = .block
    }
  }

  private func decideFailed(
    _ decision: inout ClauseDecision, _ judgement: ClauseJudgement, _ clauseResult: ClauseResult, rule: PolicyRule?
  ) {
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
    let acting = decision
    exceptions.excuse(&decision, judgement, clauseResult)
    guard decision.effect != acting.effect, judgement.isPartial else { return }
    // What was found is excused, but an exception must not hide that more could be there.
    decision = acting
    decision.append("what was found is excused, but not everything could be judged")
    decideInconclusive(&decision, rule: nil, reason: clauseResult.reason)
  }

  private var unmentionedNotices: [String] {
    guard let policy = judgements.policy else { return unjudgedLicenseNotices }
    guard !policy.mentions(gate: judgements.gate) else { return [] }
    return ["\(policy.file) says nothing about the gate \(judgements.gate), so clauses act as written"]
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
    if result.isOfInvalidContract { return ["nothing was judged: the contract cannot be used"] }
    if result.clauses.isEmpty { return ["nothing was judged: there is no clause"] }
    if decided.allSatisfy({ $0.effect == .skipped }) { return ["nothing was judged: every clause was skipped"] }
    if result.clauses.contains(where: { $0.status == .inconclusive }) { return [] }
    return (result.problems + result.files.compactMap(\.problem)).map { "\($0.path): \($0.message)" }
  }

  /// Everything that acts or was excused, in the order of the clauses; what no clause speaks of comes last in its rank.
  private func reasons(
    _ order: [Int], _ decided: [ClauseDecision], besides: [DecisionReason]
  ) -> [DecisionReason] {
    let owner = result.contract.owner
    let ofClauses = order.compactMap { index -> DecisionReason? in
      let (decision, clause) = (decided[index], result.clauses[index].clause)
      guard decision.effect != .pass, decision.effect != .skipped else { return nil }
      return DecisionReason(
        effect: decision.effect, isInconclusive: decision.isInconclusive, clauseID: clause.id,
        because: decision.because, location: clause.location, owner: clause.owner ?? owner?.name,
        runbook: owner?.runbook)
    }
    let others = besides.map { reason in
      var reason = reason
      (reason.owner, reason.runbook) = (owner?.name, owner?.runbook)
      return reason
    }
    let all = ofClauses + others
    let ranked = all.indices.sorted { a, b in
      (all[a].effect.rank(isInconclusive: all[a].isInconclusive), a)
        < (all[b].effect.rank(isInconclusive: all[b].isInconclusive), b)
    }
    return ranked.map { all[$0] }
  }
}

extension Owner {
  /// The team, otherwise whom to write to.
  fileprivate var name: String? { team ?? contact }
}

extension ClauseDecision {
  mutating func append(_ words: String?) {
    guard let words else { return }
    because = because.map { "\($0); \(words)" } ?? words
  }

  fileprivate var rank: Int { effect.rank(isInconclusive: isInconclusive) }
}

extension ClauseDecision.Effect {
  /// Worst first; a failure before what is undecided.
  fileprivate func rank(isInconclusive: Bool) -> Int {
    switch self {
    case .block: isInconclusive ? 1 : 0
    case .warn: isInconclusive ? 3 : 2
    case .waived: 4
    case .known: 5
    case .ignored: 6
    case .skipped: 7
    case .pass: 8
    }
  }

  fileprivate var verdict: Verdict {
    switch self {
    case .block: .block
    case .warn: .warn
    case .pass, .ignored, .waived, .known, .skipped: .pass
    }
  }
}
