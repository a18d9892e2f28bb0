/// What a machine may act on.
package enum Verdict: String, Sendable, Codable, Comparable {
  case pass, warn, block

  package static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
  private var rank: Int {
    switch self {
    case .pass: 0
    case .warn: 1
    case .block: 2
    }
  }
}

/// What the gate made of one clause.
package struct ClauseDecision: Hashable, Sendable, Codable {
  package enum Effect: String, Sendable, Codable {
    case pass, warn, block
    /// A policy ignores the rule; it stays listed.
    case ignored
    /// A waiver covers the violations.
    case waived
    /// Nothing was judged, and that is fine.
    case skipped
  }

  package var clauseID: ClauseID
  package var effect: Effect
  /// Whether the clause is undecided rather than failed; `block` because of that is exit code 3.
  package var isInconclusive: Bool
  /// Why the effect is not the clause's own: the policy's line, the waiver.
  package var because: String?
  package var waiver: WaiverReference?

  package init(
    clauseID: ClauseID, effect: Effect, isInconclusive: Bool = false, because: String? = nil,
    waiver: WaiverReference? = nil
  ) {
    self.clauseID = clauseID
    self.effect = effect
    self.isInconclusive = isInconclusive
    self.because = because
    self.waiver = waiver
  }
}

/// A waiver as reports show it.
package struct WaiverReference: Hashable, Sendable, Codable {
  package var reason: String
  package var owner: String
  /// A date; the waiver holds to the end of that day, UTC.
  package var expires: String
  package var location: SourceLocation

  package init(reason: String, owner: String, expires: String, location: SourceLocation) {
    self.reason = reason
    self.owner = owner
    self.expires = expires
    self.location = location
  }
}

/// The gate's answer for one contract.
package struct Decision: Hashable, Sendable, Codable {
  package var gate: String
  package var verdict: Verdict
  /// Blocks, but only because something could not be decided.
  package var isInconclusive: Bool
  /// One for every clause, worst first, then in the contract's order.
  package var clauses: [ClauseDecision]
  /// What the gate must say besides: waivers that expired, are unused or expire soon.
  package var notices: [String]

  package init(gate: String, verdict: Verdict, isInconclusive: Bool, clauses: [ClauseDecision], notices: [String] = [])
  {
    self.gate = gate
    self.verdict = verdict
    self.isInconclusive = isInconclusive
    self.clauses = clauses
    self.notices = notices
  }
}

/// What one call of the tool has to tell: every contract's result with its decision.
package struct Report: Hashable, Sendable, Codable {
  package struct Entry: Hashable, Sendable, Codable {
    package var result: RunResult
    package var decision: Decision

    package init(result: RunResult, decision: Decision) {
      self.result = result
      self.decision = decision
    }
  }

  /// The tool's version.
  package var version: String
  /// The clock that freshness and waivers were judged by.
  package var now: Instant
  /// Policy file, if one decided.
  package var policy: String?
  /// The command to run again, as words.
  package var command: [String]
  package var entries: [Entry]
  /// Where the time went, when that was asked for.
  package var timings: Timings?
  /// Where the decisions were recorded, if they were to be.
  package var ledger: LedgerNote?

  package init(
    version: String, now: Instant, policy: String?, command: [String], entries: [Entry], timings: Timings? = nil,
    ledger: LedgerNote? = nil
  ) {
    self.version = version
    self.now = now
    self.policy = policy
    self.command = command
    self.entries = entries
    self.timings = timings
    self.ledger = ledger
  }

  /// The worst of all entries; with none, nothing was checked, which blocks.
  package var verdict: Verdict { entries.map(\.decision.verdict).max() ?? .block }

  /// 0 pass or warn, 1 a failure blocks, 3 only undecided clauses block; 2 where nothing blocks, but the decision was
  /// to be recorded and is not.
  package func exitCode(failsOnWarn: Bool) -> Int32 {
    let code = verdictCode(failsOnWarn: failsOnWarn)
    return code == 0 && ledger?.hasFailed == true ? 2 : code
  }

  private func verdictCode(failsOnWarn: Bool) -> Int32 {
    switch verdict {
    case .pass: 0
    case .warn: failsOnWarn ? 1 : 0
    case .block: entries.contains { $0.decision.verdict == .block && !$0.decision.isInconclusive } ? 1 : 3
    }
  }
}
