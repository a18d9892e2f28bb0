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
  private let columns: UnsafeColumnTails
  private var walk: UnsafeShredWalk
  private var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  private var nextRecord = 0

  /// Records longer than `recordLimitBytes`, line feed not counted, are faults. Where batches are bounded, they have at
  /// most `valueLimit` values of a field with several a record. Tests choose the fast reader's instructions, by
  /// simdjson's name for them, and how much it reads at once, and leave batches unbounded.
  package init(
    plan: ShredPlan, engine: Engine = .simd, recordLimitBytes: Int, collectsExtraFields: Bool = false,
    valueLimit: Int = .max, implementation: String? = nil, windowBytes: Int = SIMDJSONReader.defaultWindowBytes
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
    columns = UnsafeColumnTails(count: columnCount, valueLimit: valueLimit)
    walk = UnsafeShredWalk(tree: tree, arena: arena, marks: marks, columns: columns)
  }

  deinit { marks.deallocate() }

  /// Turns to a block, whose memory must stay until its last batch has been used.
  package func begin(_ block: Block) {
    bytes = block.bytes
    nextRecord = 0
    index.removeAll(andIndex: bytes)
    simd?.begin(bytes)
  }

  /// Takes the block's next well-formed records, at most `limit`; false when there are none left.
  ///
  /// The batch's columns must be the plan's. Their texts are valid until the next call. With `onSlice`, batches are
  /// bounded: it is called with each part but the last of a record that has too many values for one.
  package func fill(_ batch: RecordBatch, limit: Int = 256, onSlice: (() -> Void)? = nil) -> Bool {
    batch.removeAll()
    arena.removeAll()
    extraFields.removeAll(keepingCapacity: true)
    columns.begin(batch, onSlice: onSlice)
    var isFull = false
    while !isFull, nextRecord < index.recordCount, batch.rowCount < limit {
      if let simd { isFull = addRows(simd, to: batch, limit: limit) }
      guard !isFull, nextRecord < index.recordCount, batch.rowCount < limit else { break }
      isFull = add(nextRecord, to: batch)
    }
    columns.finish()
    return batch.rowCount > 0
  }

  /// The bytes of a record of the block, without its line feed.
  package func record(_ record: Int) -> UnsafeBufferPointer<UInt8> {
    let start = Int(index.recordStarts[record])
    var end = Int(index.recordStarts[record + 1])
    if end > start, bytes[end - 1] == 0x0A { end -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[start..<end])
  }

  /// Forgets the block, and gives back what it took beyond the usual.
  func trim() {
    index.trim()
    plain.trim()
    simd?.trim()
    arena.removeAll()
  }

  /// As many rows as the fast reader takes; whether the batch can take no more.
  private func addRows(_ simd: SIMDJSONReader, to batch: RecordBatch, limit: Int) -> Bool {
    let (next, isFull) = simd.addRows(
      from: nextRecord, index, recordLimitBytes: recordLimitBytes, to: batch, limit: limit, columns, arena
    ) { row, offset in
      if collectsExtraFields { extraFields.append(ExtraField(row: row, offset: offset)) }
    }
    nextRecord = next
    return isFull
  }

  /// The next record as a row or a fault, by the plain reader; whether the batch can take no more.
  private func add(_ r: Int, to batch: RecordBatch) -> Bool {
    let record = record(r)
    let start = Int(index.recordStarts[r])
    var fault: DocumentFault?
    var isLong = false
    if record.count > recordLimitBytes {
      fault = DocumentFault(kind: .recordTooLong, offset: 0)
    } else if let found = plain.scanFault(in: record, takesAnyTop: false) {
      fault = plain.first(found, in: record)
    } else if columns.hasRoom(forPositions: plain.positionCount) {
      fault = addRow(r, record, to: batch)
    } else {
      guard batch.rowCount == 0 else { return true }
      fault = addLong(r, record)
      isLong = fault == nil
    }
    nextRecord += 1
    if let fault {
      index.faults.append(RecordFault(record: r, kind: fault.kind, offset: start + fault.offset))
    } else if collectsExtraFields, walk.extraKey >= 0 {
      extraFields.append(ExtraField(row: batch.rowCount - 1, offset: start + walk.extraKey))
    }
    return isLong
  }

  /// A record without faults, but for a key that an object has twice.
  private func addRow(_ r: Int, _ record: UnsafeBufferPointer<UInt8>, to batch: RecordBatch) -> DocumentFault? {
    if let repeated = walkRow(batch.rowCount, record) {
      walk.removeRow()
      return DocumentFault(kind: .duplicateKey, offset: repeated)
    }
    batch.records.append(UInt32(truncatingIfNeeded: r))
    batch.rowCount += 1
    return nil
  }

  /// The same in slices.
  private func addLong(_ r: Int, _ record: UnsafeBufferPointer<UInt8>) -> DocumentFault? {
    var repeated: Int?
    let isAdded = columns.addLong(r) { isRehearsal in
      let found = walkRow(0, record, isSound: !isRehearsal)
      if isRehearsal { repeated = found }
      return found == nil
    }
    return isAdded ? nil : repeated.map { DocumentFault(kind: .duplicateKey, offset: $0) }
  }

  /// Adds the values of a row; where an object has a key twice.
  private func walkRow(_ row: Int, _ record: UnsafeBufferPointer<UInt8>, isSound: Bool = false) -> Int? {
    guard let base = record.baseAddress, let positions = plain.found.baseAddress else { return nil }
    let isSuspicious = walk.addRow(row, bytes: base, positions: positions)
    return isSuspicious && !isSound ? DuplicateKeys.first(in: record, positions: plain.found) : nil
  }
}
