import Contracts
import Testing

@testable import Validation

/// Bytes that come in pieces and then end, fail, or never end.
private final class PiecewiseStream: ByteStream {
  private var bytes: ArraySlice<UInt8>
  private let isEndless: Bool
  private let failure: InputFailure?
  private var random: SeededGenerator

  init(_ bytes: [UInt8], seed: UInt64 = 0, failure: InputFailure? = nil, isEndless: Bool = false) {
    self.bytes = bytes[...]
    self.failure = failure
    self.isEndless = isEndless
    random = SeededGenerator(state: seed)
  }

  func read(into buffer: UnsafeBlockBuffer, atMost limit: Int) throws(InputFailure) -> Int {
    if isEndless { bytes = [1, 2, 3] }
    if bytes.isEmpty, let failure { throw failure }
    let count = min(bytes.count, limit, buffer.room, Int.random(in: 1...9, using: &random))
    Array(bytes.prefix(count)).withUnsafeBufferPointer { buffer.append($0) }
    bytes = bytes.dropFirst(count)
    return count
  }
}

@Suite struct ReadAheadTests {
  private let bytes = (0..<500).map { UInt8(truncatingIfNeeded: $0 &* 7919) }

  private func all(_ stream: ReadAheadStream, seed: UInt64) -> (bytes: [UInt8], failure: InputFailure?) {
    var random = SeededGenerator(state: seed)
    let buffer = UnsafeBlockBuffer(capacity: 16)
    var found: [UInt8] = []
    do throws(InputFailure) {
      while try stream.read(into: buffer, atMost: Int.random(in: 1...16, using: &random)) > 0 {
        found += buffer.bytes
        buffer.removeAll()
      }
      return (found, nil)
    } catch {
      return (found, error)
    }
  }

  @Test(arguments: 1...4, 1...6) func tinyRingsLoseNothing(slotCount: Int, slotBytes: Int) throws {
    for seed in 0..<8 as Range<UInt64> {
      for failure in [nil, InputFailure(InputProblem(kind: "read_failed", path: "p", message: "m"))] {
        let source = PiecewiseStream(bytes, seed: seed, failure: failure)
        let stream = try ReadAheadStream(source, path: "p", slotCount: slotCount, slotBytes: slotBytes)
        let found = all(stream, seed: seed)
        #expect(found.bytes == bytes)
        #expect(found.failure?.problem == failure?.problem)
        // Asked again, it says the same.
        #expect(all(stream, seed: seed).failure?.problem == failure?.problem)
      }
    }
  }

  @Test func aReaderThatStopsEarlyHangsNothing() throws {
    for count in 0..<50 {
      let stream = try ReadAheadStream(PiecewiseStream([], isEndless: true), path: "p", slotCount: 2, slotBytes: 8)
      let buffer = UnsafeBlockBuffer(capacity: 64)
      for _ in 0..<(count % 5) { #expect(try stream.read(into: buffer, atMost: 8) > 0) }
    }
  }
}

@Suite struct LentMemoryTests {
  private func add(_ bytes: [UInt8], to buffer: UnsafeBlockBuffer) {
    bytes.withUnsafeBufferPointer { buffer.append($0) }
  }

  private func bytes(_ memory: UnsafeBlockMemory, _ count: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: memory.base, count: count))
  }

  @Test func whatIsLentStaysAsItIs() {
    let buffer = UnsafeBlockBuffer(capacity: 8)
    add([1, 2, 3, 4], to: buffer)
    let lent = buffer.lend()
    add([5], to: buffer)
    #expect(buffer.lend() === lent)
    buffer.removeFirst(2)
    #expect(Array(buffer.bytes) == [3, 4, 5])
    buffer.removeAll()
    add([9, 9, 9, 9], to: buffer)
    buffer.reserve(100)
    #expect(Array(buffer.bytes) == [9, 9, 9, 9])
    #expect(bytes(lent, 5) == [1, 2, 3, 4, 5])
  }

  @Test func whatIsGivenBackIsUsedAgain() {
    let buffer = UnsafeBlockBuffer(capacity: 8)
    let first = buffer.base
    var lent: UnsafeBlockMemory? = buffer.lend()
    buffer.removeAll()
    #expect(buffer.base != first)
    withExtendedLifetime(lent) {}
    lent = nil
    let second = buffer.lend()
    buffer.removeAll()
    #expect(buffer.base == first)
    withExtendedLifetime(second) {}
  }

  @Test func aLongRecordsMemoryIsGivenBack() {
    let buffer = UnsafeBlockBuffer(capacity: 8)
    buffer.reserve(50 << 20)
    buffer.removeAll()
    #expect(buffer.capacity == 8)
  }
}

@Suite struct HashingPoolTests {
  /// Several files at once, in pieces, faster than they can be hashed.
  @Test(arguments: [1, 2, 5]) func digestsAreThoseOfTheWholeFiles(threads: Int) throws {
    var random = SeededGenerator(state: UInt64(threads))
    let pool = HashingPool(threadLimit: threads)
    let algorithms: [Digest.Algorithm] = [.sha256, .md5, .sha512]
    let files = try (0..<12).map { file in
      let chosen = Array(algorithms.prefix(1 + file % 3))
      return (
        bytes: (0..<(file * 977)).map { _ in UInt8.random(in: 0...255, using: &random) },
        hashing: try #require(try pool.hashing("p", chosen)), chosen: chosen)
    }
    let buffers = files.map { _ in UnsafeBlockBuffer(capacity: 64) }
    var rests = files.map { $0.bytes[...] }
    while let file = rests.indices.filter({ !rests[$0].isEmpty }).randomElement(using: &random) {
      let piece = Array(rests[file].prefix(Int.random(in: 1...64, using: &random)))
      rests[file] = rests[file].dropFirst(piece.count)
      let buffer = buffers[file]
      if buffer.room < piece.count { buffer.removeAll() }
      let start = buffer.count
      piece.withUnsafeBufferPointer { buffer.append($0) }
      files[file].hashing.update(buffer.lend(), start..<buffer.count)
    }
    pool.finish()
    for file in files { #expect(file.hashing.digests() == file.chosen.map { digest(file.bytes, $0) }) }
  }

  @Test func nothingToHashStartsNothing() throws {
    let pool = HashingPool(threadLimit: 2)
    #expect(try pool.hashing("p", []) == nil)
    pool.finish()
  }
}

@Suite struct RestOfRecordTests {
  @Test(arguments: ["\n", "\r\n", "||", "aab"]) func theTerminatorIsFoundWhereverTheBytesAreCut(terminator: String) {
    let end = Array(terminator.utf8)
    let text = Array(("aaabXa\rX|X\r" + "b").utf8).filter { terminator != "aab" || $0 != 0x62 } + end + [0x7A]
    let expected = text.count - 1
    for cut in 0...text.count {
      var taken = 0
      var isWhole = false
      for stop in [cut, text.count] where !isWhole {
        let rest = Array(text[taken..<stop]).withUnsafeBufferPointer { restOfRecord(endingWith: end, in: $0) }
        taken += rest.count
        isWhole = rest.isWhole
      }
      #expect(isWhole && taken == expected, "cut at \(cut)")
    }
  }
}
