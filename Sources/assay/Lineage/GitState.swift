import Provenance

/// What git says of the repository that holds the working directory.
enum GitState {
  static func read() throws(UsageError) -> JobRecord.Code {
    let advice = "name the commit with --commit"
    guard let commit = Git.output("rev-parse", "--verify", "HEAD"), JobRecord.Code.isCommit(commit) else {
      throw UsageError(message: "git names no commit for the working directory", advice: advice)
    }
    guard let changes = Git.output("status", "--porcelain", "--untracked-files=no") else {
      throw UsageError(message: "git cannot say whether files differ from the commit", advice: advice)
    }
    let address = Git.output("config", "--get", "remote.origin.url").flatMap { $0.isEmpty ? nil : $0 }
    return JobRecord.Code(
      repository: address.map(JobRecord.Code.withoutUser), commit: commit, isDirty: !changes.isEmpty)
  }
}
