import Promotion
import Provenance

/// Repositories in which commits are looked up, each commit once.
final class CodeRepositories {
  /// Folders within them, as the user gave them.
  private let folders: [String]
  private lazy var reachable = folders.filter { Git.output("rev-parse", "--git-dir", in: $0) != nil }
  private var known: [String: CommitAtHand] = [:]

  init(_ folders: [String]) { self.folders = folders }

  func find(_ commit: String) -> CommitAtHand {
    if let found = known[commit] { return found }
    let found = look(for: commit)
    known[commit] = found
    return found
  }

  private func look(for commit: String) -> CommitAtHand {
    guard JobRecord.Code.isCommit(commit) else { return .unreachable("it is no full id of a commit") }
    guard !reachable.isEmpty else {
      return .unreachable("git finds no repository in \(names(folders).joined(separator: ", "))")
    }
    // Reads the commit, and its trees and files as far as to see that they are there.
    let isWhole = reachable.contains {
      Git.output("rev-list", "--quiet", "--objects", "--no-walk", commit, in: $0) != nil
    }
    return isWhole ? .found : .missing(names(reachable))
  }

  private func names(_ folders: [String]) -> [String] { folders.map { $0 == "." ? "the working directory" : $0 } }
}
