/// A partial holds the keys as a run beside the state; other encoders get all of it in memory, for small states.
extension KeyState: Codable {
  private enum CodingKeys: String, CodingKey {
    case tally, keyCount, copies, hasItems, memoryBytes, entryCount, steps, run
  }

  package func encode(to encoder: any Encoder) throws {
    if let runs = (encoder as? CBOREncoder)?.runs { return try encode(to: encoder, runs) }
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

  private func encode(to encoder: any Encoder, _ runs: RunExport) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    var tally = tally
    do {
      if let run = try soleRun() {
        try container.encode(runs.add(run), forKey: .run)
        try container.encode(run.entryCount, forKey: .entryCount)
      }
    } catch let problem as RunProblem {
      // Keys that could not be kept leave the clause undecided, as they do in one run.
      tally.limit = tally.limit ?? problem.message
    }
    try container.encode(tally, forKey: .tally)
    try container.encode(keyCount, forKey: .keyCount)
    try container.encode(copies, forKey: .copies)
    try container.encode(hasItems, forKey: .hasItems)
  }

  private init(
    _ container: KeyedDecodingContainer<CodingKeys>, _ runs: [StoredRun], entryCount: Int?
  ) throws {
    var own: [StoredRun] = []
    if let index = try container.decodeIfPresent(Int.self, forKey: .run) {
      guard runs.indices.contains(index), let entryCount else {
        throw DecodingError.dataCorruptedError(forKey: .run, in: container, debugDescription: "no such run of keys")
      }
      own = [StoredRun(runs[index].storage, entryCount: entryCount)]
    }
    let copies = try container.decode([ExemplarKey].self, forKey: .copies)
    guard copies.allSatisfy({ $0.place <= KeyPlace.limit && $0.firstPlace <= KeyPlace.limit }) else {
      throw DecodingError.dataCorruptedError(forKey: .copies, in: container, debugDescription: "no such record")
    }
    try self.init(
      tally: container.decode(Tally.self, forKey: .tally), keyCount: container.decode(Int.self, forKey: .keyCount),
      copies: copies, runs: own,
      hasItems: container.decode(Bool.self, forKey: .hasItems),
      limits: KeyLimits(memoryBytes: 1 << 20, folder: nil, seed: 0))
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let runs = (decoder as? CBORDecoder)?.runs {
      try self.init(container, runs, entryCount: container.decodeIfPresent(Int.self, forKey: .entryCount))
      return
    }
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
