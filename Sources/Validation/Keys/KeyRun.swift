/// Increasing keys in memory, each with its place, written as steps (see `KeyStep`): what a block of sorted data is.
package struct KeyRun: Sendable {
  /// Meaningless while the run is empty.
  package private(set) var first = KeyEntry(key: CompactKey(tag: 0, high: 0, low: 0), place: 0)
  package private(set) var last = KeyEntry(key: CompactKey(tag: 0, high: 0, low: 0), place: 0)
  package private(set) var count = 0
  /// Steps that were written, and room for one more behind them.
  private var bytes: [UInt8] = []
  private var used = 0
  /// Added to the places of steps that have a start.
  private var placeOffset: UInt64 = 0
  /// Where in `bytes` those steps are.
  private var starts: [Int] = []
  /// Every so many steps, the key that they lead to and where in `bytes` it goes on, for finding keys.
  private var marks: [(entry: KeyEntry, offset: Int)] = []
  private var stepsSinceMark = 0
  private static let stepsPerMark = 64
  /// The step that the next key may repeat; none while its count is 0.
  private var step = KeyStep()

  package init() {}

  package var isEmpty: Bool { count == 0 }
  /// What its steps take, the open one included.
  package var byteCount: Int {
    used + (step.count > 0 ? KeyStep.maximumBytes : 0) + marks.count * MemoryLayout<(KeyEntry, Int)>.stride
  }

  /// Adds a key that is not below the last one.
  @inline(__always)
  package mutating func append(_ entry: KeyEntry) {
    if count > 0, entry.key.tag == last.key.tag {
      let keyDifference = entry.key.value &- last.key.value
      let placeDifference = Int64(bitPattern: entry.place &- last.place)
      if step.canRepeat(keyDifference, placeDifference) {
        step.count += 1
      } else {
        closeStep()
        step.keyDifference = keyDifference
        step.placeDifference = placeDifference
        step.count = 1
      }
    } else {
      start(at: entry)
    }
    last = entry
    count += 1
  }

  /// Adds the keys of integers that go on as the run does: each as far above the one before it, and in the next
  /// record. `false`: they do not, or not all of them, and none is added. What `append` does for each, all at once.
  /// The numbers of records must increase, so that the first and the last say whether any is left out.
  @inline(__always)
  mutating func appendProgression(
    _ integers: UnsafePointer<Int64>, _ records: UnsafePointer<UInt32>, count added: Int
  ) -> Bool {
    let difference = UInt64(truncatingIfNeeded: step.keyDifference)
    let (rise, overflows) = difference.multipliedReportingOverflow(by: UInt64(added))
    guard step.count > 0, step.placeDifference == 1, last.key.tag == 8, difference > 0,
      step.keyDifference == UInt128(difference), !overflows, last.key.low &+ rise > last.key.low,
      UInt64(records[0]) == last.place &+ 1, Int(records[added - 1]) - Int(records[0]) == added - 1
    else { return false }
    var others = (CompactKey(ordered: integers[0]).low &- last.key.low) ^ difference
    for i in 1..<added { others |= UInt64(bitPattern: integers[i] &- integers[i - 1]) ^ difference }
    guard others == 0 else { return false }
    step.count += added
    last.key.low &+= rise
    last.place &+= UInt64(added)
    count += added
    return true
  }

  private mutating func start(at entry: KeyEntry) {
    closeStep()
    var start = KeyStep()
    start.start = KeyEntry(key: entry.key, place: entry.place &- placeOffset)
    starts.append(used)
    write(start)
    if count == 0 { first = entry }
  }

  /// Writes the open step, which leads to the last key.
  private mutating func closeStep() {
    guard step.count > 0 else { return }
    write(step)
    step.count = 0
    stepsSinceMark += 1
    guard stepsSinceMark == Self.stepsPerMark else { return }
    stepsSinceMark = 0
    marks.append((KeyEntry(key: last.key, place: last.place &- placeOffset), used))
  }

  private mutating func write(_ step: KeyStep) {
    if bytes.count < used + KeyStep.maximumBytes {
      bytes.append(contentsOf: repeatElement(0, count: max(bytes.count, 2 * KeyStep.maximumBytes)))
    }
    let used = used
    self.used += bytes.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return 0 }
      return step.encode(to: base + used)
    }
  }

  /// The last key but one, where the last one can be taken back: while its step is open.
  @inline(__always)
  package var previousKey: CompactKey? {
    guard step.count > 0 else { return nil }
    var key = last.key
    key.value &-= step.keyDifference
    return key
  }

  /// Takes the last key back: the only one, or one that has a `previousKey`.
  package mutating func removeLast() {
    guard count > 1 else { return removeAll() }
    precondition(step.count > 0, "only a key of an open step can be taken back")
    last.key.value &-= step.keyDifference
    last.place &-= UInt64(bitPattern: step.placeDifference)
    step.count -= 1
    count -= 1
  }

  package mutating func removeAll() {
    used = 0
    placeOffset = 0
    stepsSinceMark = 0
    marks.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    count = 0
    step.count = 0
  }

  /// Adds a run whose keys are all above the last one.
  package mutating func append(contentsOf later: KeyRun) {
    guard count > 0 else {
      self = later
      return
    }
    guard later.count > 0 else { return }
    append(later.first)
    var isFirst = true
    later.forEachStep { step in
      defer { isFirst = false }
      if let entry = step.start {
        if !isFirst {
          start(at: entry)
          last = entry
        }
      } else if self.step.canRepeat(step.keyDifference, step.placeDifference) {
        self.step.count += step.count
      } else {
        closeStep()
        self.step = step
      }
      step.advance(&last)
    }
    count += later.count - 1
  }

  /// Moves every place behind `offset` others.
  package mutating func shiftPlaces(by offset: UInt64) {
    placeOffset += offset
    first.place += offset
    last.place += offset
  }

  /// All steps; the first one has a start.
  @inline(__always)
  func forEachStep(_ body: (KeyStep) -> Void) {
    bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      var offset = 0
      var step = KeyStep()
      while offset < used {
        offset += step.decode(from: base + offset)
        step.start?.place &+= placeOffset
        body(step)
      }
    }
    if step.count > 0 { body(step) }
  }

  /// All keys in their order.
  package func forEach(_ body: (KeyEntry) -> Void) {
    var entry = first
    forEachStep { step in
      if let start = step.start {
        entry = start
        body(entry)
      }
      for _ in 0..<step.count {
        entry.key.value &+= step.keyDifference
        entry.place &+= UInt64(bitPattern: step.placeDifference)
        body(entry)
      }
    }
  }

  /// The bytes of the run, which may follow those of another.
  package func withSteps<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    var closed = self
    closed.closeStep()
    closed.writeOffset()
    return closed.bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<closed.used])) }
  }

  /// Writes the offset into the steps.
  private mutating func writeOffset() {
    guard placeOffset > 0 else { return }
    let (offset, starts) = (placeOffset, starts)
    bytes.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      for start in starts { KeyStep.shiftStart(at: base + start, by: offset) }
    }
    placeOffset = 0
  }

  /// Gives memory back that was taken in advance.
  package mutating func compact() {
    guard bytes.count > used + 2 * KeyStep.maximumBytes else { return }
    bytes = Array(bytes[..<(used + 2 * KeyStep.maximumBytes)])
  }
}

extension KeyRun {
  /// The place of a key, if the run has it, and how many steps were looked at. Its keys must differ from each other.
  package func find(_ key: CompactKey) -> (place: UInt64?, stepCount: Int) {
    guard count > 0, first.key <= key, key <= last.key else { return (nil, 0) }
    return bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return (nil, 0) }
      var (entry, offset) = mark(before: key)
      if entry.key == key { return (entry.place, 1) }
      var (step, looked, isAtEnd) = (KeyStep(), 0, false)
      while !isAtEnd {
        looked += 1
        if offset < used {
          offset += step.decode(from: base + offset)
        } else {
          step = self.step
          isAtEnd = true
        }
        if let start = step.start { entry = KeyEntry(key: start.key, place: start.place &+ placeOffset) }
        if let place = Self.place(of: key, from: entry, step) { return (place, looked) }
        step.advance(&entry)
        if entry.key > key { break }
      }
      return (nil, looked)
    }
  }

  /// The last of the first key and the marks that is not above a key, and where to read on.
  private func mark(before key: CompactKey) -> (entry: KeyEntry, offset: Int) {
    var (lower, upper) = (0, marks.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if marks[middle].entry.key <= key { lower = middle + 1 } else { upper = middle }
    }
    guard lower > 0 else { return (first, 0) }
    let mark = marks[lower - 1]
    return (KeyEntry(key: mark.entry.key, place: mark.entry.place &+ placeOffset), mark.offset)
  }

  /// Where a step meets a key that is not below the one from which the step begins.
  @inline(__always)
  private static func place(of key: CompactKey, from entry: KeyEntry, _ step: KeyStep) -> UInt64? {
    if entry.key == key { return entry.place }
    guard entry.key.tag == key.tag, step.count > 0 else { return nil }
    let distance = key.value - entry.key.value
    if step.count == 1 {
      return distance == step.keyDifference ? entry.place &+ UInt64(bitPattern: step.placeDifference) : nil
    }
    guard distance <= step.keyDifference * UInt128(step.count) else { return nil }
    let (times, rest) = distance.quotientAndRemainder(dividingBy: step.keyDifference)
    guard rest == 0 else { return nil }
    return entry.place &+ UInt64(truncatingIfNeeded: times) &* UInt64(bitPattern: step.placeDifference)
  }
}

extension KeyStep {
  /// Takes the step as often as it says.
  @inline(__always)
  func advance(_ entry: inout KeyEntry) {
    guard count > 0 else { return }
    entry.key.value &+= keyDifference &* UInt128(count)
    entry.place &+= UInt64(bitPattern: placeDifference) &* UInt64(count)
  }
}
