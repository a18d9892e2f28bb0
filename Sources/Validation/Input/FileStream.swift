import Contracts
import Glibc

/// An open file, pipe or standard input: the bytes as they are stored.
package final class FileStream: ByteStream {
  package let path: String
  package let status: stat
  package private(set) var byteCount = 0
  let descriptor: Int32
  private let closesDescriptor: Bool
  let hashing: FileHashing?
  private let counters: RunCounters?
  /// That of the thread that reads.
  var stopwatch: Stopwatch?
  /// The first bytes, if they have been looked at and not yet read.
  private var head: UnsafeBlockBuffer?

  /// How many bytes `peek` looks at.
  static let headBytes = 16 << 10

  /// Opens a regular file or a named pipe, or takes standard input for `-`. Under `root`, a file that does not lie
  /// within it, symbolic links followed, is refused. All bytes read go through `hashing` and are counted in `counters`.
  init(
    path: String, root: String?, hashing: FileHashing? = nil, counters: RunCounters? = nil
  ) throws(InputFailure) {
    self.path = path
    self.hashing = hashing
    self.counters = counters
    closesDescriptor = path != "-"
    descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw InputFailure(.notOpened(path, errno)) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw InputFailure(.readFailed(path, errno)) }
    self.status = status
    if closesDescriptor { try Self.check(path, status, root: root, descriptor: descriptor) }
  }

  deinit { if closesDescriptor { close(descriptor) } }

  private static func check(_ path: String, _ status: stat, root: String?, descriptor: Int32) throws(InputFailure) {
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG || kind == S_IFIFO else { throw InputFailure(.notAFile(path, mode: kind)) }
    if let root, !Confinement.isWithin(root, descriptor: descriptor) { throw InputFailure(.outsideRoot(path, root)) }
    if kind == S_IFREG {
      posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    } else {
      waitForWriter(descriptor)
      // Opened without blocking, so that nothing but a pipe can hang us; reads shall block.
      _ = fcntl(descriptor, F_SETFL, 0)
    }
  }

  /// Without it, a pipe that nobody has opened for writing yet would look empty.
  private static func waitForWriter(_ descriptor: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while poll(&request, 1, -1) < 0, errno == EINTR {}
  }

  package func read(into buffer: UnsafeBlockBuffer, atMost limit: Int) throws(InputFailure) -> Int {
    if let head { return take(from: head, into: buffer, atMost: limit) }
    return try readStored(into: buffer, atMost: limit)
  }

  /// The first bytes, fewer than `headBytes` only if there are no more. They will be read all the same.
  func peek() throws(InputFailure) -> UnsafeBufferPointer<UInt8> {
    if let head { return head.bytes }
    let head = UnsafeBlockBuffer(capacity: Self.headBytes)
    while head.room > 0, try readStored(into: head, atMost: head.room) > 0 {}
    self.head = head
    return head.bytes
  }

  /// All of it at once: who peeks has room for it.
  private func take(from head: UnsafeBlockBuffer, into buffer: UnsafeBlockBuffer, atMost limit: Int) -> Int {
    let count = min(head.count, limit, buffer.room)
    buffer.append(UnsafeBufferPointer(rebasing: head.bytes[..<count]))
    if count == head.count { self.head = nil } else { head.removeFirst(count) }
    return count
  }

  private func readStored(into buffer: UnsafeBlockBuffer, atMost limit: Int) throws(InputFailure) -> Int {
    let span = stopwatch?.begin(.read)
    defer { span?.end() }
    let free = buffer.free(atMost: limit)
    var count = Glibc.read(descriptor, free.baseAddress, free.count)
    while count < 0, errno == EINTR { count = Glibc.read(descriptor, free.baseAddress, free.count) }
    guard count >= 0 else { throw InputFailure(.readFailed(path, errno)) }
    hashing?.update(buffer.lend(), buffer.count..<(buffer.count + count))
    buffer.count += count
    byteCount += count
    counters?.add(bytes: count)
    return count
  }

  /// Goes on at an offset, for who neither counts nor hashes what is passed over. Returns whether the file can do that.
  func seek(to offset: Int) -> Bool {
    guard hashing == nil, lseek(descriptor, offset, SEEK_SET) == offset else { return false }
    head = nil
    return true
  }

  /// Whether it is a file whose bytes stay where they are, and no pipe.
  var isRegular: Bool { status.st_mode & S_IFMT == S_IFREG }

  /// Whether the file has been written to since it was opened: what was read may never have stood in it.
  var hasChanged: Bool {
    guard isRegular else { return false }
    var now = stat()
    guard fstat(descriptor, &now) == 0 else { return true }
    return now.st_size != status.st_size || now.st_mtim.tv_sec != status.st_mtim.tv_sec
      || now.st_mtim.tv_nsec != status.st_mtim.tv_nsec
  }

  /// When the file was last written; a pipe is as new as its reader and says nothing.
  package var modificationTime: Instant? {
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Instant(seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int32(status.st_mtim.tv_nsec))
  }
}
