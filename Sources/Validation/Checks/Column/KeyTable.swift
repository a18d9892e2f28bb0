import CXXHash
import Contracts

/// An encoded key in 16 bytes: itself with its length if it has at most 15 bytes, else its XXH3-128 digest.
///
/// Two different long keys share a digest with a probability below 1e-23 for 100 million keys.
package struct CompactKey: Hashable, Sendable, Codable {
  package var low: UInt64
  package var high: UInt64
  /// Short keys and digests never meet.
  package var isDigest: Bool

  init(low: UInt64, high: UInt64, isDigest: Bool) {
    self.low = low
    self.high = high
    self.isDigest = isDigest
  }

  package init(_ key: UnsafeBufferPointer<UInt8>) {
    guard key.count <= 15 else {
      let digest = assay_xxh3_128(key.baseAddress, key.count)
      low = digest.low
      high = digest.high
      isDigest = true
      return
    }
    var words: (UInt64, UInt64) = (0, UInt64(key.count) << 56)
    for (i, byte) in key.enumerated() {
      if i < 8 { words.0 |= UInt64(byte) << UInt64(i * 8) } else { words.1 |= UInt64(byte) << UInt64((i - 8) * 8) }
    }
    (low, high) = words
    isDigest = false
  }
}

/// Where a key was met first.
package struct KeyPlace: Hashable, Sendable, Codable {
  /// Index of the file.
  package var file: UInt32
  /// Record number in the file, from 1.
  package var record: UInt64

  package init(file: UInt32, record: UInt64) {
    self.file = file
    self.record = record
  }
}

/// Keys with the place where each was met first: open addressing, growing twofold, up to a limit.
package struct KeyTable: Sendable {
  /// 24 bytes; `place` is 0 where nothing is.
  private struct Entry: Sendable {
    var low: UInt64
    var high: UInt64
    var place: UInt64
  }

  private var entries: [Entry] = []
  package private(set) var count = 0

  package init() {}

  package enum Insertion { case isNew, met(KeyPlace), isFull }

  /// Notes a key; `isFull` when it is new and another doubling would take more than `limitBytes`.
  package mutating func insert(_ key: CompactKey, at place: KeyPlace, limitBytes: Int) -> Insertion {
    if count * 10 >= entries.count * 6 {
      let capacity = max(1024, entries.count * 2)
      guard capacity * MemoryLayout<Entry>.stride <= limitBytes || entries.isEmpty else { return find(key) }
      grow(to: capacity)
    }
    let packed = Self.packed(place, key.isDigest)
    let known = entries.withUnsafeMutableBufferPointer { entries -> UInt64 in
      let slot = Self.slot(of: key, in: UnsafeBufferPointer(entries))
      let known = entries[slot].place
      if known == 0 { entries[slot] = Entry(low: key.low, high: key.high, place: packed) }
      return known
    }
    guard known == 0 else { return .met(Self.place(known)) }
    count += 1
    return .isNew
  }

  private func find(_ key: CompactKey) -> Insertion {
    let place = entries.withUnsafeBufferPointer { $0[Self.slot(of: key, in: $0)].place }
    return place == 0 ? .isFull : .met(Self.place(place))
  }

  /// Whether the key has been noted.
  package func contains(_ key: CompactKey) -> Bool {
    !entries.isEmpty && entries.withUnsafeBufferPointer { $0[Self.slot(of: key, in: $0)].place != 0 }
  }

  /// Notes that the record where a key was met first is a violation already, by another of its keys. Says nothing about
  /// a key that was met first elsewhere.
  package mutating func markCounted(_ key: CompactKey, at place: KeyPlace) {
    guard !entries.isEmpty else { return }
    let slot = entries.withUnsafeBufferPointer { Self.slot(of: key, in: $0) }
    if entries[slot].place == Self.packed(place, key.isDigest) { entries[slot].place |= Self.countedBit }
  }

  private static let countedBit: UInt64 = 2

  /// Asks for the memory of a key that is about to be inserted.
  @inline(__always)
  package func prefetch(_ key: CompactKey) {
    entries.withUnsafeBufferPointer { entries in
      guard let base = entries.baseAddress, !entries.isEmpty else { return }
      assay_prefetch(base + (Int(truncatingIfNeeded: Self.hash(key.low, key.high)) & (entries.count - 1)))
    }
  }

  /// Where a key is, or would be.
  @inline(__always)
  private static func slot(of key: CompactKey, in entries: UnsafeBufferPointer<Entry>) -> Int {
    let mask = entries.count - 1
    var slot = Int(truncatingIfNeeded: hash(key.low, key.high)) & mask
    while entries[slot].place != 0 {
      let entry = entries[slot]
      if entry.low == key.low, entry.high == key.high, (entry.place & 1 != 0) == key.isDigest { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow(to capacity: Int) {
    let old = entries
    entries = Array(repeating: Entry(low: 0, high: 0, place: 0), count: capacity)
    let mask = capacity - 1
    entries.withUnsafeMutableBufferPointer { entries in
      for entry in old where entry.place != 0 {
        var slot = Int(truncatingIfNeeded: Self.hash(entry.low, entry.high)) & mask
        while entries[slot].place != 0 { slot = (slot + 1) & mask }
        entries[slot] = entry
      }
    }
  }

  @inline(__always)
  private static func hash(_ low: UInt64, _ high: UInt64) -> UInt64 {
    var mixed = (low ^ (high &* 0x9E37_79B9_7F4A_7C15)) &* 0xBF58_476D_1CE4_E5B9
    mixed ^= mixed >> 31
    return mixed &* 0x94D0_49BB_1331_11EB >> 7
  }

  /// The record in the upper 42 bits, the file in 20, whether the record is counted, and whether the key is a digest.
  private static func packed(_ place: KeyPlace, _ isDigest: Bool) -> UInt64 {
    place.record << 22 | UInt64(place.file & 0xF_FFFF) << 2 | (isDigest ? 1 : 0)
  }

  private static func place(_ packed: UInt64) -> KeyPlace {
    KeyPlace(file: UInt32(truncatingIfNeeded: packed >> 2 & 0xF_FFFF), record: packed >> 22)
  }

  /// Every key with its place, in no order that means anything.
  package func forEach(_ body: (_ key: CompactKey, _ place: KeyPlace, _ isCounted: Bool) -> Void) {
    for entry in entries where entry.place != 0 {
      body(
        CompactKey(low: entry.low, high: entry.high, isDigest: entry.place & 1 != 0), Self.place(entry.place),
        entry.place & Self.countedBit != 0)
    }
  }
}

extension KeyTable: Codable {
  private struct Stored: Codable {
    var key: CompactKey
    var place: KeyPlace
    var isCounted: Bool
  }

  package init(from decoder: any Decoder) throws {
    self.init()
    for stored in try [Stored](from: decoder) {
      _ = insert(stored.key, at: stored.place, limitBytes: .max)
      if stored.isCounted { markCounted(stored.key, at: stored.place) }
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var stored: [Stored] = []
    forEach { stored.append(Stored(key: $0, place: $1, isCounted: $2)) }
    stored.sort { ($0.key.high, $0.key.low) < ($1.key.high, $1.key.low) }
    try stored.encode(to: encoder)
  }
}
