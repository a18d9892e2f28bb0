/// Bytes that are decoded from others as they are read.
protocol DecodingStream: ByteStream {
  /// Why nothing more can be decoded.
  var failure: InputFailure? { get set }

  /// Whether there is something left to decode; `false` at the end.
  func hasMore() throws(InputFailure) -> Bool

  /// Adds what one step of the decoder makes of its input, which may be nothing.
  func decode(into buffer: UnsafeBlockBuffer, atMost limit: Int) throws(InputFailure)
}

extension DecodingStream {
  /// What was decoded before a failure comes first, then the failure.
  func read(into buffer: UnsafeBlockBuffer, atMost limit: Int) throws(InputFailure) -> Int {
    if let failure { throw failure }
    let start = buffer.count
    do throws(InputFailure) {
      while buffer.count == start, try hasMore() { try decode(into: buffer, atMost: limit) }
    } catch {
      failure = error
      if buffer.count == start { throw error }
    }
    return buffer.count - start
  }
}
