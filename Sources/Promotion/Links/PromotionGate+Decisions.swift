import Contracts
import Gating
import Provenance
import Reports

/// Whether a decision that does not block counts.
extension PromotionGate {
  /// How far the clocks of two machines may be apart.
  private static let clockToleranceSeconds: Int64 = 300

  /// Why a decision does not count.
  func objection(to decision: LineageDecision, _ dataset: Upstream.Dataset) -> LinkBreak? {
    guard let check = graph.check(decision.run) else {
      return .undecided(
        dataset.name, "entry \(decision.reference.sequence) does not stand behind the run that it decides about",
        mend: "check the data again")
    }
    return policyObjection(to: decision, check, dataset) ?? contractObjection(to: decision, check, dataset)
      ?? ageObjection(to: decision, check, dataset)
  }

  private func policyObjection(
    to decision: LineageDecision, _ check: LineageCheck, _ dataset: Upstream.Dataset
  ) -> LinkBreak? {
    guard decision.policy != promotion.policyFile?.digest else { return nil }
    let entry = "entry \(decision.reference.sequence)"
    guard let policy = promotion.policyFile else {
      return .failed(
        dataset.name, "a policy decided (\(entry)), and none is asked here",
        mend: "name that policy with --policy; the entry says which", run: showing(decision.reference.sequence))
    }
    let found = decision.policy == nil ? "no policy" : "another state of the policy"
    let option = promotion.namedPolicy == nil ? " --policy \(shellWord(policy.path))" : ""
    return .failed(
      dataset.name, "\(found) decided (\(entry)), not \(policy.path) as it is now", mend: "check it again",
      run: again(check, option))
  }

  /// The contract may have changed since, or be out of sight.
  private func contractObjection(
    to decision: LineageDecision, _ check: LineageCheck, _ dataset: Upstream.Dataset
  ) -> LinkBreak? {
    guard let held = decision.contract else {
      return .undecided(
        dataset.name, "entry \(decision.run) does not say which state of the contract it was held to",
        mend: "check it again", run: again(check))
    }
    let named = promotion.contracts[decision.dataset]
    let path = named?.path ?? held.path
    switch named.map({ .digest($0.digest) }) ?? promotion.look(path) {
    case .digest(held.digest): return nil
    case .digest:
      return .failed(
        dataset.name, "\(path) has changed since it was checked (entry \(decision.run))", mend: "check it again",
        run: again(check))
    case .missing:
      return .undecided(
        dataset.name, "\(path) is not here, so nobody can say whether it is what the data was held to (entry"
          + " \(decision.run))", mend: "run where the contract is, under the name that was recorded")
    case .unreadable(let why):
      return .undecided(
        dataset.name, "\(path), which it was held to (entry \(decision.run)), cannot be read: \(why)",
        mend: "make it readable")
    }
  }

  /// `--now` may make neither an old decision young, nor one of tomorrow count today.
  private func ageObjection(
    to decision: LineageDecision, _ check: LineageCheck, _ dataset: Upstream.Dataset
  ) -> LinkBreak? {
    let entry = "entry \(decision.reference.sequence)"
    let age = promotion.now.seconds - decision.at.seconds
    guard age >= 0 else {
      return .undecided(
        dataset.name, "the decision is of \(decision.at), which is later than now (\(entry))",
        mend: "set the clock right, or give --now a later time")
    }
    guard let limit = promotion.policy?.maximumAge else { return nil }
    let kept = promotion.clock.seconds - decision.recordedAt.seconds
    guard kept >= -Self.clockToleranceSeconds else {
      return .undecided(
        dataset.name, "the decision was written at \(decision.recordedAt), which this machine's clock has not reached"
          + " (\(entry))", mend: "set the clock right")
    }
    guard max(age, kept) > limit.age.seconds else { return nil }
    let found = age > limit.age.seconds
      ? "the decision is \(durationText(seconds: age)) old (\(entry))"
      : "the decision was written \(durationText(seconds: kept)) ago, whatever --now says (\(entry))"
    return .failed(
      dataset.name, "\(found), and may be \(limit.age) \(limit.location.cited)", mend: "check it again",
      run: again(check))
  }
}
