import Contracts

/// Reads whole a file that a person or a tool wrote by hand: contracts, manifests, policies.
package enum SmallFile {
  package static let limitBytes = 16 << 20

  /// Throws where the file cannot be read, or is larger than `limitBytes`.
  package static func read(_ path: String, root: String?) throws(InputFailure) -> [UInt8] {
    let stream = try FileStream(path: path, root: root)
    let chunk = UnsafeBlockBuffer(capacity: 64 << 10)
    var bytes: [UInt8] = []
    while try stream.read(into: chunk, atMost: chunk.room) > 0 {
      bytes += chunk.bytes
      chunk.removeAll()
      if bytes.count > limitBytes {
        let message = "\(path) is larger than \(limitBytes >> 20) MiB"
        throw InputFailure(InputProblem(kind: InputProblem.tooLarge, path: path, message: message))
      }
    }
    return bytes
  }
}
