import Contracts

/// The rows of a dataset one after the other, each with its key and its source.
final class KeyedRows {
  private let evaluator: Evaluator
  private let keys: [Int]
  private let source: Int
  private let reader: any RecordReader
  private let batch: RecordBatch
  private let buffer: UnsafeBlockBuffer
  /// Fields that are decoded.
  private let decoded: [Int]
  /// The keys of the batch's rows.
  private var rowKeys: [CompactKey?] = []
  /// A key of several fields.
  private var spelling: [UInt8] = []
  /// Fields by their index; those of a key have one value a row.
  init(_ evaluator: Evaluator, keys: [Int], source: Int) {
    self.evaluator = evaluator
    self.keys = keys
    self.source = source
    decoded = Set(keys + [source]).sorted()
    let plan = evaluator.plan
    reader = recordReader(for: plan)
    batch = RecordBatch(fields: plan.contract.fields)
    buffer = UnsafeBlockBuffer(capacity: plan.blockBytes)
  }

  /// Gives every well-formed record, by its index over the whole dataset: its key, `nil` where a part of it is missing
  /// or not of its type, and the text that names its source, `nil` where it names none.
  func forEach(
    _ body: (Int, CompactKey?, UnsafeBufferPointer<UInt8>?) throws(RunProblem) -> Void
  ) throws(RunProblem) {
    if let problem = evaluator.files.problems.first { throw RunProblem(problem.message) }
    let blocks = evaluator.blocks()
    var recordsBefore = 0
    while let work = blocks.next(buffer) {
      reader.begin(work.block, work.binding)
      batch.bind(to: work.binding)
      // Neither a key nor a source has several values a record, so slices hold nothing of them.
      while reader.fill(batch, maximumRows: evaluator.plan.batchRows, onSlice: {}) {
        try forEachRow(recordsBefore, body)
      }
      recordsBefore += reader.recordCount
    }
    if let problem = blocks.finish().compactMap(\.problem).first { throw RunProblem(problem.message) }
  }

  private func forEachRow(
    _ recordsBefore: Int, _ body: (Int, CompactKey?, UnsafeBufferPointer<UInt8>?) throws(RunProblem) -> Void
  ) throws(RunProblem) {
    for field in decoded where batch.isPresent[field] {
      evaluator.plan.decoders[field].decode(batch.columns[field])
    }
    fillKeys()
    let column = batch.columns[source]
    let hasSource = batch.isPresent[source]
    for row in 0..<batch.rowCount {
      let namesOne = hasSource && column.states[row] != .null && column.states[row] != .absent
      try body(recordsBefore + Int(batch.records[row]), rowKeys[row], namesOne ? column.text(row) : nil)
    }
  }

  private func fillKeys() {
    rowKeys.removeAll(keepingCapacity: true)
    rowKeys.append(contentsOf: repeatElement(nil, count: batch.rowCount))
    guard let first = keys.first, keys.allSatisfy({ batch.isPresent[$0] }) else { return }
    guard keys.count > 1 else {
      return evaluator.plan.decoders[first].forEachKey(of: batch.columns[first]) { rowKeys[$0] = $1 }
    }
    for row in 0..<batch.rowCount where keys.allSatisfy({ batch.columns[$0].states[row].isJudged }) {
      spelling.removeAll(keepingCapacity: true)
      for field in keys { evaluator.plan.decoders[field].appendKey(of: batch.columns[field], row, to: &spelling) }
      rowKeys[row] = spelling.withUnsafeBufferPointer { CompactKey($0) }
    }
  }
}
