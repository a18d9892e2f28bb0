import CXXHash

/// An encoded key in 17 bytes: itself if it has at most 16 bytes, else its XXH3-128 digest.
///
/// Two different long keys share a digest with a probability below 1e-22 for 100 million keys; short keys never meet.
/// Keys are ordered by their length, then by their bytes, all digests last. So increasing integers, and increasing
/// texts of one length, are increasing keys that lie close together.
package struct CompactKey: Hashable, Comparable, Sendable, Codable {
  /// The length of a key that stands here whole, or `digestTag`.
  package var tag: UInt8
  /// The key's bytes as one big-endian number, right-aligned.
  package var high: UInt64
  package var low: UInt64

  package static let longestWhole = 16
  package static let digestTag: UInt8 = 17

  @inline(__always)
  package init(tag: UInt8, high: UInt64, low: UInt64) {
    self.tag = tag
    self.high = high
    self.low = low
  }

  /// A key of any length.
  package init(_ key: UnsafeBufferPointer<UInt8>) {
    guard key.count <= Self.longestWhole else {
      self = Self(digestOf: key)
      return
    }
    self.init(tag: UInt8(key.count), high: 0, low: 0)
    for byte in key {
      high = high << 8 | low >> 56
      low = low << 8 | UInt64(byte)
    }
  }

  /// The same, of a text that 16 readable bytes follow.
  @inline(__always)
  init(paddedText text: UnsafePointer<UInt8>, _ count: Int) {
    guard count <= Self.longestWhole else {
      self = Self(digestOf: UnsafeBufferPointer(start: text, count: count))
      return
    }
    let first = UInt64(bigEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt64.self))
    if count <= 8 {
      self.init(tag: UInt8(count), high: 0, low: count == 0 ? 0 : first &>> UInt64(64 - count * 8))
      return
    }
    let second = UInt64(bigEndian: UnsafeRawPointer(text + 8).loadUnaligned(as: UInt64.self))
    let surplus = UInt64(128 - count * 8)
    let carried = surplus == 0 ? 0 : first &<< (64 &- surplus)
    self.init(tag: UInt8(count), high: first &>> surplus, low: second &>> surplus | carried)
  }

  /// A signed number in 8 bytes, with the order of the numbers.
  @inline(__always)
  init(ordered integer: Int64) {
    self.init(tag: 8, high: 0, low: UInt64(bitPattern: integer) ^ 1 << 63)
  }

  private init(digestOf key: UnsafeBufferPointer<UInt8>) {
    let digest = assay_xxh3_128(key.baseAddress, key.count)
    self.init(tag: Self.digestTag, high: digest.high, low: digest.low)
  }

  /// The key's bytes, or the digest, as a number.
  @inline(__always)
  var value: UInt128 {
    get { UInt128(high) << 64 | UInt128(low) }
    set {
      high = UInt64(truncatingIfNeeded: newValue >> 64)
      low = UInt64(truncatingIfNeeded: newValue)
    }
  }

  @inline(__always)
  package static func == (a: Self, b: Self) -> Bool { a.low == b.low && a.high == b.high && a.tag == b.tag }

  @inline(__always)
  package static func < (a: Self, b: Self) -> Bool {
    if a.tag != b.tag { return a.tag < b.tag }
    return a.high != b.high ? a.high < b.high : a.low < b.low
  }
}

/// A key and where it stands, as `KeyPlace` packs it.
package struct KeyEntry: Hashable, Sendable, Codable {
  package var key: CompactKey
  package var place: UInt64

  @inline(__always)
  package init(key: CompactKey, place: UInt64) {
    self.key = key
    self.place = place
  }

  @inline(__always)
  func shifted(by offset: UInt64) -> KeyEntry { KeyEntry(key: key, place: place &+ offset) }

  /// By key, then by place.
  @inline(__always)
  func precedes(_ other: KeyEntry) -> Bool { key == other.key ? place < other.place : key < other.key }
}
