import Glibc

/// Standard output and error, and files that appear whole or not at all.
enum Output {
  static func print(_ text: String) { write(text, to: 1) }
  static func complain(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n", to: 2) }

  static var isTerminal: Bool { isatty(1) == 1 }

  /// Columns of the terminal; 100 where there is none to ask.
  static var width: Int {
    var size = winsize()
    return ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col >= 40 ? Int(size.ws_col) : 100
  }

  /// Writes everything; `false` with `errno` set when that fails.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  @discardableResult
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

/// A file in the making, under a name of its own until it is whole.
final class AtomicFile {
  struct Failure: Error { let message: String }

  private let path: String
  private let temporaryPath: String?
  private let descriptor: Int32
  private var isDone = false
  private var pending: [UInt8] = []
  private var failure: Failure?

  /// Creates it next to `path`, so that the last step is a rename. Where something stands that is no regular file (a
  /// pipe, `/dev/stdout`), it is written directly.
  init(_ path: String, mode: mode_t = 0o644) throws(Failure) {
    self.path = path
    var status = stat()
    let exists = stat(path, &status) == 0
    guard !exists || status.st_mode & S_IFMT != S_IFDIR else { throw Failure(message: "\(path) is a directory") }
    if exists, status.st_mode & S_IFMT != S_IFREG {
      temporaryPath = nil
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
    } else {
      let temporary = "\(path).\(getpid()).tmp"
      temporaryPath = temporary
      descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode)
    }
    guard descriptor >= 0 else { throw Failure(message: "\(path) cannot be written: \(String(cString: strerror(errno)))") }
  }

  deinit {
    close(descriptor)
    if !isDone, let temporaryPath { unlink(temporaryPath) }
  }

  /// Adds bytes; a failure shows when the file is finished.
  func append(_ bytes: some Sequence<UInt8>) {
    pending.append(contentsOf: bytes)
    if pending.count >= 1 << 18 { flush() }
  }

  private func flush() {
    let isWritten = pending.withUnsafeBytes { Output.write($0, to: descriptor) }
    pending.removeAll(keepingCapacity: true)
    if !isWritten, failure == nil {
      failure = Failure(message: "\(path) cannot be written: \(String(cString: strerror(errno)))")
    }
  }

  /// Puts the file in its place.
  func finish() throws(Failure) {
    flush()
    if let failure { throw failure }
    if let temporaryPath {
      guard fsync(descriptor) == 0, rename(temporaryPath, path) == 0 else {
        throw Failure(message: "\(path) cannot be written: \(String(cString: strerror(errno)))")
      }
    }
    isDone = true
  }
}
