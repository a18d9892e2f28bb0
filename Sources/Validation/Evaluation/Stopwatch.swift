import Contracts

/// Tells where one thread spends its time: it is always at exactly one stage or check, so that all times together are
/// the thread's time. Only that thread may touch it while it runs.
package final class Stopwatch {
  /// Nanoseconds since some moment, which never go back.
  package typealias Clock = @Sendable () -> Int

  fileprivate struct Amount {
    var nanoseconds = 0
    var callCount = 0
  }

  /// What was entered inside of something else, which goes on when it ends.
  package struct Span {
    fileprivate let stopwatch: Stopwatch
    fileprivate let outer: Int

    package func end() { stopwatch.turn(to: outer) }
  }

  private let clock: Clock
  /// A slot for each stage, then one for each clause, then one for what is not counted.
  private var amounts: [Amount]
  private var slot: Int
  private var since: Int

  fileprivate init(clauseCount: Int, clock: @escaping Clock) {
    self.clock = clock
    slot = Timings.Stage.allCases.count + clauseCount
    amounts = Array(repeating: Amount(), count: slot + 1)
    since = clock()
  }

  private func turn(to next: Int) {
    let now = clock()
    amounts[slot].nanoseconds += now - since
    since = now
    slot = next
  }

  private func start(_ next: Int) {
    turn(to: next)
    amounts[next].callCount += 1
  }

  /// From now on, the thread is at this stage.
  package func enter(_ stage: Timings.Stage) { start(stage.slot) }

  /// From now on, the thread is at the check of this clause.
  package func enter(check clause: Int) { start(Timings.Stage.allCases.count + clause) }

  /// The thread is at this stage until the span ends, then again where it was.
  package func begin(_ stage: Timings.Stage) -> Span {
    let span = Span(stopwatch: self, outer: slot)
    enter(stage)
    return span
  }

  /// From now on, nothing is counted.
  package func stop() { turn(to: amounts.count - 1) }

  fileprivate func amount(_ slot: Int) -> Amount { amounts[slot] }
}

extension Timings.Stage {
  fileprivate var slot: Int {
    switch self {
    case .read: 0
    case .decompress: 1
    case .hash: 2
    case .transcode: 3
    case .cut: 4
    case .index: 5
    case .columns: 6
    case .decode: 7
    case .absorb: 8
    case .evidence: 9
    case .write: 10
    case .wait: 11
    case .conclude: 12
    }
  }
}

/// The stopwatches of one run.
package final class Timekeeper: @unchecked Sendable {
  private let contract: Contract
  private let clock: Stopwatch.Clock
  private let start: Int
  private let mutex = Mutex()
  private var stopwatches: [Stopwatch] = []

  package init(_ contract: Contract, clock: @escaping Stopwatch.Clock) {
    self.contract = contract
    self.clock = clock
    start = clock()
  }

  /// One for a thread of the run.
  package func stopwatch() -> Stopwatch {
    let stopwatch = Stopwatch(clauseCount: contract.clauses.count, clock: clock)
    mutex.withLock { stopwatches.append(stopwatch) }
    return stopwatch
  }

  /// The sum over all threads, which have stopped. `threadCount` of them validated.
  package func timings(threadCount: Int) -> Timings.Run {
    let stages = Timings.Stage.allCases.compactMap { stage -> Timings.StageTime? in
      let sum = sum(stage.slot)
      guard sum.callCount > 0 else { return nil }
      return Timings.StageTime(stage: stage, nanoseconds: sum.nanoseconds, callCount: sum.callCount)
    }
    let checks = contract.clauses.enumerated().compactMap { index, clause -> Timings.CheckTime? in
      let sum = sum(Timings.Stage.allCases.count + index)
      guard sum.callCount > 0 else { return nil }
      return Timings.CheckTime(
        clauseID: clause.id, keyword: clause.keyword, nanoseconds: sum.nanoseconds, callCount: sum.callCount)
    }
    return Timings.Run(
      contract: contract.id, wallNanoseconds: clock() - start, threadCount: threadCount, stages: stages, checks: checks)
  }

  private func sum(_ slot: Int) -> Stopwatch.Amount {
    mutex.withLock {
      stopwatches.reduce(into: Stopwatch.Amount()) { sum, stopwatch in
        sum.nanoseconds += stopwatch.amount(slot).nanoseconds
        sum.callCount += stopwatch.amount(slot).callCount
      }
    }
  }
}
