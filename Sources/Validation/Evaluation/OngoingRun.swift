import Contracts
import Licensing

/// A run that threads may join until all of its data has been read.
final class OngoingRun: Sendable {
  private let evaluator: Evaluator
  private let shared: SharedRun

  init(_ evaluator: Evaluator, splitter: (any RecordSplitter)?, longBlocks: LongBlocks) {
    self.evaluator = evaluator
    shared = evaluator.start(splitter: splitter, longBlocks: longBlocks)
  }

  /// One thread's share: as many blocks as it can get, until there are none left.
  func work() { Worker(shared).run() }

  /// What the run found, once all threads have left. `threadCount` of them took part.
  func conclude(threadCount: Int) -> EvaluatedRun {
    let result = evaluator.conclude(shared)
    shared.counters?.addRun()
    return EvaluatedRun(
      result: result, licenseOrigins: shared.absorber.licenses.origins,
      timings: shared.timekeeper?.timings(threadCount: threadCount))
  }
}

/// A run that is over.
package struct EvaluatedRun: Sendable {
  package var result: RunResult
  /// What the dataset is made from, as its records tell, each with its licence.
  package var licenseOrigins: [LicenseOrigin]
  /// Where its time went, when that was asked for.
  package var timings: Timings.Run?
}
