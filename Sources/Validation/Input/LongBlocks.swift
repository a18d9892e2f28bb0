import Contracts

/// The long blocks on their way, of all runs of a process: few enough that what they take stays bounded, however many
/// threads there are.
///
/// A block is long where a record does not fit one of the usual size. What it takes grows with its cells or values, of
/// which every byte may hold one, so one byte counts as many.
final class LongBlocks: @unchecked Sendable {
  private static let limitBytes = 32 << 20
  private let monitor = Monitor()
  private var takenBytes = 0

  /// What a block of so many bytes may take at most, its buffer, its index and its batches: the buffer grows to twice
  /// what it holds, a cell of CSV has 12 bytes in the index, a position of JSON 4 and a key 8.
  static func cost(_ byteCount: Int, _ format: DataSource.Format) -> Int { byteCount * (format == .csv ? 14 : 10) }

  /// Waits until there is room for a block, or until it is the only one. Blocks of one run must come in their order,
  /// so that those before it, for which it may have to wait, have room.
  func enter(_ cost: Int) {
    monitor.withLock {
      while takenBytes > 0, takenBytes + cost > Self.limitBytes { monitor.wait() }
      takenBytes += cost
    }
  }

  /// Nothing of the block is kept any more.
  func leave(_ cost: Int) { monitor.withLock { takenBytes -= cost } }
}
