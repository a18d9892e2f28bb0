import Contracts
import Glibc

/// Bytes of one input, read once from the front.
package protocol ByteStream: AnyObject {
  /// Reads some bytes; 0 at the end.
  func read(into memory: UnsafeMutableRawBufferPointer) throws(InputFailure) -> Int
}

/// Why reading failed.
package struct InputFailure: Error, Sendable {
  package var problem: InputProblem
  package init(_ problem: InputProblem) { self.problem = problem }
}

/// An open file, pipe or standard input; hashed as it streams past.
package final class FileStream: ByteStream {
  package let path: String
  package let status: stat
  package private(set) var byteCount = 0
  let descriptor: Int32
  private let closesDescriptor: Bool
  private var hashers: [StreamHasher]

  /// Opens a regular file or a named pipe, or takes standard input for `-`. Under `root`, a file that does not lie
  /// within it, symbolic links followed, is refused.
  package init(path: String, root: String?, hashing algorithms: [Digest.Algorithm]) throws(InputFailure) {
    self.path = path
    closesDescriptor = path != "-"
    descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw InputFailure(.notOpened(path, errno)) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw InputFailure(.readFailed(path, errno)) }
    self.status = status
    hashers = algorithms.map(StreamHasher.init)
    if closesDescriptor { try Self.check(path, status, root: root, descriptor: descriptor) }
  }

  deinit { if closesDescriptor { close(descriptor) } }

  private static func check(_ path: String, _ status: stat, root: String?, descriptor: Int32) throws(InputFailure) {
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG || kind == S_IFIFO else { throw InputFailure(.notAFile(path, mode: kind)) }
    if let root, !Confinement.isWithin(root, descriptor: descriptor) { throw InputFailure(.outsideRoot(path, root)) }
    if kind == S_IFIFO { waitForWriter(descriptor) }
    // Opened without blocking, so that nothing but a pipe can hang us; reads shall block.
    _ = fcntl(descriptor, F_SETFL, 0)
    if kind == S_IFREG { posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }
  }

  /// Without it, a pipe that nobody has opened for writing yet would look empty.
  private static func waitForWriter(_ descriptor: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while poll(&request, 1, -1) < 0, errno == EINTR {}
  }

  package func read(into memory: UnsafeMutableRawBufferPointer) throws(InputFailure) -> Int {
    while true {
      guard let base = memory.baseAddress else { return 0 }
      let count = Glibc.read(descriptor, base, memory.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw InputFailure(.readFailed(path, errno))
      }
      byteCount += count
      for hasher in hashers { hasher.update(UnsafeRawBufferPointer(rebasing: memory[..<count])) }
      return count
    }
  }

  /// When the file was last written; a pipe is as new as its reader and says nothing.
  package var modificationTime: Instant? {
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Instant(seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int32(status.st_mtim.tv_nsec))
  }

  /// Digests of all bytes read. Ends the hashing.
  package func digests() -> [Digest] { hashers.map { $0.finish() } }
}

/// Whether open files lie within a directory.
enum Confinement {
  /// Asks the kernel for the open file's real path, so that nothing can change between the question and the use.
  static func isWithin(_ root: String, descriptor: Int32) -> Bool {
    guard let realRoot = realPath(root), let path = linkTarget("/proc/self/fd/\(descriptor)") else { return false }
    return path == realRoot || path.hasPrefix(realRoot == "/" ? "/" : realRoot + "/")
  }

  /// The same before it is opened; only good for what is not opened at all.
  static func isWithin(_ root: String, path: String) -> Bool {
    guard let realRoot = realPath(root), let real = realPath(path) else { return false }
    return real == realRoot || real.hasPrefix(realRoot == "/" ? "/" : realRoot + "/")
  }

  /// Whether files that match a pattern can lie within: whether the folder before its first wildcard does. Asked before
  /// any folder is searched.
  static func mayHold(_ root: String, filesMatching pattern: String) -> Bool {
    let fixed = pattern.split(separator: "/", omittingEmptySubsequences: false).prefix { !Glob.isPattern(String($0)) }
    let folder = fixed.joined(separator: "/")
    let path = folder.isEmpty ? (pattern.hasPrefix("/") ? "/" : ".") : folder
    // In a folder that is not there, there is nothing to search.
    return realPath(path) == nil || isWithin(root, path: path)
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func linkTarget(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBytes { bytes -> Int in
      guard let base = bytes.baseAddress else { return 0 }
      return readlink(path, base, bytes.count)
    }
    guard count > 0, count < buffer.count else { return nil }
    return String(decoding: buffer.prefix(count), as: UTF8.self)
  }
}

extension InputProblem {
  static func notOpened(_ path: String, _ code: Int32) -> InputProblem {
    switch code {
    case ENOENT, ENOTDIR:
      InputProblem(kind: "not_found", path: path, message: "\(path) does not exist", advice: nil)
    case EACCES, EPERM:
      InputProblem(kind: "not_readable", path: path, message: "\(path) cannot be read: permission denied",
        advice: "let the user who runs assay read it")
    default:
      InputProblem(kind: "not_readable", path: path, message: "\(path) cannot be opened: \(errorText(code))")
    }
  }

  static func readFailed(_ path: String, _ code: Int32) -> InputProblem {
    InputProblem(kind: "read_failed", path: path, message: "reading \(path) failed: \(errorText(code))")
  }

  static func notAFile(_ path: String, mode: mode_t) -> InputProblem {
    let what =
      switch mode {
      case S_IFDIR: "a directory"
      case S_IFCHR, S_IFBLK: "a device"
      case S_IFSOCK: "a socket"
      default: "no regular file"
      }
    return InputProblem(
      kind: "not_a_file", path: path, message: "\(path) is \(what), where a file, a named pipe or - was expected",
      advice: mode == S_IFDIR ? "name the files in it: \(path)/*.csv" : nil)
  }

  static func outsideRoot(_ path: String, _ root: String) -> InputProblem {
    InputProblem(
      kind: "outside_root", path: path, message: "\(path) lies outside of --root \(root), so it was not read")
  }
}

/// What the system calls an error.
package func errorText(_ code: Int32) -> String { String(cString: strerror(code)) }
