import Contracts
import Glibc

/// A regular file of lines, of which the beginning was read for its header, and the end can be read as a block.
final class FileTail {
  let stream: FileStream
  let binding: FileBinding
  let header: HeaderReport?
  /// Where the records begin.
  let dataStart: Int
  private let index: Int
  private let byteCount: Int
  private let isCompressed: Bool
  private let isRegular: Bool
  private let buffer = UnsafeBlockBuffer(capacity: 64 << 10)

  init(_ path: String, index: Int, contract: Contract, root: String?) throws(InputFailure) {
    stream = try FileStream(path: path, root: root)
    self.index = index
    isRegular = stream.status.st_mode & S_IFMT == S_IFREG
    byteCount = Int(stream.status.st_size)
    let head = isRegular ? try stream.peek() : UnsafeBufferPointer(start: nil, count: 0)
    isCompressed = Compression(head: head, isWhole: head.count == byteCount, path: path) != nil
    guard isRegular, !isCompressed else {
      (binding, header, dataStart) = (FileBinding(jsonFieldCount: contract.fields.count), nil, 0)
      return
    }
    let opened = OpenedFile(
      index: index, stream: stream, rest: UnsafeBlockBuffer(capacity: OpenedFile.chunkBytes),
      decompressedLimitBytes: .max, contract: contract, cutter: cutter(for: contract))
    dataStart = try opened.next(into: buffer, targetBytes: 1)?.offset ?? byteCount
    binding = opened.binding
    header = opened.header
  }

  /// Whether there are records to read from the end.
  var isReadable: Bool { isRegular && !isCompressed && dataStart < byteCount }

  /// The whole lines among the last `count` bytes, which stay until the next call; `nil` where there are none.
  func block(_ count: Int) throws(InputFailure) -> Block? {
    let start = max(dataStart, byteCount - count)
    buffer.removeAll()
    buffer.reserve(byteCount - start)
    try stream.read(at: start, count: byteCount - start, into: buffer)
    var first = 0
    if start > dataStart {
      guard let end = buffer.bytes.firstIndex(of: UInt8(ascii: "\n")), end + 1 < buffer.count else { return nil }
      first = end + 1
    }
    // Readers may load a few bytes beyond the end.
    return Block(
      file: index, offset: start + first, bytes: UnsafeBufferPointer(rebasing: buffer.bytes[first...]), isLast: true)
  }
}

extension FileStream {
  /// Appends bytes of a regular file, without moving the place where reading goes on.
  func read(at offset: Int, count: Int, into buffer: UnsafeBlockBuffer) throws(InputFailure) {
    let end = buffer.count + count
    buffer.reserve(end)
    while buffer.count < end {
      let place = offset + count - (end - buffer.count)
      let found = pread(descriptor, buffer.base + buffer.count, end - buffer.count, off_t(place))
      if found < 0, errno == EINTR { continue }
      guard found >= 0 else { throw InputFailure(.readFailed(path, errno)) }
      // Cut off since it was opened.
      if found == 0 { break }
      buffer.count += found
    }
  }
}
