import Testing

@testable import Validation

/// Runs of keys: what goes in comes out, in memory, on disk, and whatever the differences are.
@Suite struct KeyRunTests {
  /// Increasing keys of every length and distance, with places that jump.
  static func entries(_ count: Int, seed: UInt64, steady: Bool = false) -> [KeyEntry] {
    var generator = SeededGenerator(state: seed)
    var entry = KeyEntry(key: CompactKey(tag: 1, high: 0, low: 3), place: 1000)
    var entries: [KeyEntry] = []
    for _ in 0..<count {
      entries.append(entry)
      if !steady, Int.random(in: 0..<20, using: &generator) == 0, entry.key.tag < 17 {
        entry.key = CompactKey(tag: entry.key.tag + 1, high: 0, low: UInt64.random(in: 0..<100, using: &generator))
      } else if !steady, Int.random(in: 0..<5, using: &generator) == 0 {
        let room = UInt128.max - entry.key.value
        let bits = Int.random(in: 1...120, using: &generator)
        entry.key.value += max(1, min(room / 2, UInt128.random(in: 0..<(1 << UInt128(bits)), using: &generator)))
      } else {
        entry.key.value += 1
      }
      let jump = steady ? 1 : Int64.random(in: -3...3, using: &generator) * (Bool.random(using: &generator) ? 1 : 1 << 40)
      entry.place = UInt64(max(0, Int64(entry.place) + jump))
    }
    return entries
  }

  static func run(_ entries: [KeyEntry]) -> KeyRun {
    var run = KeyRun()
    for entry in entries { run.append(entry) }
    return run
  }

  static func all(_ run: KeyRun) -> [KeyEntry] {
    var entries: [KeyEntry] = []
    run.forEach { entries.append($0) }
    return entries
  }

  static func all(_ run: StoredRun, bufferBytes: Int = 1 << 16) throws -> [KeyEntry] {
    let reader = KeyRunReader(run, bufferBytes: bufferBytes)
    var entries: [KeyEntry] = []
    while try reader.next() { entries.append(reader.entry) }
    return entries
  }

  @Test(arguments: 0..<20) func aRunHoldsWhatWasAppended(seed: UInt64) {
    let entries = Self.entries(Int(seed) * 17, seed: seed, steady: seed % 3 == 0)
    var run = Self.run(entries)
    #expect(Self.all(run) == entries)
    #expect(run.count == entries.count)
    run.shiftPlaces(by: 77)
    #expect(Self.all(run) == entries.map { $0.shifted(by: 77) })
    run.compact()
    for entry in entries { #expect(run.find(entry.key).place == entry.place + 77) }
  }

  /// Integers that go on as they began are taken at once, and make the same run as one by one.
  @Test(arguments: 0..<60) func progressionsAreTheSameAsTheirKeys(seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    let start: Int64 = [.min, -40, 0, 1_000_000, .max - 3000].randomElement(using: &generator) ?? 0
    let stride = Int64.random(in: 1...3, using: &generator) << (seed % 7 == 0 ? 60 : 0)
    var (integers, records): ([Int64], [UInt32]) = ([], [])
    var (value, record) = (start, UInt32(0))
    for _ in 0..<400 {
      integers.append(value)
      records.append(record)
      let isOdd = Int.random(in: 0..<30, using: &generator) == 0
      let (next, overflows) = value.addingReportingOverflow(stride + (isOdd ? 1 : 0))
      if overflows { break }
      value = next
      record += Int.random(in: 0..<40, using: &generator) == 0 ? 2 : 1
    }
    let entries = zip(integers, records).map { KeyEntry(key: CompactKey(ordered: $0), place: UInt64($1)) }
    var (run, i, taken) = (KeyRun(), 0, 0)
    while i < integers.count {
      let count = min(Int.random(in: 1...16, using: &generator), integers.count - i)
      if run.appendProgression(Array(integers[i..<(i + count)]), Array(records[i..<(i + count)]), count: count) {
        taken += 1
      } else {
        for entry in entries[i..<(i + count)] { run.append(entry) }
      }
      i += count
    }
    #expect(Self.all(run) == entries)
    #expect(run.count == entries.count && run.last == entries.last)
    #expect(taken > 0 || integers.count < 40)
    let expected = Self.run(entries)
    let (steps, expectedSteps) = (run.withSteps { Array($0) }, expected.withSteps { Array($0) })
    #expect(steps == expectedSteps)
  }

  @Test func aProgressionThatEndsOrRepeatsIsNone() {
    var run = Self.run([0, 1].map { KeyEntry(key: CompactKey(ordered: .max - 5 + $0), place: UInt64($0)) })
    let beyond = (0..<5).map { Int64.max &- 3 &+ $0 }
    let isTaken = [
      run.appendProgression(beyond, [2, 3, 4, 5, 6], count: 5), run.appendProgression(beyond, [2, 3, 4, 5], count: 4),
      run.appendProgression([.max], [6], count: 1),
    ]
    #expect(isTaken == [false, true, false])
    var still = Self.run([0, 1].map { KeyEntry(key: CompactKey(ordered: 7), place: $0) })
    let isRepetitionTaken = still.appendProgression([7, 7], [2, 3], count: 2)
    #expect(!isRepetitionTaken)
  }

  @Test(arguments: 0..<10) func aKeyThatIsNotThereIsNotFound(seed: UInt64) {
    let entries = Self.entries(300, seed: seed, steady: seed % 3 == 0)
    let (kept, dropped) = (stride(from: 0, to: 300, by: 2).map { entries[$0] }, stride(from: 1, to: 300, by: 2).map { entries[$0] })
    let run = Self.run(kept)
    for entry in kept { #expect(run.find(entry.key).place == entry.place) }
    for entry in dropped { #expect(run.find(entry.key).place == nil) }
  }

  @Test(arguments: 0..<10) func runsAreJoined(seed: UInt64) {
    let entries = Self.entries(200, seed: seed, steady: seed % 3 == 0)
    for cut in [0, 1, 2, 57, 199, 200] {
      var first = Self.run(Array(entries[..<cut]))
      var second = Self.run(entries[cut...].map { KeyEntry(key: $0.key, place: $0.place + 5) })
      first.shiftPlaces(by: 9)
      second.shiftPlaces(by: 4)
      first.append(contentsOf: second)
      #expect(Self.all(first) == entries.map { $0.shifted(by: 9) })
      for entry in entries { #expect(first.find(entry.key).place == entry.place + 9) }
    }
  }

  @Test func lastKeysAreTakenBack() {
    let entries = Self.entries(100, seed: 5)
    var run = KeyRun()
    for entry in entries {
      run.append(entry)
      guard run.count == 1 || run.previousKey != nil else { continue }
      run.removeLast()
      run.append(entry)
    }
    #expect(Self.all(run) == entries)
  }

  @Test func consecutiveIntegersTakeAFewBytes() {
    var run = KeyRun()
    for i in 1...1_000_000 { run.append(KeyEntry(key: CompactKey(ordered: Int64(i)), place: UInt64(i - 1))) }
    #expect(run.byteCount < 64)
    var texts = KeyRun()
    for i in 1...1_000_000 {
      let text = Array(("doc-" + String(1_000_000_000 + i).dropFirst()).utf8)
      texts.append(KeyEntry(key: text.withUnsafeBufferPointer { CompactKey($0) }, place: UInt64(i)))
    }
    #expect(texts.byteCount < 2_000_000)
  }

  @Test(arguments: 0..<12) func storedRunsAreReadAgain(seed: UInt64) throws {
    let entries = Self.entries(400, seed: seed, steady: seed % 3 == 0)
    let file = try RunFile(temporaryIn: "/tmp")
    try [1, 2, 3].withUnsafeBytes { bytes in try file.append(bytes) }
    var memory: [UInt8] = []
    for bufferBytes in [0, 300, 1000, 1 << 16] {
      let start = file.byteCount
      memory = []
      let writer = KeyRunWriter(bufferBytes: bufferBytes) { bytes throws(RunProblem) in
        try file.append(bytes)
        memory.append(contentsOf: bytes)
      }
      for entry in entries { try writer.append(entry) }
      try writer.finish()
      let run = StoredRun(.file(file, start..<file.byteCount), entryCount: entries.count, placeOffset: 3)
      #expect(try Self.all(run, bufferBytes: bufferBytes) == entries.map { $0.shifted(by: 3) })
    }
    let stored = memory.withUnsafeBytes { UnsafeRunMemory([$0, $0]) }
    #expect(throws: RunProblem.broken) { try Self.all(StoredRun(.memory(stored), entryCount: 800)) }
  }

  /// Whatever stands on disk, reading it ends.
  @Test func brokenRunsAreRefusedOrRead() throws {
    var generator = SeededGenerator(state: 9)
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 0..<60, using: &generator)).map { _ in
        Bool.random(using: &generator) ? UInt8.random(in: 0...30, using: &generator) : UInt8.random(in: 0...255, using: &generator)
      }
      let run = StoredRun(.memory(bytes.withUnsafeBytes { UnsafeRunMemory([$0]) }), entryCount: 1_000)
      let reader = KeyRunReader(run, bufferBytes: 0)
      var (count, last) = (0, CompactKey(tag: 0, high: 0, low: 0))
      do throws(RunProblem) {
        while count < 10_000, try reader.next() {
          #expect(last <= reader.entry.key)
          last = reader.entry.key
          count += 1
        }
      } catch { #expect(error == .broken) }
    }
  }

  @Test(arguments: [0, 1, 2, 3, 7, 40]) func runsAreMergedInOrder(count: Int) throws {
    var generator = SeededGenerator(state: UInt64(count))
    var parts = Array(repeating: [KeyEntry](), count: count)
    let entries = Self.entries(count == 0 ? 0 : 1000, seed: 77)
    for entry in entries {
      for _ in 0..<2 { parts[Int.random(in: 0..<count, using: &generator)].append(entry) }
    }
    let runs = parts.map { part in
      Self.run(part).withSteps { StoredRun(.memory(UnsafeRunMemory([$0])), entryCount: part.count) }
    }
    let merge = try KeyMerge(runs, bufferBytes: 0)
    var merged: [KeyEntry] = []
    while try merge.next() { merged.append(merge.entry) }
    #expect(merged == entries.flatMap { [$0, $0] })
  }
}
