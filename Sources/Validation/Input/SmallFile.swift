import Contracts

/// Reads whole a file that a person or a tool wrote by hand: contracts, manifests, policies.
package enum SmallFile {
  package static let limitBytes = 16 << 20

  /// Throws where the file cannot be read, or is larger than `limitBytes`.
  package static func read(_ path: String, root: String?) throws(InputFailure) -> [UInt8] {
    let stream = try FileStream(path: path, root: root, hashing: [])
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      var failure: InputFailure?
      let count = chunk.withUnsafeMutableBytes { memory -> Int in
        do throws(InputFailure) { return try stream.read(into: memory) } catch {
          failure = error
          return 0
        }
      }
      if let failure { throw failure }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      if bytes.count > limitBytes {
        throw InputFailure(
          InputProblem(kind: "too_large", path: path, message: "\(path) is larger than \(limitBytes >> 20) MiB"))
      }
    }
  }
}
