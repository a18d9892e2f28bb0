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
  private struct Entry: Sendable {
    var low: UInt64
    var high: UInt64
    /// 0 where nothing is; else the record number.
    var record: UInt64
    var file: UInt32
    var isDigest: Bool
    /// The record is a copy by another of its keys, and counts as such.
    var isCounted = false
  }

  private var entries: [Entry] = []
  private var slotMask = 0
  package private(set) var count = 0

  package init() {}

  package var byteCount: Int { entries.count * MemoryLayout<Entry>.stride }

  package enum Insertion { case isNew, met(KeyPlace), isFull }

  /// Notes a key; `isFull` when another doubling would take more than `limitBytes`.
  package mutating func insert(_ key: CompactKey, at place: KeyPlace, limitBytes: Int) -> Insertion {
    if count * 10 >= entries.count * 6 {
      let capacity = max(1024, entries.count * 2)
      guard capacity * MemoryLayout<Entry>.stride <= limitBytes || entries.isEmpty else { return find(key) ?? .isFull }
      grow(to: capacity)
    }
    var slot = Int(truncatingIfNeeded: hash(key.low, key.high)) & slotMask
    while entries[slot].record != 0 {
      let entry = entries[slot]
      if entry.low == key.low, entry.high == key.high, entry.isDigest == key.isDigest {
        return .met(KeyPlace(file: entry.file, record: entry.record))
      }
      slot = (slot + 1) & slotMask
    }
    entries[slot] = Entry(
      low: key.low, high: key.high, record: place.record, file: place.file, isDigest: key.isDigest)
    count += 1
    return .isNew
  }

  private func find(_ key: CompactKey) -> Insertion? {
    slot(of: key).map { .met(KeyPlace(file: entries[$0].file, record: entries[$0].record)) }
  }

  private func slot(of key: CompactKey) -> Int? {
    guard !entries.isEmpty else { return nil }
    var slot = Int(truncatingIfNeeded: hash(key.low, key.high)) & slotMask
    while entries[slot].record != 0 {
      let entry = entries[slot]
      if entry.low == key.low, entry.high == key.high, entry.isDigest == key.isDigest { return slot }
      slot = (slot + 1) & slotMask
    }
    return nil
  }

  /// Whether the key has been noted.
  package func contains(_ key: CompactKey) -> Bool { slot(of: key) != nil }

  /// Notes that the record where a key was met first is a violation already, by another of its keys. Says nothing about
  /// a key that was met first elsewhere.
  package mutating func markCounted(_ key: CompactKey, at place: KeyPlace) {
    guard let slot = slot(of: key), entries[slot].record == place.record, entries[slot].file == place.file else { return }
    entries[slot].isCounted = true
  }

  private mutating func grow(to capacity: Int) {
    let old = entries
    entries = Array(repeating: Entry(low: 0, high: 0, record: 0, file: 0, isDigest: false), count: capacity)
    slotMask = capacity - 1
    for entry in old where entry.record != 0 {
      var slot = Int(truncatingIfNeeded: hash(entry.low, entry.high)) & slotMask
      while entries[slot].record != 0 { slot = (slot + 1) & slotMask }
      entries[slot] = entry
    }
  }

  private func hash(_ low: UInt64, _ high: UInt64) -> UInt64 {
    var mixed = (low ^ (high &* 0x9E37_79B9_7F4A_7C15)) &* 0xBF58_476D_1CE4_E5B9
    mixed ^= mixed >> 31
    return mixed &* 0x94D0_49BB_1331_11EB >> 7
  }

  /// Every key with its place, in no order that means anything.
  package func forEach(_ body: (_ key: CompactKey, _ place: KeyPlace, _ isCounted: Bool) -> Void) {
    for entry in entries where entry.record != 0 {
      var key = CompactKey(UnsafeBufferPointer(start: nil, count: 0))
      (key.low, key.high, key.isDigest) = (entry.low, entry.high, entry.isDigest)
      body(key, KeyPlace(file: entry.file, record: entry.record), entry.isCounted)
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
