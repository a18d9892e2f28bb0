import Glibc

/// The lines of a file or of standard input, one at a time.
enum LineInput {
  struct Failure: Error { let message: String }

  /// Gives `body` each line without its line feed; `-` is standard input.
  static func forEach(_ path: String, _ body: ([UInt8]) -> Void) throws(Failure) {
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { if descriptor != 0 { close(descriptor) } }
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    var line: [UInt8] = []
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(path) }
      if count == 0 { break }
      var rest = chunk[..<count]
      while let end = rest.firstIndex(of: 0x0A) {
        body(line + rest[..<end])
        line.removeAll(keepingCapacity: true)
        rest = rest[(end + 1)...]
      }
      line += rest
    }
    if !line.isEmpty { body(line) }
  }

  private static func failure(_ path: String) -> Failure {
    Failure(message: "\(path) cannot be read: \(String(cString: strerror(errno)))")
  }
}
