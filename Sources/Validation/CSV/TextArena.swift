/// Memory for texts that do not stand in the block as they are read. Texts stay where they are until `removeAll()`.
package final class TextArena {
  private var chunks: [UnsafeMutableBufferPointer<UInt8>] = []
  private var used = 0

  package init() {}

  deinit {
    for chunk in chunks { chunk.deallocate() }
  }

  /// Forgets the texts, keeps the largest piece of memory.
  package func removeAll() {
    used = 0
    guard chunks.count > 1, let last = chunks.popLast() else { return }
    for chunk in chunks { chunk.deallocate() }
    chunks = [last]
  }

  /// Uninitialised room for at most `capacity` bytes; `keep(_:)` says how many of them are used.
  package func room(for capacity: Int) -> UnsafeMutablePointer<UInt8> {
    if let last = chunks.last, let base = last.baseAddress, last.count - used >= capacity { return base + used }
    let size = max(capacity, (chunks.last?.count ?? 2048) * 2)
    let base = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
    chunks.append(UnsafeMutableBufferPointer(start: base, count: size))
    used = 0
    return base
  }

  /// Keeps the first `count` bytes of the room given last.
  package func keep(_ count: Int) { used += count }
}
