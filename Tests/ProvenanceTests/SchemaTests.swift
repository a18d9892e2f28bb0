import Contracts
import TestSupport
import Testing

@testable import Provenance

@Suite struct SchemaTests {
  /// A later version of this program, which keeps notes and has one more view.
  private static let later = Schema(
    steps: Schema.current.steps + [
      "ALTER TABLE entries ADD COLUMN note TEXT; CREATE VIEW heads AS SELECT max(sequence) AS head FROM entries;"
    ])

  /// A ledger of version 1, made by hand, with two entries.
  private func firstLedger() throws -> Scratch {
    let scratch = try Scratch()
    let database = try Database(scratch.path("ledger.db"), .creating)
    try database.execute("PRAGMA journal_mode = WAL")
    try database.execute(Repository.text("Tests/ProvenanceTests/Data/ledger-v1.sql"))
    return scratch
  }

  /// The same, brought up to date.
  private func currentLedger() throws -> Scratch {
    let scratch = try firstLedger()
    _ = try Ledger(scratch.path("ledger.db"), .writing)
    return scratch
  }

  @Test func aLedgerOfTheFirstVersionIsBroughtUpToDateReadAndVerified() throws {
    let scratch = try currentLedger()
    let ledger = try Ledger(scratch.path("ledger.db"), .reading)
    #expect(try ledger.database.integer("SELECT count(*) FROM run_sources") == 0)
    let verification = try ledger.verify()
    #expect(verification.problems.isEmpty, "\(verification.problems)")
    #expect(verification.entryCount == 2)
    #expect(try ledger.entries().map(\.entry) == [Sample.run("orders"), Sample.annotation("the first ledger")])
  }

  @Test func aLaterVersionBringsItUpToDate() throws {
    let scratch = try currentLedger()
    let path = scratch.path("ledger.db")
    let before = try Ledger(path, .writing).entries()
    let ledger = try Ledger(path, .writing, schema: Self.later)
    #expect(try ledger.database.integer("PRAGMA user_version") == Schema.current.version + 1)
    #expect(try ledger.entries() == before)
    try ledger.append(Sample.annotation("third"), recordedAt: Sample.noon)
    #expect(try ledger.database.integer("SELECT head FROM heads") == 3)
    #expect(try Ledger(path, .reading, schema: Self.later).head()?.sequence == 3)
    // A second time there is nothing to do.
    #expect(try Ledger(path, .writing, schema: Self.later).head()?.sequence == 3)
  }

  @Test func anEarlierVersionRefusesALaterLedger() throws {
    let scratch = try firstLedger()
    _ = try Ledger(scratch.path("ledger.db"), .writing, schema: Self.later)
    for access in [Ledger.Access.reading, .writing] {
      let error = #expect(throws: LedgerError.self) { try Ledger(scratch.path("ledger.db"), access) }
      #expect(error?.kind == .otherSchema)
      #expect(error?.message.hasSuffix("has schema \(Self.later.version), and this program knows it up to \(Schema.current.version)") == true)
    }
  }

  /// An auditor's copy may lie on a medium that nothing can be written to.
  @Test func aReaderUnderstandsTheFirstVersionAndChangesNothing() throws {
    let scratch = try firstLedger()
    let before = try scratch.bytes("ledger.db")
    let ledger = try Ledger(scratch.path("ledger.db"), .reading)
    #expect(try ledger.entries().count == 2)
    #expect(try ledger.verify().problems.isEmpty)
    for view in Ledger.views {
      var names: [String] = []
      try ledger.query("SELECT * FROM \(view)", mayContinue: { true }, header: { names = $0 }, row: { _ in true })
      #expect(!names.isEmpty, "\(view)")
    }
    #expect(try ledger.database.integer("PRAGMA main.user_version") == 1)
    #expect(try scratch.bytes("ledger.db") == before)
  }

  @Test func aForgedViewOfTheFirstVersionIsFound() throws {
    let scratch = try firstLedger()
    try Database(scratch.path("ledger.db"), .writing).execute(
      "DROP VIEW uses; CREATE VIEW uses AS SELECT 1 AS run, '' AS at, '' AS dataset, 'any' AS use")
    let ledger = try Ledger(scratch.path("ledger.db"), .reading)
    #expect(try ledger.verify().problems.contains { "\($0)".contains("`uses` was changed") })
  }

  @Test func aReaderRefusesTablesThatItWouldHaveToChange() throws {
    let scratch = try currentLedger()
    let error = #expect(throws: LedgerError.self) {
      try Ledger(scratch.path("ledger.db"), .reading, schema: Self.later)
    }
    #expect(error?.kind == .otherSchema)
    #expect(error?.advice?.contains("assay ledger init --ledger") == true)
    #expect(try Database(scratch.path("ledger.db"), .reading).integer("PRAGMA user_version") == Schema.current.version)
  }

  @Test func aStepThatFailsLeavesTheOldSchema() throws {
    let scratch = try currentLedger()
    let broken = Schema(steps: Schema.current.steps + ["CREATE TABLE fine (a); CREATE TABLE broken (a, a)"])
    #expect(throws: LedgerError.self) { try Ledger(scratch.path("ledger.db"), .writing, schema: broken) }
    #expect(try Ledger(scratch.path("ledger.db"), .reading).verify().problems.isEmpty)
  }
}
