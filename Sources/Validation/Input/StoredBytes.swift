import Contracts

/// The bytes of a file as they are stored.
package enum StoredBytes {
  /// The digest of a whole file.
  package static func digest(
    of path: String, _ algorithm: Digest.Algorithm = .sha256, root: String?
  ) throws(InputFailure) -> Digest {
    let stream = try FileStream(path: path, root: root)
    let hasher = StreamHasher(algorithm)
    let chunk = UnsafeBlockBuffer(capacity: 256 << 10)
    while try stream.read(into: chunk, atMost: chunk.room) > 0 {
      hasher.update(UnsafeRawBufferPointer(chunk.bytes))
      chunk.removeAll()
    }
    return hasher.finish()
  }

  /// Gives `body` a file's bytes, piece by piece.
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
