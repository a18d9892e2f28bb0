import Glibc

/// The file of a ledger, before and while it becomes a database.
enum LedgerFile {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Refuses what can be no ledger: a folder, a pipe, a device.
  static func check(_ path: String) throws(LedgerError) {
    guard !path.isEmpty else { throw LedgerError(.cannotOpen, "the ledger's name is empty") }
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let what = status.st_mode & S_IFMT == S_IFDIR ? "a directory" : "no regular file"
      throw LedgerError(.notALedger, "\(path) is no ledger: it is \(what)", advice: "name a file with --ledger")
    }
  }

  /// Makes an empty ledger under a name of its own and then gives it the one that was asked for, so that other
  /// processes find either none or a whole one. Where another was faster, that one stays.
  static func create(_ path: String, schema: Schema) throws(LedgerError) {
    // Not by the process's number: containers that share a folder may all have the same.
    let temporary = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
    defer { for suffix in ["", "-wal", "-shm", "-journal"] { unlink(temporary + suffix) } }
    do throws(LedgerError) {
      let database = try Database(temporary, .creating)
      // The log comes last. What a log holds goes to the file when that is closed, and nobody would hear that it could
      // not: a full disk would leave a ledger without tables.
      try database.execute("PRAGMA synchronous = FULL")
      try schema.migrate(database, isNew: true)
      try database.execute("PRAGMA journal_mode = WAL")
    } catch {
      if error.kind == .cannotOpen, let problem = problem(ofFolderOf: path) { throw problem }
      throw LedgerError(error.kind, renamed(error.message, temporary, path), advice: error.advice)
    }
    try publish(temporary, as: path)
  }

  /// Why nothing can be made beside `path`, as far as the system tells.
  private static func problem(ofFolderOf path: String) -> LedgerError? {
    let folder = folder(of: path)
    guard access(folder, W_OK) != 0 else { return nil }
    return LedgerError(
      .cannotOpen, "the ledger \(path) cannot be created: \(folder): \(String(cString: strerror(errno)))",
      advice: "its folder must exist and be writable; --ledger FILE names another place")
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  }

  private static func renamed(_ message: String, _ temporary: String, _ path: String) -> String {
    message.replacing(temporary, with: path)
  }

  private static func publish(_ temporary: String, as path: String) throws(LedgerError) {
    guard link(temporary, path) == 0 || errno == EEXIST else {
      throw LedgerError(
        .cannotOpen, "the ledger \(path) cannot be created: \(String(cString: strerror(errno)))",
        advice: "keep it on a local disk, whose file system has links")
    }
    syncFolder(of: path)
  }

  /// Makes the new name survive the loss of power, where the file system can.
  private static func syncFolder(of path: String) {
    let descriptor = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  static func openForReading(_ path: String, patienceSeconds: Int) throws(LedgerError) -> Database {
    guard exists(path) else {
      throw LedgerError(
        .cannotOpen, "there is no ledger at \(path)",
        advice: "`assay ledger init` starts one; --ledger FILE names another")
    }
    do throws(LedgerError) {
      let database = try Database(path, .reading, patienceSeconds: patienceSeconds)
      _ = try database.integer("PRAGMA user_version")
      return database
    } catch {
      // On a read-only medium nothing can be written beside the ledger. It is whole by itself unless a log is there.
      guard [.cannotOpen, .readOnly].contains(error.kind), logIsEmpty(path) else { throw error }
      return try Database(path, .readingUnlocked, patienceSeconds: patienceSeconds)
    }
  }

  private static func logIsEmpty(_ path: String) -> Bool {
    var status = stat()
    return stat(path + "-wal", &status) != 0 || status.st_size == 0
  }
}
