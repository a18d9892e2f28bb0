import Contracts
import Glibc

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
  private let headers: HeaderBinder
  private let decompressedLimitBytes: Int
  private let timekeeper: Timekeeper?
  /// That of the thread that asks for the next block.
  var stopwatch: Stopwatch?
  /// The stored bytes, decoded.
  private var bytes: any ByteStream
  /// Read, but in no block yet.
  private let rest: UnsafeBlockBuffer
  private var offset = 0
  private var isAtEnd = false
  /// Why there are no more bytes, if not because the file ends. The records before are whole, and are read.
  private var failure: InputFailure?
  private var isStarted = false
  /// Why the records could not be got at.
  private var startFailure: InputFailure?
  private var discards = false
  private var skippedLines = 0

  /// How much is read at a time where no block is wanted yet.
  static let chunkBytes = 64 << 10
  /// How much is read first. It is copied twice on its way to a block, which small files would feel.
  private static let startBytes = FileStream.headBytes

  /// `rest` is memory for what is read ahead of the next block; `headers` has met those of the files before.
  init(
    index: Int, stream: FileStream, rest: UnsafeBlockBuffer, decompressedLimitBytes: Int, contract: Contract,
    cutter: any Cutter, headers: HeaderBinder? = nil, timekeeper: Timekeeper? = nil
  ) {
    self.index = index
    path = stream.path
    self.stream = stream
    self.rest = rest
    self.decompressedLimitBytes = decompressedLimitBytes
    self.contract = contract
    self.cutter = cutter
    self.headers = headers ?? HeaderBinder(contract: contract)
    self.timekeeper = timekeeper
    binding = FileBinding(jsonFieldCount: contract.fields.count)
    bytes = stream
    rest.removeAll()
  }

  /// The next block; `nil` at the end of the file.
  func next(into buffer: UnsafeBlockBuffer, targetBytes: Int) throws(InputFailure) -> Block? {
    try next(into: buffer, targetBytes: targetBytes, lookahead: 0)
  }

  /// The block of `byteCount` bytes that comes next, which has been read before. One byte more tells whether it is the
  /// last, which ends where the file does, and not where a record has.
  func again(into buffer: UnsafeBlockBuffer, byteCount: Int) throws(InputFailure) -> Block? {
    try next(into: buffer, targetBytes: byteCount, lookahead: 1)
  }

  private func next(
    into buffer: UnsafeBlockBuffer, targetBytes: Int, lookahead: Int
  ) throws(InputFailure) -> Block? {
    try reachRecords()
    buffer.removeAll()
    buffer.append(rest.bytes)
    rest.removeAll()
    if discards { discard(buffer) }
    var wanted = targetBytes
    while true {
      fill(buffer, to: wanted + lookahead)
      if buffer.count == 0 { return try end() }
      switch cutter.cut(buffer.bytes, target: min(wanted, buffer.count), isEnd: isAtEnd) {
      case .needsMore:
        if failure != nil { return try end() }
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

  /// Passes over what stands before a block that is to be cut again. Lines are not counted any more.
  func skip(to target: Int) throws(InputFailure) {
    try reachRecords()
    discards = false
    if offset + rest.count < target, bytes is FileStream, stream.seek(to: target) {
      rest.removeAll()
      offset = target
    }
    while offset < target {
      fill(rest, to: Self.chunkBytes)
      if rest.count == 0 { return }
      drop(min(rest.count, target - offset), from: rest)
    }
  }

  /// Lines passed over since this was last asked.
  func takeSkippedLines() -> Int {
    defer { skippedLines = 0 }
    return skippedLines
  }

  /// There is no further record, or none that is whole.
  private func end() throws(InputFailure) -> Block? {
    if let failure { throw failure }
    return nil
  }

  /// Reads until the buffer holds `count` bytes, or there are no more.
  private func fill(_ buffer: UnsafeBlockBuffer, to count: Int) {
    guard failure == nil, !isAtEnd, buffer.count < count else { return }
    let span = stopwatch?.begin(bytes is FileStream ? .read : .wait)
    defer { span?.end() }
    do {
      try bytes.fill(buffer, to: count)
      isAtEnd = buffer.count < count
    } catch {
      failure = error
    }
  }

  /// The same where nothing can be done without more.
  private func demand(_ buffer: UnsafeBlockBuffer, to count: Int) throws(InputFailure) {
    if let failure { throw failure }
    fill(buffer, to: count)
    if buffer.count == 0, let failure { throw failure }
  }

  /// Drops bytes from the front of what has been read.
  private func drop(_ count: Int, from buffer: UnsafeBlockBuffer) {
    skippedLines += countBytes(lineBreak, in: buffer.bytes, upTo: count)
    offset += count
    buffer.removeFirst(count)
  }

  private var lineBreak: UInt8 { contract.data.lineBreak }
}

extension OpenedFile {
  /// Takes off what is before the records, once. What is wrong with it, asking for a block tells.
  func start() {
    guard !isStarted else { return }
    isStarted = true
    do { try takeWhatIsBeforeRecords() } catch { startFailure = error }
  }

  private func reachRecords() throws(InputFailure) {
    start()
    if let startFailure { throw startFailure }
  }

  private func takeWhatIsBeforeRecords() throws(InputFailure) {
    try decode()
    try demand(rest, to: Self.startBytes)
    try takeByteOrderMark()
    guard contract.data.format == .csv else { return }
    try takePreamble()
    try takeHeader()
  }

  /// Finds out what the stored bytes are, and how they become text. Decoding runs beside validation.
  private func decode() throws(InputFailure) {
    let head = try stream.peek()
    if let problem = Pointer.problem(in: head, path: path) { throw InputFailure(problem) }
    if let problem = Compression.unsupported(head: head, path: path) { throw InputFailure(problem) }
    let isWhole = head.count < FileStream.headBytes
    let compression = Compression(head: head, isWhole: isWhole, path: path)
    if let compression {
      bytes = try compression.stream(stream, limitBytes: decompressedLimitBytes)
    } else if let promised = Compression.promised(by: path) {
      notices.append(
        "\(Path.spoken(path)) is named as \(promised.rawValue), but is not compressed; it was read as it is")
    }
    let encoding = contract.data.encoding
    if encoding != .utf8 { bytes = TranscodedStream(bytes, path: path, from: encoding) }
    if compression != nil || encoding != .utf8 {
      let stopwatch = timekeeper?.stopwatch()
      stream.stopwatch = stopwatch
      bytes = try ReadAheadStream(
        bytes, path: path, timing: stopwatch.map { ($0, compression == nil ? .transcode : .decompress) })
    }
    if let text = decodedText(compression, encoding) {
      notices.append("offsets in \(Path.spoken(path)) are those of \(text)")
    }
  }

  private func decodedText(_ compression: Compression?, _ encoding: DataSource.Encoding) -> String? {
    switch (compression, encoding) {
    case (nil, .utf8): nil
    case (nil, _): "the text as UTF-8"
    case (_, .utf8): "the decompressed text"
    case (_, _): "the decompressed text as UTF-8"
    }
  }

  private func takeByteOrderMark() throws(InputFailure) {
    let hasMark = rest.bytes.starts(with: [0xEF, 0xBB, 0xBF])
    if hasMark { drop(3, from: rest) }
    let asked = contract.data.byteOrderMark
    if (asked == .require && !hasMark) || (asked == .forbid && hasMark) {
      let found = hasMark ? "begins with a byte order mark" : "has no byte order mark"
      header = HeaderReport(
        problem: "\(Path.spoken(path)) \(found), and the contract says `byte_order_mark: \(asked.rawValue)`")
    }
  }

  private func takePreamble() throws(InputFailure) {
    for _ in 0..<contract.data.csv.preambleLines {
      while true {
        if let end = rest.bytes.firstIndex(of: lineBreak) { drop(end + 1, from: rest); break }
        if isAtEnd {
          drop(rest.count, from: rest)
          let lines = contract.data.csv.preambleLines
          header = HeaderReport(
            problem: "\(Path.spoken(path)) ends within the \(lines) lines that `preamble_lines` says come first")
          return
        }
        try demand(rest, to: rest.count + Self.chunkBytes)
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
      if rest.count == 0 { try demand(rest, to: Self.chunkBytes) }
      if rest.count == 0 { bindToNothing(); return }
      switch cutter.cut(rest.bytes, target: 1, isEnd: isAtEnd) {
      case .needsMore: try demand(rest, to: max(rest.count * 2, Self.chunkBytes))
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
    header = HeaderReport(problem: header?.problem ?? "\(Path.spoken(path)) is empty, where a header line was expected")
    binding = FileBinding(columns: contract.fields.map { _ in nil }, names: [], cellCounts: 0...Int.max)
  }

  private func bind(to index: RecordIndex, _ bytes: UnsafeBufferPointer<UInt8>) {
    var (report, binding) = headers.bind(index, bytes)
    report.problem = header?.problem
    report.position = Position(file: path, offset: offset, line: skippedLines + 1, record: nil)
    report.fault = index.faults.first?.kind
    header = report
    self.binding = binding
  }

  /// Drops what is left of a record that was cut at its limit.
  private func discard(_ buffer: UnsafeBlockBuffer) {
    let terminator = contract.data.recordTerminator
    while true {
      let rest = restOfRecord(endingWith: terminator, in: buffer.bytes)
      drop(rest.count, from: buffer)
      if rest.isWhole { break }
      if isAtEnd || failure != nil { drop(buffer.count, from: buffer); break }
      fill(buffer, to: buffer.count + Self.chunkBytes)
    }
    discards = false
  }
}

/// How many bytes belong to a record that goes on until a terminator, and whether that is among them. Where it is not,
/// the last bytes are left, since it may begin there.
func restOfRecord(
  endingWith terminator: [UInt8], in bytes: UnsafeBufferPointer<UInt8>
) -> (count: Int, isWhole: Bool) {
  guard let base = bytes.baseAddress, let first = terminator.first else { return (bytes.count, false) }
  var start = 0
  while let found = memchr(base + start, Int32(first), bytes.count - start) {
    let offset = UnsafeRawPointer(found) - UnsafeRawPointer(base)
    let end = offset + terminator.count
    guard end <= bytes.count else { break }
    if memcmp(found, terminator, terminator.count) == 0 { return (end, true) }
    start = offset + 1
  }
  return (max(0, bytes.count - (terminator.count - 1)), false)
}

extension DataSource {
  /// What ends a record, as far as finding the next one goes.
  var recordTerminator: [UInt8] { format == .csv ? csv.terminator : [UInt8(ascii: "\n")] }

  /// What ends a physical line: LF, but CR where records end with it.
  var lineBreak: UInt8 {
    recordTerminator == [UInt8(ascii: "\r")] ? UInt8(ascii: "\r") : UInt8(ascii: "\n")
  }
}

extension CSVDialect {
  /// The bytes that end a record, or the last one where it may be CR LF.
  var terminator: [UInt8] {
    guard case .exactly(let bytes) = recordDelimiter else { return [UInt8(ascii: "\n")] }
    return bytes
  }
}
