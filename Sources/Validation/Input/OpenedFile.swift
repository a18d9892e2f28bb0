import Contracts

/// One file on its way: its mark, preamble and header are taken off, the rest is cut into blocks.
final class OpenedFile {
  let index: Int
  let path: String
  let stream: FileStream
  private(set) var binding: FileBinding
  private(set) var header: HeaderReport?
  private(set) var notices: [String] = []

  private let contract: Contract
  private let cutter: any Cutter
  private let bytes: any ByteStream
  /// Read, but in no block yet.
  private var rest = UnsafeBlockBuffer(capacity: 0)
  private var offset = 0
  private var isAtEnd = false
  private var isStarted = false
  private var discards = false
  private var skippedLines = 0

  private static let chunkBytes = 64 << 10

  init(index: Int, path: String, stream: FileStream, contract: Contract, cutter: any Cutter) {
    self.index = index
    self.path = path
    self.stream = stream
    self.contract = contract
    self.cutter = cutter
    binding = FileBinding(jsonFieldCount: contract.fields.count)
    let encoding = contract.data.encoding
    bytes = encoding == .utf8 ? stream : TranscodedStream(stream, path: path, from: encoding)
    if encoding != .utf8 { notices.append("offsets in \(path) are those of the text as UTF-8") }
  }

  /// The next block; `nil` at the end of the file.
  func next(into buffer: UnsafeBlockBuffer, targetBytes: Int) throws(InputFailure) -> Block? {
    if !isStarted { try start() }
    buffer.count = 0
    buffer.append(rest.bytes)
    rest.count = 0
    if discards { try discard(buffer) }
    var wanted = targetBytes
    while true {
      try fill(buffer, to: wanted)
      if buffer.count == 0 { return nil }
      switch cutter.cut(buffer.bytes, target: min(wanted, buffer.count), isEnd: isAtEnd) {
      case .needsMore:
        wanted = buffer.count * 2
      case .block(let cut):
        discards = cut.skipToTerminator
        return take(cut, from: buffer)
      }
    }
  }

  private func take(_ cut: CutBlock, from buffer: UnsafeBlockBuffer) -> Block {
    rest.append(UnsafeBufferPointer(rebasing: buffer.bytes[cut.end...]))
    let block = Block(
      file: index, offset: offset, bytes: UnsafeBufferPointer(rebasing: buffer.bytes[..<cut.end]),
      needsPlainReader: cut.needsPlainReader, openQuoteFault: cut.openQuoteFault, isLast: isAtEnd && rest.count == 0)
    offset += cut.end
    return block
  }

  /// Lines passed over since this was last asked.
  func takeSkippedLines() -> Int {
    defer { skippedLines = 0 }
    return skippedLines
  }

  private func fill(_ buffer: UnsafeBlockBuffer, to count: Int) throws(InputFailure) {
    buffer.reserve(count)
    while buffer.count < count, !isAtEnd {
      let free = UnsafeMutableRawBufferPointer(start: buffer.base + buffer.count, count: buffer.capacity - buffer.count)
      let read = try bytes.read(into: free)
      if read == 0 { isAtEnd = true }
      buffer.count += read
    }
  }

  /// Drops bytes from the front of what has been read.
  private func drop(_ count: Int, from buffer: UnsafeBlockBuffer) {
    skippedLines += countBytes(lineBreak, in: buffer.bytes, upTo: count)
    offset += count
    buffer.base.update(from: buffer.base + count, count: buffer.count - count)
    buffer.count -= count
  }

  private var lineBreak: UInt8 { contract.data.lineBreak }
}

extension OpenedFile {
  /// Takes off what is before the records.
  private func start() throws(InputFailure) {
    isStarted = true
    try fill(rest, to: Self.chunkBytes)
    if let problem = Pointer.problem(in: rest.bytes, path: path) { throw InputFailure(problem) }
    if let problem = compression(of: rest.bytes) { throw InputFailure(problem) }
    try takeByteOrderMark()
    guard contract.data.format == .csv else { return }
    try takePreamble()
    try takeHeader()
  }

  private func compression(of head: UnsafeBufferPointer<UInt8>) -> InputProblem? {
    let name: String
    if head.starts(with: [0x1F, 0x8B]) { name = "gzip" } else if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      name = "zstd"
    } else {
      return nil
    }
    return InputProblem(
      kind: "compressed", path: path, message: "\(path) is compressed with \(name), which this version does not read",
      advice: "give the decompressed data: \(name) -dc \(path) | assay check CONTRACT --data -")
  }

  private func takeByteOrderMark() throws(InputFailure) {
    let hasMark = rest.bytes.starts(with: [0xEF, 0xBB, 0xBF])
    if hasMark { drop(3, from: rest) }
    let asked = contract.data.byteOrderMark
    if (asked == .require && !hasMark) || (asked == .forbid && hasMark) {
      let found = hasMark ? "begins with a byte order mark" : "has no byte order mark"
      header = HeaderReport(problem: "\(path) \(found), and the contract says `byte_order_mark: \(asked.rawValue)`")
    }
  }

  private func takePreamble() throws(InputFailure) {
    for _ in 0..<contract.data.csv.preambleLines {
      while true {
        if let end = rest.bytes.firstIndex(of: lineBreak) { drop(end + 1, from: rest); break }
        if isAtEnd {
          drop(rest.count, from: rest)
          let lines = contract.data.csv.preambleLines
          header = HeaderReport(problem: "\(path) ends within the \(lines) lines that `preamble_lines` says come first")
          return
        }
        try fill(rest, to: rest.count + Self.chunkBytes)
      }
    }
  }

  /// Reads records until one is there: comments are none.
  private func takeHeader() throws(InputFailure) {
    let dialect = contract.data.csv
    guard dialect.hasHeader else {
      binding = FileBinding(fields: contract.fields, allowsExtraFields: contract.allowsExtraFields)
      return
    }
    let reader = PlainCSVReader(dialect: dialect, recordLimitBytes: contract.data.recordLimitBytes)
    let index = RecordIndex()
    while true {
      if rest.count == 0 { try fill(rest, to: Self.chunkBytes) }
      if rest.count == 0 { bindToNothing(); return }
      switch cutter.cut(rest.bytes, target: 1, isEnd: isAtEnd) {
      case .needsMore: try fill(rest, to: max(rest.count * 2, Self.chunkBytes))
      case .block(let cut):
        let bytes = UnsafeBufferPointer(rebasing: rest.bytes[..<cut.end])
        reader.index(
          Block(
            file: self.index, offset: offset, bytes: bytes, needsPlainReader: cut.needsPlainReader,
            openQuoteFault: cut.openQuoteFault, isLast: false), into: index)
        let isBound = index.recordCount > 0
        if isBound { bind(to: index, bytes) }
        drop(cut.end, from: rest)
        discards = cut.skipToTerminator
        if isBound { return }
      }
    }
  }

  private func bindToNothing() {
    header = HeaderReport(problem: header?.problem ?? "\(path) is empty, where a header line was expected")
    binding = FileBinding(columns: contract.fields.map { _ in nil }, names: [], cellCounts: 0...Int.max)
  }

  private func bind(to index: RecordIndex, _ bytes: UnsafeBufferPointer<UInt8>) {
    let names = headerNames(index, bytes, dialect: contract.data.csv)
    var report = HeaderReport(names: names, contract: contract)
    report.problem = header?.problem
    report.position = Position(file: path, offset: offset, line: skippedLines + 1, record: nil)
    report.fault = index.faults.first?.kind
    header = report
    binding = FileBinding(fields: contract.fields, header: names)
  }

  /// Drops what is left of a record that was cut at its limit.
  private func discard(_ buffer: UnsafeBlockBuffer) throws(InputFailure) {
    let terminator = contract.data.recordTerminator
    while true {
      if let end = firstEnd(of: terminator, in: buffer.bytes) { drop(end, from: buffer); break }
      // The terminator may have begun.
      drop(max(0, buffer.count - (terminator.count - 1)), from: buffer)
      if isAtEnd { drop(buffer.count, from: buffer); break }
      try fill(buffer, to: buffer.count + Self.chunkBytes)
    }
    discards = false
  }
}

/// Where the first occurrence of `pattern` ends.
private func firstEnd(of pattern: [UInt8], in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
  guard let first = pattern.first else { return nil }
  var i = 0
  while let found = bytes[i...].firstIndex(of: first) {
    if found + pattern.count <= bytes.count, bytes[found..<(found + pattern.count)].elementsEqual(pattern) {
      return found + pattern.count
    }
    i = found + 1
  }
  return nil
}

extension DataSource {
  /// What ends a record, as far as finding the next one goes.
  var recordTerminator: [UInt8] {
    guard format == .csv, case .exactly(let bytes) = csv.recordDelimiter else { return [UInt8(ascii: "\n")] }
    return bytes
  }

  /// What ends a physical line: LF, but CR where records end with it.
  var lineBreak: UInt8 {
    recordTerminator == [UInt8(ascii: "\r")] ? UInt8(ascii: "\r") : UInt8(ascii: "\n")
  }
}
