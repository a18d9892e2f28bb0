/// Keys in any order, kept as sorted runs: in memory while they fit, else in a temporary file without a name.
struct SortedKeys {
  private var entries: [KeyEntry] = []
  private let capacity: Int
  private let folder: String
  private var file: RunFile?
  private var runs: [StoredRun] = []

  /// An entry takes 32 bytes, and sorting as many again.
  private static let bytesPerEntry = 64
  private static let writeBytes = 1 << 16

  init(memoryBytes: Int, folder: String) {
    capacity = max(1024, min(memoryBytes / Self.bytesPerEntry, 1 << 22))
    self.folder = folder
  }

  mutating func add(_ entry: KeyEntry) throws(RunProblem) {
    if entries.count == capacity { try spill() }
    entries.append(entry)
  }

  /// Everything that was added, as runs. Nothing may be added after.
  mutating func finish() -> [StoredRun] {
    guard !entries.isEmpty else { return runs }
    entries.sort { $0.precedes($1) }
    var run = KeyRun()
    for entry in entries { run.append(entry) }
    let memory = run.withSteps { UnsafeRunMemory([$0]) }
    defer { entries = [] }
    return runs + [StoredRun(.memory(memory), entryCount: entries.count)]
  }

  private mutating func spill() throws(RunProblem) {
    let file: RunFile
    if let opened = self.file { file = opened } else { file = try RunFile(temporaryIn: folder) }
    self.file = file
    entries.sort { $0.precedes($1) }
    let start = file.byteCount
    let writer = KeyRunWriter(bufferBytes: Self.writeBytes) { bytes throws(RunProblem) in try file.append(bytes) }
    for entry in entries { try writer.append(entry) }
    try writer.finish()
    runs.append(StoredRun(.file(file, start..<file.byteCount), entryCount: entries.count))
    entries.removeAll(keepingCapacity: true)
  }
}
