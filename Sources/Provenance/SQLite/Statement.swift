import CSQLite

/// A prepared statement and its current row.
final class Statement {
  let handle: OpaquePointer
  private let database: Database

  init(_ sql: String, _ database: Database) throws(LedgerError) {
    self.database = database
    var prepared: OpaquePointer?
    try database.check(sqlite3_prepare_v2(database.handle, sql, -1, &prepared, nil))
    guard let prepared else { throw LedgerError(.failed, "`\(sql)` is no statement") }
    handle = prepared
  }

  /// Takes over a statement that was prepared already.
  init(_ prepared: OpaquePointer, _ database: Database) {
    handle = prepared
    self.database = database
  }

  deinit { sqlite3_finalize(handle) }

  /// Gives values to the parameters, in order.
  @discardableResult
  func bind(_ values: [Value]) throws(LedgerError) -> Statement {
    for (index, value) in values.enumerated() {
      let place = Int32(index + 1)
      switch value {
      case .text(let text): try database.check(assay_sqlite_bind_text(handle, place, text, Int32(text.utf8.count)))
      case .integer(let number): try database.check(sqlite3_bind_int64(handle, place, Int64(number)))
      case .null: try database.check(sqlite3_bind_null(handle, place))
      }
    }
    return self
  }

  enum Value {
    case text(String)
    case integer(Int)
    case null

    init(_ text: String?) { self = text.map(Value.text) ?? .null }
  }

  /// Goes to the next row; `false` after the last one.
  func step() throws(LedgerError) -> Bool {
    let code = sqlite3_step(handle)
    try database.check(code)
    return code == SQLITE_ROW
  }

  func integer(_ column: Int) -> Int { Int(sqlite3_column_int64(handle, Int32(column))) }

  func isNull(_ column: Int) -> Bool { sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }

  /// The bytes of a text, as they are; none for null.
  func bytes(_ column: Int) -> [UInt8] {
    guard let start = sqlite3_column_text(handle, Int32(column)) else { return [] }
    return Array(UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(column)))))
  }

  func text(_ column: Int) -> String? { isNull(column) ? nil : String(decoding: bytes(column), as: UTF8.self) }
}
