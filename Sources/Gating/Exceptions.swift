import Contracts

/// What lets a failure go: waivers, a baseline, or an earlier result in which it was there already.
struct Exceptions {
  let waivers: [Waiver]
  let baseline: Baseline?
  let earlier: EarlierResult?
  let now: Instant

  init(waivers: [Waiver], baseline: Baseline?, earlier: RunResult?, now: Instant) {
    self.waivers = waivers
    self.baseline = baseline
    self.earlier = earlier.map(EarlierResult.init)
    self.now = now
  }

  /// A waiver goes first, since it has an owner and an end. Only a failure is ever excused.
  func excuse(_ decision: inout ClauseDecision, _ judgement: ClauseJudgement, _ clause: ClauseResult) {
    if waive(&decision, judgement, clause.clause.measure) { return }
    if clause.clause.measure == .records, let entry = baseline?.entry(for: clause.clause.id) {
      if judgement.violationCount <= entry.violations {
        decision.effect = .known
        decision.append("the baseline accepts \(entry.violations) \(entry.location.cited)")
        return
      }
      decision.append(
        "\(counted(judgement.violationCount)) above the \(entry.violations) of the baseline \(entry.location.cited)")
    }
    if decision.effect == .block, let change = decision.change, earlier?.hadAll(of: clause, change) == true {
      decision.effect = .warn
      decision.append(
        "nothing new\(change.isExact ? "" : " by their number"): the earlier result has \(change.before ?? 0)")
    }
  }

  private func waive(
    _ decision: inout ClauseDecision, _ judgement: ClauseJudgement, _ measure: Clause.Measure
  ) -> Bool {
    let candidates = waivers.filter { $0.clause == decision.clauseID && !$0.isExpired(at: now) }
    // The first of the file answers, in whatever order they are given.
    let covering = candidates.filter {
      $0.canCover(measure) && $0.covers(judgement.violationCount, of: judgement.recordCount)
    }.min(by: <)
    if let covering {
      decision.effect = .waived
      decision.waiver = covering.reference
    } else if let share = candidates.filter({ !$0.canCover(measure) }).min(by: <) {
      decision.append(
        "the waiver's ceiling of \(share.ceiling) covers nothing: a clause on the dataset as a whole has a count, "
          + "not a share of records \(share.location.cited)")
    } else if let exceeded = candidates.min(by: <) {
      decision.append(
        "\(counted(judgement.violationCount)) above the waiver's ceiling of \(exceeded.ceiling) "
          + exceeded.location.cited)
    }
    return covering != nil
  }

  private func counted(_ violations: Int) -> String { "\(violations) violation\(violations == 1 ? " is" : "s are")" }

  /// In the order of the files.
  func notices(_ judgements: Judgements, _ decided: [ClauseDecision]) -> [String] {
    waivers.sorted(by: <).compactMap {
      $0.notice(on: judgements.result, decided, at: now, noticeDays: judgements.noticeDays)
    }
      + (baseline?.notices(judgements) ?? [])
      + (earlier?.notices(on: judgements.result, decided) ?? [])
  }
}
