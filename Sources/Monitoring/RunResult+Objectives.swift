import Contracts

extension RunResult {
  /// The result with its objectives judged by what the monitor saw before (`samples`, by freshness clause) and now.
  ///
  /// Without `samples`, they are undecided for the reason given.
  package func judgingObjectives(
    _ samples: Result<[ClauseID: [Sample]], MissingHistory>, now: Instant
  ) -> RunResult {
    var result = self
    for freshness in contract.freshness {
      guard let objective = freshness.objective, let current = state(of: freshness) else { continue }
      switch samples {
      case .failure(let missing): result.leaveUndecided(freshness, objective, .limit(missing.reason))
      case .success(let samples):
        let history = (samples[freshness.clauseID] ?? []) + [Sample(time: now, state: current)]
        result.judge(freshness, ObjectiveStanding(objective, samples: history, now: now))
      }
    }
    return result
  }

  /// How the dataset stands with one of its freshness clauses.
  package func state(of freshness: Freshness) -> FreshnessState? {
    clauses.first { $0.clause.id == freshness.clauseID }.map { FreshnessState($0, freshness) }
  }

  private mutating func judge(_ freshness: Freshness, _ standing: ObjectiveStanding) {
    guard !standing.hasNoHistory else { return leaveUndecided(freshness, standing.objective, .noHistory) }
    update(.objectiveMissed, of: freshness) { result in
      result.fill(standing)
      if standing.isMissed {
        result.fail(result.clause.thresholds.severity)
      } else if standing.isUndecided {
        result.leaveUndecided(.limit(standing.undecidedReason))
      }
    }
    update(.objectiveBurning, of: freshness) { result in
      result.fillBurn(standing)
      // What was seen to burn burns; but a slow burn, or none, must not hide that more could.
      if standing.burnLevel == .block {
        result.fail(.block)
      } else if standing.isBurnUndecided {
        result.leaveUndecided(.limit("too little of the last \(standing.objective.burn.over) is known"))
      } else if let level = standing.burnLevel {
        result.fail(level)
      }
    }
  }

  private mutating func leaveUndecided(_ freshness: Freshness, _ objective: Objective, _ reason: Reason) {
    for rule in [RuleID.objectiveMissed, .objectiveBurning] {
      update(rule, of: freshness) { result in
        result.expected = rule == .objectiveMissed ? objective.text : objective.burn.text
        result.leaveUndecided(reason)
      }
    }
  }

  private mutating func update(_ rule: RuleID, of freshness: Freshness, _ change: (inout ClauseResult) -> Void) {
    let id = ClauseID(rule, of: freshness.clauseID)
    guard let index = clauses.firstIndex(where: { $0.clause.id == id }) else { return }
    var result = ClauseResult(clause: clauses[index].clause, status: .passed, recordCount: recordCount)
    change(&result)
    clauses[index] = result
  }
}

/// Why there is no history to judge by.
package struct MissingHistory: Error, Sendable {
  package var reason: String
  package init(_ reason: String) { self.reason = reason }
}

extension ClauseResult {
  fileprivate mutating func fail(_ severity: Severity) {
    (status, level) = (.failed, severity)
    violationCount = 1
  }

  fileprivate mutating func leaveUndecided(_ why: Reason) {
    (status, level, reason) = (.inconclusive, nil, why)
  }

  fileprivate mutating func fill(_ standing: ObjectiveStanding) {
    expected = standing.objective.text
    judgedCount = 1
    let left = standing.budgetLeft.rounded(.down, decimals: 6)
    let attained = standing.attained?.rounded(.down, decimals: 6)
    observed = standing.text
    measurements = [
      ("attained", attained?.description), ("budget_left", left.description),
      ("budget_seconds", "\(standing.budgetSeconds)"), ("good_seconds", "\(standing.window.good)"),
      ("bad_seconds", "\(standing.window.bad)"), ("unknown_seconds", "\(standing.window.unknown)"),
      ("burn_rate", standing.burnRateText),
    ].compactMap { name, value in value.map { Measurement(name: name, value: $0) } }
  }

  fileprivate mutating func fillBurn(_ standing: ObjectiveStanding) {
    expected = standing.objective.burn.text
    judgedCount = 1
    guard let rate = standing.burnRateText else { return }
    observed = "\(rate) times the even pace over \(standing.objective.burn.over)"
    measurements = [Measurement(name: "burn_rate", value: rate)]
  }
}
