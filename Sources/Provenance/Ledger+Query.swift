import CSQLite
import Contracts

/// One value of a query's answer.
package enum QueryValue: Hashable, Sendable {
  case null
  case integer(Int)
  /// A number with a fraction, as SQLite writes it; `Inf` and `-Inf` are none of JSON's.
  case real(String)
  case text(String)
  case bytes([UInt8])
}

extension Ledger {
  /// The views that a query may name, and the table below them.
  package static let views = [
    "acts", "bad_versions", "clauses", "decisions", "entries", "files", "freshness", "job_artifacts", "job_files",
    "jobs", "measurements", "mentions", "observed_licenses", "private_fields", "promotion_artifacts", "promotion_links",
    "promotions", "results", "rules", "run_sources", "runs", "uses", "waivers",
  ]

  /// Memory that a query may take, in bytes, and the longest text that it may make.
  private static let memoryLimit: Int64 = 512 << 20
  private static let lengthLimit: Int32 = 64 << 20

  /// Runs one SELECT. `header` receives the names of its columns, `row` each row until it returns `false`.
  /// `mayContinue` is asked every few milliseconds.
  ///
  /// Whatever the text says, nothing is written: the connection is read-only, statements other than SELECT are refused
  /// when they are compiled, and functions that reach outside of the database are too.
  package func query(
    _ sql: String, mayContinue: @escaping () -> Bool, header: ([String]) throws(LedgerError) -> Void,
    row: ([QueryValue]) -> Bool
  ) throws(LedgerError) {
    if let fault = try schemaFaults().first {
      throw LedgerError(
        .broken, "the ledger \(path) was tampered with: \(fault)",
        advice: "`assay ledger verify` says what else is wrong")
    }
    try database.execute("PRAGMA query_only = ON")
    sqlite3_hard_heap_limit64(Self.memoryLimit)
    sqlite3_limit(database.handle, SQLITE_LIMIT_LENGTH, Self.lengthLimit)
    sqlite3_limit(database.handle, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000)
    let watch = QueryWatch(mayContinue)
    let context = Unmanaged.passUnretained(watch).toOpaque()
    sqlite3_set_authorizer(database.handle, authorize, nil)
    sqlite3_progress_handler(database.handle, 10_000, isOver, context)
    defer {
      sqlite3_set_authorizer(database.handle, nil, nil)
      sqlite3_progress_handler(database.handle, 0, nil, nil)
    }
    try withExtendedLifetime(watch) { () throws(LedgerError) in
      let statement = try prepareQuery(sql)
      let count = Int(sqlite3_column_count(statement.handle))
      try header((0..<count).map { String(cString: sqlite3_column_name(statement.handle, Int32($0))) })
      while try step(statement) {
        guard row((0..<count).map(statement.value)) else { return }
      }
    }
  }

  private func prepareQuery(_ sql: String) throws(LedgerError) -> Statement {
    var sql = sql
    // SQLite would read a text only as far as its first zero.
    guard !sql.utf8.contains(0) else { throw LedgerError(.refused, "the query holds a zero byte") }
    var code = SQLITE_OK
    var isAlone = true
    var prepared: OpaquePointer?
    sql.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        var tail: UnsafePointer<CChar>?
        code = sqlite3_prepare_v2(database.handle, text.baseAddress, Int32(text.count), &prepared, &tail)
        guard code == SQLITE_OK, let start = text.baseAddress, let tail else { return }
        var second: OpaquePointer?
        let rest = sqlite3_prepare_v2(database.handle, tail, Int32(text.count - (tail - start)), &second, nil)
        isAlone = rest == SQLITE_OK && second == nil
        sqlite3_finalize(second)
      }
    }
    guard code == SQLITE_OK else { throw queryError(code) }
    guard let prepared else { throw LedgerError(.refused, "the query is empty", advice: Self.queryAdvice) }
    let statement = Statement(prepared, database)
    guard isAlone else {
      throw LedgerError(.refused, "the query is more than one statement", advice: "ask one SELECT at a time")
    }
    guard sqlite3_column_count(prepared) > 0, sqlite3_stmt_isexplain(prepared) == 0 else {
      throw LedgerError(.refused, "the query is no SELECT", advice: Self.queryAdvice)
    }
    return statement
  }

  private func step(_ statement: Statement) throws(LedgerError) -> Bool {
    let code = sqlite3_step(statement.handle)
    guard code == SQLITE_ROW || code == SQLITE_DONE else { throw queryError(code) }
    return code == SQLITE_ROW
  }

  private static let queryAdvice = "write a SELECT over \(views.joined(separator: ", ")); docs/ledger.md has recipes"

  private func queryError(_ code: Int32) -> LedgerError {
    let detail = String(cString: sqlite3_errmsg(database.handle))
    switch code & 0xFF {
    case SQLITE_AUTH:
      return LedgerError(.refused, "the query asks for more than reading: \(detail)", advice: Self.queryAdvice)
    case SQLITE_ERROR: return LedgerError(.refused, "the query is wrong: \(detail)", advice: Self.queryAdvice)
    case SQLITE_INTERRUPT:
      return LedgerError(.refused, "the query took too long", advice: "narrow it down, or raise --timeout")
    case SQLITE_NOMEM, SQLITE_TOOBIG:
      return LedgerError(
        .refused, "the query needs more than \(Self.memoryLimit >> 20) MB of memory, or makes a text beyond "
          + "\(Self.lengthLimit >> 20) MB",
        advice: "narrow it down")
    default: return database.error(code)
    }
  }
}

/// Asked while a query runs.
private final class QueryWatch {
  let mayContinue: () -> Bool
  init(_ mayContinue: @escaping () -> Bool) { self.mayContinue = mayContinue }
}

private func isOver(_ context: UnsafeMutableRawPointer?) -> Int32 {
  guard let context else { return 1 }
  return Unmanaged<QueryWatch>.fromOpaque(context).takeUnretainedValue().mayContinue() ? 0 : 1
}

/// Reading is allowed, and nothing else.
private func authorize(
  _: UnsafeMutableRawPointer?, action: Int32, _: UnsafePointer<CChar>?, name: UnsafePointer<CChar>?,
  _: UnsafePointer<CChar>?, _: UnsafePointer<CChar>?
) -> Int32 {
  switch action {
  case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return SQLITE_OK
  case SQLITE_FUNCTION:
    let reachesOut = ["load_extension", "fts3_tokenizer"]
    return name.map { reachesOut.contains(String(cString: $0).lowercased()) } == false ? SQLITE_OK : SQLITE_DENY
  default: return SQLITE_DENY
  }
}

extension Statement {
  fileprivate func value(_ column: Int) -> QueryValue {
    switch sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_INTEGER: return .integer(integer(column))
    case SQLITE_FLOAT: return .real(text(column) ?? "")
    case SQLITE_TEXT: return .text(text(column) ?? "")
    case SQLITE_BLOB:
      let start = sqlite3_column_blob(handle, Int32(column))
      let count = Int(sqlite3_column_bytes(handle, Int32(column)))
      return .bytes(Array(UnsafeRawBufferPointer(start: start, count: count)))
    default: return .null
    }
  }
}
