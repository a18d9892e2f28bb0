import Contracts
import Glibc
import Promotion

/// Hashes files and directories, each once.
final class BytesOnDisk {
  private var known: [String: BytesAtHand] = [:]

  func look(_ path: String) -> BytesAtHand {
    if let found = known[path] { return found }
    let found = Self.read(path)
    known[path] = found
    return found
  }

  private static func read(_ path: String) -> BytesAtHand {
    // A ledger may hold any name; the one of standard input is no file.
    guard path != "-", !path.isEmpty else { return .missing }
    var status = stat()
    guard stat(path, &status) == 0 else {
      return [ENOENT, ENOTDIR].contains(errno) ? .missing : .unreadable(String(cString: strerror(errno)))
    }
    guard [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else {
      return .unreadable("it is neither a file nor a directory")
    }
    do throws(UsageError) { return .digest(try ArtifactFile.read(path).digest) } catch {
      return .unreadable(error.message)
    }
  }
}
