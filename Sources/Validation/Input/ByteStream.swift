import Contracts

/// Bytes of one input, read once from the front.
package protocol ByteStream: AnyObject {
  /// Adds some bytes to a buffer that has room, at most `limit`; 0 at the end.
  func read(into buffer: UnsafeBlockBuffer, atMost limit: Int) throws(InputFailure) -> Int
}

extension ByteStream {
  /// Adds bytes until the buffer holds `count`, or the input ends.
  func fill(_ buffer: UnsafeBlockBuffer, to count: Int) throws(InputFailure) {
    buffer.reserve(count)
    while buffer.count < count, try read(into: buffer, atMost: count - buffer.count) > 0 {}
  }
}

/// Why reading failed.
package struct InputFailure: Error, Sendable {
  package var problem: InputProblem
  package init(_ problem: InputProblem) { self.problem = problem }
}
