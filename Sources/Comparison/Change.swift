/// A kind of change that a policy may speak of.
package enum ChangeKind: String, Hashable, Sendable, CaseIterable {
  /// Rows come from a source that none came from.
  case newSource = "new_source"
  /// No row comes from a source any more.
  case droppedSource = "dropped_source"
  /// The licence of the dataset, of a source or of rows is another.
  case relicensed
  /// A line of the contract breaks those who read the data.
  case breakingSchema = "breaking_schema"
  /// A line of the contract breaks those who write the data.
  case breakingForProducers = "breaking_for_producers"
  /// Rows keep their key and name another source.
  case movedRows = "moved_rows"
  /// The contract's version has grown less than what changed asks for.
  case wrongVersion = "wrong_version"
}

/// One change of a kind that a policy may speak of, or that it is not known whether there is any.
package struct Change: Hashable, Sendable {
  package var kind: ChangeKind
  /// What changed: a source's id, a field.
  package var subject: String?
  /// One sentence without a full stop.
  package var words: String
  package var isUndecided: Bool

  package init(_ kind: ChangeKind, _ subject: String? = nil, _ words: String, isUndecided: Bool = false) {
    self.kind = kind
    self.subject = subject
    self.words = words
    self.isUndecided = isUndecided
  }
}

/// What a gate makes of all changes.
package struct ChangeDecision: Hashable, Sendable {
  package enum Effect: String, Hashable, Sendable, CaseIterable {
    case block, warn
    /// The policy names this source.
    case approved
    /// No policy speaks of it, or one says to ignore it.
    case reported
  }

  package struct Finding: Hashable, Sendable {
    package var change: Change
    package var effect: Effect
    /// The line of the policy: `(assay.policy.yaml:12)`.
    package var cited: String?

    package init(_ change: Change, _ effect: Effect, cited: String? = nil) {
      self.change = change
      self.effect = effect
      self.cited = cited
    }
  }

  package var gate: String
  /// The policy file, if there is one.
  package var policy: String?
  /// The worst first.
  package var findings: [Finding]

  package init(gate: String, policy: String?, findings: [Finding]) {
    self.gate = gate
    self.policy = policy
    self.findings = findings
  }

  package var blocks: Bool { findings.contains { $0.effect == .block } }

  /// Blocks, but only because something is not known.
  package var isInconclusive: Bool {
    blocks && findings.allSatisfy { $0.effect != .block || $0.change.isUndecided }
  }

  /// 0 nothing blocks, 1 a change blocks, 3 only what is not known does.
  package var exitCode: Int32 { blocks ? isInconclusive ? 3 : 1 : 0 }
}
