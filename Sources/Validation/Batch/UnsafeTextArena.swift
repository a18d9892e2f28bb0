import Glibc

/// Memory for texts that do not stand in the block as they are read: cells unquoted, strings unescaped.
///
/// Texts stay where they are until all are forgotten at once; wide loads past the end of each are fine.
package final class UnsafeTextArena {
  private static let chunkBytes = 1 << 16
  /// As many chunks of as many bytes are kept for the next texts.
  private static let keptChunks = 4
  private static let keptBytes = 4 * chunkBytes
  /// Readable behind every text, for wide loads.
  private static let paddingBytes = 64
  private var chunks: [UnsafeMutableBufferPointer<UInt8>] = []
  private var current = 0
  private var used = 0

  package init() {}

  deinit {
    for chunk in chunks { free(chunk.baseAddress) }
  }

  /// Forgets all texts. Memory beyond the ordinary is returned.
  package func removeAll() {
    if chunks.contains(where: { $0.count > Self.keptBytes }) || chunks.count > Self.keptChunks { trim() }
    current = 0
    used = 0
  }

  private func trim() {
    var kept: [UnsafeMutableBufferPointer<UInt8>] = []
    for chunk in chunks {
      if chunk.count <= Self.keptBytes, kept.count < Self.keptChunks {
        kept.append(chunk)
      } else {
        free(chunk.baseAddress)
      }
    }
    chunks = kept
  }

  /// Room for `count` bytes; `keep` says how many of them are wanted.
  package func room(for count: Int) -> UnsafeMutablePointer<UInt8> {
    let needed = count + Self.paddingBytes
    while current < chunks.count {
      if used + needed <= chunks[current].count, let start = chunks[current].baseAddress { return start + used }
      current += 1
      used = 0
    }
    // Zeroed by the system, page by page as it is written to: most long records leave nothing here.
    let byteCount = max(needed, Self.chunkBytes)
    guard let memory = calloc(byteCount, 1) else { preconditionFailure("out of memory") }
    let start = memory.bindMemory(to: UInt8.self, capacity: byteCount)
    chunks.append(UnsafeMutableBufferPointer(start: start, count: byteCount))
    return start
  }

  /// Keeps the first bytes of the latest room.
  package func keep(_ count: Int) { used += count }
}
