import Glibc
import Provenance

/// What git says of the repository that holds the working directory.
enum GitState {
  static func read() throws(UsageError) -> JobRecord.Code {
    let advice = "name the commit with --commit"
    guard let commit = run(["rev-parse", "--verify", "HEAD"]), JobRecord.Code.isCommit(commit) else {
      throw UsageError(message: "git names no commit for the working directory", advice: advice)
    }
    guard let changes = run(["status", "--porcelain", "--untracked-files=no"]) else {
      throw UsageError(message: "git cannot say whether files differ from the commit", advice: advice)
    }
    let address = run(["config", "--get", "remote.origin.url"]).flatMap { $0.isEmpty ? nil : $0 }
    return JobRecord.Code(
      repository: address.map(JobRecord.Code.withoutUser), commit: commit, isDirty: !changes.isEmpty)
  }

  /// What git finds its repository and its configuration by.
  private static let inherited = [
    "PATH", "HOME", "XDG_CONFIG_HOME", "GIT_DIR", "GIT_WORK_TREE", "GIT_CEILING_DIRECTORIES",
  ]

  /// What a git command prints, without the last line break; `nil` where there is no git, or it fails.
  private static func run(_ words: [String]) -> String? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    defer { close(ends[0]) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // A repository may name programs to run; none is wanted here.
    let arguments = ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"] + words
    var list: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = inherited.compactMap { name in
      getenv(name).map { strdup("\(name)=\(String(cString: $0))") }
    } + [nil]
    defer { for word in list + variables { free(word) } }
    var process: pid_t = 0
    let code = posix_spawnp(&process, "git", &actions, nil, &list, &variables)
    close(ends[1])
    guard code == 0 else { return nil }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = Glibc.read(ends[0], &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    guard status == 0 else { return nil }
    if bytes.last == 0x0A { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
