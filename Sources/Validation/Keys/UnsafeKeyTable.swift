import CXXHash
import Glibc

/// Keys with the place where each was met first: open addressing in memory of its own.
///
/// An entry's slot grows with its hash, so a table is poured into a larger one from front to back in both, and its
/// memory is given back on the way. The hash is seeded, so that no file can be made to collide; nothing that leaves the
/// table depends on it.
final class UnsafeKeyTable {
  /// 24 bytes; `word` is 0 where nothing is, else the place plus one, then the key's tag in 5 bits.
  struct Entry {
    var low: UInt64
    var high: UInt64
    var word: UInt64

    @inline(__always)
    init(_ entry: KeyEntry) {
      low = entry.key.low
      high = entry.key.high
      word = (entry.place + 1) << 5 | UInt64(entry.key.tag)
    }

    @inline(__always)
    var key: CompactKey { CompactKey(tag: UInt8(word & 31), high: high, low: low) }
    @inline(__always)
    var place: UInt64 { word >> 5 - 1 }
  }

  static let minimumCapacity = 1024
  static let entryBytes = MemoryLayout<Entry>.stride
  private(set) var count = 0
  private(set) var capacity: Int
  /// How many keys fit before the table must grow.
  private(set) var room: Int
  private var memory: UnsafePages
  private var entries: UnsafeMutablePointer<Entry>
  private let seed: UInt64

  init(seed: UInt64, capacity: Int = UnsafeKeyTable.minimumCapacity) {
    self.seed = seed
    self.capacity = capacity
    room = Self.room(in: capacity)
    memory = UnsafePages(byteCount: capacity * Self.entryBytes)
    entries = memory.base.bindMemory(to: Entry.self, capacity: capacity)
  }

  /// A copy.
  convenience init(_ other: UnsafeKeyTable) {
    self.init(seed: other.seed, capacity: other.capacity)
    memory.base.copyMemory(from: other.memory.base, byteCount: capacity * Self.entryBytes)
    count = other.count
    room = other.room
  }

  /// Two slots of three may be taken.
  private static func room(in capacity: Int) -> Int { capacity / 3 * 2 }

  var byteCount: Int { capacity * Self.entryBytes }

  /// Asks for the memory of a key that is about to be looked up.
  @inline(__always)
  func prefetch(_ key: CompactKey) { assay_prefetch(entries + home(of: key)) }

  /// The place of a key, if it is here.
  @inline(__always)
  func find(_ key: CompactKey) -> UInt64? {
    let entry = entries[slot(of: key)]
    return entry.word == 0 ? nil : entry.place
  }

  /// Notes a key that is not here yet, else answers its place. There must be room.
  @inline(__always)
  func insert(_ entry: KeyEntry) -> UInt64? {
    let slot = slot(of: entry.key)
    if entries[slot].word != 0 { return entries[slot].place }
    entries[slot] = Entry(entry)
    count += 1
    room -= 1
    return nil
  }

  /// Exchanges the place of a key that is here.
  func setPlace(of key: CompactKey, _ place: UInt64) {
    let slot = slot(of: key)
    precondition(entries[slot].word != 0, "only a key that is here has a place")
    entries[slot] = Entry(KeyEntry(key: key, place: place))
  }

  /// Where a key is, or would be.
  @inline(__always)
  private func slot(of key: CompactKey) -> Int {
    var slot = home(of: key)
    while true {
      let entry = entries[slot]
      if entry.word == 0 || entry.low == key.low && entry.high == key.high && entry.word & 31 == UInt64(key.tag) {
        return slot
      }
      slot += 1
      if slot == capacity { slot = 0 }
    }
  }

  @inline(__always)
  private func home(of key: CompactKey) -> Int {
    let mixed = Self.mix(key.low ^ seed, key.high ^ 0x9E37_79B9_7F4A_7C15 &+ (seed &<< 32 | seed &>> 32))
    let hash = Self.mix(mixed ^ UInt64(key.tag), 0xD6E8_FEB8_6659_FD93 ^ seed)
    return Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(capacity)).high)
  }

  @inline(__always)
  private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  /// All keys, in no order that means anything.
  @inline(__always)
  func forEach(_ body: (KeyEntry) -> Void) {
    for slot in 0..<capacity where entries[slot].word != 0 {
      body(KeyEntry(key: entries[slot].key, place: entries[slot].place))
    }
  }

  func removeAll() {
    count = 0
    room = Self.room(in: capacity)
    memory.clear(0..<byteCount)
  }

  /// Pours the table into a larger one. Hardly more memory is used than that one has.
  func grow(to larger: Int) {
    let (old, oldEntries, oldCapacity) = (memory, entries, capacity)
    memory = UnsafePages(byteCount: larger * Self.entryBytes)
    entries = memory.base.bindMemory(to: Entry.self, capacity: larger)
    capacity = larger
    room = Self.room(in: larger) - count
    var released = 0
    for slot in 0..<oldCapacity {
      if (slot - released) * Self.entryBytes >= UnsafePages.largePageBytes {
        old.release((released * Self.entryBytes)..<(slot * Self.entryBytes))
        released = slot
      }
      let entry = oldEntries[slot]
      if entry.word != 0 { entries[self.slot(of: entry.key)] = entry }
    }
  }

  /// Puts the keys in order and hands them over; the table is empty after.
  func drainSorted<E: Error>(_ body: (KeyEntry) throws(E) -> Void) throws(E) {
    var end = 0
    for slot in 0..<capacity where entries[slot].word != 0 {
      if slot != end { entries[end] = entries[slot] }
      end += 1
    }
    UnsafeEntrySort.sort(UnsafeMutableBufferPointer(start: entries, count: end))
    defer { removeAll() }
    for i in 0..<end { try body(KeyEntry(key: entries[i].key, place: entries[i].place)) }
  }
}

/// Zeroed memory from the system, in large pages where it is large.
final class UnsafePages {
  static let largePageBytes = 2 << 20
  let base: UnsafeMutableRawPointer
  private let mapped: UnsafeMutableRawPointer
  private let mappedBytes: Int

  init(byteCount: Int) {
    let isLarge = byteCount >= 2 * Self.largePageBytes
    mappedBytes = byteCount + (isLarge ? Self.largePageBytes : 0)
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    guard let memory = mmap(nil, mappedBytes, PROT_READ | PROT_WRITE, flags, -1, 0), memory != MAP_FAILED else {
      preconditionFailure("the system has no memory left")
    }
    mapped = memory
    base = isLarge ? memory.alignedUp(toMultipleOf: Self.largePageBytes) : memory
    if isLarge { madvise(base, byteCount, 14) }
  }

  deinit { munmap(mapped, mappedBytes) }

  /// Gives whole pages back, whose contents do not matter any more.
  func release(_ range: Range<Int>) {
    let pageBytes = 4096
    let lower = (range.lowerBound + pageBytes - 1) / pageBytes * pageBytes
    let upper = range.upperBound / pageBytes * pageBytes
    if lower < upper { madvise(base + lower, upper - lower, Int32(MADV_DONTNEED)) }
  }

  /// Fills with zeros.
  func clear(_ range: Range<Int>) {
    (base + range.lowerBound).initializeMemory(as: UInt8.self, repeating: 0, count: range.count)
  }
}
