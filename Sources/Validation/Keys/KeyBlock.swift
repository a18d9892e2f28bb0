/// The keys of one block, by a thread of its own: as a run, while they increase, with the few beside it that do not.
struct KeyBlock: Sendable {
  private(set) var run = KeyRun()
  /// By place, once sealed, before `placeOffset` is added.
  private(set) var rest: [KeyEntry] = []
  private(set) var isOrdered = true
  private(set) var placeOffset: UInt64 = 0

  /// One key in so many may be out of order.
  private static let orderedShare = 16
  private static let patience = 64

  init() {}

  var count: Int { run.count + rest.count }

  /// Records have several keys, which are looked up together.
  mutating func expectNoOrder() { isOrdered = false }

  @inline(__always)
  mutating func add(_ entry: KeyEntry) {
    if !isOrdered {
      rest.append(entry)
    } else if run.isEmpty || run.last.key < entry.key {
      run.append(entry)
    } else {
      addFallen(entry)
    }
  }

  /// Adds the keys of integers in increasing records, if they go on as those before them. `false`: none is added.
  @inline(__always)
  mutating func addProgression(
    _ integers: UnsafePointer<Int64>, _ records: UnsafePointer<UInt32>, count: Int
  ) -> Bool {
    isOrdered && run.appendProgression(integers, records, count: count)
  }

  /// A key that is not above the one before it: either of them may be the odd one.
  private mutating func addFallen(_ entry: KeyEntry) {
    let isLastOdd = run.count == 1 || (run.previousKey.map { $0 < entry.key } ?? false)
    if isLastOdd, entry.key != run.last.key {
      rest.append(run.last)
      run.removeLast()
      run.append(entry)
    } else {
      rest.append(entry)
    }
    if rest.count > Self.patience, rest.count * Self.orderedShare > run.count { dissolve() }
  }

  /// Brings the keys into the form in which they are looked up. `offset` is to be added to every place.
  mutating func seal(offset: UInt64) {
    if isOrdered {
      if rest.count > 1 { rest.sort { $0.place < $1.place } }
      if rest.count * Self.orderedShare > run.count || holdsEarlierCopy() { dissolve() }
    }
    run.shiftPlaces(by: offset)
    placeOffset = offset
  }

  /// Whether a key beside the run stands before its copy in it.
  private func holdsEarlierCopy() -> Bool {
    rest.contains { entry in run.find(entry.key).place.map { $0 > entry.place } ?? false }
  }

  /// Forgets the order: all keys by their place.
  mutating func dissolve() {
    isOrdered = false
    guard !run.isEmpty else { return }
    rest.reserveCapacity(count)
    run.forEach { rest.append(KeyEntry(key: $0.key, place: $0.place - placeOffset)) }
    rest.sort { $0.place < $1.place }
    run.removeAll()
  }
}
