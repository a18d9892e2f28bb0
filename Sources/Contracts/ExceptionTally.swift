/// What became of a contract's waivers.
package struct WaiverTally: Hashable, Sendable, Codable {
  /// All of this contract.
  package var count: Int
  /// They cover violations.
  package var used: Int
  /// There are more violations than the ceiling.
  package var exceeded: Int
  /// Their clause passes, is ignored, or does not exist.
  package var unused: Int
  package var expired: Int
  /// They hold, and end within a week.
  package var ending: Int

  package init(count: Int = 0, used: Int = 0, exceeded: Int = 0, unused: Int = 0, expired: Int = 0, ending: Int = 0) {
    self.count = count
    self.used = used
    self.exceeded = exceeded
    self.unused = unused
    self.expired = expired
    self.ending = ending
  }
}

/// What became of a contract's entries in a baseline.
package struct BaselineTally: Hashable, Sendable, Codable {
  /// All of this contract.
  package var count: Int
  /// They accept violations.
  package var used: Int
  /// Violations that are accepted.
  package var accepted: Int
  /// There are more violations than the entry accepts.
  package var exceeded: Int
  /// By how many violations the entries could be lowered.
  package var slack: Int

  package init(count: Int = 0, used: Int = 0, accepted: Int = 0, exceeded: Int = 0, slack: Int = 0) {
    self.count = count
    self.used = used
    self.accepted = accepted
    self.exceeded = exceeded
    self.slack = slack
  }
}
