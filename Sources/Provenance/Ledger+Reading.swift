import Contracts

/// Which entries are asked for. What is `nil` is not asked.
package struct EntryFilter: Hashable, Sendable {
  package var kind: LedgerEvent.Kind?
  /// The id of a contract, the name of a job, or the subject of an act.
  package var dataset: String?
  /// `pass`, `warn`, `block` of a decision or of a promotion by the gate; `passed`, `failed`, `inconclusive`, `skipped`
  /// of a run.
  package var outcome: String?
  /// By the clock that entries were judged by, inclusive.
  package var since: Instant?

  package init(kind: LedgerEvent.Kind? = nil, dataset: String? = nil, outcome: String? = nil, since: Instant? = nil) {
    self.kind = kind
    self.dataset = dataset
    self.outcome = outcome
    self.since = since
  }

  fileprivate var condition: (sql: String, values: [Statement.Value]) {
    let parts: [(String, String?)] = [
      ("kind = ?", kind?.rawValue), ("dataset = ?", dataset), ("outcome = ?", outcome),
      ("at >= ?", since?.wholeSeconds),
    ]
    let asked = parts.compactMap { sql, value in value.map { (sql, Statement.Value.text($0)) } }
    return (asked.isEmpty ? "" : " WHERE " + asked.map(\.0).joined(separator: " AND "), asked.map(\.1))
  }
}

extension Ledger {
  package enum Order: Sendable { case oldestFirst, newestFirst }

  /// Gives `body` each entry that matches, until it returns `false`. All are of one moment: what other processes add
  /// meanwhile is not among them.
  package func forEach(
    _ filter: EntryFilter = EntryFilter(), _ order: Order = .oldestFirst,
    _ body: (StoredEntry) throws(LedgerError) -> Bool
  ) throws(LedgerError) {
    let (condition, values) = filter.condition
    let direction = order == .newestFirst ? "DESC" : "ASC"
    let rows = try database.prepare("\(Columns.selection)\(condition) ORDER BY sequence \(direction)").bind(values)
    while try rows.step() {
      guard try body(try storedEntry(rows)) else { return }
    }
  }

  /// The entries that match, oldest first.
  package func entries(_ filter: EntryFilter = EntryFilter()) throws(LedgerError) -> [StoredEntry] {
    var found: [StoredEntry] = []
    try forEach(filter) { entry in
      found.append(entry)
      return true
    }
    return found
  }

  /// How many match.
  package func count(_ filter: EntryFilter = EntryFilter()) throws(LedgerError) -> Int {
    let (condition, values) = filter.condition
    let rows = try database.prepare("SELECT count(*) FROM entries\(condition)").bind(values)
    return try rows.step() ? rows.integer(0) : 0
  }

  /// The entry of this number, or whose digest begins so: `12`, `sha256:9f86d081`, `9f86d081`.
  package func entry(_ name: String) throws(LedgerError) -> StoredEntry {
    let found = try matching(name)
    guard let entry = found.first else {
      throw LedgerError(
        .noEntry, "the ledger \(path) has no entry \(name)",
        advice: "`assay ledger log` lists the entries by number; a digest needs 8 digits or more")
    }
    guard found.count == 1 else {
      throw LedgerError(.noEntry, "more than one entry begins with \(name)", advice: "give more digits")
    }
    return entry
  }

  private func matching(_ name: String) throws(LedgerError) -> [StoredEntry] {
    if let sequence = Int(name) {
      let sql = "\(Columns.selection) WHERE sequence = ?"
      let numbered = try storedEntries(try database.prepare(sql).bind([.integer(sequence)]))
      if !numbered.isEmpty { return numbered }
    }
    // Digits may begin a digest as well.
    let hex = name.hasPrefix("sha256:") ? String(name.dropFirst(7)) : name
    guard hex.utf8.count >= 8, hex.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return [] }
    let sql = "\(Columns.selection) WHERE substr(digest, 1, ?) = ? LIMIT 2"
    return try storedEntries(
      try database.prepare(sql).bind([.integer(7 + hex.utf8.count), .text("sha256:" + hex.lowercased())]))
  }

  private func storedEntries(_ rows: Statement) throws(LedgerError) -> [StoredEntry] {
    var found: [StoredEntry] = []
    while try rows.step() { found.append(try storedEntry(rows)) }
    return found
  }

  /// The entry of a row; its bytes, which alone are believed, must be what the row says.
  private func storedEntry(_ row: Statement) throws(LedgerError) -> StoredEntry {
    let columns = Columns(row)
    do throws(EntryProblem) {
      let stored = try StoredEntry(row.bytes(Columns.names.count), isVerifying: false)
      if stored.columns == columns { return stored }
      throw EntryProblem(message: "its bytes say something else than its row")
    } catch {
      throw LedgerError(
        .broken, "the ledger \(path) was tampered with: entry \(columns.sequence): \(error.message)",
        advice: "`assay ledger verify` says what else is wrong")
    }
  }
}
