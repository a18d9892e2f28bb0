import Contracts

/// What a value is, before its type has been read (`value`) and after.
package enum CellState: UInt8, Sendable {
  /// A value; after decoding, one of its type, with its payload in the column.
  case value = 0
  /// A missing value by its spelling, or JSON `null`.
  case null = 1
  /// A JSON key that is not there.
  case absent = 2
  /// Not a value of the column's type; not judged further.
  case invalid = 3
  /// Of its type, but too large for the payload arrays: its exact value is in `wideValues`.
  case wide = 4
}

/// What kind of token held a value.
package enum TokenKind: UInt8, Sendable {
  /// A CSV cell: its text, unquoted.
  case text = 0
  /// A JSON string: its text, unescaped.
  case string = 1
  /// A JSON number: its text, as written.
  case number = 2
  case `true` = 3
  case `false` = 4
  case null = 5
  /// A JSON object or array: its text, as written.
  case object = 6
  case array = 7
}

/// The values of one field in a batch, as parallel arrays. Reused from batch to batch.
///
/// Value `i` belongs to row `rows[i]` of the batch; where the field's path has no `[]`, there is one value a row and
/// `rows[i] == i`. The text of value `i` is `lengths[i]` bytes at `texts[i]`, valid until the next batch.
///
/// Payloads, after decoding, in `integers`: the value of an integer, the digits of a decimal without its point (with
/// the number of digits after the point in `scales`), 0 or 1 for a boolean, days since 1970-01-01 for a date,
/// nanoseconds since midnight for a time, nanoseconds since 1970-01-01T00:00:00Z for a timestamp (local time taken as
/// UTC where it has no zone), item count for an array. In `doubles`: a number.
package final class Column {
  package private(set) var capacity = 0
  package var count = 0
  package private(set) var rows: UnsafeMutablePointer<UInt32>
  package private(set) var texts: UnsafeMutablePointer<UnsafePointer<UInt8>>
  package private(set) var lengths: UnsafeMutablePointer<UInt32>
  package private(set) var kinds: UnsafeMutablePointer<TokenKind>
  package private(set) var states: UnsafeMutablePointer<CellState>
  package private(set) var integers: UnsafeMutablePointer<Int64>
  package private(set) var scales: UnsafeMutablePointer<UInt8>
  package private(set) var doubles: UnsafeMutablePointer<Double>
  /// Room for a kernel to list values; nothing lasts in it.
  private(set) var listed: UnsafeMutablePointer<UInt32>
  /// How many values already have the kind that `startTexts` gives them.
  private var textKindCount = 0
  /// Bit n: some text may have n bytes; bit 63: 63 or more. A column without empty cells is not searched for any.
  package var lengthBits = UInt64.max
  /// Exact values of those few whose state is `wide`.
  package var wideValues: [Int: ExactDecimal] = [:]
  /// How many values are of the type, and how many are null or absent; set by `countStates`.
  package private(set) var validCount = 0
  package private(set) var nullCount = 0
  /// Of those, how many are absent.
  package private(set) var absentCount = 0
  /// How many values of row 0 stood in batches before this one.
  package private(set) var firstOrdinal = 0
  /// Several values a row are possible.
  package let isRepeated: Bool

  package init(isRepeated: Bool) {
    self.isRepeated = isRepeated
    rows = .allocate(capacity: 0)
    texts = .allocate(capacity: 0)
    lengths = .allocate(capacity: 0)
    kinds = .allocate(capacity: 0)
    states = .allocate(capacity: 0)
    integers = .allocate(capacity: 0)
    scales = .allocate(capacity: 0)
    doubles = .allocate(capacity: 0)
    listed = .allocate(capacity: 0)
  }

  deinit {
    rows.deallocate()
    texts.deallocate()
    lengths.deallocate()
    kinds.deallocate()
    states.deallocate()
    integers.deallocate()
    scales.deallocate()
    doubles.deallocate()
    listed.deallocate()
  }

  /// Forgets the values, keeps the memory.
  package func removeAll() {
    removeValues()
    firstOrdinal = 0
  }

  /// Forgets the values; those to come are of the same record.
  package func continueRecord() {
    firstOrdinal += count
    removeValues()
  }

  private func removeValues() {
    count = 0
    lengthBits = .max
    if !wideValues.isEmpty { wideValues.removeAll() }
  }

  /// Makes room for `minimum` values, keeping what is there.
  package func reserve(_ minimum: Int) {
    guard minimum > capacity else { return }
    let larger = max(minimum, capacity * 2, 16)
    textKindCount = 0
    Self.grow(&rows, count, larger)
    // One value a row: no reader has to write its number with each value.
    if !isRepeated { for row in count..<larger { rows[row] = UInt32(truncatingIfNeeded: row) } }
    Self.grow(&texts, count, larger)
    Self.grow(&lengths, count, larger)
    Self.grow(&kinds, count, larger)
    Self.grow(&states, count, larger)
    Self.grow(&integers, count, larger)
    Self.grow(&scales, count, larger)
    Self.grow(&doubles, count, larger)
    Self.grow(&listed, 0, larger)
    capacity = larger
  }

  /// Makes `count` values of one text each, a row a value, whose texts and lengths the caller is about to write.
  package func startTexts(_ count: Int) {
    reserve(count)
    self.count = count
    states.update(repeating: .value, count: count)
    guard textKindCount < count else { return }
    kinds.update(repeating: .text, count: count)
    textKindCount = count
  }

  /// Adds one value that is not yet decoded.
  @inline(__always)
  package func append(row: Int, text: UnsafePointer<UInt8>, length: Int, kind: TokenKind, state: CellState) {
    if count == capacity { reserve(count + 1) }
    textKindCount = 0
    rows[count] = UInt32(truncatingIfNeeded: row)
    texts[count] = text
    lengths[count] = UInt32(truncatingIfNeeded: length)
    kinds[count] = kind
    states[count] = state
    count += 1
  }

  /// Some value has another state than `value`; known once the states have been counted.
  package var hasOthersThanPlainValues: Bool { validCount < count || !wideValues.isEmpty }

  /// Counts the states once, after decoding, for all checks.
  package func countStates() {
    let (states, count) = (UnsafeRawPointer(states), count)
    var (valid, null, absent) = (0, 0, 0)
    var i = 0
    while i &+ 32 <= count {
      // Nearly all values are of their type: zero bytes.
      var others: UInt64 = 0
      for word in 0..<4 { others |= states.loadUnaligned(fromByteOffset: i &+ 8 &* word, as: UInt64.self) }
      if others == 0 { valid &+= 32 } else {
        for j in i..<(i &+ 32) { Self.count(self.states[j], &valid, &null, &absent) }
      }
      i &+= 32
    }
    while i < count {
      Self.count(self.states[i], &valid, &null, &absent)
      i &+= 1
    }
    validCount = valid
    nullCount = null
    absentCount = absent
  }

  @inline(__always)
  private static func count(_ state: CellState, _ valid: inout Int, _ null: inout Int, _ absent: inout Int) {
    valid &+= state == .value || state == .wide ? 1 : 0
    null &+= state == .null || state == .absent ? 1 : 0
    absent &+= state == .absent ? 1 : 0
  }

  /// The text of value `i`.
  @inline(__always)
  package func text(_ i: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: texts[i], count: Int(lengths[i]))
  }

  /// Which of its row's values value `i` is, from 0.
  package func ordinal(ofValue i: Int) -> Int {
    var first = i
    while first > 0, rows[first - 1] == rows[i] { first -= 1 }
    return i - first + firstOrdinal
  }

  private static func grow<T>(_ memory: inout UnsafeMutablePointer<T>, _ count: Int, _ capacity: Int) {
    let larger = UnsafeMutablePointer<T>.allocate(capacity: capacity)
    larger.moveInitialize(from: memory, count: count)
    memory.deallocate()
    memory = larger
  }
}
