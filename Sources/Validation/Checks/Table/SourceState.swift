import Contracts

/// How many records name each source, and which are the first. Grows with the number of sources declared, and up to a
/// limit with that of others that are met.
package struct SourceState: CheckState {
  /// By source.
  private(set) var counts: [Int] = []
  /// By source, at most `EvaluationOptions.maximumFirstRecords` each, by position; absolute.
  private(set) var first: [[Position]] = []
  /// How many of them each source has: blocks note many more, of which all but the first few are for nothing.
  private var firstCounts: [UInt8] = []
  /// The first records of each source in the block being folded, by record, and room for more; empty after absorbing.
  private var notes: [Note] = []
  private var noteCount = 0
  private(set) var undeclared: [[UInt8]: Undeclared] = [:]
  private var undeclaredBytes = 0
  /// More were met than are kept. Which those are depends on where blocks end, so none is said.
  private(set) var hasTooManyUndeclared = false
  /// Records that name a source which is not declared, and records in which some value names none.
  package var undeclaredCount = 0
  package var missingCount = 0
  package var tally = Tally()
  /// What the batch before has met of the record that goes on in this one.
  var latest = ItemsMet()

  /// What the values of one record have named so far; of a batch of several, the flags say it of any.
  struct ItemsMet {
    var declared: Set<UInt32> = []
    var undeclared: Set<[UInt8]> = []
    var isUndeclared = false
    var isMissing = false
  }

  /// A record of the block being folded that names a source.
  struct Note {
    var source: UInt32
    var record: UInt32
  }

  struct Undeclared: Sendable {
    var count = 0
    /// How many others had been met before it.
    var order = 0
    /// In the block being folded.
    var records: [UInt32] = []
    /// Once absorbed.
    var first: [Position] = []
  }

  package init() {}

  package mutating func removeAll() {
    var (counts, notes) = ([Int](), [Note]())
    swap(&counts, &self.counts)
    swap(&notes, &self.notes)
    for source in counts.indices { counts[source] = 0 }
    self = SourceState()
    (self.counts, self.notes) = (counts, notes)
  }

  /// Makes room for as many sources as are declared.
  @inline(__always)
  mutating func reserve(_ sourceCount: Int) {
    guard counts.count < sourceCount else { return }
    counts += Array(repeating: 0, count: sourceCount - counts.count)
  }

  /// What records of a batch are counted with.
  struct Notes {
    fileprivate let counts: UnsafeMutableBufferPointer<Int>
    fileprivate let notes: UnsafeMutableBufferPointer<Note>
    fileprivate var noteCount: Int

    /// Without a branch, since in a block some sources are met for the first time all along.
    @inline(__always)
    mutating func count(_ source: UInt32, record: UInt32) {
      let count = counts[Int(source)] &+ 1
      counts[Int(source)] = count
      notes[noteCount] = Note(source: source, record: record)
      noteCount &+= count <= EvaluationOptions.maximumFirstRecords ? 1 : 0
    }
  }

  /// Lets `body` count up to `limit` records.
  @inline(__always)
  mutating func withNotes(limit: Int, _ body: (inout Notes) -> Void) {
    let missing = noteCount + limit - notes.count
    if missing > 0 {
      notes += repeatElement(Note(source: 0, record: 0), count: max(missing, notes.count))
    }
    noteCount = counts.withUnsafeMutableBufferPointer { counts in
      notes.withUnsafeMutableBufferPointer { notes in
        var notes = Notes(counts: counts, notes: notes, noteCount: noteCount)
        body(&notes)
        return notes.noteCount
      }
    }
  }

  mutating func noteUndeclared(_ id: [UInt8], record: UInt32) {
    guard !hasTooManyUndeclared else { return }
    undeclared[id, default: Undeclared()].count += 1
    if let count = undeclared[id]?.records.count, count < EvaluationOptions.maximumFirstRecords {
      undeclared[id]?.records.append(record)
      if count == 0 { noteSize(of: id) }
    }
  }

  private mutating func noteSize(of id: [UInt8]) {
    undeclaredBytes += id.count
    guard undeclared.count > EvaluationOptions.maximumUndeclared
      || undeclaredBytes > EvaluationOptions.maximumUndeclaredBytes
    else { return }
    dropUndeclared()
  }

  mutating func dropUndeclared() {
    hasTooManyUndeclared = true
    undeclared = [:]
    undeclaredBytes = 0
  }
}

// MARK: Merging

extension SourceState {
  /// By first record, once absorbed.
  var undeclaredInOrder: [(id: [UInt8], Undeclared)] {
    undeclared.sorted { $0.value.order < $1.value.order }.map { ($0.key, $0.value) }
  }

  package mutating func absorb(_ block: SourceState, _ evidence: Evidence) {
    tally.absorb(block.tally, evidence)
    undeclaredCount += block.undeclaredCount
    missingCount += block.missingCount
    add(block.counts)
    func position(_ record: UInt32) -> Position {
      evidence.position(evidence.candidate(record: Int(record), item: 0))
    }
    let limit = EvaluationOptions.maximumFirstRecords
    for note in block.notes[..<block.noteCount] where firstCounts[Int(note.source)] < limit {
      addFirst(CollectionOfOne(position(note.record)), of: Int(note.source))
    }
    // By record, so that line breaks are counted once; of one record by id, since a dictionary has no order.
    let met = block.undeclared.sorted { a, b in
      let (first, second) = (a.value.records.first ?? 0, b.value.records.first ?? 0)
      return first == second ? a.key.lexicographicallyPrecedes(b.key) : first < second
    }
    for (id, new) in met { add(id, new.count, new.records.lazy.map(position)) }
    if block.hasTooManyUndeclared { dropUndeclared() }
  }

  package mutating func merge(_ later: SourceState) {
    tally.merge(later.tally)
    undeclaredCount += later.undeclaredCount
    missingCount += later.missingCount
    add(later.counts)
    for (source, positions) in later.first.enumerated() { addFirst(positions, of: source) }
    for (id, new) in later.undeclaredInOrder { add(id, new.count, new.first) }
    if later.hasTooManyUndeclared { dropUndeclared() }
  }

  private mutating func add(_ counts: [Int]) {
    reserve(counts.count)
    if first.count < self.counts.count {
      let missing = self.counts.count - first.count
      first += Array(repeating: [], count: missing)
      firstCounts += Array(repeating: 0, count: missing)
    }
    for (source, count) in counts.enumerated() where count > 0 { self.counts[source] += count }
  }

  /// Adds later records of a source, as far as there is room.
  private mutating func addFirst(_ positions: some Collection<Position>, of source: Int) {
    first[source] += positions.prefix(EvaluationOptions.maximumFirstRecords - first[source].count)
    firstCounts[source] = UInt8(first[source].count)
  }

  /// What a partial holds of declared sources: how many records, and the first, of those that have any.
  mutating func restore(_ sources: [(number: Int, count: Int, first: [Position])]) {
    var counts = [Int](repeating: 0, count: (sources.map(\.number).max() ?? -1) + 1)
    for source in sources { counts[source.number] = source.count }
    add(counts)
    for source in sources { addFirst(source.first, of: source.number) }
  }

  mutating func add(_ id: [UInt8], _ count: Int, _ positions: some Sequence<Position>) {
    guard !hasTooManyUndeclared else { return }
    let isNew = undeclared[id] == nil
    let order = undeclared.count
    undeclared[id, default: Undeclared(order: order)].count += count
    let room = EvaluationOptions.maximumFirstRecords - (undeclared[id]?.first.count ?? 0)
    if room > 0 { undeclared[id]?.first += positions.prefix(room) }
    if isNew { noteSize(of: id) }
  }
}
