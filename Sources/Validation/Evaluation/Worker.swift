import Contracts

/// One thread's share of a run.
final class Worker {
  private static let batchRows = 512
  private let shared: SharedRun
  private let reader: any RecordReader
  private let batch: RecordBatch
  private let folds: [CheckFold?]
  private let buffer: UnsafeBlockBuffer
  private let stopwatch: Stopwatch?
  /// Fields that some record had so far.
  private var metFields: [Bool]

  init(_ shared: SharedRun) {
    self.shared = shared
    let plan = shared.plan
    reader = recordReader(for: plan)
    batch = RecordBatch(columns: plan.contract.fields.map { Column(isRepeated: $0.path.isRepeated) })
    batch.collectsRejected = shared.absorber.collectsRejected
    metFields = plan.contract.fields.map { _ in false }
    folds = plan.checks.map { $0?.makeFold() }
    buffer = UnsafeBlockBuffer(capacity: plan.options.blockBytes)
    stopwatch = shared.timekeeper?.stopwatch()
  }

  func run() {
    while let work = shared.source.next(buffer, stopwatch) {
      fold(work)
      stopwatch?.enter(.wait)
      shared.turnstile.pass(work.number) {
        shared.absorber.stopwatch = stopwatch
        shared.absorber.absorb(work, reader, folds)
        shared.absorber.note(metFields: metFields)
      }
      shared.counters?.add(records: reader.recordCount)
    }
    stopwatch?.stop()
  }

  private func fold(_ work: BlockSource.Work) {
    stopwatch?.enter(.index)
    reader.begin(work.block, work.binding)
    for (field, column) in work.binding.columns.enumerated() { batch.isPresent[field] = column != nil }
    // In locals, so that they are not retained for each batch anew.
    let (reader, batch, folds, stopwatch) = (reader, batch, folds, stopwatch)
    stopwatch?.enter(.columns)
    while reader.fill(batch, maximumRows: Self.batchRows) {
      stopwatch?.enter(.decode)
      decode()
      for clause in folds.indices {
        guard let fold = folds[clause] else { continue }
        if let stopwatch { stopwatch.enter(check: clause) }
        fold.fold(batch)
      }
      stopwatch?.enter(.columns)
    }
  }

  private func decode() {
    for (field, decoder) in shared.plan.decoders.enumerated() where batch.isPresent[field] {
      let column = batch.columns[field]
      decoder.decode(column)
      column.countStates()
      if column.count > column.absentCount { metFields[field] = true }
    }
  }
}

/// What the threads of a run share. Each part guards itself: the source by its lock, the absorber by the turnstile.
final class SharedRun: @unchecked Sendable {
  let plan: Plan
  let source: BlockSource
  let absorber: Absorber
  let turnstile: Turnstile
  /// Both are set before the first thread works.
  var counters: RunCounters?
  var timekeeper: Timekeeper?

  init(plan: Plan, source: BlockSource, absorber: Absorber, turnstile: Turnstile) {
    self.plan = plan
    self.source = source
    self.absorber = absorber
    self.turnstile = turnstile
  }
}
