import CSQLite
import Glibc

/// A connection to an SQLite database.
final class Database {
  enum Mode {
    case reading
    /// A file that nothing changes: no lock is taken, and nothing is written beside it.
    case readingUnlocked
    case writing
    case creating
    case inMemory
  }

  /// As the user gave it.
  let path: String
  let handle: OpaquePointer
  private let patienceSeconds: Int

  init(_ path: String, _ mode: Mode, patienceSeconds: Int = 10) throws(LedgerError) {
    self.path = path
    self.patienceSeconds = patienceSeconds
    let flags =
      switch mode {
      case .reading: SQLITE_OPEN_READONLY
      case .readingUnlocked: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
      case .writing: SQLITE_OPEN_READWRITE
      case .creating: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .inMemory: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY
      }
    var opened: OpaquePointer?
    let name = mode == .readingUnlocked ? Self.unlockedName(path) : Self.plainName(path)
    let code = sqlite3_open_v2(name, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard let opened, code == SQLITE_OK else {
      let error = LedgerError(
        code: code, system: opened.map(sqlite3_system_errno) ?? 0, detail: String(cString: sqlite3_errstr(code)),
        path: path, patienceSeconds: patienceSeconds)
      sqlite3_close_v2(opened)
      throw error
    }
    handle = opened
    sqlite3_busy_timeout(handle, Int32(patienceSeconds * 1000))
    try check(assay_sqlite_defend(handle))
  }

  deinit { sqlite3_close_v2(handle) }

  /// A name that SQLite takes for a path, whatever it begins with: not for a URI, and not for memory.
  private static func plainName(_ path: String) -> String { path.hasPrefix("/") ? path : "./" + path }

  private static func unlockedName(_ path: String) -> String {
    let isPlain: (UInt8) -> Bool = { byte in
      let scalar = Unicode.Scalar(byte)
      return scalar.properties.isAlphabetic && byte < 0x80 || (0x30...0x39).contains(byte) || "/._-".utf8.contains(byte)
    }
    let escaped = plainName(path).utf8.map { byte in
      isPlain(byte) ? String(Unicode.Scalar(byte)) : "%\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
    }
    return "file:\(escaped.joined())?immutable=1"
  }

  func check(_ code: Int32) throws(LedgerError) {
    switch code {
    case SQLITE_OK, SQLITE_ROW, SQLITE_DONE: return
    default: throw error(code)
    }
  }

  func error(_ code: Int32) -> LedgerError {
    // SQLite does not note why a COMMIT could not write; the last call that failed still stands in errno.
    let last = errno
    let noted = sqlite3_system_errno(handle)
    let isFull = noted == 0 && LedgerError.meaningFull.contains(last)
    return LedgerError(
      code: code, system: isFull ? last : noted, detail: String(cString: sqlite3_errmsg(handle)), path: path,
      patienceSeconds: patienceSeconds)
  }

  /// Runs statements that have no rows to give.
  func execute(_ sql: String) throws(LedgerError) { try check(sqlite3_exec(handle, sql, nil, nil, nil)) }

  func prepare(_ sql: String) throws(LedgerError) -> Statement { try Statement(sql, self) }

  /// The one number that a statement gives.
  func integer(_ sql: String) throws(LedgerError) -> Int {
    let statement = try prepare(sql)
    guard try statement.step() else { throw LedgerError(.failed, "the ledger \(path): no answer to `\(sql)`") }
    return statement.integer(0)
  }

  /// Runs `body` with the lock on writing taken from its beginning, so that nothing that it reads can change until it
  /// has written. All or nothing of it is kept.
  func transaction<Result>(_ body: () throws(LedgerError) -> Result) throws(LedgerError) -> Result {
    try execute("BEGIN IMMEDIATE")
    do throws(LedgerError) {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      // What failed may have ended the transaction already.
      if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
      throw error
    }
  }
}
