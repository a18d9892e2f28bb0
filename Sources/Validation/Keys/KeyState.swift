import Contracts

/// The keys met so far. A block's keys wait until the blocks before it have been absorbed.
package struct KeyState: CheckState {
  /// Of the block being folded.
  var block = KeyBlock()
  package private(set) var tally = Tally()
  /// Keys that were compared.
  package private(set) var keyCount = 0
  /// For each exemplar of the tally: its key, where it stands and where the key is first, as far as it is known.
  package private(set) var copies: [ExemplarKey] = []
  /// Everything absorbed; `nil` before the first key.
  private var store: KeyStore?
  package private(set) var limits = KeyLimits(memoryBytes: .max, folder: nil, seed: 0)
  /// Records have several keys, the items of an array.
  package private(set) var hasItems = false

  /// The key of an exemplar.
  package struct ExemplarKey: Hashable, Sendable, Codable {
    package var key: CompactKey
    /// Of the exemplar, and of the first record with the key; as `KeyPlace` packs them.
    package var place: UInt64
    package var firstPlace: UInt64

    package init(key: CompactKey, place: UInt64, firstPlace: UInt64) {
      self.key = key
      self.place = place
      self.firstPlace = firstPlace
    }
  }

  package init() {}

  /// Makes ready for the keys of a batch.
  mutating func prepare(_ limits: KeyLimits, hasItems: Bool) {
    self.limits = limits
    self.hasItems = hasItems
    if hasItems { block.expectNoOrder() }
  }

  mutating func addNulls(_ count: Int) { tally.nullCount += count }

  /// What keeps the check from going on.
  mutating func stop(_ reason: String) { tally.limit = tally.limit ?? reason }

  package mutating func absorb(_ block: KeyState, _ evidence: Evidence) {
    tally.nullCount += block.tally.nullCount
    if let limit = block.tally.limit { stop(limit) }
    guard block.block.count > 0 else { return }
    adopt(block)
    keyCount += block.block.count
    var keys = block.block
    keys.seal(offset: UInt64(evidence.datasetRecordsBefore) << KeyPlace.shift(hasItems: hasItems))
    let store = ownStore()
    for copy in store.absorb(keys) { note(copy, evidence) }
    if let problem = store.problem { stop(problem.message) }
  }

  private mutating func adopt(_ other: KeyState) {
    hasItems = other.hasItems
    if other.limits.memoryBytes < limits.memoryBytes { limits = other.limits }
  }

  private mutating func ownStore() -> KeyStore {
    // Asked before it is bound, which would be a second reference.
    let isUnique = isKnownUniquelyReferenced(&store)
    if isUnique, let store { return store }
    let own = store.map { KeyStore($0) } ?? KeyStore(limits, hasItems: hasItems)
    store = own
    return own
  }

  private mutating func note(_ copy: KeyCopy, _ evidence: Evidence) {
    let place = copy.entry.place
    let candidate = evidence.candidate(
      record: KeyPlace.record(place, hasItems: hasItems) - evidence.datasetRecordsBefore,
      item: KeyPlace.item(place, hasItems: hasItems))
    tally.violationCount += 1
    if evidence.collectsRejected { evidence.reject(candidate.record) }
    guard tally.exemplars.count < evidence.exemplarLimit else { return }
    tally.exemplars.append(evidence.violation(candidate, ordinal: tally.exemplars.count))
    copies.append(ExemplarKey(key: copy.entry.key, place: place, firstPlace: copy.firstPlace))
  }
}

extension KeyState {
  /// Moves all records behind `count` others: a shard's own numbers become those of the whole dataset.
  package mutating func rebase(byRecords count: Int) {
    guard count > 0, store != nil else { return }
    let offset = UInt64(count) << KeyPlace.shift(hasItems: hasItems)
    for i in copies.indices {
      copies[i].place += offset
      copies[i].firstPlace += offset
    }
    let store = ownStore()
    store.writeOut { () throws(RunProblem) in try store.settle() }
    for i in store.runs.indices { store.runs[i].placeOffset += offset }
  }

  /// Adds the keys of later records, which have the numbers that they have in the whole dataset. Copies of keys from
  /// before are found when all is concluded.
  package mutating func merge(_ later: KeyState) {
    let room = max(0, EvaluationOptions.maximumExemplars - tally.exemplars.count)
    // Keys are looked up beyond a limit, here as in one run.
    let limit = tally.limit
    tally.limit = nil
    tally.merge(later.tally)
    tally.limit = limit ?? tally.limit
    keyCount += later.keyCount
    copies += later.copies.prefix(room)
    guard let laterStore = later.store else { return }
    adopt(later)
    guard store != nil else {
      store = KeyStore(laterStore)
      return
    }
    let own = ownStore()
    let copy = KeyStore(laterStore)
    own.writeOut { () throws(RunProblem) in
      try own.settle()
      try copy.settle()
    }
    own.runs += copy.runs
    own.problem = own.problem ?? copy.problem
    if let problem = own.problem { stop(problem.message) }
  }

  /// What the keys amount to.
  package var finding: Finding {
    var finding = tally.finding
    finding.judgedCount = keyCount
    finding.firstRecords = copies.map { KeyPlace.record($0.firstPlace, hasItems: hasItems) }
    var distinctCount = store?.distinctCount ?? 0
    if let store, store.problem == nil, !store.runs.isEmpty {
      do throws(RunProblem) {
        try store.settle()
        let order = copies.indices.sorted { copies[$0].key < copies[$1].key }
        let late = try LateCopies(of: store, wanted: order.map { copies[$0].key })
        distinctCount = late.distinctCount
        add(late, order, to: &finding)
      } catch {
        finding.limit = finding.limit ?? error.message
      }
    }
    finding.measurements = [Measurement(name: "distinct", value: String(distinctCount))]
    return finding
  }

  /// `order` are the indices of the exemplars by key.
  private func add(_ late: LateCopies, _ order: [Int], to finding: inout Finding) {
    finding.violationCount += late.recordCount
    finding.lateViolations = late.violations
    for (index, place) in zip(order, late.firstPlaces) {
      if let place { finding.firstRecords[index] = KeyPlace.record(place, hasItems: hasItems) }
    }
    exchange(late.counted, in: &finding)
  }

  /// A record is shown by the first of its values that is a copy, even where another one was found to be one earlier.
  private func exchange(_ counted: [LateViolation], in finding: inout Finding) {
    var exchanged: [Int] = []
    for violation in counted {
      let index = copies.firstIndex { KeyPlace.record($0.place, hasItems: hasItems) == violation.record }
      guard let index, violation.item < KeyPlace.item(copies[index].place, hasItems: hasItems) else { continue }
      exchanged.append(index)
      finding.lateViolations.append(violation)
    }
    for index in exchanged.sorted(by: >) {
      finding.exemplars.remove(at: index)
      finding.firstRecords.remove(at: index)
    }
    finding.lateViolations.sort { $0.record < $1.record }
    finding.lateViolations = Array(finding.lateViolations.prefix(EvaluationOptions.maximumExemplars))
  }

  /// All keys with their places, as runs that `KeyMerge` reads in order: what a partial holds.
  package func storedRuns() throws(RunProblem) -> [StoredRun] {
    guard let store else { return [] }
    if let problem = store.problem { throw problem }
    try store.settle()
    return store.runs
  }

  /// All keys with their places as one run; `nil` where there are none.
  func soleRun() throws(RunProblem) -> StoredRun? {
    guard let store else { return nil }
    if let problem = store.problem { throw problem }
    try store.settle()
    try store.reduceRuns(to: 1, bufferBytes: limits.memoryBytes / 2)
    return store.runs.first
  }

  /// Puts the state under other limits; all its keys are in runs.
  mutating func limit(to limits: KeyLimits) {
    self.limits = limits
    guard let stored = store else { return }
    let own = KeyStore(limits, hasItems: hasItems)
    own.runs = stored.runs
    store = own
  }

  /// The state that runs, and what was found beside them, amount to: what a partial was made of.
  package init(
    tally: Tally, keyCount: Int, copies: [ExemplarKey], runs: [StoredRun], hasItems: Bool, limits: KeyLimits
  ) {
    self.init()
    self.tally = tally
    self.keyCount = keyCount
    self.copies = copies
    self.limits = limits
    self.hasItems = hasItems
    guard !runs.isEmpty else { return }
    let store = KeyStore(limits, hasItems: hasItems)
    store.runs = runs
    self.store = store
  }
}
