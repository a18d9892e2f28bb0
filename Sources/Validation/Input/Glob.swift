import Glibc

/// Finds files by pattern: `*` and `?` within a name, `[a-z]` and `[!a-z]` one character, `**` any depth of
/// directories.
///
/// A wildcard matches no name that begins with a dot. `**` does not follow symbolic links, so that it ends. The order
/// is bytewise by path.
package enum Glob {
  /// Whether a path has any wildcard.
  package static func isPattern(_ path: String) -> Bool { path.contains { "*?[".contains($0) } }

  /// The files that match, in bytewise order. Unreadable directories match nothing.
  package static func files(matching pattern: String) -> [String] {
    let parts = pattern.split(separator: "/").map(String.init)
    var found: [String] = []
    walk(pattern.hasPrefix("/") ? "/" : "", parts[...], into: &found)
    return found.sorted { $0.precedesBytewise($1) }
      .reduce(into: []) { unique, path in if unique.last?.isSame(as: path) != true { unique.append(path) } }
  }

  private static func walk(_ base: String, _ parts: ArraySlice<String>, into found: inout [String]) {
    guard let part = parts.first else { return }
    let rest = parts.dropFirst()
    if part == "**" {
      walk(base, rest.isEmpty ? ["*"] : rest, into: &found)
      for entry in entries(of: base) where !entry.name.hasPrefix(".") {
        let path = join(base, entry.name)
        if entry.isDirectory ?? isDirectory(path, followsLinks: false) == true { walk(path, parts, into: &found) }
      }
      return
    }
    let named = isPattern(part) ? entries(of: base).filter { matches($0.name, part) } : [Entry(name: part)]
    for entry in named {
      let path = join(base, entry.name)
      guard let isDirectory = entry.isDirectory ?? isDirectory(path, followsLinks: true) else { continue }
      if rest.isEmpty {
        if !isDirectory { found.append(path) }
      } else if isDirectory {
        walk(path, rest, into: &found)
      }
    }
  }

  /// Whether a file name matches one part of a pattern.
  package static func matches(_ name: String, _ pattern: String) -> Bool {
    if name.hasPrefix("."), !pattern.hasPrefix(".") { return false }
    return matches(Array(name.unicodeScalars)[...], Array(pattern.unicodeScalars)[...])
  }

  private static func matches(_ name: ArraySlice<Unicode.Scalar>, _ pattern: ArraySlice<Unicode.Scalar>) -> Bool {
    var name = name
    var pattern = pattern
    // Where to take up again when what follows the last `*` does not match: one character later.
    var retry: (name: ArraySlice<Unicode.Scalar>, pattern: ArraySlice<Unicode.Scalar>)?
    while true {
      if pattern.first == "*" {
        pattern = pattern.dropFirst()
        retry = (name, pattern)
      } else if name.isEmpty, pattern.isEmpty {
        return true
      } else if let scalar = name.first, let rest = matchOne(scalar, pattern) {
        name = name.dropFirst()
        pattern = rest
      } else if let last = retry, !last.name.isEmpty {
        name = last.name.dropFirst()
        pattern = last.pattern
        retry = (name, pattern)
      } else {
        return false
      }
    }
  }

  /// What is left of a pattern after it took one scalar; `nil` when it does not take it.
  private static func matchOne(
    _ scalar: Unicode.Scalar, _ pattern: ArraySlice<Unicode.Scalar>
  ) -> ArraySlice<Unicode.Scalar>? {
    guard let first = pattern.first else { return nil }
    if first == "?" { return pattern.dropFirst() }
    if first == "[", let close = pattern.dropFirst(2).firstIndex(of: "]") {
      var set = pattern[(pattern.startIndex + 1)..<close]
      let isNegated = set.first == "!" || set.first == "^"
      if isNegated { set = set.dropFirst() }
      return contains(set, scalar) != isNegated ? pattern[(close + 1)...] : nil
    }
    return first == scalar ? pattern.dropFirst() : nil
  }

  private static func contains(_ set: ArraySlice<Unicode.Scalar>, _ scalar: Unicode.Scalar) -> Bool {
    var i = set.startIndex
    while i < set.endIndex {
      if i + 2 < set.endIndex, set[i + 1] == "-" {
        if set[i] <= scalar, scalar <= set[i + 2] { return true }
        i += 3
      } else {
        if set[i] == scalar { return true }
        i += 1
      }
    }
    return false
  }

  private static func join(_ base: String, _ name: String) -> String {
    base.isEmpty ? name : base.hasSuffix("/") ? base + name : base + "/" + name
  }

  private struct Entry {
    var name: String
    /// `nil`: not known, as of symbolic links.
    var isDirectory: Bool?
  }

  /// What a directory holds. Most file systems say of each name what it is, which spares asking for thousands.
  private static func entries(of directory: String) -> [Entry] {
    guard let handle = opendir(directory.isEmpty ? "." : directory) else { return [] }
    defer { closedir(handle) }
    var entries: [Entry] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      let isDirectory: Bool? =
        switch Int(entry.pointee.d_type) {
        case Int(DT_DIR): true
        case Int(DT_LNK), Int(DT_UNKNOWN): nil
        default: false
        }
      entries.append(Entry(name: name, isDirectory: isDirectory))
    }
    return entries
  }

  /// `nil` where nothing is.
  private static func isDirectory(_ path: String, followsLinks: Bool) -> Bool? {
    var status = stat()
    guard (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
    return status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether anything stands at a path.
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}

extension String {
  /// Whether its UTF-8 comes first. By memory: view by view, sorting thousands of paths takes as long as listing them.
  fileprivate func precedesBytewise(_ other: String) -> Bool {
    let precedes = utf8.withContiguousStorageIfAvailable { bytes in
      other.utf8.withContiguousStorageIfAvailable { bytes.lexicographicallyPrecedes($0) }
    }
    if case let precedes?? = precedes { return precedes }
    return utf8.lexicographicallyPrecedes(other.utf8)
  }
}
