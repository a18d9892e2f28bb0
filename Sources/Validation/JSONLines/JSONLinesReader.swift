import Contracts

/// Reads blocks of JSON Lines into batches, a record a line.
///
/// After `begin(block)`, `index` knows how many records there are. `fill` then takes them batch by batch, parses each
/// once, and adds the faulty ones to `index.faults`, which is complete when `fill` has returned false.
package final class JSONLinesReader {
  package enum Engine: Sendable, CaseIterable {
    /// The fast reader, and the plain one for what it refuses.
    case simd
    /// The grammar itself.
    case plain
  }

  /// A key that no path of the contract names, in an object through which one leads.
  package struct ExtraField: Hashable, Sendable {
    /// Row of the batch.
    package var row: Int
    /// Where the key's opening quote stands in the block.
    package var offset: Int
  }

  package let index = JSONLinesIndex()
  /// The first extra field of each row of the latest batch that has one.
  package private(set) var extraFields: [ExtraField] = []

  private let plan: ShredPlan
  private let plain = PlainJSONReader()
  private let simd: SIMDJSONReader?
  private let recordLimitBytes: Int
  private let collectsExtraFields: Bool
  private let arena = UnsafeTextArena()
  private let marks: UnsafeMutablePointer<Int>
  private let tails: UnsafeMutablePointer<UnsafeColumnTail>
  private var walk: UnsafeShredWalk
  private var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  private var nextRecord = 0

  /// Records longer than `recordLimitBytes`, line feed not counted, are faults. Tests choose the fast reader's
  /// instructions, by simdjson's name for them, and how much it reads at once.
  package init(
    plan: ShredPlan, engine: Engine = .simd, recordLimitBytes: Int, collectsExtraFields: Bool = false,
    implementation: String? = nil, windowBytes: Int = SIMDJSONReader.defaultWindowBytes
  ) {
    self.plan = plan
    self.recordLimitBytes = recordLimitBytes
    self.collectsExtraFields = collectsExtraFields
    let tree = UnsafeShredTree(plan)
    let columnCount = plan.paths.count
    simd =
      engine == .simd
      ? SIMDJSONReader(
        tree: tree, columnCount: columnCount, implementation: implementation, windowBytes: windowBytes) : nil
    marks = .allocate(capacity: plan.paths.count * 2 + 1)
    marks.initialize(repeating: 0, count: plan.paths.count * 2 + 1)
    tails = .allocate(capacity: plan.paths.count)
    walk = UnsafeShredWalk(
      tree: tree, arena: arena, columnCount: columnCount, marks: marks, columns: tails)
  }

  deinit {
    marks.deallocate()
    tails.deallocate()
  }

  /// Turns to a block, whose memory must stay until its last batch has been used.
  package func begin(_ block: Block) {
    bytes = block.bytes
    nextRecord = 0
    index.removeAll(andIndex: bytes)
    simd?.begin(bytes)
  }

  /// Takes the block's next well-formed records, at most `limit`; false when there are none left.
  ///
  /// The batch's columns must be the plan's. Their texts are valid until the next call.
  package func fill(_ batch: RecordBatch, limit: Int = 256) -> Bool {
    batch.removeAll()
    arena.removeAll()
    extraFields.removeAll(keepingCapacity: true)
    walk.begin(batch)
    while nextRecord < index.recordCount, batch.rowCount < limit {
      if let simd { addRows(simd, to: batch, limit: limit) }
      guard nextRecord < index.recordCount, batch.rowCount < limit else { break }
      if let fault = add(nextRecord, to: batch) { index.faults.append(fault) }
      nextRecord += 1
    }
    walk.finish()
    return batch.rowCount > 0
  }

  /// The bytes of a record of the block, without its line feed.
  package func record(_ record: Int) -> UnsafeBufferPointer<UInt8> {
    let start = Int(index.recordStarts[record])
    var end = Int(index.recordStarts[record + 1])
    if end > start, bytes[end - 1] == 0x0A { end -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[start..<end])
  }

  private func addRows(_ simd: SIMDJSONReader, to batch: RecordBatch, limit: Int) {
    nextRecord = simd.addRows(
      from: nextRecord, index, recordLimitBytes: recordLimitBytes, to: batch, limit: limit, tails, arena
    ) { offset in
      if collectsExtraFields { extraFields.append(ExtraField(row: batch.rowCount, offset: offset)) }
    }
  }

  private func add(_ r: Int, to batch: RecordBatch) -> RecordFault? {
    let record = record(r)
    let start = Int(index.recordStarts[r])
    guard record.count <= recordLimitBytes else { return RecordFault(record: r, kind: .recordTooLong, offset: start) }
    if let fault = plain.scanFault(in: record, takesAnyTop: false) {
      let first = plain.first(fault, in: record)
      return RecordFault(record: r, kind: first.kind, offset: start + first.offset)
    }
    guard let base = record.baseAddress, let positions = plain.found.baseAddress else { return nil }
    if walk.addRow(batch.rowCount, bytes: base, positions: positions),
      let repeated = DuplicateKeys.first(in: record, positions: plain.found)
    {
      walk.removeRow()
      return RecordFault(record: r, kind: .duplicateKey, offset: start + repeated)
    }
    if collectsExtraFields, walk.extraKey >= 0 {
      extraFields.append(ExtraField(row: batch.rowCount, offset: start + walk.extraKey))
    }
    batch.records.append(UInt32(truncatingIfNeeded: r))
    batch.rowCount += 1
    return nil
  }
}
