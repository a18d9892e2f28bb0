import Contracts

/// One thread's share of a run.
final class Worker {
  private static let batchRows = 512
  private let shared: SharedRun
  private let reader: any RecordReader
  private let batch: RecordBatch
  private let folds: [CheckFold?]
  private let buffer: UnsafeBlockBuffer
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
  }

  func run() {
    while let work = shared.source.next(buffer) {
      fold(work)
      shared.turnstile.pass(work.number) {
        shared.absorber.absorb(work, reader, folds)
        shared.absorber.note(metFields: metFields)
      }
    }
  }

  private func fold(_ work: BlockSource.Work) {
    reader.begin(work.block, work.binding)
    for (field, column) in work.binding.columns.enumerated() { batch.isPresent[field] = column != nil }
    while reader.fill(batch, maximumRows: Self.batchRows) {
      decode()
      for fold in folds { fold?.fold(batch) }
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

  init(plan: Plan, source: BlockSource, absorber: Absorber, turnstile: Turnstile) {
    self.plan = plan
    self.source = source
    self.absorber = absorber
    self.turnstile = turnstile
  }
}
