import Contracts

/// Reads blocks of JSON Lines into batches, a record a line.
///
/// After `begin(block)`, `index` knows how many records there are. `fill` then takes them batch by batch, parses each
/// once, and adds the faulty ones to `index.faults`, which is complete when `fill` has returned false.
package final class JSONLinesReader {
  package enum Engine: Sendable, CaseIterable {
    /// simdjson, and the plain reader for what it refuses.
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

  /// Records longer than `recordLimitBytes`, line feed not counted, are faults.
  package init(plan: ShredPlan, engine: Engine = .simd, recordLimitBytes: Int, collectsExtraFields: Bool = false) {
    self.plan = plan
    self.recordLimitBytes = recordLimitBytes
    self.collectsExtraFields = collectsExtraFields
    simd = engine == .simd ? SIMDJSONReader() : nil
    marks = .allocate(capacity: plan.paths.count * 2 + 1)
    marks.initialize(repeating: 0, count: plan.paths.count * 2 + 1)
    tails = .allocate(capacity: plan.paths.count)
    walk = UnsafeShredWalk(
      tree: UnsafeShredTree(plan), arena: arena, columnCount: plan.paths.count, marks: marks, columns: tails)
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

  private func add(_ r: Int, to batch: RecordBatch) -> RecordFault? {
    let record = record(r)
    let start = Int(index.recordStarts[r])
    guard record.count <= recordLimitBytes else { return RecordFault(record: r, kind: .recordTooLong, offset: start) }
    let found: UnsafeBufferPointer<UInt32>
    var strings: UnsafePointer<UInt8>?
    if let simd, let positions = simd.positions(of: record) {
      found = positions
      strings = simd.strings
    } else {
      if let fault = plain.scanFault(in: record, takesAnyTop: false) {
        let first = plain.first(fault, in: record)
        return RecordFault(record: r, kind: first.kind, offset: start + first.offset)
      }
      found = plain.found
    }
    guard let positions = found.baseAddress, shred(record, positions, strings, r, to: batch) else {
      return nil
    }
    guard let repeated = DuplicateKeys.first(in: record, positions: found) else { return nil }
    removeRow(from: batch)
    return RecordFault(record: r, kind: .duplicateKey, offset: start + repeated)
  }

  /// Adds a row; whether a key of it may be there twice.
  private func shred(
    _ record: UnsafeBufferPointer<UInt8>, _ positions: UnsafePointer<UInt32>, _ strings: UnsafePointer<UInt8>?,
    _ r: Int, to batch: RecordBatch
  ) -> Bool {
    guard let start = record.baseAddress else { return false }
    let isSuspicious = walk.addRow(batch.rowCount, bytes: start, positions: positions, strings: strings)
    if collectsExtraFields, walk.extraKey >= 0 {
      let offset = Int(index.recordStarts[r]) + walk.extraKey
      extraFields.append(ExtraField(row: batch.rowCount, offset: offset))
    }
    batch.records.append(UInt32(truncatingIfNeeded: r))
    batch.rowCount += 1
    return isSuspicious
  }

  private func removeRow(from batch: RecordBatch) {
    walk.removeRow()
    batch.rowCount -= 1
    batch.records.removeLast()
    if extraFields.last?.row == batch.rowCount { extraFields.removeLast() }
  }
}
