import CCSVKernels
import Glibc

/// A closed set of texts, asked once a cell: by length and key, then, for those that a key does not hold, by all bytes.
struct TextSet: Sendable {
  private struct Entry: Sendable {
    /// See `TextSet.key`.
    var key: UInt64
    /// `.max` where nothing is.
    var length: UInt32
    /// The text's place in the list.
    var number: UInt32
  }

  /// Open addressing; a power of two, at most half full. More room would be further away.
  private let slots: [Entry]
  /// All texts, one behind the other, and where each begins.
  private let bytes: [UInt8]
  private let offsets: [Int]
  /// Most of the texts of up to 16 bytes, for the kernel.
  private let short: ShortTexts?

  init(_ texts: [[UInt8]]) {
    var capacity = 8
    while capacity < texts.count * 2 { capacity *= 2 }
    var slots = [Entry](repeating: Entry(key: 0, length: .max, number: 0), count: capacity)
    var bytes: [UInt8] = []
    var offsets: [Int] = []
    for (number, text) in texts.enumerated() {
      // A key is made of eight bytes at a time.
      let key = (text + [UInt8](repeating: 0, count: 8)).withUnsafeBufferPointer { padded in
        padded.baseAddress.map { Self.key(of: $0, text.count) } ?? 0
      }
      var slot = Self.slot(key, text.count, of: capacity)
      while slots[slot].length != .max { slot = (slot + 1) & (capacity - 1) }
      slots[slot] = Entry(key: key, length: UInt32(text.count), number: UInt32(number))
      offsets.append(bytes.count)
      bytes += text
    }
    self.slots = slots
    self.bytes = bytes
    self.offsets = offsets
    short = ShortTexts(texts)
  }

  /// Appends the indices of the strings of the column that are not in the set, in order.
  func appendViolations(in column: Column, _ level: KernelLevel, to indices: inout [UInt32]) {
    let (texts, lengths, states) = (column.texts, column.lengths, column.states)
    func judge(_ i: Int) {
      if contains(texts[i], Int(lengths[i])) { return }
      indices.append(UInt32(truncatingIfNeeded: i))
    }
    if let short {
      column.forEachLeft(by: { short.leave($0, level, $1) }, judge)
    } else {
      for i in 0..<column.count where states[i] == .value { judge(i) }
    }
  }

  /// Whether `length` bytes at `text`, with eight readable ones after them, are in the set.
  @inline(__always)
  func contains(_ text: UnsafePointer<UInt8>, _ length: Int) -> Bool { number(of: text, length) != nil }

  /// The place of a text in the list, from 0; `nil` where it is not in the set. Eight bytes after it must be readable.
  @inline(__always)
  func number(of text: UnsafePointer<UInt8>, _ length: Int) -> UInt32? {
    slots.withUnsafeBufferPointer { slots in
      let key = Self.key(of: text, length)
      var slot = Self.slot(key, length, of: slots.count)
      while slots[slot].length != .max {
        let entry = slots[slot]
        if entry.key == key, Int(entry.length) == length, length <= 8 || isEqual(text, length, entry) {
          return entry.number
        }
        slot = (slot &+ 1) & (slots.count &- 1)
      }
      return nil
    }
  }

  private func isEqual(_ text: UnsafePointer<UInt8>, _ length: Int, _ entry: Entry) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { memcmp(text, $0 + offsets[Int(entry.number)], length) == 0 } ?? false
    }
  }

  /// 2⁶⁴ by the golden ratio (Knuth, The Art of Computer Programming 3, 6.4).
  private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// A text of up to eight bytes itself, the first one lowest, zero-filled; a hash of all of a longer one, since texts
  /// such as addresses often begin alike.
  @inline(__always)
  static func key(of text: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
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
    let product = value &* factor
    return product ^ product &>> 32
  }

  /// By the highest bits of a product, on which all bits of the key have a say.
  @inline(__always)
  static func slot(_ key: UInt64, _ length: Int, of slotCount: Int) -> Int {
    let product = (key ^ UInt64(truncatingIfNeeded: length)) &* factor
    return Int(truncatingIfNeeded: product &>> UInt64(64 &- slotCount.trailingZeroBitCount))
  }
}
