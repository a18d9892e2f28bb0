import Contracts

/// The bytes of a file as they are stored.
package enum StoredBytes {
  /// The digest of a whole file.
  package static func digest(
    of path: String, _ algorithm: Digest.Algorithm = .sha256, root: String?
  ) throws(InputFailure) -> Digest {
    let hasher = StreamHasher(algorithm)
    try forEachPiece(of: path, root: root) { hasher.update(UnsafeRawBufferPointer($0)) }
    return hasher.finish()
  }

  /// Gives a whole file to `body`, from front to back.
  package static func forEachPiece(
    of path: String, root: String?, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) throws(InputFailure) {
    let stream = try FileStream(path: path, root: root)
    let chunk = UnsafeBlockBuffer(capacity: 256 << 10)
    while try stream.read(into: chunk, atMost: chunk.room) > 0 {
      body(chunk.bytes)
      chunk.removeAll()
    }
  }
}
