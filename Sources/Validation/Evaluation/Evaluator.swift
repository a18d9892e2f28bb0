import Contracts

/// Runs a plan over its files: blocks → batches → folds, absorbed in block order.
package struct Evaluator {
  private let plan: Plan
  private let files: DataFiles
  private let pins: PinSet
  private let root: String?
  private let isReplaced: Bool
  private let counters: RunCounters?
  private let clock: Stopwatch.Clock?

  /// `replacement` are the files that `--data` gives; `root` confines every path that is opened; `counters` tell how
  /// far the run has come; with a `clock`, the times of stages and checks are kept.
  package init(
    _ plan: Plan, replacement: [String]? = nil, root: String? = nil, counters: RunCounters? = nil,
    clock: Stopwatch.Clock? = nil
  ) {
    self.plan = plan
    self.counters = counters
    self.clock = clock
    self.root = root
    files = DataFiles(plan.contract, replacedBy: replacement, root: root)
    var pins = PinSet(plan.contract, root: root)
    pins.hashesFiles = plan.options.hashesFiles
    self.pins = pins
    isReplaced = replacement != nil
  }

  /// The files that will be read.
  package var paths: [String] { files.paths }

  /// How many bytes will be read, as stored; `nil` where a pipe is among the files.
  package var storedBytes: Int? { DataFiles.storedBytes(of: files.paths) }

  /// Reads everything once. `splitter` receives every record as it is absorbed.
  package func run(splitter: (any RecordSplitter)? = nil) -> RunResult {
    let runs = RunPool.run([self], threadCount: plan.options.threadCount, splitter: splitter)
    return runs.first?.result ?? RunResult(contract: plan.contract)
  }

  /// What threads then share.
  func start(splitter: (any RecordSplitter)?) -> SharedRun {
    let source = BlockSource(plan: plan, files: files, pins: pins, root: root)
    source.counters = counters
    let absorber = Absorber(plan: plan, paths: files.paths, splitter: splitter)
    let shared = SharedRun(plan: plan, source: source, absorber: absorber, turnstile: Turnstile())
    shared.counters = counters
    shared.timekeeper = clock.map { Timekeeper(plan.contract, clock: $0) }
    source.timekeeper = shared.timekeeper
    return shared
  }

  /// What the run found, once all of its threads have left.
  func conclude(_ shared: SharedRun) -> RunResult {
    let stopwatch = shared.timekeeper?.stopwatch()
    defer { stopwatch?.stop() }
    stopwatch?.enter(.wait)
    shared.absorber.totals.reports = shared.source.finish()
    stopwatch?.enter(.conclude)
    shared.absorber.stopwatch = stopwatch
    shared.absorber.totals.problems = files.problems
    shared.absorber.totals.isReplaced = isReplaced
    return shared.absorber.result(pins: pins, root: root)
  }
}
