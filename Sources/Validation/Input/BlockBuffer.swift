import Glibc

/// Memory for one block and the padding after it, reused from block to block.
///
/// Bytes that have been lent (to be hashed beside validation) stay where and as they are until they are given back:
/// `removeAll` and `removeFirst` take other memory in the meantime.
package final class UnsafeBlockBuffer {
  private var memory: UnsafeBlockMemory
  /// Memory that has been lent, to be used again once it is back.
  private var lentMemory: [UnsafeBlockMemory] = []
  /// What `removeAll` comes back to.
  private let usualCapacity: Int
  /// As much is kept for the next long record.
  private let keptBytes: Int
  /// What is kept of a buffer where there are few.
  package static let usuallyKeptBytes = 2 << 20
  package private(set) var base: UnsafeMutablePointer<UInt8>
  /// Bytes in use.
  package var count = 0

  package init(capacity: Int, keptBytes: Int = usuallyKeptBytes) {
    usualCapacity = capacity
    self.keptBytes = keptBytes
    memory = UnsafeBlockMemory(capacity: capacity)
    base = memory.base
  }

  package var capacity: Int { memory.capacity }

  /// Bytes that can be added without more memory.
  package var room: Int { memory.capacity - count }

  /// The bytes in use.
  package var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

  /// Where the next bytes go, at most `limit` of them.
  package func free(atMost limit: Int) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: base + count, count: min(room, limit))
  }

  /// Makes room for `minimum` bytes in all, keeping what is there.
  package func reserve(_ minimum: Int) {
    guard minimum > capacity else { return }
    replaceMemory(with: UnsafeBlockMemory(capacity: max(minimum, capacity * 2)), keeping: bytes)
  }

  /// Adds bytes at the end.
  package func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress, bytes.count > 0 else { return }
    reserve(count + bytes.count)
    (base + count).update(from: source, count: bytes.count)
    count += bytes.count
  }

  /// Empties the buffer, and gives back what a long record took.
  package func removeAll() {
    count = 0
    if capacity > max(usualCapacity, keptBytes) {
      use(UnsafeBlockMemory(capacity: usualCapacity))
    } else if !isKnownUniquelyReferenced(&memory) {
      use(replacement())
    }
  }

  /// Drops bytes from the front.
  package func removeFirst(_ dropped: Int) {
    let rest = UnsafeBufferPointer(rebasing: bytes[dropped...])
    if isKnownUniquelyReferenced(&memory) {
      base.update(from: base + dropped, count: rest.count)
      count = rest.count
    } else {
      replaceMemory(with: replacement(), keeping: rest)
    }
  }

  /// The memory with the bytes, for who reads them later and elsewhere.
  func lend() -> UnsafeBlockMemory { memory }

  private func replaceMemory(with other: UnsafeBlockMemory, keeping kept: UnsafeBufferPointer<UInt8>) {
    if let source = kept.baseAddress { other.base.update(from: source, count: kept.count) }
    count = kept.count
    use(other)
  }

  private func use(_ other: UnsafeBlockMemory) {
    memory = other
    base = other.base
  }

  /// As much memory as there is, that nobody reads.
  private func replacement() -> UnsafeBlockMemory {
    let wanted = capacity
    lentMemory.append(memory)
    lentMemory.removeAll { $0.capacity != wanted }
    for i in lentMemory.indices where isKnownUniquelyReferenced(&lentMemory[i]) { return lentMemory.remove(at: i) }
    return UnsafeBlockMemory(capacity: wanted)
  }
}

/// Where the bytes of a block lie, kept as long as anyone reads them.
final class UnsafeBlockMemory: @unchecked Sendable {
  let base: UnsafeMutablePointer<UInt8>
  let capacity: Int

  /// Zeroed, so that wide loads past the end read something defined; by the system, page by page as it is used.
  init(capacity: Int) {
    self.capacity = capacity
    guard let memory = calloc(capacity + Block.paddingBytes, 1) else { preconditionFailure("out of memory") }
    base = memory.bindMemory(to: UInt8.self, capacity: capacity + Block.paddingBytes)
  }

  deinit { free(base) }
}
