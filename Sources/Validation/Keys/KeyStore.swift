/// What a store of keys may take, and where it may go on when that is not enough.
package struct KeyLimits: Sendable {
  /// Memory in bytes, for everything.
  package var memoryBytes: Int
  /// Where keys may be written; `nil` where an answer is wanted at once.
  package var folder: String?
  /// Secret of the hash, so that nobody can choose keys that collide.
  package var seed: UInt64

  package init(memoryBytes: Int, folder: String?, seed: UInt64) {
    self.memoryBytes = memoryBytes
    self.folder = folder
    self.seed = seed
  }

  /// Of the memory, what buffers get while the table is full.
  var bufferBytes: Int { max(16 << 10, memoryBytes / 16) }
}

/// A copy of a key that was met before.
struct KeyCopy {
  let entry: KeyEntry
  /// Where the key was met first, as far as it is known.
  let firstPlace: UInt64
}

/// All keys that were met, exactly, in bounded memory.
///
/// Increasing keys stay as runs in memory (`segments`, whose ranges of keys do not meet), others go to a table. What
/// is too much is written to disk in runs (`runs`), where copies are found in the end, when the runs are merged.
final class KeyStore: @unchecked Sendable {
  let limits: KeyLimits
  /// Records have several keys, see `KeyPlace`.
  let hasItems: Bool
  var table: UnsafeKeyTable
  /// By key.
  var segments: [KeyRun] = []
  var segmentBytes = 0
  var segmentKeyCount = 0
  /// Steps that were looked at to find keys in segments.
  var searchedSteps = 0
  /// The lowest and the highest key that the table ever had since it was empty.
  var tableRange: (lowest: CompactKey, highest: CompactKey)?
  /// Earlier than everything above, or from another shard.
  var runs: [StoredRun] = []
  var file: RunFile?
  /// Why no more keys are taken.
  var problem: RunProblem?

  static let noSpilling = RunProblem(
    "memory for unique keys, which are not written to disk while records are being split (raise --memory)")

  init(_ limits: KeyLimits, hasItems: Bool) {
    self.limits = limits
    self.hasItems = hasItems
    table = UnsafeKeyTable(seed: limits.seed)
  }

  /// A copy, which shares what never changes.
  init(_ other: KeyStore) {
    limits = other.limits
    hasItems = other.hasItems
    table = UnsafeKeyTable(other.table)
    segments = other.segments
    segmentBytes = other.segmentBytes
    segmentKeyCount = other.segmentKeyCount
    tableRange = other.tableRange
    runs = other.runs
    problem = other.problem
  }

  /// Distinct keys, as long as nothing has been written to runs.
  var distinctCount: Int { table.count + segmentKeyCount }

  var memoryBytes: Int {
    table.byteCount + segmentBytes + segments.count * MemoryLayout<KeyRun>.stride
      + runs.reduce(0) { $0 + $1.memoryBytes + MemoryLayout<StoredRun>.stride }
  }

  /// Makes room for more keys in the table: by a larger one, or by writing out what there is. `false` if there is none.
  func makeRoom(_ count: Int) -> Bool {
    while !hasRoom(count) {
      guard problem == nil else { return false }
      guard table.count > 0 || !segments.isEmpty else {
        problem = RunProblem("memory for unique keys (raise --memory)")
        return false
      }
      spill()
    }
    return true
  }

  /// Whether the table has room for more keys, after it has grown as far as it may.
  func hasRoom(_ count: Int) -> Bool {
    if table.room >= count { return true }
    let free = limits.memoryBytes - limits.bufferBytes - (memoryBytes - table.byteCount)
    let wanted = max(table.capacity * 2, (table.count + count + 3) / 2 * 3)
    let larger = min(wanted, free / UnsafeKeyTable.entryBytes)
    guard larger >= table.capacity / 4 * 5, larger / 3 * 2 - table.count >= count else { return false }
    table.grow(to: larger)
    return true
  }

  /// Writes out the larger of table and segments.
  private func spill() {
    guard limits.folder != nil else {
      problem = Self.noSpilling
      return
    }
    writeOut { () throws(RunProblem) in
      if segmentBytes > table.count * UnsafeKeyTable.entryBytes { try writeSegments() } else { try writeTable() }
      try reduceRuns(to: 2 * fanIn(limits.bufferBytes), bufferBytes: limits.bufferBytes)
    }
  }

  /// Does what may fail for lack of disk; from then on no more keys are taken.
  func writeOut(_ body: () throws(RunProblem) -> Void) {
    do throws(RunProblem) { try body() } catch { problem = error }
  }

  /// Adds a run above or between the segments.
  func addSegment(_ run: KeyRun) {
    segmentKeyCount += run.count
    let before = memoryBytes
    if let last = segments.indices.last, segments[last].last.key < run.first.key {
      segmentBytes -= segments[last].byteCount
      if segments[last].byteCount + run.byteCount <= Self.joinedBytes {
        segments[last].append(contentsOf: run)
      } else {
        segments[last].compact()
        segmentBytes += segments[last].byteCount
        segments.append(run)
      }
      segmentBytes += segments[segments.count - 1].byteCount
    } else {
      segments.insert(run, at: firstSegment(endingFrom: run.first.key))
      segmentBytes += run.byteCount
    }
    if memoryBytes > limits.memoryBytes - limits.bufferBytes, memoryBytes > before, problem == nil { spill() }
  }

  /// Segments up to this size are joined.
  static let joinedBytes = 2 << 10

  /// The index of the first segment that does not lie below a key.
  func firstSegment(endingFrom key: CompactKey) -> Int {
    var (lower, upper) = (0, segments.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if segments[middle].last.key < key { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }

  func removeSegments() {
    segments.removeAll()
    (segmentBytes, segmentKeyCount, searchedSteps) = (0, 0, 0)
  }
}
