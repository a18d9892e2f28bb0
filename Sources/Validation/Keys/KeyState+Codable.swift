/// Everything in memory, for small states. Partials write the runs of large ones by themselves.
extension KeyState: Codable {
  private enum CodingKeys: String, CodingKey { case tally, keyCount, copies, hasItems, memoryBytes, entryCount, steps }

  package func encode(to encoder: any Encoder) throws {
    let merge = try KeyMerge(storedRuns(), bufferBytes: 1 << 20)
    var steps: [UInt8] = []
    let writer = KeyRunWriter(bufferBytes: 64 << 10) { steps.append(contentsOf: $0) }
    while try merge.next() { try writer.append(merge.entry) }
    try writer.finish()
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(tally, forKey: .tally)
    try container.encode(keyCount, forKey: .keyCount)
    try container.encode(copies, forKey: .copies)
    try container.encode(hasItems, forKey: .hasItems)
    try container.encode(limits.memoryBytes, forKey: .memoryBytes)
    try container.encode(writer.entryCount, forKey: .entryCount)
    try container.encode(steps, forKey: .steps)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let steps = try container.decode([UInt8].self, forKey: .steps)
    let memory = steps.withUnsafeBytes { UnsafeRunMemory([$0]) }
    let run = StoredRun(.memory(memory), entryCount: try container.decode(Int.self, forKey: .entryCount))
    try self.init(
      tally: container.decode(Tally.self, forKey: .tally), keyCount: container.decode(Int.self, forKey: .keyCount),
      copies: container.decode([ExemplarKey].self, forKey: .copies), runs: run.entryCount == 0 ? [] : [run],
      hasItems: container.decode(Bool.self, forKey: .hasItems),
      limits: KeyLimits(
        memoryBytes: container.decode(Int.self, forKey: .memoryBytes),
        folder: EvaluationOptions.standardTemporaryFolder, seed: 0))
  }
}
