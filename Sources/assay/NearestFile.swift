import Glibc
import Validation

/// Finds a file of a given name in a folder or above it, never beyond the repository.
///
/// The search ends with the folder that holds `.git`, or with `root`; where there is neither, only the folder itself is
/// looked at.
struct NearestFile {
  /// The folder, links followed.
  private let folder: String
  /// Where the search ends, links followed.
  let boundary: String
  /// Paths are shown as whoever named the folder would: seen from the working directory unless it was absolute.
  private let isAbsolute: Bool

  /// `nil` where the folder does not exist.
  init?(from folder: String, root: String?) {
    guard let real = Self.resolved(folder) else { return nil }
    let limit = root.flatMap(Self.resolved)
    self.folder = real
    boundary = Self.ancestors(of: real).first { $0 == limit || access($0 + "/.git", F_OK) == 0 } ?? real
    isAbsolute = folder.hasPrefix("/")
  }

  /// The path to show and to open; `nil` where there is none.
  func path(named name: String) -> String? {
    for folder in Self.ancestors(of: folder) {
      let path = Path.resolved(name, in: folder)
      var status = stat()
      // A link that leads nowhere is there all the same, and must not be passed over in silence.
      if lstat(path, &status) == 0 { return shown(path) }
      if folder == boundary { break }
    }
    return nil
  }

  /// Where a new file would belong: at the end of the search.
  func outermost(_ name: String) -> String { shown(Path.resolved(name, in: boundary)) }

  private func shown(_ path: String) -> String {
    guard !isAbsolute, let here = Self.resolved(".") else { return path }
    if let within = Path.relative(path, to: here) { return within }
    for (depth, folder) in Self.ancestors(of: here).enumerated() {
      let within = folder == "/" ? String(path.dropFirst()) : Path.relative(path, to: folder)
      if let within { return String(repeating: "../", count: depth) + within }
    }
    return path
  }

  /// Itself first, `/` last.
  private static func ancestors(of folder: String) -> [String] {
    var folders = [folder]
    while let last = folders.last, last != "/" { folders.append(Path.directory(of: last)) }
    return folders
  }

  private static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
