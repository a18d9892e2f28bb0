import Contracts
import Licensing

/// Runs a plan over its files: blocks → batches → folds, absorbed in block order.
package struct Evaluator {
  let plan: Plan
  let files: DataFiles
  let pins: PinSet
  private let root: String?
  let isReplaced: Bool
  private let counters: RunCounters?
  private let clock: Stopwatch.Clock?

  /// `replacement` are the files that `--data` gives; `root` confines every path that is opened; `counters` tell how
  /// far the run has come; with a `clock`, the times of stages and checks are kept. `sources` is what the manifest of
  /// the contract's provenance says, `licenses` what licences allow, with those that a policy declares.
  package init(
    _ plan: Plan, replacement: [String]? = nil, root: String? = nil, sources: SourceManifest? = nil,
    licenses: LicenseTable = LicenseTable(), counters: RunCounters? = nil, clock: Stopwatch.Clock? = nil
  ) {
    let plan = (sources.map(plan.binding) ?? plan).binding(licenses)
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

  /// The bytes of all files, from the beginning.
  func blocks() -> BlockSource { BlockSource(plan: plan, files: files, pins: pins, root: root) }

  /// What threads then share. `longBlocks` are those of all runs at the time.
  func start(
    splitter: (any RecordSplitter)?, fileStates: FileStateWriter? = nil, longBlocks: LongBlocks
  ) -> SharedRun {
    let source = blocks()
    source.counters = counters
    source.longBlocks = longBlocks
    let absorber = Absorber(plan: plan, paths: files.paths, splitter: splitter, fileStates: fileStates)
    let shared = SharedRun(plan: plan, source: source, absorber: absorber)
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
    complete(shared)
    stopwatch?.enter(.conclude)
    shared.absorber.stopwatch = stopwatch
    return shared.absorber.result(pins: pins, root: root)
  }

  /// Adds to the totals what is known of the files, once all threads have left. Waits for their digests.
  func complete(_ shared: SharedRun) {
    shared.absorber.totals.reports = shared.source.finish()
    shared.absorber.totals.problems = files.problems
    shared.absorber.totals.isReplaced = isReplaced
    shared.absorber.totals.manifestDates = ManifestDate.answers(for: plan.contract, root: root)
  }
}
