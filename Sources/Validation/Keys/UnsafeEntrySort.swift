/// Sorts a table's entries by key, in place: by one byte after the other, the highest first, then by insertion.
enum UnsafeEntrySort {
  typealias Entry = UnsafeKeyTable.Entry
  private static let smallCount = 48
  private static let byteCount = 17

  static func sort(_ entries: UnsafeMutableBufferPointer<Entry>) {
    guard let base = entries.baseAddress else { return }
    sort(base, entries.count, byte: 0)
  }

  /// Byte 0 is the tag, byte 1 the highest of the key.
  @inline(__always)
  private static func byte(_ entry: Entry, _ index: Int) -> Int {
    if index == 0 { return Int(entry.word & 31) }
    let word = index <= 8 ? entry.high : entry.low
    return Int(truncatingIfNeeded: word &>> UInt64((8 - ((index - 1) & 7) - 1) * 8) & 0xFF)
  }

  private static func sort(_ base: UnsafeMutablePointer<Entry>, _ count: Int, byte first: Int) {
    guard count > smallCount else { return insertionSort(base, count) }
    guard let index = firstDifference(base, count, from: first) else { return }
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 512) { bounds in
      let (next, end) = (
        UnsafeMutableBufferPointer(rebasing: bounds[..<256]), UnsafeMutableBufferPointer(rebasing: bounds[256...])
      )
      next.initialize(repeating: 0)
      end.initialize(repeating: 0)
      for i in 0..<count { end[byte(base[i], index)] += 1 }
      var sum = 0
      for value in 0..<256 {
        next[value] = sum
        sum += end[value]
        end[value] = sum
      }
      exchange(base, next, end, index)
      guard index + 1 < byteCount else { return }
      var start = 0
      for value in 0..<256 {
        sort(base + start, end[value] - start, byte: index + 1)
        start = end[value]
      }
    }
  }

  /// Moves every entry to the part of its byte; `next` says where each part has still to be filled.
  @inline(__always)
  private static func exchange(
    _ base: UnsafeMutablePointer<Entry>, _ next: UnsafeMutableBufferPointer<Int>,
    _ end: UnsafeMutableBufferPointer<Int>, _ index: Int
  ) {
    for value in 0..<256 {
      while next[value] < end[value] {
        var entry = base[next[value]]
        var home = byte(entry, index)
        while home != value {
          swap(&entry, &base[next[home]])
          next[home] += 1
          home = byte(entry, index)
        }
        base[next[value]] = entry
        next[value] += 1
      }
    }
  }

  /// The highest byte in which the entries differ; `nil` where they are equal.
  private static func firstDifference(_ base: UnsafeMutablePointer<Entry>, _ count: Int, from first: Int) -> Int? {
    var (tag, high, low) = (UInt64(0), UInt64(0), UInt64(0))
    for i in 1..<count {
      tag |= (base[i].word ^ base[0].word) & 31
      high |= base[i].high ^ base[0].high
      low |= base[i].low ^ base[0].low
    }
    if tag != 0, first == 0 { return 0 }
    if high != 0 { return 1 + high.leadingZeroBitCount / 8 }
    return low == 0 ? nil : 9 + low.leadingZeroBitCount / 8
  }

  private static func insertionSort(_ base: UnsafeMutablePointer<Entry>, _ count: Int) {
    guard count > 1 else { return }
    for i in 1..<count {
      let entry = base[i]
      let key = entry.key
      var j = i
      while j > 0, key < base[j - 1].key {
        base[j] = base[j - 1]
        j -= 1
      }
      base[j] = entry
    }
  }
}
