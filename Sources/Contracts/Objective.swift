/// How much of the time a dataset must be fresh: a service level objective.
///
/// Two clauses belong to it, for which the monitor answers: `objective.missed` and, where `burn` has limits,
/// `objective.burning`.
package struct Objective: Hashable, Sendable, Codable {
  /// Between none and all of the window, both excluded.
  package var target: Share
  /// As written: `99.5%`.
  package var targetText: String
  package var window: Age
  /// How long a state is taken to hold after the monitor has seen it.
  package var maximumGap: Age
  /// More of the observed time unknown than this leaves the objective undecided.
  package var maximumUnknown: Share
  /// As written.
  package var maximumUnknownText: String
  package var burn: Burn

  /// How fast the error budget may go.
  package struct Burn: Hashable, Sendable, Codable {
    /// How far back one looks.
    package var over: Age
    /// In budgets a window: 1 uses up the budget exactly at the window's end.
    package var warnAbove: ExactDecimal?
    package var blockAbove: ExactDecimal?

    package init(over: Age, warnAbove: ExactDecimal? = nil, blockAbove: ExactDecimal? = nil) {
      self.over = over
      self.warnAbove = warnAbove
      self.blockAbove = blockAbove
    }
  }

  package static let defaultGap = "1d"
  package static let defaultUnknown = "5%"
  package static let defaultBurnWindow = "1d"

  package init(
    target: Share, targetText: String, window: Age, maximumGap: Age, maximumUnknown: Share,
    maximumUnknownText: String, burn: Burn
  ) {
    self.target = target
    self.targetText = targetText
    self.window = window
    self.maximumGap = maximumGap
    self.maximumUnknown = maximumUnknown
    self.maximumUnknownText = maximumUnknownText
    self.burn = burn
  }
}

extension RuleID {
  /// The error budget is used up.
  package static let objectiveMissed: RuleID = "objective.missed"
  /// The error budget goes faster than it may.
  package static let objectiveBurning: RuleID = "objective.burning"
}

extension ClauseID {
  /// A clause that hangs on a freshness clause: `orders/objective.missed` on `orders/data.stale`, and
  /// `orders/nightly/objective.missed` on one with the id `nightly`.
  package init(_ rule: RuleID, of freshness: ClauseID) {
    let suffix = "/data.stale"
    let base = freshness.rawValue.hasSuffix(suffix)
      ? String(freshness.rawValue.dropLast(suffix.count)) : freshness.rawValue
    rawValue = "\(base)/\(rule)"
  }
}
