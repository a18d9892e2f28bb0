import Synchronization

/// How far runs have come, for whoever watches from another thread.
package final class RunCounters: Sendable {
  private let byteCounter = Atomic(0)
  private let recordCounter = Atomic(0)
  private let runCounter = Atomic(0)

  package init() {}

  /// As stored: of compressed input, the compressed bytes.
  package var byteCount: Int { byteCounter.load(ordering: .relaxed) }
  package var recordCount: Int { recordCounter.load(ordering: .relaxed) }
  /// Contracts that are done.
  package var runCount: Int { runCounter.load(ordering: .relaxed) }

  func add(bytes: Int) { byteCounter.add(bytes, ordering: .relaxed) }
  func add(records: Int) { recordCounter.add(records, ordering: .relaxed) }
  func addRun() { runCounter.add(1, ordering: .relaxed) }
}
