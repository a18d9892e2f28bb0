import CSQLite

/// The tables of a ledger, in versions that build on one another.
struct Schema {
  /// `PRAGMA application_id`: marks a database as a ledger of ours. `ASSY` in ASCII.
  static let applicationID = 0x4153_5359

  /// Version n is what the first n steps make. A step that was released never changes.
  let steps: [String]

  static let current = Schema(steps: [firstTables + firstViews, jobViews, sourceViews, promotionViews])

  var version: Int { steps.count }

  /// Brings a database up to date; does nothing to one that is. `isNew` says that it was made just now, empty.
  func migrate(_ database: Database, isNew: Bool = false) throws(LedgerError) {
    let found = try check(database, isNew: isNew)
    guard found < version else { return }
    try database.transaction { () throws(LedgerError) in
      // Another process may have been faster.
      let reached = try check(database, isNew: isNew)
      for step in steps[reached...] { try database.execute(step) }
      try database.execute("PRAGMA application_id = \(Self.applicationID); PRAGMA user_version = \(version)")
    }
  }

  /// The version of a database that is a ledger which this program understands.
  @discardableResult
  func check(_ database: Database, isNew: Bool = false) throws(LedgerError) -> Int {
    let mark = try database.integer("PRAGMA application_id")
    guard isNew || mark == Self.applicationID else {
      throw LedgerError(
        .notALedger, "\(database.path) is no ledger: it is an SQLite database of something else",
        advice: "name another file with --ledger; it is created where none exists")
    }
    let found = try database.integer("PRAGMA user_version")
    guard found <= version else {
      throw LedgerError(
        .otherSchema, "the ledger \(database.path) has schema \(found), and this program knows it up to \(version)",
        advice: "use the version of assay that wrote it, or a later one")
    }
    return found
  }

  /// Lets a reader ask an earlier version's ledger for all that this version knows, without changing it: views that
  /// came later, or changed, are made beside the file, for this connection.
  func prepareForReading(_ database: Database) throws(LedgerError) {
    let found = try check(database)
    guard found < version else { return }
    let earlier = try Self(steps: Array(steps.prefix(found))).expectedObjects()
    let later = try expectedObjects().filter { !earlier.contains($0) }
    guard found > 0, later.allSatisfy({ $0.type == "view" && $0.sql.hasPrefix(Self.viewPrefix) }) else {
      throw LedgerError(
        .otherSchema, "the ledger \(database.path) has schema \(found), and this program reads \(version)",
        advice: "`assay ledger init --ledger \(database.path)` brings it up to date; its entries stay as they are")
    }
    try database.execute("PRAGMA temp_store = MEMORY")
    for view in later { try database.execute("CREATE TEMP VIEW " + view.sql.dropFirst(Self.viewPrefix.count)) }
  }

  private static let viewPrefix = "CREATE VIEW "

  /// The schema that a database of this version has.
  func reached(by database: Database) throws(LedgerError) -> Schema {
    Schema(steps: Array(steps.prefix(try check(database))))
  }

  /// Every table, index, trigger and view, as the database describes it.
  static func objects(_ database: Database) throws(LedgerError) -> [Object] {
    let rows = try database.prepare("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
    var objects: [Object] = []
    while try rows.step() {
      objects.append(Object(type: rows.text(0) ?? "", name: rows.text(1) ?? "", sql: rows.text(2) ?? ""))
    }
    return objects
  }

  struct Object: Hashable {
    var type: String
    var name: String
    var sql: String
  }

  /// What `objects` finds in a ledger that nobody has meddled with.
  func expectedObjects() throws(LedgerError) -> [Object] {
    let database = try Database("memory", .inMemory)
    try migrate(database, isNew: true)
    return try Self.objects(database)
  }
}
