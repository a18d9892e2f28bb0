import Contracts
import Glibc

/// The record of what was judged and decided: one SQLite file of entries, each chained to the one before by SHA-256.
///
/// Entries are only ever added. Any number of processes may do so at once.
package final class Ledger {
  package enum Access: Sendable {
    /// Reads; the file must exist, and nothing is written.
    case reading
    /// Adds entries; a file that is missing is created, in a folder that exists.
    case writing
  }

  /// As the user gave it.
  package let path: String
  let database: Database

  /// How long to wait while other processes write.
  package static let patienceSeconds = 10

  package convenience init(
    _ path: String, _ access: Access, patienceSeconds: Int = Ledger.patienceSeconds
  ) throws(LedgerError) {
    try self.init(path, access, schema: .current, patienceSeconds: patienceSeconds)
  }

  init(_ path: String, _ access: Access, schema: Schema, patienceSeconds: Int = 10) throws(LedgerError) {
    self.path = path
    try LedgerFile.check(path)
    switch access {
    case .reading:
      database = try LedgerFile.openForReading(path, patienceSeconds: patienceSeconds)
      try schema.prepareForReading(database)
    case .writing:
      if !LedgerFile.exists(path) { try LedgerFile.create(path, schema: schema) }
      database = try Database(path, .writing, patienceSeconds: patienceSeconds)
      // An acknowledged entry survives the loss of power.
      try database.execute("PRAGMA synchronous = FULL")
      try schema.migrate(database)
    }
  }

  /// The newest entry; `nil` in an empty ledger.
  package func head() throws(LedgerError) -> EntryReference? {
    let rows = try database.prepare("SELECT sequence, digest FROM entries ORDER BY sequence DESC LIMIT 1")
    return try rows.step() ? reference(rows) : nil
  }

  private func reference(_ rows: Statement) throws(LedgerError) -> EntryReference {
    let sequence = rows.integer(0)
    guard let digest = rows.text(1).flatMap({ Digest($0) }) else {
      throw LedgerError(
        .broken, "the ledger \(path): the digest of entry \(sequence) is no digest",
        advice: "`assay ledger verify` says what else is wrong")
    }
    // Another one must fit behind it, with a number that JSON can hold.
    guard (1..<CanonicalJSON.largestInteger).contains(sequence) else {
      throw LedgerError(
        .broken, "the ledger \(path): its last entry has the number \(sequence), which no entry gets",
        advice: "`assay ledger verify` says what else is wrong")
    }
    return EntryReference(sequence: sequence, digest: digest)
  }

  /// Adds one entry; when this returns, it is on the disk.
  @discardableResult
  package func append(_ entry: LedgerEntry, recordedAt: Instant) throws(LedgerError) -> EntryReference {
    try append(recordedAt: recordedAt) { (writer) throws(LedgerError) in try writer.append(entry) }
  }

  /// Adds the entries that `body` gives to the writer, all or none; when this returns, they are on the disk.
  ///
  /// The head is read and the entries are written under one lock, so that no other process can come between.
  package func append<Result>(
    recordedAt: Instant, _ body: (inout Writer) throws(LedgerError) -> Result
  ) throws(LedgerError) -> Result {
    try database.transaction { () throws(LedgerError) in
      var writer = Writer(database: database, head: try head(), recordedAt: recordedAt)
      return try body(&writer)
    }
  }

  /// Puts entries behind one another within a transaction.
  package struct Writer {
    fileprivate let database: Database
    package private(set) var head: EntryReference?
    fileprivate let recordedAt: Instant

    fileprivate init(database: Database, head: EntryReference?, recordedAt: Instant) {
      self.database = database
      self.head = head
      self.recordedAt = recordedAt
    }

    @discardableResult
    package mutating func append(_ entry: LedgerEntry) throws(LedgerError) -> EntryReference {
      let stored = StoredEntry(entry, after: head, recordedAt: recordedAt)
      let columns = stored.columns
      _ = try database.prepare(Columns.insertion).bind(columns.values + [.text(stored.text)]).step()
      head = stored.reference
      return stored.reference
    }
  }
}
