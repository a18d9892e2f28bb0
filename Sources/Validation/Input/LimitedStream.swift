import Contracts

/// Hands on what comes out of a decompressor, up to a limit.
final class LimitedStream: ByteStream {
  private let source: any ByteStream
  private let path: String
  private let limitBytes: Int
  private var count = 0

  init(_ source: any ByteStream, path: String, limitBytes: Int) {
    self.source = source
    self.path = path
    self.limitBytes = limitBytes
  }

  func read(into buffer: UnsafeBlockBuffer, atMost limit: Int) throws(InputFailure) -> Int {
    let allowed = limitBytes - count
    guard allowed > 0 else { return try end() }
    let read = try source.read(into: buffer, atMost: min(limit, allowed))
    count += read
    return read
  }

  /// The limit has been reached, but what ends there is within it.
  private func end() throws(InputFailure) -> Int {
    let next = UnsafeBlockBuffer(capacity: 1)
    if try source.read(into: next, atMost: 1) > 0 { throw InputFailure(exceeded) }
    return 0
  }

  private var exceeded: InputProblem {
    InputProblem(
      kind: "decompressed_limit", path: path,
      message: "\(Path.spoken(path)) decompresses to more than \(limitBytes) bytes, the limit",
      advice: "if it is meant to be that large, raise --decompressed-limit")
  }
}
