import Contracts

/// How an objective stands at a time: the error budget, what is left of it, and how fast it goes.
///
/// The budget is the share of the whole window that may be stale, so an objective that has been watched for a day has
/// the budget of its window, not of a day. All comparisons are exact.
package struct ObjectiveStanding: Hashable, Sendable {
  package let objective: Objective
  /// Over the window, as far back as there are samples.
  package let window: ObservedTime
  /// Over the last of it, for the burn rate.
  package let recent: ObservedTime

  /// `samples` may hold others than those of the window, in any order.
  package init(_ objective: Objective, samples: [Sample], now: Instant) {
    let past = samples.upTo(now)
    func time(_ length: Age) -> ObservedTime {
      ObservedTime(
        past, from: now.advanced(by: -length.seconds), to: now, maximumGap: objective.maximumGap)
    }
    self.objective = objective
    window = time(objective.window)
    recent = time(objective.burn.over)
  }

  /// More of the window was stale than may be, whatever was unknown.
  package var isMissed: Bool {
    Int128(window.bad) * denominator > Int128(objective.window.seconds) * badShare
  }

  /// Nobody looked before now.
  package var hasNoHistory: Bool { window.total == 0 }

  /// Too little is known to say that it was kept: no time at all, or more unknown than `max_unknown`.
  package var isUndecided: Bool {
    let limit = objective.maximumUnknown
    return window.known == 0
      || Int128(window.unknown) * Int128(limit.denominator) > Int128(window.total) * Int128(limit.numerator)
  }

  /// What the burn rate amounts to; `nil` where it is within its limits.
  package var burnLevel: Severity? {
    if let limit = objective.burn.blockAbove, isBurning(above: limit) { return .block }
    if let limit = objective.burn.warnAbove, isBurning(above: limit) { return .warn }
    return nil
  }

  /// Too little of the recent time is known to tell how fast the budget goes.
  package var isBurnUndecided: Bool {
    let limit = objective.maximumUnknown
    return recent.known == 0
      || Int128(recent.unknown) * Int128(limit.denominator) > Int128(recent.total) * Int128(limit.numerator)
  }

  private func isBurning(above limit: ExactDecimal) -> Bool {
    guard let burnRate else { return false }
    return burnRate.rounded(.up, decimals: 12) > limit
  }

  private var denominator: Int128 { Int128(objective.target.denominator) }
  private var badShare: Int128 { Int128(objective.target.denominator - objective.target.numerator) }
}

extension ObjectiveStanding {
  /// Seconds of the window that may be stale; below a second, none.
  package var budgetSeconds: Int64 { Int64(Int128(objective.window.seconds) * badShare / denominator) }

  /// The part of the budget that is left; negative once more was used.
  package var budgetLeft: Fraction {
    let budget = Int128(objective.window.seconds) * badShare
    return Fraction(budget - Int128(window.bad) * denominator, budget)
  }

  /// The share of the known time that was good; `nil` where none is known.
  package var attained: Fraction? { Fraction(Int128(window.good), over: Int128(window.known)) }

  /// How many times faster than evenly over the window the budget has gone; `nil` where nothing is known.
  package var burnRate: Fraction? {
    Fraction(Int128(recent.bad) * denominator, over: Int128(recent.known) * badShare)
  }
}
