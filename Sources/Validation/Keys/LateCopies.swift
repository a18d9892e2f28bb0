/// What is found when all runs of keys are merged: copies whose first record is in another run.
struct LateCopies {
  /// Distinct keys.
  private(set) var distinctCount = 0
  /// Records that are violations only now.
  private(set) var recordCount = 0
  /// The first of them, by record.
  private(set) var violations: [LateViolation] = []
  /// For each key that was asked for, by its order: the place where it is first.
  private(set) var firstPlaces: [UInt64?]

  private let hasItems: Bool
  /// Keys whose first place is wanted, ascending.
  private let wanted: [CompactKey]
  private var nextWanted = 0
  /// Records that have been counted, where one may have several late copies.
  private let records: KeyStore?

  /// Merges the runs of a store, all of whose keys are in runs.
  init(of store: KeyStore, wanted: [CompactKey]) throws(RunProblem) {
    self.wanted = wanted
    hasItems = store.hasItems
    firstPlaces = Array(repeating: nil, count: wanted.count)
    let limits = store.limits
    records =
      store.hasItems
      ? KeyStore(
        KeyLimits(memoryBytes: limits.memoryBytes / 4, folder: limits.folder, seed: limits.seed), hasItems: false)
      : nil
    let merge = try KeyMerge(store.runs, bufferBytes: limits.memoryBytes / 2)
    var first: KeyEntry?
    while try merge.next() {
      let entry = merge.entry
      if let first, first.key == entry.key {
        note(entry.place, first.place)
      } else {
        distinctCount += 1
        first = entry
        answerWanted(entry)
      }
    }
    if let records { recordCount = try records.settledCount() }
  }

  private mutating func answerWanted(_ entry: KeyEntry) {
    while nextWanted < wanted.count, wanted[nextWanted] < entry.key { nextWanted += 1 }
    while nextWanted < wanted.count, wanted[nextWanted] == entry.key {
      firstPlaces[nextWanted] = entry.place
      nextWanted += 1
    }
  }

  private mutating func note(_ place: UInt64, _ firstPlace: UInt64) {
    let record = KeyPlace.record(place, hasItems: hasItems)
    if let records {
      if !KeyPlace.isCounted(place, hasItems: true) { records.insertRecord(record) }
    } else {
      recordCount += 1
    }
    show(
      LateViolation(
        record: record, item: KeyPlace.item(place, hasItems: hasItems),
        firstRecord: KeyPlace.record(firstPlace, hasItems: hasItems)),
      isCounted: KeyPlace.isCounted(place, hasItems: hasItems))
  }

  /// Copies in records that were counted before, and which value of theirs is the first that is a copy.
  private(set) var counted: [LateViolation] = []

  private mutating func show(_ violation: LateViolation, isCounted: Bool) {
    if isCounted { Self.keep(violation, in: &counted) } else { Self.keep(violation, in: &violations) }
  }

  /// Keeps the first by record, one of each, with the first of its values.
  private static func keep(_ violation: LateViolation, in list: inout [LateViolation]) {
    let isFull = list.count == EvaluationOptions.maximumExemplars
    if isFull, let last = list.last, last.record < violation.record { return }
    var index = list.count
    while index > 0, list[index - 1].record >= violation.record { index -= 1 }
    if index < list.count, list[index].record == violation.record {
      if violation.item < list[index].item { list[index] = violation }
      return
    }
    list.insert(violation, at: index)
    if list.count > EvaluationOptions.maximumExemplars { list.removeLast() }
  }
}

extension KeyStore {
  /// Notes a record's index as a key.
  func insertRecord(_ record: Int) {
    guard makeRoom(1) else { return }
    _ = table.insert(KeyEntry(key: CompactKey(ordered: Int64(record)), place: 0))
  }

  /// How many different keys there are, once all have been noted.
  func settledCount() throws(RunProblem) -> Int {
    if let problem { throw problem }
    if runs.isEmpty { return distinctCount }
    try settle()
    return try LateCopies(of: self, wanted: []).distinctCount
  }
}
