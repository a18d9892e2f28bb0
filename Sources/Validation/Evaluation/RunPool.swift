import Contracts

/// Several runs on a given number of threads.
///
/// A thread takes the next run; when none is left, it joins the one on which the fewest threads work. So many small
/// runs have a thread each, few large ones share the threads, and the last large one has all.
package final class RunPool: @unchecked Sendable {
  private struct Slot {
    var run: OngoingRun?
    /// Threads at work on it now, and all that ever were.
    var workerCount = 0
    var threadCount = 0
    /// All of its data has been handed out: nothing is left for another thread.
    var isDrained = false
    var outcome: EvaluatedRun?
  }

  /// A run of no more stored bytes is over before a second thread has started.
  private static let smallBytes = 16 << 10

  private let evaluators: [Evaluator]
  private let splitter: (any RecordSplitter)?
  private let longBlocks = LongBlocks()
  private let mutex = Mutex()
  private var slots: [Slot]
  private var nextSlot = 0

  private init(_ evaluators: [Evaluator], splitter: (any RecordSplitter)?) {
    self.evaluators = evaluators
    self.splitter = splitter
    slots = evaluators.map { _ in Slot() }
  }

  /// Runs all, and returns what came of each, in their order. `splitter` receives the records of all of them.
  package static func run(
    _ evaluators: [Evaluator], threadCount: Int, splitter: (any RecordSplitter)? = nil
  ) -> [EvaluatedRun] {
    // A pipe may be one that several name, of which each is to read what the one before left.
    if evaluators.count > 1, evaluators.count(where: { $0.storedBytes == nil }) > 1 {
      return evaluators.flatMap { run([$0], threadCount: threadCount, splitter: splitter) }
    }
    let pool = RunPool(evaluators, splitter: splitter)
    let isSmall = evaluators.count == 1 && evaluators[0].paths.count == 1
      && evaluators[0].storedBytes.map { $0 <= smallBytes } == true
    onThreads(isSmall ? 1 : threadCount) { pool.work() }
    return pool.slots.compactMap(\.outcome)
  }

  private func work() {
    while let index = mutex.withLock({ take() }) {
      let run = run(index)
      run.work()
      leave(index, run)
    }
  }

  /// The slot to work on. Called with the lock held.
  private func take() -> Int? {
    let index: Int
    if nextSlot < slots.count {
      index = nextSlot
      nextSlot += 1
    } else {
      let joinable = slots.indices.filter { slots[$0].workerCount > 0 && !slots[$0].isDrained }
      guard let quietest = joinable.min(by: { slots[$0].workerCount < slots[$1].workerCount }) else { return nil }
      index = quietest
    }
    slots[index].workerCount += 1
    slots[index].threadCount += 1
    return index
  }

  /// The slot's run, which the first thread there starts.
  private func run(_ index: Int) -> OngoingRun {
    mutex.withLock {
      if let run = slots[index].run { return run }
      let run = OngoingRun(evaluators[index], splitter: splitter, longBlocks: longBlocks)
      slots[index].run = run
      return run
    }
  }

  /// The last thread to leave concludes.
  private func leave(_ index: Int, _ run: OngoingRun) {
    let threadCount = mutex.withLock { () -> Int? in
      slots[index].isDrained = true
      slots[index].workerCount -= 1
      return slots[index].workerCount == 0 ? slots[index].threadCount : nil
    }
    guard let threadCount else { return }
    let outcome = run.conclude(threadCount: threadCount)
    mutex.withLock {
      slots[index].outcome = outcome
      slots[index].run = nil
    }
  }
}
