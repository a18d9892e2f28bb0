import Contracts

/// One thread's share of a run.
struct Worker {
  private let shared: SharedRun
  private let stopwatch: Stopwatch?

  init(_ shared: SharedRun) {
    self.shared = shared
    stopwatch = shared.timekeeper?.stopwatch()
  }

  /// Validates as many blocks as it can get, until there are none left.
  func run() {
    while true {
      stopwatch?.enter(.wait)
      let desk = shared.desks.take()
      guard let work = shared.source.next(desk.buffer, stopwatch) else {
        shared.desks.give(desk)
        break
      }
      desk.fold(work, stopwatch)
      shared.counters?.add(records: desk.reader.recordCount)
      stopwatch?.enter(.wait)
      shared.sequencer.pass(work.number, (work, desk)) { work, desk in
        shared.absorber.stopwatch = stopwatch
        shared.absorber.absorb(work, desk.reader, desk.folds)
        shared.absorber.note(metFields: desk.metFields)
        stopwatch?.enter(.wait)
        desk.trim()
        shared.desks.give(desk)
        if work.longCost > 0 { shared.source.longBlocks?.leave(work.longCost) }
      }
    }
    stopwatch?.stop()
  }
}

/// What it takes to validate one block, and what was found in it until that is absorbed.
final class Desk {
  let reader: any RecordReader
  let folds: [CheckFold?]
  let buffer: UnsafeBlockBuffer
  /// Fields that some record had so far.
  private(set) var metFields: [Bool]
  private let plan: Plan
  private let batch: RecordBatch

  init(_ plan: Plan, collectsRejected: Bool) {
    self.plan = plan
    reader = recordReader(for: plan, wholeTexts: false)
    batch = RecordBatch(fields: plan.contract.fields)
    batch.collectsRejected = collectsRejected
    metFields = plan.contract.fields.map { _ in false }
    folds = plan.checks.map { $0?.makeFold() }
    // Many threads have many buffers, of which few are at work on long records at a time.
    let keptBytes = plan.options.threadCount <= 4 ? UnsafeBlockBuffer.usuallyKeptBytes : 0
    buffer = UnsafeBlockBuffer(capacity: plan.blockBytes, keptBytes: keptBytes)
  }

  /// Forgets the block, and gives back what it took beyond the usual.
  func trim() {
    reader.trim()
    // An ordinary one is emptied when it is next filled: by then nobody may be reading it any more.
    if buffer.capacity > plan.blockBytes { buffer.removeAll() }
  }

  /// Validates a block, which is in the buffer.
  func fold(_ work: BlockSource.Work, _ stopwatch: Stopwatch?) {
    stopwatch?.enter(.index)
    reader.begin(work.block, work.binding)
    batch.bind(to: work.binding)
    // In locals, so that they are not retained for each batch anew.
    let (reader, batch) = (reader, batch)
    stopwatch?.enter(.columns)
    while reader.fill(batch, maximumRows: plan.batchRows, onSlice: { [self] in foldBatch(stopwatch) }) {
      foldBatch(stopwatch)
    }
  }

  private func foldBatch(_ stopwatch: Stopwatch?) {
    let (batch, folds) = (batch, folds)
    stopwatch?.enter(.decode)
    decode()
    for clause in folds.indices {
      guard let fold = folds[clause] else { continue }
      if let stopwatch { stopwatch.enter(check: clause) }
      fold.fold(batch)
    }
    stopwatch?.enter(.columns)
  }

  private func decode() {
    for (field, decoder) in plan.decoders.enumerated() where batch.isPresent[field] {
      let column = batch.columns[field]
      decoder.decode(column)
      column.countStates()
      if column.count > column.absentCount { metFields[field] = true }
    }
  }
}

/// What the threads of a run share. Each part guards itself: the source by its lock, the absorber by the sequencer.
final class SharedRun: @unchecked Sendable {
  let plan: Plan
  let source: BlockSource
  let absorber: Absorber
  let sequencer = Sequencer<(BlockSource.Work, Desk)>()
  /// One for each thread and a few more, so that blocks may wait for those before them while threads go on with the
  /// next. Each takes about 3 MiB, so not one more for each of many threads.
  let desks: Pool<Desk>
  /// Both are set before the first thread works.
  var counters: RunCounters?
  var timekeeper: Timekeeper?

  init(plan: Plan, source: BlockSource, absorber: Absorber) {
    self.plan = plan
    self.source = source
    self.absorber = absorber
    let collectsRejected = absorber.collectsRejected
    let threadCount = plan.options.threadCount
    desks = Pool(limit: threadCount + min(threadCount, 4)) { Desk(plan, collectsRejected: collectsRejected) }
  }
}
