import Glibc

/// What stands at a path.
enum FileKind {
  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether a file lies in a git checkout, which sets modification times to when it was checked out.
  static func isInGitCheckout(_ path: String) -> Bool {
    guard let resolved = realpath(path, nil) else { return false }
    defer { free(resolved) }
    var directory = String(cString: resolved)
    while let slash = directory.lastIndex(of: "/"), slash != directory.startIndex {
      directory = String(directory[..<slash])
      if access(directory + "/.git", F_OK) == 0 { return true }
    }
    return false
  }
}
