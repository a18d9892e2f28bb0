/// Joins and cleans paths by their text alone.
package enum Path {
  /// `path` seen from `directory`; an absolute path stays as it is. `a/../b` becomes `b`.
  package static func resolved(_ path: String, in directory: String) -> String {
    normalized(path.hasPrefix("/") || directory.isEmpty || directory == "." ? path : directory + "/" + path)
  }

  /// Without `.`, doubled slashes, and `..` after a name.
  package static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !path.hasPrefix("/") {
        parts.append(part)
      }
    }
    let joined = parts.joined(separator: "/")
    if path.hasPrefix("/") { return "/" + joined }
    // A file may be called `-`, which alone means standard input.
    return joined.isEmpty ? "." : joined == "-" ? "./-" : joined
  }

  /// What a sentence calls it.
  package static func spoken(_ path: String) -> String { path == "-" ? "standard input" : path }

  /// Everything before the last slash; `.` where there is none.
  package static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Everything after the last slash.
  package static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// `path` as seen from `directory`, both cleaned; `nil` when it does not lie within.
  package static func relative(_ path: String, to directory: String) -> String? {
    let directory = normalized(directory)
    let path = normalized(path)
    if directory == "." { return path.hasPrefix("/") || path.hasPrefix("../") ? nil : path }
    guard path.hasPrefix(directory + "/") else { return nil }
    return String(path.dropFirst(directory.utf8.count + 1))
  }
}
