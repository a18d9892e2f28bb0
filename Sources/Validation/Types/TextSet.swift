import CCSVKernels
import Glibc

/// A closed set of texts, asked once a cell: by length and key, then, for those that a key does not hold, by all bytes.
struct TextSet: Sendable {
  private struct Entry: Sendable {
    /// See `TextSet.key`.
    var key: UInt64
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
    var slots = [Entry](repeating: Entry(key: 0, length: .max, offset: 0), count: capacity)
    var bytes: [UInt8] = []
    for text in texts {
      // A key is made of eight bytes at a time.
      let key = (text + [UInt8](repeating: 0, count: 8)).withUnsafeBufferPointer { padded in
        padded.baseAddress.map { Self.key(of: $0, text.count) } ?? 0
      }
      var slot = Self.slot(key, text.count, mask: capacity - 1)
      while slots[slot].length != .max { slot = (slot + 1) & (capacity - 1) }
      slots[slot] = Entry(key: key, length: UInt32(text.count), offset: UInt32(bytes.count))
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

  /// How many places a text can have; those of `place(of:)` are below it.
  var placeCount: Int { slots.count }

  /// Where the text is kept, the same for the same text; `nil` where it is not in the set. Eight bytes after it must be
  /// readable.
  @inline(__always)
  func place(of text: UnsafePointer<UInt8>, _ length: Int) -> Int? {
    slots.withUnsafeBufferPointer { slots in
      bytes.withUnsafeBufferPointer { bytes in Self.place(of: text, length, slots, bytes) }
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
    place(of: text, length, slots, bytes) != nil
  }

  @inline(__always)
  private static func place(
    of text: UnsafePointer<UInt8>, _ length: Int, _ slots: UnsafeBufferPointer<Entry>,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    let key = key(of: text, length)
    let mask = slots.count &- 1
    var slot = slot(key, length, mask: mask)
    while slots[slot].length != .max {
      let entry = slots[slot]
      if entry.key == key, Int(entry.length) == length, length <= 8 || isEqual(text, length, entry, bytes) {
        return slot
      }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  private static func isEqual(
    _ text: UnsafePointer<UInt8>, _ length: Int, _ entry: Entry, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    return memcmp(text, base + Int(entry.offset), length) == 0
  }

  /// A text of up to eight bytes itself, the first one lowest, zero-filled; a hash of all of a longer one, since texts
  /// such as addresses often begin alike.
  @inline(__always)
  private static func key(of text: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    guard length > 8 else {
      let word = length == 0 ? 0 : loadWord(text)
      return length == 8 ? word : word & ((1 &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1)
    }
    var hash: UInt64 = 0
    var offset = 0
    while offset &+ 8 <= length {
      hash = mixed(hash ^ loadWord(text + offset))
      offset &+= 8
    }
    return mixed(hash ^ loadWord(text + (length &- 8)))
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    let product = value &* 0x9E37_79B9_7F4A_7C15
    return product ^ product &>> 32
  }

  @inline(__always)
  private static func slot(_ key: UInt64, _ length: Int, mask: Int) -> Int {
    Int(truncatingIfNeeded: mixed(key ^ UInt64(truncatingIfNeeded: length)) &>> 32) & mask
  }
}
