import CSIMDJSON

/// Where a column's next value goes. A copy of the column's memory, for rows are filled value by value, and reaching
/// through the object for each costs more than reading the value.
typealias UnsafeColumnTail = assay_json_column

extension UnsafeColumnTail {
  /// The column must outlive this, and have no other writer until `finish`.
  init(_ column: Column) {
    self.init(
      count: column.count, capacity: column.capacity, rows: column.isRepeated ? column.rows : nil,
      texts: column.texts, lengths: column.lengths,
      kinds: UnsafeMutableRawPointer(column.kinds).assumingMemoryBound(to: UInt8.self),
      states: UnsafeMutableRawPointer(column.states).assumingMemoryBound(to: UInt8.self),
      integers: column.integers, owner: UnsafeRawPointer(Unmanaged.passUnretained(column).toOpaque()))
  }

  var isFull: Bool {
    @inline(__always) get { count == capacity }
  }

  /// There must be room.
  @inline(__always)
  mutating func append(row: Int, text: UnsafePointer<UInt8>, length: Int, kind: TokenKind, state: CellState) {
    rows?[count] = UInt32(truncatingIfNeeded: row)
    texts[count] = text
    lengths[count] = UInt32(truncatingIfNeeded: length)
    kinds[count] = kind.rawValue
    states[count] = state.rawValue
    count += 1
  }

  /// The item count of the array that was added last.
  func setItemCount(_ items: Int) { integers[count - 1] = Int64(items) }

  mutating func truncate(to count: Int) { self.count = count }

  /// Tells the column what it holds.
  func finish() {
    column._withUnsafeGuaranteedRef { $0.count = count }
  }

  private var column: Unmanaged<Column> { .fromOpaque(owner) }
}
