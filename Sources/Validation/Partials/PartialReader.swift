import Contracts
import Glibc

/// A partial on disk, all of whose checksums have been compared.
final class PartialReader {
  let path: String
  let header: PartialHeader
  let dataset: PartialDataset
  private let file: RunFile
  private let sections: [Section]

  struct Section {
    var kind: PartialFormat.Section
    var payload: Range<Int>
  }

  init(_ path: String) throws(PartialProblem) {
    self.path = path
    file = try Self.open(path)
    sections = try SectionScan(path: path, file: file).sections
    header = try Self.value(PartialHeader.self, sections[0], of: file, path)
    dataset = try Self.value(PartialDataset.self, sections[sections.count - 2], of: file, path)
  }

  private static func open(_ path: String) throws(PartialProblem) -> RunFile {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw PartialProblem("\(path) cannot be opened: \(errorText(errno))") }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw PartialProblem("\(path) is no regular file", advice: "partials are read more than once: store it in a file")
    }
    return RunFile(descriptor: descriptor, byteCount: Int(status.st_size), folder: path)
  }

  /// The state of a file, by its index; `nil` where it has none.
  func state(of index: Int, _ plan: Plan) throws(PartialProblem) -> FoldedState? {
    guard let number = dataset.files[index].stateSection else { return nil }
    guard sections.indices.contains(number), sections[number].kind == .state else {
      throw Self.inconsistent(path, "section \(number) is no state")
    }
    let runs = sections[(number + 1)...].prefix { $0.kind == .keys }
      .map { StoredRun(.file(file, $0.payload), entryCount: 0) }
    do {
      return try FoldedState(CBOR(encoded: Self.bytes(sections[number], of: file)), plan, runs: runs)
    } catch let error as RunProblem {
      throw PartialProblem(error.message)
    } catch {
      throw Self.inconsistent(path, "the state at byte \(sections[number].payload.lowerBound): \(error)")
    }
  }

  private static func bytes(_ section: Section, of file: RunFile) throws(RunProblem) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: section.payload.count)
    let result = bytes.withUnsafeMutableBytes { memory in
      Result { () throws(RunProblem) in try file.read(at: section.payload.lowerBound, into: memory) }
    }
    try result.get()
    return bytes
  }

  private static func value<Value: Decodable>(
    _ type: Value.Type, _ section: Section, of file: RunFile, _ path: String
  ) throws(PartialProblem) -> Value {
    do {
      return try CBORDecoder.decode(type, from: CBOR(encoded: bytes(section, of: file)))
    } catch let error as RunProblem {
      throw PartialProblem(error.message)
    } catch {
      throw inconsistent(path, "the section at byte \(section.payload.lowerBound): \(error)")
    }
  }

  private static func inconsistent(_ path: String, _ what: String) -> PartialProblem {
    PartialProblem("\(path) is not what this version writes: \(what)", advice: "make the partial again")
  }
}

/// Goes through the sections of a partial and compares their checksums.
private struct SectionScan {
  let path: String
  let file: RunFile
  private(set) var sections: [PartialReader.Section] = []

  private static let chunkBytes = 256 << 10

  init(path: String, file: RunFile) throws(PartialProblem) {
    self.path = path
    self.file = file
    var offset = try checkMark()
    var digest = [UInt8](repeating: 0, count: PartialFormat.digestBytes)
    while sections.last?.kind != .end { try scan(&offset, &digest) }
    guard offset == file.byteCount else {
      throw problem("is corrupt: \(file.byteCount - offset) bytes follow its end at byte \(offset)")
    }
    let kinds = sections.map(\.kind)
    guard kinds.count >= 3, kinds.first == .header, kinds[kinds.count - 2] == .dataset else {
      throw problem("is corrupt: its sections are not in order")
    }
  }

  private func problem(_ what: String) -> PartialProblem {
    PartialProblem("\(path) \(what)", advice: "make it again with `assay check … --partial-out \(path)`")
  }

  private func bytes(at offset: Int, count: Int) throws(PartialProblem) -> [UInt8] {
    guard count <= file.byteCount - offset else {
      throw problem(
        "is cut short at byte \(file.byteCount): expected \(count - (file.byteCount - offset)) more bytes at least")
    }
    var bytes = [UInt8](repeating: 0, count: count)
    let result = bytes.withUnsafeMutableBytes { memory in
      Result { () throws(RunProblem) in try file.read(at: offset, into: memory) }
    }
    do { try result.get() } catch { throw problem("cannot be read at byte \(offset)") }
    return bytes
  }

  private func checkMark() throws(PartialProblem) -> Int {
    let mark = PartialFormat.mark
    let found = try bytes(at: 0, count: min(mark.count, file.byteCount))
    guard found == Array(mark.prefix(found.count)), !found.isEmpty else {
      throw PartialProblem(
        "\(path) is no partial of assay: it does not begin with its mark",
        advice: "write one with `assay check … --partial-out FILE`")
    }
    let version = try bytes(at: 0, count: mark.count + 1)[mark.count]
    guard version == PartialFormat.version else {
      throw problem("has format \(version), and this program reads format \(PartialFormat.version)")
    }
    return mark.count + 1
  }

  private mutating func scan(_ offset: inout Int, _ digest: inout [UInt8]) throws(PartialProblem) {
    let head = try bytes(at: offset, count: PartialFormat.headBytes)
    let length = head[1...].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard let kind = PartialFormat.Section(rawValue: head[0]) else {
      throw problem("is corrupt: no section is of the kind \(head[0]) at byte \(offset)")
    }
    let start = offset + PartialFormat.headBytes
    let room = file.byteCount - start - PartialFormat.digestBytes
    guard room >= 0, length <= UInt64(room) else {
      throw problem(
        "is cut short or corrupt: the section at byte \(offset) has \(length) bytes, "
          + "and \(max(0, file.byteCount - start)) follow")
    }
    let payload = start..<(start + Int(length))
    let computed = try self.digest(digest, head, payload)
    guard try bytes(at: payload.upperBound, count: PartialFormat.digestBytes) == computed else {
      throw problem("is corrupt: the section at byte \(offset) does not match its checksum")
    }
    sections.append(PartialReader.Section(kind: kind, payload: payload))
    offset = payload.upperBound + PartialFormat.digestBytes
    digest = computed
  }

  private func digest(_ last: [UInt8], _ head: [UInt8], _ payload: Range<Int>) throws(PartialProblem) -> [UInt8] {
    let hasher = StreamHasher(.sha256)
    (last + head).withUnsafeBytes { hasher.update($0) }
    var offset = payload.lowerBound
    while offset < payload.upperBound {
      let chunk = try bytes(at: offset, count: min(Self.chunkBytes, payload.upperBound - offset))
      chunk.withUnsafeBytes { hasher.update($0) }
      offset += chunk.count
    }
    return hasher.finishBytes()
  }
}
