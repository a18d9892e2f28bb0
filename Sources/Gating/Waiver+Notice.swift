import Contracts
import Markup

extension Waiver {
  /// So many days before its last one a waiver is said to end, where no policy says otherwise.
  static let defaultNoticeDays = 7

  /// What its owner must hear after a run, if anything: it is expired, not needed, or ends within the notice.
  ///
  /// `nil` too for a waiver of another contract.
  func notice(
    on result: RunResult, _ decided: [ClauseDecision], at now: Instant, noticeDays: Int
  ) -> String? {
    guard let index = result.clauses.firstIndex(where: { $0.clause.id == clause }) else {
      return clause.rawValue.hasPrefix(result.contract.id + "/") ? unknownNotice(in: result) : nil
    }
    if isExpired(at: now) { return "\(subject) expired on \(expires); remove it, or have it renewed" }
    switch decided[index].effect {
    case .pass: return "\(subject) is not needed: the clause passes"
    case .ignored: return "\(subject) is not needed: the policy ignores the clause"
    case .warn, .block, .waived, .known, .skipped: return endingNotice(at: now, noticeDays: noticeDays)
    }
  }

  private var subject: String { "\(location): the waiver for \(clause)" }

  private func unknownNotice(in result: RunResult) -> String {
    let meant = nearest(to: clause, in: result)
    return "\(subject) names no clause of \(result.contract.id)" + (meant.map { "; did you mean \($0)?" } ?? "")
  }

  private func endingNotice(at now: Instant, noticeDays: Int) -> String? {
    guard isEnding(at: now, noticeDays: noticeDays) else { return nil }
    switch daysLeft(at: now) {
    case 0: return "\(subject) expires today, \(expires)"
    case 1: return "\(subject) expires tomorrow, \(expires)"
    case let days: return "\(subject) expires in \(days) days, on \(expires)"
    }
  }

  /// Whether its last day is near, and not over.
  func isEnding(at now: Instant, noticeDays: Int) -> Bool { 0...Int64(noticeDays) ~= daysLeft(at: now) }
}

/// The clause that a misspelled identity probably means.
func nearest(to clause: ClauseID, in result: RunResult) -> String? {
  suggestion(for: clause.rawValue, among: result.clauses.map(\.clause.id.rawValue))
}
