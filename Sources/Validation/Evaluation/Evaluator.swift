import Contracts

/// Runs a plan over its files: blocks → batches → folds, absorbed in block order.
package struct Evaluator {
  private let plan: Plan
  private let files: DataFiles
  private let pins: PinSet
  private let root: String?
  private let isReplaced: Bool

  /// `replacement` are the files that `--data` gives; `root` confines every path that is opened.
  package init(_ plan: Plan, replacement: [String]? = nil, root: String? = nil) {
    self.plan = plan
    self.root = root
    files = DataFiles(plan.contract, replacedBy: replacement, root: root)
    var pins = PinSet(plan.contract, root: root)
    pins.hashesFiles = plan.options.hashesFiles
    self.pins = pins
    isReplaced = replacement != nil
  }

  /// The files that will be read.
  package var paths: [String] { files.paths }

  /// Reads everything once. `splitter` receives every record as it is absorbed.
  package func run(splitter: (any RecordSplitter)? = nil) -> RunResult {
    let source = BlockSource(plan: plan, files: files, pins: pins, root: root)
    let absorber = Absorber(plan: plan, paths: files.paths, splitter: splitter)
    let turnstile = Turnstile()
    let shared = SharedRun(plan: plan, source: source, absorber: absorber, turnstile: turnstile)
    onThreads(plan.options.threadCount) { Worker(shared).run() }
    absorber.totals.reports = source.reports
    absorber.totals.problems = files.problems
    absorber.totals.isReplaced = isReplaced
    return absorber.result(pins: pins, root: root)
  }
}
