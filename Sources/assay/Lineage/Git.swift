import Glibc

/// Asks git about a repository; nothing is written and no network is used.
enum Git {
  /// What git finds its repository and its configuration by.
  private static let inherited = [
    "PATH", "HOME", "XDG_CONFIG_HOME", "GIT_DIR", "GIT_WORK_TREE", "GIT_CEILING_DIRECTORIES",
  ]

  /// A repository may name programs to run and places to fetch what it lacks from, and other objects in the place of
  /// some; none of it is wanted here.
  private static let guards = [
    "--no-replace-objects", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
    "-c", "protocol.allow=never",
  ]

  /// What a git command prints, without the last line break; `nil` where there is no git, or it fails.
  static func output(_ words: String..., in folder: String = ".") -> String? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    defer { close(ends[0]) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let process = spawn(["git", "-C", folder] + guards + words, output: ends[1])
    close(ends[1])
    guard let process else { return nil }
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

  private static func spawn(_ arguments: [String], output: Int32) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var list: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = inherited.compactMap { name in
      getenv(name).map { strdup("\(name)=\(String(cString: $0))") }
    } + [nil]
    defer { for word in list + variables { free(word) } }
    var process: pid_t = 0
    return posix_spawnp(&process, "git", &actions, nil, &list, &variables) == 0 ? process : nil
  }
}
