import Contracts
import Glibc
import Provenance
import Validation

/// A file or a directory on the disk, as an artifact.
enum ArtifactFile {
  /// More files make no directory that is one artifact.
  static let fileLimit = 10_000

  /// Its digest, computed as it streams past.
  static func read(_ path: String) throws(UsageError) -> ArtifactRecord {
    guard FileKind.isDirectory(path) else {
      let (digest, byteCount) = try extent(path)
      return ArtifactRecord(name: path, digest: digest, byteCount: byteCount)
    }
    var files: [ArtifactRecord.File] = []
    var pending = [""]
    while let folder = pending.popLast() {
      for name in try names(in: folder.isEmpty ? path : "\(path)/\(folder)") {
        let inner = folder.isEmpty ? name : "\(folder)/\(name)"
        if try isFolder("\(path)/\(inner)") {
          pending.append(inner)
          continue
        }
        guard files.count < fileLimit else {
          throw UsageError(
            message: "\(path) holds more than \(fileLimit) files", advice: "record an archive of it instead")
        }
        let (digest, byteCount) = try extent("\(path)/\(inner)")
        files.append(.init(path: inner, digest: digest, byteCount: byteCount))
      }
    }
    guard !files.isEmpty else { throw UsageError(message: "the directory \(path) holds no file") }
    return ArtifactRecord(directory: path, files: files)
  }

  private static func extent(_ path: String) throws(UsageError) -> (digest: Digest, byteCount: Int) {
    do throws(InputFailure) { return try StoredBytes.extent(of: path, root: nil) } catch {
      throw UsageError(message: error.problem.message, advice: error.problem.advice)
    }
  }

  private static func names(in folder: String) throws(UsageError) -> [String] {
    guard let directory = opendir(folder) else {
      throw UsageError(message: "\(folder) cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { closedir(directory) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(directory) {
      let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      let name = String(decoding: bytes, as: UTF8.self)
      // `sha256sum` writes these in another way, and a manifest must mean one thing.
      guard Array(name.utf8) == bytes, !bytes.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0x5C }) else {
        throw UsageError(
          message: "\(folder) holds the name `\(name)`, with a line break, a backslash or bytes that are no UTF-8",
          advice: "rename it, or record an archive of the directory instead")
      }
      if name != ".", name != ".." { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw UsageError(message: "\(folder) cannot be read: \(String(cString: strerror(errno)))") }
    return names.sorted()
  }

  /// Links to files are followed; links to directories, which may run in a circle, are refused.
  private static func isFolder(_ path: String) throws(UsageError) -> Bool {
    var (itself, target) = (stat(), stat())
    guard lstat(path, &itself) == 0, stat(path, &target) == 0 else {
      throw UsageError(message: "\(path) cannot be read: \(String(cString: strerror(errno)))")
    }
    switch (target.st_mode & S_IFMT, itself.st_mode & S_IFMT == S_IFLNK) {
    case (S_IFREG, _): return false
    case (S_IFDIR, false): return true
    case (S_IFDIR, true):
      throw UsageError(message: "\(path) is a link to a directory", advice: "record that directory by itself")
    default: throw UsageError(message: "\(path) is neither a file nor a directory")
    }
  }
}
