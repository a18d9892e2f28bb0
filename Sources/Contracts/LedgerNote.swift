/// Where a report's decisions stand in the ledger, or why they do not.
package struct LedgerNote: Hashable, Sendable, Codable {
  package enum Outcome: Hashable, Sendable, Codable {
    /// The newest entry that this run wrote, and its digest: noted elsewhere, it proves later that nothing up to it was
    /// changed.
    case recorded(sequence: Int, head: Digest)
    /// One sentence.
    case failed(String)
  }

  /// As the user gave it, or where it was found.
  package var path: String
  package var outcome: Outcome

  package init(path: String, outcome: Outcome) {
    self.path = path
    self.outcome = outcome
  }

  package var hasFailed: Bool {
    if case .failed = outcome { return true }
    return false
  }
}
