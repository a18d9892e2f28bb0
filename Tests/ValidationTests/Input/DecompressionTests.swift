import Contracts
import TestSupport
import Testing

@testable import Validation

/// The decompressors alone: what comes out of which bytes.
@Suite struct DecompressionTests {
  /// What comes out until the end or a failure, `piece` bytes at a time.
  private func decoded(
    _ bytes: [UInt8], named name: String = "a.csv", piece: Int = 1 << 16, limit: Int = 1 << 40
  ) throws -> (bytes: [UInt8], problem: InputProblem?) {
    let scratch = try Scratch()
    let stored = try FileStream(path: try scratch.write(name, bytes), root: nil)
    let head = try stored.peek()
    let compression = try #require(
      Compression(head: head, isWhole: head.count < FileStream.headBytes, path: stored.path))
    var result: [UInt8] = []
    do {
      let stream = try compression.stream(stored, limitBytes: limit)
      let buffer = UnsafeBlockBuffer(capacity: piece)
      while try stream.read(into: buffer, atMost: piece) > 0 {
        result += buffer.bytes
        buffer.removeAll()
      }
      #expect(stored.byteCount == bytes.count, "every stored byte is read")
      return (result, nil)
    } catch {
      return (result, error.problem)
    }
  }

  private static let text = Array((0..<2000).map { "\($0),\($0 &* 7919 % 1013)\n" }.joined().utf8)
  private static let noise: [UInt8] = {
    var random = SeededGenerator(state: 7)
    return (0..<300_000).map { _ in UInt8.random(in: 0...255, using: &random) }
  }()

  @Test(arguments: [1, 2, 3, 7, 64, 4096, 1 << 20]) func membersAndFramesFollowOneAnother(piece: Int) throws {
    let (a, b) = (Array(Self.text.prefix(3000)), Array(Self.text.dropFirst(3000)))
    for parts in [[Self.text], [a, b], [[], a, [], b, []]] {
      #expect(try decoded(parts.flatMap { gzipped($0) }, piece: piece).bytes == Self.text)
      #expect(try decoded(parts.flatMap { zstandard($0) }, piece: piece).bytes == Self.text)
    }
    let skipping = skippableFrame([1, 2, 3]) + zstandard(a) + skippableFrame([]) + zstandard(b) + skippableFrame([0])
    #expect(try decoded(skipping, piece: piece).bytes == Self.text)
    #expect(try decoded(skipping, piece: piece).problem == nil)
  }

  /// RFC 1952, section 2.3.1.2. Wherever the header is cut.
  @Test(arguments: [UInt8(0x20), 0x40, 0x80, 0xE0]) func reservedFlagsAreRefused(flags: UInt8) throws {
    var bad = gzipped(Self.text)
    bad[3] |= flags
    let alone = try decoded(bad)
    #expect(alone.bytes.isEmpty && alone.problem?.kind == "corrupt")
    for before in [0, 1, 2, 3, 4, 5].map({ (256 << 10) - $0 }) {
      // The stored bytes come in pieces of 256 KiB, which may end anywhere within the second member's header.
      let first = gzipped(Self.text, name: String(repeating: "n", count: before - gzipped(Self.text).count - 1))
      #expect(first.count == before)
      let result = try decoded(first + bad)
      #expect(result.bytes == Self.text, "\(before)")
      #expect(result.problem?.kind == "corrupt", "\(before)")
      #expect(try decoded(first + gzipped(Self.text)).bytes == Self.text + Self.text)
    }
  }

  @Test func whatIsNoMemberHasNoFlags() throws {
    let result = try decoded(gzipped(Self.text) + Array("garbage here, and more of it".utf8))
    #expect(result.bytes == Self.text)
    #expect(result.problem?.message.contains("no gzip header") == true, "\(String(describing: result.problem))")
  }

  @Test func whatHardlyCompressesComesOutWhole() throws {
    for piece in [1000, 100_000, 1 << 20] {
      #expect(try decoded(gzipped(Self.noise), piece: piece) == (Self.noise, nil))
      #expect(try decoded(zstandard(Self.noise), piece: piece) == (Self.noise, nil))
    }
  }

  /// Wherever the input is cut into pieces, a member that ends there is followed by the next.
  @Test(arguments: 0..<24) func aMemberMayEndAnywhereInThePiecesOfInput(shift: Int) throws {
    let member = gzipped([0x61, 0x0A])
    var bytes = gzipped([], name: String(repeating: "n", count: shift))
    var expected: [UInt8] = []
    while bytes.count < 270_000 {
      bytes += member
      expected += [0x61, 0x0A]
    }
    #expect(try decoded(bytes) == (expected, nil))
  }

  /// ISA-L says that it took more than there is, when the input ends soon after a reference to before the beginning.
  @Test func aReferenceToBeforeTheBeginningNearTheEndIsCorrupt() throws {
    let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 4, 0xFF]
    let blocks: [UInt8] = [
      0xCB, 0x4C, 0xD1, 0xC9, 0x4B, 0xCC, 0x4D, 0xE5, 0x32, 0xD0, 0x51, 0x82, 0xD4, 0x11, 0x4A, 0x52, 0xE2, 0x02,
    ]
    for trailer in 0...9 {
      let bytes = header + blocks + [0xB0, 0xA3, 0x78, 0x59, 0xB4, 0x11, 0, 0, 0].prefix(trailer)
      for piece in [1, 3, 1 << 16] {
        let problem = try decoded(bytes, piece: piece).problem
        #expect(problem?.kind == "corrupt", "\(trailer) bytes after the blocks, \(piece) at a time")
      }
    }
  }

  /// Of a short member, every byte altered in every bit: it is corrupt, truncated, or still what it was.
  @Test func aShortMemberWithOneBitWrongNeverCrashes() throws {
    let member = gzipped(Array("id,name\n0,n0\n1,n1\n".utf8))
    for i in member.indices.dropFirst(2) {
      for bit in 0..<8 {
        var bytes = member
        bytes[i] ^= 1 << bit
        _ = try decoded(bytes)
      }
    }
  }

  @Test func nothingCompressedIsNothing() throws {
    #expect(try decoded(gzipped([])) == ([], nil))
    #expect(try decoded(zstandard([])) == ([], nil))
  }

  @Test(arguments: [1, 7, 511, 300_000]) func zerosMayPadAGzipFile(count: Int) throws {
    let padded = gzipped(Self.text) + [UInt8](repeating: 0, count: count)
    #expect(try decoded(padded) == (Self.text, nil))
    #expect(try decoded(padded + [1]).problem?.kind == "corrupt")
  }

  @Test func whatFollowsTheLastMemberOrFrameIsCorrupt() throws {
    for tail in ["x", "xy", "more text\n", "\u{1F}"] {
      let gzip = try decoded(gzipped(Self.text) + Array(tail.utf8))
      #expect(gzip.bytes == Self.text)
      #expect(["corrupt", "truncated"].contains(gzip.problem?.kind), "\(tail)")
      let zstd = try decoded(zstandard(Self.text) + Array(tail.utf8))
      #expect(zstd.bytes == Self.text)
      #expect(["corrupt", "truncated"].contains(zstd.problem?.kind), "\(tail)")
    }
    #expect(try decoded(zstandard(Self.text) + [0, 0, 0, 0, 0]).problem?.kind == "corrupt")
  }

  @Test func whatBreaksOffIsTruncatedWhereverThatIs() throws {
    let text = Array(Self.text.prefix(700))
    for (name, whole) in [("a.gz", gzipped(text)), ("a.zst", zstandard(text)), ("b.gz", gzipped(text, name: "text"))] {
      var longest = 0
      for count in 0..<whole.count {
        let found = try decoded(Array(whole.prefix(count)), named: name)
        #expect(found.problem?.kind == "truncated", "\(name) after \(count)")
        #expect(found.problem?.message.contains("at byte \(count) of the file, after \(found.bytes.count) ") == true)
        #expect(text.starts(with: found.bytes))
        #expect(found.bytes.count >= longest)
        longest = found.bytes.count
      }
    }
  }

  /// Either it is told, or what was changed says nothing (the time in a gzip header).
  @Test(arguments: 0..<8) func noChangedByteGoesUnseen(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    for whole in [gzipped(Self.text), zstandard(Self.text), gzipped(Self.noise), zstandard(Self.noise)] {
      for _ in 0..<25 {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          bytes[Int.random(in: 4..<bytes.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
        }
        let found = try decoded(bytes)
        let expected = whole.count > 100_000 ? Self.noise : Self.text
        #expect(found.problem != nil || found.bytes == expected, "seed \(seed)")
      }
    }
  }

  /// What came before a corrupt place comes out, however much is asked for at a time.
  @Test func whatPrecedesACorruptPlaceComesOut() throws {
    for whole in [gzipped(Self.noise), zstandard(Self.noise)] {
      var bytes = whole
      let place = bytes.count * 3 / 4
      for i in place..<(place + 8) { bytes[i] ^= 0xFF }
      let found = try decoded(bytes, piece: 1 << 20)
      #expect(found.problem?.kind == "corrupt")
      #expect(found.bytes.count >= 131_072)
    }
  }

  @Test func theLimitIsExact() throws {
    for whole in [gzipped(Self.text), zstandard(Self.text)] {
      #expect(try decoded(whole, limit: Self.text.count) == (Self.text, nil))
      let found = try decoded(whole, limit: Self.text.count - 1)
      #expect(found.problem?.kind == "decompressed_limit")
      #expect(found.bytes == Self.text.dropLast())
    }
  }

  @Test func aBombIsLeftAtTheLimit() throws {
    // 64 GiB in half a megabyte.
    let frame = zstandard([UInt8](repeating: 0x61, count: 16 << 20))
    let bomb = [[UInt8]](repeating: frame, count: 4096).flatMap { $0 }
    let found = try decoded(bomb, limit: 3 << 20)
    #expect(found.problem?.message.contains("decompresses to more than 3145728 bytes") == true)
    #expect(found.bytes.count == 3 << 20)
  }

  @Test func aWindowThatTakesTooMuchMemoryIsRefused() throws {
    #expect(try decoded(zstandard(Self.text, windowLog: 27)) == (Self.text, nil))
    let found = try decoded(zstandard(Self.text, windowLog: 28))
    #expect(found.problem?.kind == "window_too_large")
    #expect(found.problem?.message.contains("a window of more than 128 MiB") == true)
  }

  @Test func theNameTellsNothingButWhereAFileBreaksOff() throws {
    func compression(_ head: [UInt8], _ path: String, isWhole: Bool = true) -> Compression? {
      head.withUnsafeBufferPointer { Compression(head: $0, isWhole: isWhole, path: path) }
    }
    #expect(compression([0x1F, 0x8B, 8, 0], "a.csv") == .gzip)
    #expect(compression([0x28, 0xB5, 0x2F, 0xFD], "a.csv.gz") == .zstd)
    #expect(compression([0x5A, 0x2A, 0x4D, 0x18, 0], "a.zst") == .zstd)
    #expect(compression([0x1F], "a.csv.gz") == .gzip)
    #expect(compression([], "a.csv.zst") == .zstd)
    #expect(compression([0x61, 0x0A], "a.csv.gz") == nil)
    #expect(compression([], "a.csv") == nil)
  }
}
