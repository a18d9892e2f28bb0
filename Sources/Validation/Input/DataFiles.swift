import Contracts
import Glibc

/// The files of a dataset, found.
package struct DataFiles: Sendable {
  /// As reports show them, in the order in which they are read; `-` is standard input.
  package var paths: [String]
  /// Patterns and paths that led nowhere.
  package var problems: [InputProblem]

  /// Looks the files of a contract up, or those that `--data` gives in their place (relative to the working directory).
  package init(_ contract: Contract, replacedBy replacement: [String]?) {
    let directory = Path.directory(of: contract.path)
    let patterns = replacement.map { $0.map { ($0, true) } } ?? contract.data.files.map { ($0.text, false) }
    paths = []
    problems = []
    for (pattern, isReplacement) in patterns {
      if pattern == "-" { paths.append("-"); continue }
      let path = Path.resolved(pattern, in: isReplacement ? "." : directory)
      let found = Glob.exists(path) || !Glob.isPattern(path) ? [path] : Glob.files(matching: path)
      if found.isEmpty { problems.append(Self.nothingMatches(path)) }
      for file in found where !paths.contains(file) { paths.append(file) }
    }
    if paths.isEmpty, problems.isEmpty {
      problems.append(InputProblem(kind: "not_found", path: contract.path, message: "the contract names no files"))
    }
  }

  private static func nothingMatches(_ pattern: String) -> InputProblem {
    InputProblem(
      kind: "not_found", path: pattern, message: "no file matches \(pattern)",
      advice: "check the pattern, which is relative to the contract, or give files with --data")
  }
}
