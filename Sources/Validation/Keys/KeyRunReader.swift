/// Reads the keys of a stored run in their order, through a buffer where the run is in a file.
package final class KeyRunReader {
  /// The key that `next` came to.
  package private(set) var entry = KeyEntry(key: CompactKey(tag: 0, high: 0, low: 0), place: 0)
  private let run: StoredRun
  /// Memory of its own, for a run in a file.
  private let buffer: UnsafeMutableRawPointer?
  private let capacity: Int
  private var position: UnsafeRawPointer
  private var end: UnsafeRawPointer
  /// Where in the file the buffer's bytes end.
  private var fileOffset = 0
  private var step = KeyStep()
  private var isStarted = false
  /// Keys that the steps to come may lead to.
  private var rest: Int

  package init(_ run: StoredRun, bufferBytes: Int) {
    self.run = run
    rest = run.entryCount
    switch run.storage {
    case .memory(let memory):
      buffer = nil
      capacity = 0
      position = UnsafeRawPointer(memory.base)
      end = position + memory.count
    case .file(_, let range):
      capacity = max(bufferBytes, 8 * KeyStep.maximumBytes)
      let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity + KeyStep.maximumBytes, alignment: 8)
      memory.initializeMemory(as: UInt8.self, repeating: 0, count: capacity + KeyStep.maximumBytes)
      buffer = memory
      position = UnsafeRawPointer(memory)
      end = position
      fileOffset = range.lowerBound
    }
  }

  deinit { buffer?.deallocate() }

  /// Goes to the next key; `false` when there is none.
  @inline(__always)
  package func next() throws(RunProblem) -> Bool {
    if step.count > 0 {
      step.count -= 1
      let (value, overflow) = entry.key.value.addingReportingOverflow(step.keyDifference)
      guard !overflow else { throw .broken }
      entry.key.value = value
      entry.place &+= UInt64(bitPattern: step.placeDifference)
      return true
    }
    return try nextStep()
  }

  private func nextStep() throws(RunProblem) -> Bool {
    if end - position < KeyStep.maximumBytes { try refill() }
    guard position < end else { return false }
    let used = step.decode(from: position)
    guard used > 0, used <= end - position else { throw .broken }
    position += used
    guard var start = step.start else {
      guard isStarted, step.count <= rest, step.staysInPlaces(from: entry.place) else { throw .broken }
      rest -= step.count
      return try next()
    }
    guard rest > 0, start.place <= KeyPlace.limit, !isStarted || start.key >= entry.key else { throw .broken }
    rest -= 1
    start.place &+= run.placeOffset
    guard start.place <= KeyPlace.limit else { throw .broken }
    isStarted = true
    entry = start
    return true
  }

  private func refill() throws(RunProblem) {
    guard let buffer, case .file(let file, let range) = run.storage, fileOffset < range.upperBound else { return }
    let rest = end - position
    buffer.copyMemory(from: position, byteCount: rest)
    let count = min(capacity - rest, range.upperBound - fileOffset)
    try file.read(at: fileOffset, into: UnsafeMutableRawBufferPointer(start: buffer + rest, count: count))
    fileOffset += count
    position = UnsafeRawPointer(buffer)
    end = position + rest + count
  }
}

extension KeyStep {
  /// Whether all places that the step leads to are places, coming from one that is.
  @inline(__always)
  fileprivate func staysInPlaces(from place: UInt64) -> Bool {
    let (distance, isTooFar) = placeDifference.multipliedReportingOverflow(by: Int64(count))
    let (last, overflow) = Int64(place).addingReportingOverflow(distance)
    return !isTooFar && !overflow && last >= 0 && last <= KeyPlace.limit
  }
}
