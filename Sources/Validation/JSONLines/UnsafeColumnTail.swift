/// Where a column's next value goes. A copy of the column's memory, for rows are filled value by value, and reaching
/// through the object for each costs more than reading the value.
struct UnsafeColumnTail {
  private(set) var count: Int
  private var capacity: Int
  private let column: Unmanaged<Column>
  private var rows: UnsafeMutablePointer<UInt32>
  private var texts: UnsafeMutablePointer<UnsafePointer<UInt8>>
  private var lengths: UnsafeMutablePointer<UInt32>
  private var kinds: UnsafeMutablePointer<TokenKind>
  private var states: UnsafeMutablePointer<CellState>
  private var integers: UnsafeMutablePointer<Int64>

  /// The column must outlive this, and have no other writer until `finish`.
  init(_ column: Column) {
    self.column = .passUnretained(column)
    count = column.count
    capacity = column.capacity
    rows = column.rows
    texts = column.texts
    lengths = column.lengths
    kinds = column.kinds
    states = column.states
    integers = column.integers
  }

  @inline(__always)
  mutating func append(row: Int, text: UnsafePointer<UInt8>, length: Int, kind: TokenKind, state: CellState) {
    if count == capacity { grow() }
    rows[count] = UInt32(truncatingIfNeeded: row)
    texts[count] = text
    lengths[count] = UInt32(truncatingIfNeeded: length)
    kinds[count] = kind
    states[count] = state
    count += 1
  }

  /// The item count of the array that was added last.
  mutating func setItemCount(_ items: Int) { integers[count - 1] = Int64(items) }

  mutating func truncate(to count: Int) { self.count = count }

  /// Tells the column what it holds.
  func finish() {
    column._withUnsafeGuaranteedRef { $0.count = count }
  }

  private mutating func grow() {
    finish()
    self = column._withUnsafeGuaranteedRef {
      $0.reserve($0.count + 1)
      return Self($0)
    }
  }
}
