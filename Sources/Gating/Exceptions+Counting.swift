import Contracts

extension Exceptions {
  /// `nil` where no waiver is of this contract.
  func waiverTally(on result: RunResult, _ decided: [ClauseDecision], noticeDays: Int) -> WaiverTally? {
    let own = waivers.filter { $0.clause.rawValue.hasPrefix(result.contract.id + "/") }
    guard !own.isEmpty else { return nil }
    var tally = WaiverTally(count: own.count)
    for waiver in own {
      if waiver.isExpired(at: now) {
        tally.expired += 1
        continue
      }
      if waiver.isEnding(at: now, noticeDays: noticeDays) { tally.ending += 1 }
      guard let index = result.clauses.firstIndex(where: { $0.clause.id == waiver.clause }) else {
        tally.unused += 1
        continue
      }
      switch decided[index].effect {
      case .waived: tally.used += 1
      case .pass, .ignored, .known: tally.unused += 1
      case .warn, .block: if result.clauses[index].status != .inconclusive { tally.exceeded += 1 }
      case .skipped: break
      }
    }
    return tally
  }
}
