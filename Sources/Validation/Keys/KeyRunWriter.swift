/// Writes keys that do not fall as steps (see `KeyStep`), a buffer at a time.
package final class KeyRunWriter {
  private let sink: (UnsafeRawBufferPointer) throws(RunProblem) -> Void
  private let buffer: UnsafeMutableRawPointer
  private let capacity: Int
  private var used = 0
  private var last = KeyEntry(key: CompactKey(tag: 0, high: 0, low: 0), place: 0)
  private var step = KeyStep()
  package private(set) var entryCount = 0
  /// Bytes so far, but for the open step.
  package private(set) var byteCount = 0

  package init(bufferBytes: Int, sink: @escaping (UnsafeRawBufferPointer) throws(RunProblem) -> Void) {
    capacity = max(bufferBytes, 8 * KeyStep.maximumBytes)
    buffer = .allocate(byteCount: capacity, alignment: 8)
    self.sink = sink
  }

  deinit { buffer.deallocate() }

  /// Adds a key that is not below the last one.
  @inline(__always)
  package func append(_ entry: KeyEntry) throws(RunProblem) {
    if entryCount > 0, entry.key.tag == last.key.tag {
      let keyDifference = entry.key.value &- last.key.value
      let placeDifference = Int64(bitPattern: entry.place &- last.place)
      if step.canRepeat(keyDifference, placeDifference) {
        step.count += 1
      } else {
        try closeStep()
        step.keyDifference = keyDifference
        step.placeDifference = placeDifference
        step.count = 1
      }
    } else {
      try closeStep()
      var start = KeyStep()
      start.start = entry
      try write(start)
    }
    last = entry
    entryCount += 1
  }

  /// Writes what is still open. Nothing may be added after.
  package func finish() throws(RunProblem) {
    try closeStep()
    try flush()
  }

  @inline(__always)
  private func closeStep() throws(RunProblem) {
    guard step.count > 0 else { return }
    try write(step)
    step.count = 0
  }

  @inline(__always)
  private func write(_ step: KeyStep) throws(RunProblem) {
    if capacity - used < KeyStep.maximumBytes { try flush() }
    let count = step.encode(to: buffer + used)
    used += count
    byteCount += count
  }

  private func flush() throws(RunProblem) {
    try sink(UnsafeRawBufferPointer(start: buffer, count: used))
    used = 0
  }
}
