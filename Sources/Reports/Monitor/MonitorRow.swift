import Contracts

/// One freshness clause of one dataset, as the monitor's table and metrics show it.
struct MonitorRow {
  let result: RunResult
  let freshness: Freshness
  let clause: ClauseResult
  let state: FreshnessState

  /// Every freshness clause that a run judged, in the contract's order.
  static func all(of result: RunResult) -> [MonitorRow] {
    result.contract.freshness.compactMap { freshness in
      guard let clause = result.clauses.first(where: { $0.clause.id == freshness.clauseID }) else { return nil }
      return MonitorRow(
        result: result, freshness: freshness, clause: clause, state: FreshnessState(clause, freshness))
    }
  }

  /// The dataset's id, or the clause's where it has a name of its own.
  var name: String {
    let id = clause.clause.id.rawValue
    return id.hasSuffix("/data.stale") ? result.contract.id : id
  }

  /// The result of the clause on the objective, if the contract has one.
  var objective: ClauseResult? {
    let id = ClauseID(.objectiveMissed, of: freshness.clauseID)
    return result.clauses.first { $0.clause.id == id }
  }

  /// When the newest event was. `nil` where it is not known, or not to be known.
  var newest: Instant? { clause.instant("newest") }

  /// Until when a limit is kept if nothing newer comes.
  var warnAt: Instant? { clause.instant("warn_at") }
  var blockAt: Instant? { clause.instant("block_at") }

  /// Who answers for it.
  var owner: String? { clause.clause.owner ?? result.contract.owner?.team ?? result.contract.owner?.contact }
}

extension ClauseResult {
  /// What was measured under a name, as text.
  func measured(_ name: String) -> String? { measurements.first { $0.name == name }?.value }

  fileprivate func instant(_ name: String) -> Instant? { measured(name).flatMap { Instant(rfc3339: $0) } }
}
