import Contracts

/// What has been folded of a dataset, or of one of its files: the state of each check, and the malformed records.
struct FoldedState {
  let checks: [CheckTotal?]
  var malformed = Tally()
  var malformedKinds: [FaultKind: Int] = [:]

  init(_ plan: Plan) { checks = plan.checks.map { $0?.makeTotal() } }

  /// Adds the state of later files, whose records come after `count` others.
  mutating func merge(_ later: FoldedState, behindRecords count: Int) {
    for (check, later) in zip(checks, later.checks) {
      guard let check, let later else { continue }
      later.rebase(byRecords: count)
      check.merge(later)
    }
    malformed.merge(later.malformed)
    for (kind, count) in later.malformedKinds { malformedKinds[kind, default: 0] += count }
  }
}
