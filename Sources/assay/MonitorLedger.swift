import Contracts
import Monitoring

/// What the monitor remembers from one run to the next.
struct MonitorLedger {
  static let standardPath = ".assay/ledger.db"

  private(set) var hasFailed = false

  init(_ arguments: Arguments) {}

  /// How each freshness clause stood when the monitor looked before.
  func samples(of contract: Contract, now: Instant) -> Result<[ClauseID: [Sample]], MissingHistory> {
    .failure(MissingHistory("no ledger is kept (--no-ledger), so there is no history to judge by"))
  }

  mutating func recording(_ entry: Report.Entry, now: Instant) -> Report.Entry { entry }
}
