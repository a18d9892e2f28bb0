import Contracts
import Glibc

/// Finds files by pattern: `*` and `?` within a name, `[a-z]` and `[!a-z]` one character, `**` any depth of
/// directories.
///
/// A wildcard matches no name that begins with a dot. `**` does not follow symbolic links, so that it ends. The order
/// is bytewise by path.
package enum Glob {
  /// Whether a path has any wildcard.
  package static func isPattern(_ path: String) -> Bool { path.contains { "*?[".contains($0) } }

  /// What a pattern leads to.
  package struct Found {
    /// What matches and is no directory, in bytewise order. A link that leads nowhere is among them: whoever opens it
    /// learns that something is missing.
    package fileprivate(set) var files: [String] = []
    /// Directories that nobody could look into, in bytewise order: files in them may match.
    package fileprivate(set) var closed: [InputProblem] = []
  }

  /// Looks for the files that match.
  package static func files(matching pattern: String) -> Found {
    let parts = pattern.split(separator: "/").map(String.init)
    var found = Found()
    walk(pattern.hasPrefix("/") ? "/" : "", parts[...], into: &found)
    found.files = inOrder(found.files) { $0 }
    found.closed = inOrder(found.closed, by: \.path)
    return found
  }

  /// Each once, in bytewise order.
  private static func inOrder<T>(_ items: [T], by path: (T) -> String) -> [T] {
    items.sorted { path($0).precedesBytewise(path($1)) }
      .reduce(into: []) { unique, item in
        if unique.last.map({ path($0).isSame(as: path(item)) }) != true { unique.append(item) }
      }
  }

  private static func walk(_ base: String, _ parts: ArraySlice<String>, into found: inout Found) {
    guard let part = parts.first else { return }
    let rest = parts.dropFirst()
    if part == "**" {
      walk(base, rest.isEmpty ? ["*"] : rest, into: &found)
      for entry in entries(of: base, &found) where !entry.name.hasPrefix(".") {
        let path = join(base, entry.name)
        let kind = entry.kind ?? kind(of: path, followsLinks: false)
        if kind == .directory { walk(path, parts, into: &found) }
        if case .unknown(let code) = kind { found.closed.append(.notListed(path, code)) }
      }
      return
    }
    let isListed = isPattern(part)
    let named = isListed ? entries(of: base, &found).filter { matches($0.name, part) } : [Entry(name: part)]
    for entry in named {
      let path = join(base, entry.name)
      switch entry.kind ?? kind(of: path, followsLinks: true) {
      case .directory: if !rest.isEmpty { walk(path, rest, into: &found) }
      case .file: if rest.isEmpty { found.files.append(path) }
      case .nothing: if rest.isEmpty, isListed { found.files.append(path) }
      case .unknown(let code):
        if rest.isEmpty { found.files.append(path) } else { found.closed.append(.notListed(path, code)) }
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

  private enum Kind: Equatable {
    case directory, file, nothing
    /// The system does not tell, and why.
    case unknown(Int32)
  }

  private struct Entry {
    var name: String
    /// `nil`: not asked for yet, as of symbolic links.
    var kind: Kind?
  }

  /// What a directory holds. Most file systems say of each name what it is, which spares asking for thousands.
  private static func entries(of directory: String, _ found: inout Found) -> [Entry] {
    let path = directory.isEmpty ? "." : directory
    guard let handle = opendir(path) else {
      // One that has just been removed holds nothing.
      if errno != ENOENT, errno != ENOTDIR { found.closed.append(.notListed(path, errno)) }
      return []
    }
    defer { closedir(handle) }
    var entries: [Entry] = []
    errno = 0
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      defer { errno = 0 }
      if name == "." || name == ".." { continue }
      let kind: Kind? =
        switch Int(entry.pointee.d_type) {
        case Int(DT_DIR): .directory
        case Int(DT_LNK), Int(DT_UNKNOWN): nil
        default: .file
        }
      entries.append(Entry(name: name, kind: kind))
    }
    if errno != 0 { found.closed.append(.notListed(path, errno)) }
    return entries
  }

  private static func kind(of path: String, followsLinks: Bool) -> Kind {
    var status = stat()
    guard (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else {
      return [ENOENT, ENOTDIR, ELOOP].contains(errno) ? .nothing : .unknown(errno)
    }
    return status.st_mode & S_IFMT == S_IFDIR ? .directory : .file
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
