import Contracts

/// Two versions of a dataset, joined by the key of their rows, to see which rows name another source.
///
/// Each side is read once, and its keys are sorted in runs that obey the memory limit; then all runs are merged. Keys
/// of up to 16 bytes are compared whole, longer ones by a 128-bit hash (`CompactKey` has the odds).
package struct SourceJoin: Sendable {
  /// Rows of one source.
  package struct SourceRows: Hashable, Sendable {
    package var source: String
    package var before: Int
    package var after: Int
  }

  /// A row that names another source now. Records count from 1 over the whole version.
  package struct Move: Hashable, Sendable {
    package var recordBefore: Int
    package var recordAfter: Int
    /// `nil` where the row names none.
    package var sourceBefore: String?
    package var sourceAfter: String?
  }

  /// In the order in which rows name them.
  package private(set) var sources: [SourceRows] = []
  package private(set) var keptCount = 0
  package private(set) var movedCount = 0
  package private(set) var addedCount = 0
  package private(set) var removedCount = 0
  /// Rows without a key, or with one that their side has twice.
  package private(set) var incomparableCount = 0
  /// The first by their place in the later version.
  package private(set) var moves: [Move] = []

  package static let maximumMoves = 10
  private static let mergeBytes = 32 << 20

  /// Reads both sides. `keys` are the fields that name a row together; without any, sources are only counted.
  package init(_ before: Evaluator, _ after: Evaluator, source: Int, keys: [Int]) throws(RunProblem) {
    var names = SourceNames()
    let options = after.plan.options
    var runs: [StoredRun] = []
    var counts: [[Int]] = []
    for (side, evaluator) in [before, after].enumerated() {
      var sorted = SortedKeys(memoryBytes: options.memoryBytes / 2, folder: options.temporaryFolder)
      let rows = KeyedRows(evaluator, keys: keys, source: source)
      var counted: [Int] = []
      var unkeyed = 0
      try rows.forEach { record, key, text throws(RunProblem) in
        let number = try text.map { text throws(RunProblem) in try names.number(of: text) } ?? 0
        if number >= counted.count { counted += Array(repeating: 0, count: number + 1 - counted.count) }
        counted[number] += 1
        guard let key else {
          unkeyed += 1
          return
        }
        try sorted.add(KeyEntry(key: key, place: try Place.packed(isAfter: side == 1, source: number, record: record)))
      }
      incomparableCount += keys.isEmpty ? 0 : unkeyed
      runs += sorted.finish()
      counts.append(counted)
    }
    sources = names.names.indices.dropFirst().map { number in
      let rows = counts.map { number < $0.count ? $0[number] : 0 }
      return SourceRows(source: names.names[number], before: rows[0], after: rows[1])
    }
    try merge(runs, names.names)
  }

  /// Where an entry of a run comes from, in one number: side, source, record, so that equal keys come side by side.
  private enum Place {
    static let recordBits: UInt64 = 37
    static let sourceBits: UInt64 = 21
    static let recordLimit = 1 << 37 - 1

    static func packed(isAfter: Bool, source: Int, record: Int) throws(RunProblem) -> UInt64 {
      guard record <= recordLimit else { throw RunProblem("more than \(recordLimit) rows cannot be compared") }
      return (isAfter ? 1 : 0) << (recordBits + sourceBits) | UInt64(source) << recordBits | UInt64(record)
    }
    static func isAfter(_ place: UInt64) -> Bool { place >> (recordBits + sourceBits) != 0 }
    static func source(_ place: UInt64) -> Int { Int(place >> recordBits & (1 << sourceBits - 1)) }
    static func record(_ place: UInt64) -> Int { Int(place & (1 << recordBits - 1)) }
  }

  private mutating func merge(_ runs: [StoredRun], _ names: [String]) throws(RunProblem) {
    let merge = try KeyMerge(runs, bufferBytes: Self.mergeBytes)
    var current: CompactKey?
    var (before, after): ((count: Int, place: UInt64), (count: Int, place: UInt64)) = ((0, 0), (0, 0))
    while try merge.next() {
      let entry = merge.entry
      if entry.key != current {
        close(before, after, names)
        (current, before, after) = (entry.key, (0, 0), (0, 0))
      }
      if Place.isAfter(entry.place) {
        after = (after.count + 1, entry.place)
      } else {
        before = (before.count + 1, entry.place)
      }
    }
    close(before, after, names)
  }

  /// All rows of one key.
  private mutating func close(
    _ before: (count: Int, place: UInt64), _ after: (count: Int, place: UInt64), _ names: [String]
  ) {
    switch (before.count, after.count) {
    case (0, 0): break
    case (1, 0): removedCount += 1
    case (0, 1): addedCount += 1
    case (1, 1):
      keptCount += 1
      let (was, now) = (Place.source(before.place), Place.source(after.place))
      guard was != now else { return }
      movedCount += 1
      keep(
        Move(
          recordBefore: Place.record(before.place) + 1, recordAfter: Place.record(after.place) + 1,
          sourceBefore: was == 0 ? nil : names[was], sourceAfter: now == 0 ? nil : names[now]))
    default: incomparableCount += before.count + after.count
    }
  }

  private mutating func keep(_ move: Move) {
    if moves.count == Self.maximumMoves, let last = moves.last, last.recordAfter < move.recordAfter { return }
    let index = moves.firstIndex { $0.recordAfter > move.recordAfter } ?? moves.endIndex
    moves.insert(move, at: index)
    if moves.count > Self.maximumMoves { moves.removeLast() }
  }
}
