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

  /// The SHA-256 of a whole file, and how many bytes that were.
  package static func extent(of path: String, root: String?) throws(InputFailure) -> (digest: Digest, byteCount: Int) {
    let hasher = StreamHasher(.sha256)
    var byteCount = 0
    try forEachPiece(of: path, root: root) { piece in
      hasher.update(UnsafeRawBufferPointer(piece))
      byteCount += piece.count
    }
    return (hasher.finish(), byteCount)
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
