/// A key without its escapes, and its hash. The text is valid until the next key with an escape is hashed.
struct UnsafeHashedKey {
  let text: UnsafePointer<UInt8>
  let count: Int
  let hash: UInt64
}

/// The hashes of the keys of all open objects, by which keys that an object may hold twice are suspected.
final class UnsafeKeyStack {
  private(set) var count = 0
  private(set) var isSuspicious = false
  /// For each container that is being stepped over, the number of keys before it.
  let marks: UnsafeMutablePointer<Int>
  private var hashes: UnsafeMutablePointer<UInt64>
  private var capacity = 256
  private var scratch: UnsafeMutablePointer<UInt8>
  private var scratchBytes = 256

  init() {
    marks = .allocate(capacity: PlainJSONReader.maximumDepth + 1)
    hashes = .allocate(capacity: capacity)
    scratch = .allocate(capacity: scratchBytes)
  }

  deinit {
    marks.deallocate()
    hashes.deallocate()
    scratch.deallocate()
  }

  func removeAll() {
    count = 0
    isSuspicious = false
  }

  @inline(__always)
  func append(_ hash: UInt64) {
    if count == capacity { grow() }
    hashes[count] = hash
    count += 1
  }

  /// Compares the hashes from `mark` on with each other, and forgets them.
  @inline(__always)
  func closeObject(from mark: Int) {
    if count - mark > 1, holdsTwice(mark) { isSuspicious = true }
    count = mark
  }

  @inline(__always)
  func hashed(_ key: UnsafeJSONString) -> UnsafeHashedKey {
    let hash = UnsafeShredTree.hash(key.text, key.count)
    if hash.hasEscape { return unescaped(key) }
    return UnsafeHashedKey(text: key.text, count: key.count, hash: hash.value)
  }

  private func unescaped(_ key: UnsafeJSONString) -> UnsafeHashedKey {
    if key.count + 8 > scratchBytes {
      scratch.deallocate()
      scratchBytes = key.count * 2 + 8
      scratch = .allocate(capacity: scratchBytes)
    }
    let count = UnsafeText.unescape(key.text, count: key.count, into: scratch)
    let hash = UnsafeShredTree.hash(scratch, count).value
    return UnsafeHashedKey(text: UnsafePointer(scratch), count: count, hash: hash)
  }

  /// Few are compared pair by pair; many are sorted, so that a wide object costs no square.
  private func holdsTwice(_ mark: Int) -> Bool {
    if count - mark > 32 {
      var wide = UnsafeMutableBufferPointer(start: hashes + mark, count: count - mark)
      wide.sort()
      for i in 1..<wide.count where wide[i] == wide[i - 1] { return true }
      return false
    }
    for i in mark + 1..<count {
      let hash = hashes[i]
      for j in mark..<i where hashes[j] == hash { return true }
    }
    return false
  }

  private func grow() {
    let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity * 2)
    larger.update(from: hashes, count: count)
    hashes.deallocate()
    hashes = larger
    capacity *= 2
  }
}
