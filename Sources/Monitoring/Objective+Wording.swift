import Contracts

extension Objective {
  /// `fresh 99.5% of 30d`
  var text: String { "fresh \(targetText) of \(window)" }
}

extension Objective.Burn {
  /// `at most 2 times the even pace over 1d (warns), 10 (blocks)`
  var text: String {
    let limits = [warnAbove.map { "\($0) (warns)" }, blockAbove.map { "\($0) (blocks)" }].compactMap { $0 }
    return "a burn rate over \(over) of at most \(limits.joined(separator: ", "))"
  }
}

extension ObjectiveStanding {
  /// `fresh 99.12% of the known 29d 4h, budget left -76.4%, unknown 20h`
  var text: String {
    var parts: [String] = []
    if let attained { parts.append("fresh \(percent(attained)) of the known \(durationText(seconds: window.known))") }
    parts.append("budget left \(percent(budgetLeft))")
    if window.unknown > 0 { parts.append("unknown \(durationText(seconds: window.unknown))") }
    return parts.joined(separator: ", ")
  }

  /// Why nothing can be said.
  var undecidedReason: String {
    "\(durationText(seconds: window.unknown)) of \(durationText(seconds: window.total)) are unknown, "
      + "more than \(objective.maximumUnknownText)"
  }

  /// Rounded up, so that a rate just above its limit does not look like it.
  var burnRateText: String? { burnRate?.rounded(.up, decimals: 3).description }

  private func percent(_ fraction: Fraction) -> String {
    "\(Fraction(fraction.numerator * 100, fraction.denominator).rounded(.down, decimals: 2))%"
  }
}

extension Transition {
  /// `stale, after 3d 4h fresh`
  package var text: String { "\(to), after \(durationText(seconds: seconds)) \(from) (since \(since))" }
}
