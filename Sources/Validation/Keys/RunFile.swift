import CRunFile
import Glibc

/// Why keys could not be written to disk or read again.
package struct RunProblem: Error, Hashable, Sendable {
  /// What happened and what to do, as the reason of an inconclusive clause.
  package var message: String

  package init(_ message: String) { self.message = message }

  init(writingTo folder: String, _ code: Int32) {
    message =
      "unique keys outgrew the memory and cannot be written to \(folder) (\(String(cString: strerror(code)))); "
      + "raise --memory, or set TMPDIR to a folder with more room"
  }

  static let broken = RunProblem("stored keys are broken; run the check again")
}

/// A file that holds runs of keys, read at any place and written at its end.
package final class RunFile: @unchecked Sendable {
  private let descriptor: Int32
  private let folder: String
  package private(set) var byteCount: Int

  /// A new file in a folder, without a name, so that it is gone when this process is, however it ends.
  package init(temporaryIn folder: String) throws(RunProblem) {
    let opened = assay_open_unnamed(folder)
    guard opened >= 0 else { throw RunProblem(writingTo: folder, errno) }
    descriptor = opened
    self.folder = folder
    byteCount = 0
  }

  /// A file that is open for reading, which it closes in the end.
  package init(descriptor: Int32, byteCount: Int, folder: String) {
    self.descriptor = descriptor
    self.byteCount = byteCount
    self.folder = folder
  }

  deinit { close(descriptor) }

  /// Adds bytes at the end.
  package func append(_ bytes: UnsafeRawBufferPointer) throws(RunProblem) {
    var rest = bytes
    while rest.count > 0 {
      let written = pwrite(descriptor, rest.baseAddress, rest.count, byteCount)
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw RunProblem(writingTo: folder, written < 0 ? errno : ENOSPC) }
      byteCount += written
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  /// Fills the memory with what stands at an offset.
  package func read(at offset: Int, into memory: UnsafeMutableRawBufferPointer) throws(RunProblem) {
    var done = 0
    while done < memory.count {
      let count = pread(descriptor, memory.baseAddress.map { $0 + done }, memory.count - done, off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw RunProblem(
          "stored keys cannot be read again (\(count < 0 ? String(cString: strerror(errno)) : "cut short"))")
      }
      done += count
    }
  }

  /// Gives the disk space of a part back; where the file system cannot, it stays until the file is closed.
  func discard(_ range: Range<Int>) { assay_discard(descriptor, Int64(range.lowerBound), Int64(range.count)) }
}
