import Contracts

/// Writes the sections of a partial, one after the other.
final class PartialWriter {
  private let sink: (UnsafeRawBufferPointer) -> Void
  private var lastDigest = [UInt8](repeating: 0, count: PartialFormat.digestBytes)
  /// Sections so far.
  private(set) var sectionCount = 0

  private static let chunkBytes = 256 << 10

  init(sink: @escaping (UnsafeRawBufferPointer) -> Void) {
    self.sink = sink
    (PartialFormat.mark + [PartialFormat.version]).withUnsafeBytes { sink($0) }
  }

  func write(_ kind: PartialFormat.Section, _ value: CBOR) {
    let bytes = value.encoded
    section(kind, byteCount: bytes.count) { append in bytes.withUnsafeBytes { append($0) } }
  }

  func writeEnd() { section(.end, byteCount: 0) { _ in } }

  func write(_ run: StoredRun) throws(RunProblem) {
    var problem: RunProblem?
    section(.keys, byteCount: run.byteCount) { append in
      do throws(RunProblem) {
        try run.forEachChunk(ofBytes: Self.chunkBytes) { append($0) }
      } catch {
        problem = error
      }
    }
    if let problem { throw problem }
  }

  private func section(
    _ kind: PartialFormat.Section, byteCount: Int, _ body: ((UnsafeRawBufferPointer) -> Void) -> Void
  ) {
    let hasher = StreamHasher(.sha256)
    lastDigest.withUnsafeBytes { hasher.update($0) }
    func append(_ bytes: UnsafeRawBufferPointer) {
      hasher.update(bytes)
      sink(bytes)
    }
    let head = [kind.rawValue] + (0..<8).map { UInt8(truncatingIfNeeded: byteCount >> ($0 * 8)) }
    head.withUnsafeBytes { append($0) }
    body(append)
    lastDigest = hasher.finishBytes()
    lastDigest.withUnsafeBytes { sink($0) }
    sectionCount += 1
  }
}

extension StoredRun {
  /// The bytes of the run, which must have no offset.
  func forEachChunk(ofBytes chunkBytes: Int, _ body: (UnsafeRawBufferPointer) -> Void) throws(RunProblem) {
    precondition(placeOffset == 0, "a run is written as the shard numbers its records")
    switch storage {
    case .memory(let memory): body(memory.bytes)
    case .file(let file, let range):
      let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: chunkBytes, alignment: 16)
      defer { chunk.deallocate() }
      var offset = range.lowerBound
      while offset < range.upperBound {
        let part = UnsafeMutableRawBufferPointer(rebasing: chunk[..<min(chunkBytes, range.upperBound - offset)])
        try file.read(at: offset, into: part)
        body(UnsafeRawBufferPointer(part))
        offset += part.count
      }
    }
  }
}

/// Writes the state of each file as it ends.
final class FileStateWriter {
  private let writer: PartialWriter
  /// The section of each file's state.
  private(set) var sections: [Int: Int] = [:]
  /// Why a state could not be written.
  private(set) var problem: PartialProblem?

  init(_ writer: PartialWriter) { self.writer = writer }

  func write(_ folded: FoldedState, file: Int) {
    guard problem == nil else { return }
    do {
      let runs = RunExport()
      let state = try folded.encoded(runs)
      sections[file] = writer.sectionCount
      writer.write(.state, state)
      for run in runs.runs { try writer.write(run) }
    } catch let error as RunProblem {
      problem = PartialProblem(error.message)
    } catch {
      problem = PartialProblem("the state of a file cannot be written: \(error)")
    }
  }
}

extension FoldedState {
  private struct KindCount: Codable {
    var kind: FaultKind
    var count: Int
  }

  /// The state as partials hold it.
  func encoded(_ runs: RunExport) throws -> CBOR {
    let kinds = malformedKinds.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { KindCount(kind: $0.key, count: $0.value) }
    return .map([
      "malformed": try CBOREncoder.encode(malformed), "kinds": try CBOREncoder.encode(kinds),
      "checks": .array(try checks.map { try $0?.encoded(runs) ?? .null }),
    ])
  }

  /// Reads what `encoded` wrote.
  init(_ value: CBOR, _ plan: Plan, runs: [StoredRun]) throws {
    self.init(plan)
    guard case .map(let members) = value, case .array(let states)? = members["checks"], states.count == checks.count
    else { throw PartialProblem("its states are not those of its contract") }
    malformed = try CBORDecoder.decode(Tally.self, from: members["malformed"] ?? .null)
    for entry in try CBORDecoder.decode([KindCount].self, from: members["kinds"] ?? .null) {
      malformedKinds[entry.kind] = entry.count
    }
    for (check, state) in zip(checks, states) { try check?.restore(state, runs) }
  }
}
