import Contracts
import Glibc

/// The files of a dataset, found.
package struct DataFiles: Sendable {
  /// As reports show them, in the order in which they are read; `-` is standard input.
  package var paths: [String]
  /// Patterns and paths that led nowhere.
  package var problems: [InputProblem]
  /// For each path, and for each problem, the index of the pattern that led there.
  package private(set) var pathPatterns: [Int] = []
  package private(set) var problemPatterns: [Int] = []

  /// Looks the files of a contract up, or those that `--data` gives in their place (relative to the working directory).
  /// A pattern finds nothing outside of `root`, so that a report cannot list what lies there.
  package init(_ contract: Contract, replacedBy replacement: [String]?, root: String? = nil) {
    let directory = Path.directory(of: contract.path)
    let patterns = replacement.map { $0.map { ($0, true) } } ?? contract.data.files.map { ($0.text, false) }
    paths = []
    problems = []
    // By bytes: to Swift, é in one scalar and in two are equal, and they are two files.
    var seen: Set<[UInt8]> = []
    for (index, (pattern, isReplacement)) in patterns.enumerated() {
      defer { note(index) }
      if pattern == "-" { add("-", &seen); continue }
      let path = Path.resolved(pattern, in: isReplacement ? "." : directory)
      guard !Glob.exists(path), Glob.isPattern(path) else { add(path, &seen); continue }
      if let root, !Confinement.mayHold(root, filesMatching: path) {
        problems.append(.outsideRoot(path, root))
        continue
      }
      let found = Glob.files(matching: path)
      if found.files.isEmpty, found.closed.isEmpty {
        problems.append(Self.nothingMatches(path, isReplacement: isReplacement))
      }
      let isInside = { (file: String) in root.map { !Confinement.leadsOut(of: $0, path: file) } ?? true }
      let inside = found.files.filter(isInside)
      let closed = found.closed.filter { isInside($0.path) }
      problems += closed
      if let root, inside.count < found.files.count || closed.count < found.closed.count {
        problems.append(.outsideRoot(path, root))
      }
      for file in inside { add(file, &seen) }
    }
    if paths.isEmpty, problems.isEmpty {
      defer { note(patterns.count) }
      problems.append(InputProblem(kind: "not_found", path: contract.path, message: "the contract names no files"))
    }
  }

  /// What was added since this was last called came by this pattern.
  private mutating func note(_ pattern: Int) {
    pathPatterns += Array(repeating: pattern, count: paths.count - pathPatterns.count)
    problemPatterns += Array(repeating: pattern, count: problems.count - problemPatterns.count)
  }

  private mutating func add(_ path: String, _ seen: inout Set<[UInt8]>) {
    if seen.insert(Array(path.utf8)).inserted { paths.append(path) }
  }

  private static func nothingMatches(_ pattern: String, isReplacement: Bool) -> InputProblem {
    InputProblem(
      kind: "not_found", path: pattern, message: "no file matches \(pattern)",
      advice: isReplacement
        ? "check the pattern of --data, which is relative to the working directory"
        : "check the pattern, which is relative to the contract, or give files with --data")
  }
}

extension DataFiles {
  /// How many bytes these files hold, as stored; `nil` where one is a pipe. One that is not there has none.
  static func storedBytes(of paths: [String]) -> Int? {
    var total = 0
    for path in paths {
      var status = stat()
      guard (path == "-" ? fstat(0, &status) : stat(path, &status)) == 0 else { continue }
      guard status.st_mode & S_IFMT == S_IFREG else { return nil }
      total += Int(status.st_size)
    }
    return total
  }
}
