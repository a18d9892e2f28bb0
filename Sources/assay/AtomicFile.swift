import CRunFile
import Glibc
import Validation

/// A file in the making. It has no name until it is whole, so that nothing of it is left behind whatever ends the
/// program; where the file system knows no such files, it has a name of its own.
final class AtomicFile {
  struct Failure: Error { let message: String }

  private let path: String
  /// The name under which it is moved to its place; `nil` where it is written there.
  private let temporaryPath: String?
  private let descriptor: Int32
  private var isNamed = true
  private var isDone = false
  private var pending: [UInt8] = []
  private var failure: Failure?

  /// Creates it next to `path`, so that the last step is a rename. Where something stands that is no regular file (a
  /// pipe, a device), it is written directly. Without `mode`, a file that is there keeps its own.
  init(_ path: String, mode: mode_t? = nil) throws(Failure) {
    self.path = path
    var status = stat()
    let exists = stat(path, &status) == 0
    guard !exists || status.st_mode & S_IFMT != S_IFDIR else { throw Failure(message: "\(path) is a directory") }
    if let open = Self.openDescriptor(path) {
      temporaryPath = nil
      descriptor = dup(open)
    } else if exists, status.st_mode & S_IFMT != S_IFREG {
      temporaryPath = nil
      descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    } else {
      // Not by the process's number: containers that share a folder may all have the same.
      let temporary = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
      temporaryPath = temporary
      let nameless = assay_open_nameless(Path.directory(of: path), mode ?? 0o644)
      isNamed = nameless < 0
      descriptor =
        isNamed ? open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode ?? 0o644) : nameless
    }
    guard descriptor >= 0 else { throw Self.failure(path) }
    if exists, mode == nil, temporaryPath != nil { fchmod(descriptor, status.st_mode & 0o777) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if !isDone, isNamed, let temporaryPath { unlink(temporaryPath) }
  }

  /// `/dev/stdout` and the like are links, perhaps to a regular file: nothing may be renamed over them.
  private static func openDescriptor(_ path: String) -> Int32? {
    switch path {
    case "/dev/stdout": return 1
    case "/dev/stderr": return 2
    default:
      for prefix in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(prefix) {
        return Int32(path.dropFirst(prefix.count))
      }
      return nil
    }
  }

  private static func failure(_ path: String) -> Failure {
    Failure(message: "\(path) cannot be written: \(String(cString: strerror(errno)))")
  }

  /// Adds bytes; a failure shows when the file is finished.
  func append(_ bytes: some Sequence<UInt8>) {
    pending.append(contentsOf: bytes)
    if pending.count >= 1 << 18 { flush() }
  }

  private func flush() {
    let isWritten = pending.withUnsafeBytes { Output.write($0, to: descriptor) }
    if !isWritten, failure == nil { failure = Self.failure(path) }
    pending.removeAll(keepingCapacity: true)
  }

  /// Writes a whole file.
  static func write(_ bytes: some Sequence<UInt8>, to path: String) throws(Failure) {
    let file = try AtomicFile(path)
    file.append(bytes)
    try file.finish()
  }

  /// Puts the file in its place.
  func finish() throws(Failure) {
    flush()
    if let failure { throw failure }
    if let temporaryPath {
      guard fsync(descriptor) == 0 else { throw Self.failure(path) }
      if !isNamed {
        // Only a name that nobody has can be given; what stands in the place is replaced by moving.
        guard assay_name_file(descriptor, temporaryPath) == 0 else { throw Self.failure(path) }
        isNamed = true
      }
      guard rename(temporaryPath, path) == 0 else { throw Self.failure(path) }
    }
    isDone = true
  }
}
