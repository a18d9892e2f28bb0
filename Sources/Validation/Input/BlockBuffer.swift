/// Memory for one block and the padding after it, reused from block to block.
package final class UnsafeBlockBuffer {
  package private(set) var base: UnsafeMutablePointer<UInt8>
  package private(set) var capacity: Int
  /// Bytes in use.
  package var count = 0

  package init(capacity: Int) {
    self.capacity = capacity
    base = Self.allocate(capacity)
  }

  deinit { base.deallocate() }

  /// Makes room for `minimum` bytes, keeping what is there.
  package func reserve(_ minimum: Int) {
    guard minimum > capacity else { return }
    let larger = max(minimum, capacity * 2)
    let memory = Self.allocate(larger)
    memory.update(from: base, count: count)
    base.deallocate()
    base = memory
    capacity = larger
  }

  /// The bytes in use.
  package var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

  /// Adds bytes at the end.
  package func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress, bytes.count > 0 else { return }
    reserve(count + bytes.count)
    (base + count).update(from: source, count: bytes.count)
    count += bytes.count
  }

  /// Zeroed, so that wide loads past the end read something defined.
  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + Block.paddingBytes)
    memory.initialize(repeating: 0, count: capacity + Block.paddingBytes)
    return memory
  }
}
