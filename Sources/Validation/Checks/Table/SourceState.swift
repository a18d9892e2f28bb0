import Contracts

/// How many records name each source, and which are the first. Grows with the number of sources declared, and up to a
/// limit with that of others that are met.
package struct SourceState: CheckState {
  /// By source.
  private(set) var counts: [Int] = []
  /// By source, at most `EvaluationOptions.maximumFirstRecords` each, by position; absolute.
  private(set) var first: [[Position]] = []
  /// The first records of each source in the block being folded, by record; empty after absorbing.
  private(set) var notes: [Note] = []
  private(set) var undeclared: [[UInt8]: Undeclared] = [:]
  private var undeclaredBytes = 0
  /// More were met than are kept. Which those are depends on where blocks end, so none is said.
  private(set) var hasTooManyUndeclared = false
  /// Records that name a source which is not declared, and records in which some value names none.
  package var undeclaredCount = 0
  package var missingCount = 0
  package var tally = Tally()

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

  /// Makes room for as many sources as are declared.
  @inline(__always)
  mutating func reserve(_ sourceCount: Int) {
    guard counts.count < sourceCount else { return }
    counts += Array(repeating: 0, count: sourceCount - counts.count)
  }

  /// What records of a batch are counted with.
  struct Notes {
    fileprivate let counts: UnsafeMutableBufferPointer<Int>
    fileprivate var notes: [Note]

    @inline(__always)
    mutating func count(_ source: UInt32, record: UInt32) {
      let index = Int(source)
      counts[index] &+= 1
      if counts[index] <= EvaluationOptions.maximumFirstRecords { notes.append(Note(source: source, record: record)) }
    }
  }

  @inline(__always)
  mutating func withNotes(_ body: (inout Notes) -> Void) {
    let taken = notes
    notes = []
    notes = counts.withUnsafeMutableBufferPointer { counts in
      var notes = Notes(counts: counts, notes: taken)
      body(&notes)
      return notes.notes
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

  private mutating func dropUndeclared() {
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
    for note in block.notes where first[Int(note.source)].count < EvaluationOptions.maximumFirstRecords {
      first[Int(note.source)].append(position(note.record))
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
    for (source, positions) in later.first.enumerated() {
      first[source] += positions.prefix(EvaluationOptions.maximumFirstRecords - first[source].count)
    }
    for (id, new) in later.undeclaredInOrder { add(id, new.count, new.first) }
    if later.hasTooManyUndeclared { dropUndeclared() }
  }

  private mutating func add(_ counts: [Int]) {
    reserve(counts.count)
    if first.count < self.counts.count { first += Array(repeating: [], count: self.counts.count - first.count) }
    for (source, count) in counts.enumerated() where count > 0 { self.counts[source] += count }
  }

  private mutating func add(_ id: [UInt8], _ count: Int, _ positions: some Sequence<Position>) {
    guard !hasTooManyUndeclared else { return }
    let isNew = undeclared[id] == nil
    let order = undeclared.count
    undeclared[id, default: Undeclared(order: order)].count += count
    let room = EvaluationOptions.maximumFirstRecords - (undeclared[id]?.first.count ?? 0)
    if room > 0 { undeclared[id]?.first += positions.prefix(room) }
    if isNew { noteSize(of: id) }
  }
}

// MARK: Coding

extension SourceState {
  /// As many sources as a manifest may have; more cannot have been counted.
  private static let sourceLimit = 1 << 20
  private static let countLimit = 1 << 58

  private enum CodingKeys: String, CodingKey {
    case sources, counts, files, first, undeclared, tooMany
    case unknown, missing, tally
  }

  private struct StoredUndeclared: Codable {
    var id: [UInt8]
    var count: Int
    var first: [Position]
  }

  /// Sources without records are left out, and positions name their file by its number in a list.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let met = counts.indices.filter { counts[$0] > 0 }
    var files: [String] = []
    var numbers: [[UInt8]: Int] = [:]
    let places = met.map { source in
      first[source].flatMap { position -> [Int] in
        let file = numbers[Array(position.file.utf8)] ?? files.count
        if file == files.count {
          files.append(position.file)
          numbers[Array(position.file.utf8)] = file
        }
        return [file, position.offset, position.line, position.record ?? 0]
      }
    }
    try container.encode(met, forKey: .sources)
    try container.encode(met.map { counts[$0] }, forKey: .counts)
    try container.encode(files, forKey: .files)
    try container.encode(places, forKey: .first)
    let stored = undeclaredInOrder.map { StoredUndeclared(id: $0, count: $1.count, first: $1.first) }
    try container.encode(stored, forKey: .undeclared)
    try container.encode(hasTooManyUndeclared, forKey: .tooMany)
    try container.encode(undeclaredCount, forKey: .unknown)
    try container.encode(missingCount, forKey: .missing)
    try container.encode(tally, forKey: .tally)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func demand(_ holds: Bool, _ what: String) throws {
      guard !holds else { return }
      throw DecodingError.dataCorruptedError(forKey: .sources, in: container, debugDescription: what)
    }
    let sources = try container.decode([Int].self, forKey: .sources)
    let counts = try container.decode([Int].self, forKey: .counts)
    let files = try container.decode([String].self, forKey: .files)
    let places = try container.decode([[Int]].self, forKey: .first)
    try demand(sources.count == counts.count && sources.count == places.count, "lists of unequal length")
    try demand(sources.allSatisfy { (0..<Self.sourceLimit).contains($0) }, "no manifest has so many sources")
    try demand(counts.allSatisfy { (0..<Self.countLimit).contains($0) }, "no dataset has so many records")
    reserve((sources.max() ?? -1) + 1)
    first = Array(repeating: [], count: self.counts.count)
    for (index, source) in sources.enumerated() {
      let place = places[index]
      try demand(
        place.count % 4 == 0 && place.count <= 4 * EvaluationOptions.maximumFirstRecords, "too many first records")
      self.counts[source] = counts[index]
      first[source] = try stride(from: 0, to: place.count, by: 4).map { at in
        try demand(files.indices.contains(place[at]), "a file that is not listed")
        return Position(
          file: files[place[at]], offset: place[at + 1], line: place[at + 2],
          record: place[at + 3] == 0 ? nil : place[at + 3])
      }
    }
    for entry in try container.decode([StoredUndeclared].self, forKey: .undeclared) {
      try demand((0..<Self.countLimit).contains(entry.count), "no dataset has so many records")
      add(entry.id, entry.count, entry.first)
    }
    if try container.decode(Bool.self, forKey: .tooMany) { dropUndeclared() }
    undeclaredCount = try container.decode(Int.self, forKey: .unknown)
    missingCount = try container.decode(Int.self, forKey: .missing)
    let isPossible = (0..<Self.countLimit).contains(undeclaredCount) && (0..<Self.countLimit).contains(missingCount)
    try demand(isPossible, "no dataset has so many records")
    tally = try container.decode(Tally.self, forKey: .tally)
  }
}
