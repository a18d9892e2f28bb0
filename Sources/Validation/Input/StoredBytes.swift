import Contracts

/// The bytes of a file as they are stored.
package enum StoredBytes {
  /// The digest of a whole file.
  package static func digest(
    of path: String, _ algorithm: Digest.Algorithm = .sha256, root: String?
  ) throws(InputFailure) -> Digest {
    let stream = try FileStream(path: path, root: root, hashing: [algorithm])
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
    defer { memory.deallocate() }
    while try stream.read(into: memory) > 0 {}
    return stream.digests()[0]
  }
}
