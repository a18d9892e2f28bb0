/// The keys of several runs in one order, by a tournament: of each match the loser stays, so one path is replayed
/// for each key.
package final class KeyMerge {
  private let readers: [KeyRunReader]
  /// The next entry of each run; a tag that no key has where the run is at its end.
  private let heads: UnsafeMutablePointer<KeyEntry>
  /// The winner in front, then the loser of each match.
  private let matches: UnsafeMutablePointer<Int>
  private var isStarted = false
  private static let atEnd = KeyEntry(key: CompactKey(tag: .max, high: .max, low: .max), place: .max)

  /// `bufferBytes` is what all runs may take together.
  package init(_ runs: [StoredRun], bufferBytes: Int) throws(RunProblem) {
    let share = min(1 << 20, bufferBytes / max(1, runs.count))
    readers = runs.map { KeyRunReader($0, bufferBytes: share) }
    heads = .allocate(capacity: max(1, runs.count))
    heads.initialize(repeating: Self.atEnd, count: max(1, runs.count))
    matches = .allocate(capacity: max(1, runs.count))
    matches.initialize(repeating: -1, count: max(1, runs.count))
    for run in readers.indices {
      if try readers[run].next() { heads[run] = readers[run].entry }
    }
    for run in readers.indices { enter(run) }
    if readers.isEmpty { matches[0] = 0 }
  }

  deinit {
    heads.deallocate()
    matches.deallocate()
  }

  /// The entry that `next` came to.
  @inline(__always)
  package var entry: KeyEntry { heads[matches[0]] }

  /// Goes to the next entry, by key and then by place; `false` when there is none.
  @inline(__always)
  package func next() throws(RunProblem) -> Bool {
    if isStarted {
      let run = matches[0]
      heads[run] = try readers[run].next() ? readers[run].entry : Self.atEnd
      replay(run)
    }
    isStarted = true
    return heads[matches[0]].key.tag != Self.atEnd.key.tag
  }

  @inline(__always)
  private func replay(_ run: Int) {
    var winner = run
    var match = (run + readers.count) / 2
    while match > 0 {
      if heads[matches[match]].precedes(heads[winner]) { swap(&matches[match], &winner) }
      match /= 2
    }
    matches[0] = winner
  }

  /// Plays a run's first matches, up to one whose other side has not been decided.
  private func enter(_ run: Int) {
    var winner = run
    var match = (run + readers.count) / 2
    while match > 0 {
      if matches[match] < 0 {
        matches[match] = winner
        return
      }
      if heads[matches[match]].precedes(heads[winner]) { swap(&matches[match], &winner) }
      match /= 2
    }
    matches[0] = winner
  }
}
