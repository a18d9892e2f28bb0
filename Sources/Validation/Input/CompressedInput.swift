import Contracts

/// The stored bytes on their way into a decompressor, in pieces that do not depend on how they arrive.
final class CompressedInput {
  let path: String
  private let compression: Compression
  private let stored: FileStream
  private let buffer = UnsafeBlockBuffer(capacity: 256 << 10)
  private var position = 0
  private var bytesBefore = 0
  private(set) var isAtEnd = false

  init(_ stored: FileStream, compression: Compression) {
    self.stored = stored
    self.compression = compression
    path = stored.path
  }

  /// What has been read and not been taken.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: buffer.bytes[position...]) }

  /// The offset of the first of `bytes` in the file.
  var offset: Int { bytesBefore + position }

  /// `count` of `bytes` are done with.
  func take(_ count: Int) { position += count }

  /// Reads on where all bytes are taken; afterwards there are none only at the end.
  func refill() throws(InputFailure) {
    guard position == buffer.count, !isAtEnd else { return }
    bytesBefore += position
    position = 0
    buffer.removeAll()
    try stored.fill(buffer, to: buffer.capacity)
    isAtEnd = buffer.count == 0
  }

  /// The file ends too early, or its bytes are wrong.
  func failure(isTruncated: Bool, decoded: Int, _ reason: String) -> InputFailure {
    let place = "at byte \(offset) of the file, after \(decoded) decompressed bytes"
    return InputFailure(
      InputProblem(
        kind: isTruncated ? "truncated" : "corrupt", path: path,
        message: isTruncated
          ? "\(Path.spoken(path)) ends within its \(compression.rawValue) data, \(place)"
          : "\(Path.spoken(path)) is no sound \(compression.rawValue) data \(place): \(reason)",
        advice: "fetch or write the file again"
          + (path == "-" || !stored.isRegular ? "" : "; `\(compression.rawValue) -t \(path)` tests it")))
  }
}
