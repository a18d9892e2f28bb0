import Contracts
import Glibc

/// A stream in another encoding, as UTF-8, by iconv.
///
/// What the encoding does not allow becomes the byte 0xFF, which is in no UTF-8 text, so that its record is reported as
/// badly encoded.
final class TranscodedStream: ByteStream {
  private let source: any ByteStream
  private let path: String
  private var descriptor: iconv_t?
  private let unitBytes: Int
  private var encoding: DataSource.Encoding
  /// Input that has not been converted.
  private var input: [UInt8] = []
  private var isSourceAtEnd = false
  /// Output that did not fit where it was wanted.
  private var pending: [UInt8] = []
  private let chunk = UnsafeBlockBuffer(capacity: 64 << 10)
  /// No character is longer in UTF-8.
  private static let longestCharacterBytes = 4

  init(_ source: any ByteStream, path: String, from encoding: DataSource.Encoding) {
    self.source = source
    self.path = path
    self.encoding = encoding
    unitBytes = encoding == .latin1 || encoding == .windows1252 ? 1 : 2
  }

  deinit { if let descriptor { iconv_close(descriptor) } }

  func read(into buffer: UnsafeBlockBuffer, atMost limit: Int) throws(InputFailure) -> Int {
    let count = try read(into: buffer.free(atMost: limit))
    buffer.count += count
    return count
  }

  private func read(into memory: UnsafeMutableRawBufferPointer) throws(InputFailure) -> Int {
    if pending.isEmpty, memory.count < Self.longestCharacterBytes { try readAhead() }
    guard pending.isEmpty else {
      let count = min(pending.count, memory.count)
      memory.copyBytes(from: pending[..<count])
      pending.removeFirst(count)
      return count
    }
    return memory.count < Self.longestCharacterBytes ? 0 : try convertSome(into: memory)
  }

  /// iconv writes whole characters only, so a place too small for one gets its bytes from here.
  private func readAhead() throws(InputFailure) {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.longestCharacterBytes, alignment: 1)
    defer { room.deallocate() }
    let count = try convertSome(into: room)
    pending = Array(room.prefix(count))
  }

  private func convertSome(into memory: UnsafeMutableRawBufferPointer) throws(InputFailure) -> Int {
    while true {
      if input.count < 4, !isSourceAtEnd { try fill() }
      if input.isEmpty { return 0 }
      let descriptor = try opened()
      let count = convert(into: memory, descriptor)
      if count > 0 { return count }
      // Nothing came out: the input ends within a character.
      if isSourceAtEnd {
        input.removeAll()
        return try badByte(memory)
      }
      try fill()
    }
  }

  private func fill() throws(InputFailure) {
    chunk.removeAll()
    isSourceAtEnd = try source.read(into: chunk, atMost: chunk.room) == 0
    input += chunk.bytes
  }

  /// UTF-16 takes its byte order from its mark, and is big-endian without one (RFC 2781, section 4.3).
  private func opened() throws(InputFailure) -> iconv_t {
    if let descriptor { return descriptor }
    while input.count < 2, !isSourceAtEnd { try fill() }
    let name =
      switch encoding {
      case .utf8: "UTF-8"
      case .utf16: input.starts(with: [0xFF, 0xFE]) ? "UTF-16LE" : "UTF-16BE"
      case .utf16LittleEndian: "UTF-16LE"
      case .utf16BigEndian: "UTF-16BE"
      case .latin1: "ISO-8859-1"
      case .windows1252: "WINDOWS-1252"
      }
    guard let opened = iconv_open("UTF-8", name), opened != iconv_t(bitPattern: -1) else {
      throw InputFailure(
        InputProblem(
          kind: "read_failed", path: path, message: "this system cannot convert from \(encoding.rawValue)",
          advice: "install the C library's converters (libc-bin, locales)"))
    }
    descriptor = opened
    return opened
  }

  private func convert(into memory: UnsafeMutableRawBufferPointer, _ descriptor: iconv_t) -> Int {
    var outputLeft = memory.count
    var consumed = 0
    var isBad = false
    input.withUnsafeMutableBytes { bytes in
      var inputPointer = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      var inputLeft = bytes.count
      var outputPointer = memory.baseAddress?.assumingMemoryBound(to: CChar.self)
      if iconv(descriptor, &inputPointer, &inputLeft, &outputPointer, &outputLeft) == -1 { isBad = errno == EILSEQ }
      consumed = bytes.count - inputLeft
    }
    var produced = memory.count - outputLeft
    if isBad, produced < memory.count {
      memory[produced] = 0xFF
      produced += 1
      consumed = min(input.count, consumed + unitBytes)
      _ = iconv(descriptor, nil, nil, nil, nil)
    }
    input.removeFirst(consumed)
    return produced
  }

  private func badByte(_ memory: UnsafeMutableRawBufferPointer) throws(InputFailure) -> Int {
    memory[0] = 0xFF
    return 1
  }
}
