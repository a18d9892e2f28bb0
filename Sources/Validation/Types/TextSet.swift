import CCSVKernels
import Glibc

/// A closed set of texts, asked once a cell: by length and first eight bytes, then by the rest.
struct TextSet: Sendable {
  private struct Entry: Sendable {
    /// The first eight bytes, the first one lowest, zero-filled; with the length, all of a short text.
    var word: UInt64
    /// `.max` where nothing is.
    var length: UInt32
    /// Where the text stands in `bytes`.
    var offset: UInt32
  }

  /// Open addressing; a power of two, at most a quarter full.
  private let slots: [Entry]
  private let bytes: [UInt8]
  /// Most of the texts of up to 16 bytes, for the kernel.
  private let short: ShortTexts?

  init(_ texts: [[UInt8]]) {
    var capacity = 8
    while capacity < texts.count * 4 { capacity *= 2 }
    var slots = [Entry](repeating: Entry(word: 0, length: .max, offset: 0), count: capacity)
    var bytes: [UInt8] = []
    for text in texts {
      let word = text.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      var slot = Self.hash(word, text.count) & (capacity - 1)
      while slots[slot].length != .max { slot = (slot + 1) & (capacity - 1) }
      slots[slot] = Entry(word: word, length: UInt32(text.count), offset: UInt32(bytes.count))
      bytes += text
    }
    self.slots = slots
    self.bytes = bytes
    short = ShortTexts(texts)
  }

  /// Appends the indices of the strings of the column that are not in the set, in order.
  func appendViolations(in column: Column, _ level: KernelLevel, to indices: inout [UInt32]) {
    let (texts, lengths, states) = (column.texts, column.lengths, column.states)
    slots.withUnsafeBufferPointer { slots in
      bytes.withUnsafeBufferPointer { bytes in
        func judge(_ i: Int) {
          if Self.contains(texts[i], Int(lengths[i]), slots, bytes) { return }
          indices.append(UInt32(truncatingIfNeeded: i))
        }
        if let short {
          column.forEachLeft(by: { short.leave($0, level, $1) }, judge)
        } else {
          for i in 0..<column.count where states[i] == .value { judge(i) }
        }
      }
    }
  }

  /// Whether `length` bytes at `text`, with eight readable ones after them, are in the set.
  func contains(_ text: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    slots.withUnsafeBufferPointer { slots in
      bytes.withUnsafeBufferPointer { bytes in Self.contains(text, length, slots, bytes) }
    }
  }

  @inline(__always)
  private static func contains(
    _ text: UnsafePointer<UInt8>, _ length: Int, _ slots: UnsafeBufferPointer<Entry>,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var word = length == 0 ? 0 : loadWord(text)
    if length < 8 { word &= (1 &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1 }
    let mask = slots.count &- 1
    var slot = hash(word, length) & mask
    while slots[slot].length != .max {
      let entry = slots[slot]
      if entry.word == word, Int(entry.length) == length, length <= 8 || isRestEqual(text, length, entry, bytes) {
        return true
      }
      slot = (slot &+ 1) & mask
    }
    return false
  }

  private static func isRestEqual(
    _ text: UnsafePointer<UInt8>, _ length: Int, _ entry: Entry, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    return memcmp(text + 8, base + Int(entry.offset) + 8, length - 8) == 0
  }

  @inline(__always)
  private static func hash(_ word: UInt64, _ length: Int) -> Int {
    let mixed = (word ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 32)
  }
}
