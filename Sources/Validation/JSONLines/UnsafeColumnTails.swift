/// The columns of a batch while rows are added to them.
///
/// Where batches are bounded, a column of a field with several values a record has room for so many and no more, and
/// the batch ends once it is half full, so that the next record nearly always fits. A record that has more than there
/// is room for comes in several batches: whenever a column is full, `makeRoom` hands all such columns to whoever asked
/// for the batch, and empties them.
final class UnsafeColumnTails {
  /// One for each column.
  let tails: UnsafeMutablePointer<UnsafeColumnTail>
  let count: Int
  private let valueLimit: Int
  /// Which columns have several values a record.
  private var repeated: [Int] = []
  private var batch: RecordBatch?
  /// What is done with the columns that `makeRoom` takes; `nil`: batches are not bounded.
  private var onSlice: (() -> Void)?
  /// A long record is read for the first time, to see whether it is well-formed.
  private var isRehearsal = false

  init(count: Int, valueLimit: Int) {
    tails = .allocate(capacity: count)
    self.count = count
    self.valueLimit = valueLimit
  }

  deinit { tails.deallocate() }

  /// Whether batches are bounded.
  var isBounded: Bool { onSlice != nil }

  /// Turns to the columns of a batch, until `finish`.
  func begin(_ batch: RecordBatch, onSlice: (() -> Void)?) {
    self.batch = batch
    self.onSlice = onSlice
    for (c, column) in batch.columns.enumerated() { (tails + c).initialize(to: tail(of: column)) }
    repeated = isBounded ? batch.columns.indices.filter { batch.columns[$0].isRepeated } : []
  }

  /// Whether no further record should come into the batch.
  var isHalfFull: Bool {
    for c in repeated where tails[c].count > valueLimit / 2 { return true }
    return false
  }

  /// Tells the columns what they hold.
  func finish() {
    for c in 0..<count { tails[c].finish() }
    batch = nil
    onSlice = nil
  }

  private func tail(of column: Column) -> UnsafeColumnTail {
    var tail = UnsafeColumnTail(column)
    if isBounded, column.isRepeated { tail.capacity = min(tail.capacity, valueLimit) }
    return tail
  }

  /// Makes a full column larger; false where it must not be.
  func grow(_ c: Int) -> Bool {
    guard let column = batch?.columns[c] else { return false }
    if isBounded, column.isRepeated, tails[c].capacity >= valueLimit { return false }
    tails[c].finish()
    column.reserve(tails[c].capacity + 1)
    tails[c] = tail(of: column)
    return true
  }

  /// Whether a record of so many positions, and so of no more values a column, fits behind the others.
  func hasRoom(forPositions positions: Int) -> Bool {
    repeated.allSatisfy { tails[$0].count + positions <= valueLimit }
  }
}

/// A record in several batches.
extension UnsafeColumnTails {
  /// Adds the record `r`, which has no other in its batch, by two calls of `add`: of the first, which tells whether the
  /// record is sound, nothing remains.
  func addLong(_ r: Int, by add: (_ isRehearsal: Bool) -> Bool) -> Bool {
    for c in 0..<count {
      guard let column = batch?.columns[c] else { return false }
      column.reserve(column.isRepeated ? valueLimit : 1)
      tails[c] = tail(of: column)
    }
    isRehearsal = true
    let isSound = add(true)
    isRehearsal = false
    empty()
    guard isSound else { return false }
    batch?.records.append(UInt32(truncatingIfNeeded: r))
    guard add(false) else { preconditionFailure("a record that is sound stays so") }
    batch?.rowCount = 1
    return true
  }

  /// Hands over what columns hold of the record at hand, and empties them.
  func makeRoom() {
    guard let batch else { return }
    guard !isRehearsal else { return empty() }
    for c in 0..<count {
      tails[c].finish()
      batch.isPresent[c] = batch.columns[c].isRepeated
    }
    (batch.rowCount, batch.isContinued) = (1, true)
    onSlice?()
    (batch.rowCount, batch.isContinued, batch.continuesRecord) = (0, false, true)
    for c in 0..<count {
      batch.isPresent[c] = true
      guard batch.columns[c].isRepeated else { continue }
      batch.columns[c].continueRecord()
      tails[c] = tail(of: batch.columns[c])
    }
  }

  /// Forgets what stands in the columns. While a record goes on, those with one value a record keep it.
  private func empty() {
    for c in 0..<count where !isRehearsal || batch?.columns[c].isRepeated == true { tails[c].count = 0 }
  }
}
