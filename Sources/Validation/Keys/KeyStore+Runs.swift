/// Runs on disk.
extension KeyStore {
  /// How many runs can be merged at once, with so much memory for their buffers.
  func fanIn(_ bufferBytes: Int) -> Int { max(4, min(256, bufferBytes / (8 << 10))) }

  /// Writes the table to a run and empties it.
  func writeTable(inMemory: Bool = false) throws(RunProblem) {
    guard table.count > 0 else { return }
    tableRange = nil
    let table = table
    try addRun(inMemory: inMemory) { writer throws(RunProblem) in
      try table.drainSorted { entry throws(RunProblem) in try writer.append(entry) }
    }
  }

  /// Writes the segments to a run and drops them.
  func writeSegments(inMemory: Bool = false) throws(RunProblem) {
    guard !segments.isEmpty else { return }
    let sink = try RunSink(inMemory ? nil : openFile())
    for segment in segments {
      let result = segment.withSteps { bytes in Result { () throws(RunProblem) in try sink.append(bytes) } }
      try result.get()
    }
    runs.append(StoredRun(sink.finish(), entryCount: segmentKeyCount))
    removeSegments()
  }

  /// Adds a run of the keys that `body` writes.
  func addRun(inMemory: Bool, _ body: (KeyRunWriter) throws(RunProblem) -> Void) throws(RunProblem) {
    let sink = try RunSink(inMemory ? nil : openFile())
    let writer = KeyRunWriter(bufferBytes: min(256 << 10, limits.bufferBytes / 2)) { bytes throws(RunProblem) in
      try sink.append(bytes)
    }
    try body(writer)
    try writer.finish()
    runs.append(StoredRun(sink.finish(), entryCount: writer.entryCount))
  }

  private func openFile() throws(RunProblem) -> RunFile {
    if let file { return file }
    guard let folder = limits.folder else { throw Self.noSpilling }
    let opened = try RunFile(temporaryIn: folder)
    file = opened
    return opened
  }

  /// Merges runs, the smallest first, until there are few enough to be read at once.
  func reduceRuns(to count: Int, bufferBytes: Int) throws(RunProblem) {
    while runs.count > count {
      runs.sort { $0.byteCount < $1.byteCount }
      let merged = Array(runs.prefix(min(fanIn(bufferBytes), runs.count - count + 1)))
      runs.removeFirst(merged.count)
      let merge = try KeyMerge(merged, bufferBytes: bufferBytes / 2)
      try addRun(inMemory: false) { writer throws(RunProblem) in
        while try merge.next() { try writer.append(merge.entry) }
      }
      for case .file(let own, let range) in merged.map(\.storage) where own === file { own.discard(range) }
    }
  }

  /// Writes all that is in memory to runs, so that every key is in one of them. Little stays in memory even so.
  func settle() throws(RunProblem) {
    let share = limits.memoryBytes / 8
    let inMemory = runs.reduce(0) { $0 + $1.memoryBytes }
    try writeSegments(inMemory: inMemory + segmentBytes <= share)
    try writeTable(inMemory: inMemory + table.count * KeyStep.maximumBytes <= share)
    table = UnsafeKeyTable(seed: limits.seed)
    try reduceRuns(to: fanIn(limits.memoryBytes / 2), bufferBytes: limits.memoryBytes / 2)
  }
}

/// Where the bytes of a run go.
private final class RunSink {
  private let file: RunFile?
  private let start: Int
  private var memory: [UInt8] = []

  /// Into memory, where there is no file.
  init(_ file: RunFile?) {
    self.file = file
    start = file?.byteCount ?? 0
  }

  func append(_ bytes: UnsafeRawBufferPointer) throws(RunProblem) {
    if let file { try file.append(bytes) } else { memory.append(contentsOf: bytes) }
  }

  func finish() -> StoredRun.Storage {
    if let file { return .file(file, start..<file.byteCount) }
    return .memory(memory.withUnsafeBytes { UnsafeRunMemory([$0]) })
  }
}
