import Testing

@testable import Validation

/// The store against a dictionary: the same copies, whatever the memory, the blocks and the order of the keys.
@Suite struct KeyStoreTests {
  /// A key with the records that have it.
  struct Answer: Equatable {
    var distinct = 0
    /// For each violating record, in order: the record that has its key first.
    var records: [Int] = []
    var firstRecords: [Int] = []
  }

  /// Keys by record, `nil` for none.
  static func expected(_ keys: [Int]) -> Answer {
    var first: [Int: Int] = [:]
    var answer = Answer()
    for (record, key) in keys.enumerated() {
      if let earlier = first[key] {
        answer.records.append(record)
        answer.firstRecords.append(earlier)
      } else {
        first[key] = record
      }
    }
    answer.distinct = first.count
    return answer
  }

  static func entry(_ key: Int, _ record: Int) -> KeyEntry {
    KeyEntry(key: CompactKey(ordered: Int64(key)), place: UInt64(record))
  }

  /// All copies: those found at once, and those found late, which must be few enough to be listed.
  static func found(_ keys: [Int], blockSizes: [Int], limits: KeyLimits) throws -> (answer: Answer, runCount: Int) {
    let store = KeyStore(limits, hasItems: false)
    var (record, blocks) = (0, 0)
    var copies: [KeyCopy] = []
    var largest = 0
    while record < keys.count {
      let end = min(keys.count, record + blockSizes[blocks % blockSizes.count])
      blocks += 1
      var block = KeyBlock()
      for i in record..<end { block.add(entry(keys[i], i - record)) }
      block.seal(offset: UInt64(record))
      let new = store.absorb(block)
      #expect(new.map(\.entry.place) == new.map(\.entry.place).sorted())
      copies += new
      largest = max(largest, store.memoryBytes)
      record = end
    }
    #expect(store.problem == nil)
    #expect(largest <= max(limits.memoryBytes, 40_000))
    var answer = Answer()
    var firsts: [Int: Int] = [:]
    guard !store.runs.isEmpty else {
      for copy in copies { firsts[Int(copy.entry.place)] = Int(copy.firstPlace) }
      answer.distinct = store.distinctCount
      return (sorted(answer, firsts), 0)
    }
    let runCount = store.runs.count
    try store.settle()
    let order = copies.indices.sorted { copies[$0].entry.key < copies[$1].entry.key }
    let late = try LateCopies(of: store, wanted: order.map { copies[$0].entry.key })
    for (index, place) in zip(order, late.firstPlaces) { firsts[Int(copies[index].entry.place)] = place.map { Int($0) } ?? -1 }
    for violation in late.violations { firsts[violation.record] = violation.firstRecord }
    #expect(late.recordCount + copies.count == expected(keys).records.count)
    answer.distinct = late.distinctCount
    return (sorted(answer, firsts), runCount)
  }

  private static func sorted(_ answer: Answer, _ firsts: [Int: Int]) -> Answer {
    var answer = answer
    answer.records = firsts.keys.sorted()
    answer.firstRecords = answer.records.map { firsts[$0] ?? -1 }
    return answer
  }

  /// Data of every shape, with at most 100 copies.
  static func keys(_ shape: Int, _ count: Int, _ generator: inout SeededGenerator) -> [Int] {
    var keys: [Int]
    switch shape {
    case 0: keys = Array(0..<count)
    case 1: keys = (0..<count).map { $0 * 7 + Int.random(in: 0..<7, using: &generator) }
    case 2: keys = Array(0..<count).shuffled(using: &generator)
    case 3: keys = Array(0..<count).reversed()
    case 4: keys = (0..<count).map { $0 < count / 2 ? 2 * $0 : 2 * ($0 - count / 2) + 1 }
    case 5: keys = Array(0..<(count / 2)) + Array((count / 2)..<count).shuffled(using: &generator)
    case 6: keys = (0..<8).flatMap { part in (0..<(count / 8)).map { $0 * 64 + part * 5 + Int.random(in: 0..<5, using: &generator) } }
    default: keys = Array(0..<count).shuffled(using: &generator); keys[..<(count / 2)].sort()
    }
    for _ in 0..<Int.random(in: 0...30, using: &generator) where !keys.isEmpty {
      let i = Int.random(in: 0..<keys.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: keys[i] = keys[Int.random(in: 0..<keys.count, using: &generator)]
      case 1: keys.insert(keys[i], at: min(keys.count, i + Int.random(in: 0...3, using: &generator)))
      case 2: keys[i] = 1_000_000 + Int.random(in: 0..<20, using: &generator)
      default: keys.swapAt(i, Int.random(in: 0..<keys.count, using: &generator))
      }
    }
    return keys
  }

  @Test(arguments: 0..<240) func theStoreFindsWhatADictionaryFinds(seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    let count = [50, 700, 6000][Int(seed) / 8 % 3]
    let keys = Self.keys(Int(seed) % 8, count, &generator)
    let blockSizes = [[1], [7], [100, 3], [1000], [100_000]][Int.random(in: 0..<5, using: &generator)]
    for memoryBytes in [1 << 30, 300 << 10, 48 << 10] {
      let limits = KeyLimits(memoryBytes: memoryBytes, folder: "/tmp", seed: generator.next())
      let found = try Self.found(keys, blockSizes: blockSizes, limits: limits).answer
      #expect(found == Self.expected(keys), "seed \(seed), \(memoryBytes) bytes, blocks of \(blockSizes)")
    }
  }

  /// So many runs that they are merged several times.
  @Test func runsOfRunsAreMerged() throws {
    let count = 300_000
    var keys = (0..<count).map { ($0 &* 123_457) % 300_007 }
    for i in 0..<40 { keys[count - 1 - i * 7_499] = keys[i * 1000] }
    let limits = KeyLimits(memoryBytes: 64 << 10, folder: "/tmp", seed: 3)
    let found = try Self.found(keys, blockSizes: [5000], limits: limits)
    #expect(found.answer == Self.expected(keys))
    #expect(found.runCount > 1)
  }

  @Test func sortedKeysTakeNextToNoMemory() {
    let store = KeyStore(KeyLimits(memoryBytes: 1 << 20, folder: nil, seed: 1), hasItems: false)
    for record in stride(from: 0, to: 1_000_000, by: 100_000) {
      var block = KeyBlock()
      for i in 0..<100_000 { block.add(Self.entry(record + i, i)) }
      block.seal(offset: UInt64(record))
      #expect(store.absorb(block).isEmpty)
    }
    #expect(store.distinctCount == 1_000_000)
    #expect(store.memoryBytes < 30_000)
    #expect(store.segments.count == 1)
  }

  @Test func aCopyNowAndThenDoesNotMakeSortedKeysATable() {
    let store = KeyStore(KeyLimits(memoryBytes: 1 << 30, folder: nil, seed: 1), hasItems: false)
    var copies = 0
    for record in stride(from: 0, to: 1_000_000, by: 2000) {
      var block = KeyBlock()
      for i in 0..<2000 { block.add(Self.entry(i == 1500 ? record + 3 : i == 700 ? record - 5 : 3 * (record + i) / 2, i)) }
      block.seal(offset: UInt64(record))
      copies += store.absorb(block).count
    }
    #expect(store.table.count < 3000)
    #expect(store.segments.count < 1000)
  }

  /// Keys cannot be kept, and that is said.
  @Test func aFolderThatCannotBeWrittenIsNamed() {
    let store = KeyStore(KeyLimits(memoryBytes: 64 << 10, folder: "/proc", seed: 1), hasItems: false)
    var generator = SeededGenerator(state: 4)
    var block = KeyBlock()
    for (i, key) in Array(0..<20_000).shuffled(using: &generator).enumerated() { block.add(Self.entry(key, i)) }
    block.seal(offset: 0)
    _ = store.absorb(block)
    #expect(store.problem?.message.contains("/proc") == true)
    #expect(store.problem?.message.contains("TMPDIR") == true)
  }
}
