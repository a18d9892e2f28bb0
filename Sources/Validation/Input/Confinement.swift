import Glibc

/// Whether open files lie within a directory.
package enum Confinement {
  /// Asks the kernel for the open file's real path, so that nothing can change between the question and the use.
  static func isWithin(_ root: String, descriptor: Int32) -> Bool {
    linkTarget("/proc/self/fd/\(descriptor)").map { contains(root, $0) } ?? false
  }

  /// The same before it is opened; only good for what is not opened at all.
  package static func isWithin(_ root: String, path: String) -> Bool {
    realPath(path).map { contains(root, $0) } ?? false
  }

  /// Whether a path ends outside. One that ends nowhere does not; whoever opens it asks again.
  static func leadsOut(of root: String, path: String) -> Bool {
    realPath(path).map { !contains(root, $0) } ?? false
  }

  /// Whether files that match a pattern can lie within: whether the folder before its first wildcard does. Asked before
  /// any folder is searched.
  static func mayHold(_ root: String, filesMatching pattern: String) -> Bool {
    let fixed = pattern.split(separator: "/", omittingEmptySubsequences: false).prefix { !Glob.isPattern(String($0)) }
    let folder = fixed.joined(separator: "/")
    let path = folder.isEmpty ? (pattern.hasPrefix("/") ? "/" : ".") : folder
    // In a folder that is not there, there is nothing to search.
    return !leadsOut(of: root, path: path)
  }

  private static func contains(_ root: String, _ real: String) -> Bool {
    guard let realRoot = realPath(root) else { return false }
    return real == realRoot || real.hasPrefix(realRoot == "/" ? "/" : realRoot + "/")
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Where a symbolic link leads, as it is written; `nil` where there is none.
  static func linkTarget(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBytes { bytes -> Int in
      guard let base = bytes.baseAddress else { return 0 }
      return readlink(path, base, bytes.count)
    }
    guard count > 0, count < buffer.count else { return nil }
    return String(decoding: buffer.prefix(count), as: UTF8.self)
  }
}
