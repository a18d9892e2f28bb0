import Contracts
import TestSupport
import Testing

@testable import Provenance

/// A ledger of eight entries that somebody meddles with.
private struct Victim {
  let scratch: Scratch
  let references: [EntryReference]
  var path: String { scratch.path("ledger.db") }

  init() throws {
    scratch = try Scratch()
    let ledger = try Ledger(scratch.path("ledger.db"), .writing)
    var references: [EntryReference] = []
    for round in 0..<4 {
      let dataset = round % 2 == 0 ? "orders" : "users"
      let run = try ledger.append(Sample.run(dataset, ageSeconds: round), recordedAt: Sample.noon)
      let decision = Sample.decision(dataset, run: run, verdict: round == 3 ? .block : .pass)
      references += [run, try ledger.append(decision, recordedAt: Sample.noon)]
    }
    self.references = references
  }

  /// Runs statements as somebody would who owns the file: without the triggers, which are there again afterwards.
  func meddle(_ body: (Database) throws -> Void) throws {
    let database = try Database(path, .writing)
    let triggers = try Schema.objects(database).filter { $0.type == "trigger" }
    for trigger in triggers { try database.execute("DROP TRIGGER \(trigger.name)") }
    try body(database)
    for trigger in triggers { try database.execute(trigger.sql) }
  }

  func meddle(_ sql: String) throws { try meddle { try $0.execute(sql) } }

  func verify(head: Digest? = nil) throws -> [LedgerProblem] { try Ledger(path, .reading).verify(head: head).problems }

  func text(_ sequence: Int) throws -> String {
    String(decoding: try Ledger(path, .reading).entry(String(sequence)).bytes, as: UTF8.self)
  }

  /// Puts other bytes in an entry's place, with all that follows from them, as a careful forger would.
  func replace(_ sequence: Int, by bytes: [UInt8]) throws {
    let columns = try StoredEntry(bytes).columns
    try meddle { database in
      let sql = "UPDATE entries SET digest = ?, dataset = ?, outcome = ?, at = ?, json = ? WHERE sequence = \(sequence)"
      _ = try database.prepare(sql).bind([
        .text(columns.digest), .init(columns.dataset), .init(columns.outcome), .text(columns.at),
        .text(String(decoding: bytes, as: UTF8.self)),
      ]).step()
    }
  }
}

@Suite struct TamperingTests {
  @Test func anUntouchedLedgerHolds() throws {
    let victim = try Victim()
    #expect(try victim.verify().isEmpty)
    for reference in victim.references { #expect(try victim.verify(head: reference.digest).isEmpty) }
    let verification = try Ledger(victim.path, .reading).verify(head: victim.references[2].digest)
    #expect(verification.entryCount == 8)
    #expect(verification.head == victim.references[7])
    #expect(verification.knownHead == victim.references[2])
    #expect(try victim.verify(head: .sha256(of: [])).map(\.sequence) == [nil])
  }

  /// Whatever single character of whatever entry is exchanged, the entry is named.
  /// A number behind which no other fits must not stop the program that wants to write.
  @Test(arguments: [Int.max, 1 << 53 - 1, 1 << 53, 0, -5, Int.min])
  func aNumberThatNoEntryGetsIsSaid(sequence: Int) throws {
    let victim = try Victim()
    let others = sequence <= 0 ? "DELETE FROM entries WHERE sequence < 8;" : ""
    try victim.meddle("\(others) UPDATE entries SET sequence = \(sequence) WHERE sequence = 8")
    let error = #expect(throws: LedgerError.self) {
      try Ledger(victim.path, .writing).append(Sample.annotation("next"), recordedAt: Sample.noon)
    }
    #expect(error?.kind == .broken)
    #expect(error?.message.contains("its last entry has the number \(sequence)") == true)
    #expect(try !victim.verify().isEmpty)
  }

  @Test(arguments: 0..<40) func anExchangedCharacterIsFound(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let victim = try Victim()
    let sequence = Int.random(in: 1...8, using: &random)
    var bytes = Array(try victim.text(sequence).utf8)
    let place = bytes.indices.randomElement(using: &random) ?? 0
    let replacement = UInt8(ascii: "0") + UInt8.random(in: 0...70, using: &random)
    guard bytes[place] < 0x80, bytes[place] != replacement else { return }
    bytes[place] = replacement
    try victim.meddle { database in
      let sql = "UPDATE entries SET json = ? WHERE sequence = \(sequence)"
      _ = try database.prepare(sql).bind([.text(String(decoding: bytes, as: UTF8.self))]).step()
    }
    #expect(try victim.verify().map(\.sequence) == [sequence], "seed \(seed)")
  }

  /// The forger computes the digest anew; the entry behind gives the forgery away.
  @Test(arguments: 1...7) func aForgedEntryIsFound(sequence: Int) throws {
    let victim = try Victim()
    let text = try victim.text(sequence)
    let forged = text.replacing("2026-11-21T12:00:00Z\",\"sequence", with: "2026-11-20T12:00:00Z\",\"sequence")
    #expect(forged != text)
    try victim.replace(sequence, by: Array(forged.utf8))
    try victim.meddle("UPDATE entries SET recorded_at = '2026-11-20T12:00:00Z' WHERE sequence = \(sequence)")
    let problems = try victim.verify()
    #expect(problems.map(\.sequence) == [sequence])
    #expect(problems.first?.message.contains("was changed or replaced") == true)
  }

  /// The last entry has none behind it: only a digest noted elsewhere tells.
  @Test func aForgedEndNeedsTheHead() throws {
    let victim = try Victim()
    try victim.replace(8, by: Array(try victim.text(8).replacing("\"verdict\":\"block\"", with: "\"verdict\":\"pass\"").utf8))
    #expect(try victim.verify().isEmpty)
    #expect(try victim.verify(head: victim.references[6].digest).isEmpty)
    #expect(try victim.verify(head: victim.references[7].digest).count == 1)
  }

  @Test(arguments: ["previous", "recorded_at", "at", "kind", "dataset", "outcome", "digest"])
  func aChangedColumnIsFound(column: String) throws {
    for sequence in 1...8 {
      let victim = try Victim()
      try victim.meddle("UPDATE entries SET \(column) = 'x' WHERE sequence = \(sequence)")
      #expect(try victim.verify().map(\.sequence) == [sequence], "\(column) of \(sequence)")
      let isListed = (try? Ledger(victim.path, .reading).entries()) != nil
      #expect(!isListed, "a reader must not take a row for what its bytes do not say")
    }
  }

  @Test(arguments: 1...7) func aRemovedEntryIsFound(sequence: Int) throws {
    let victim = try Victim()
    try victim.meddle("DELETE FROM entries WHERE sequence = \(sequence)")
    #expect(try victim.verify() == [LedgerProblem(sequence: sequence, "entry \(sequence) is missing")])
  }

  @Test func removedEntriesAreNamedTogether() throws {
    let victim = try Victim()
    try victim.meddle("DELETE FROM entries WHERE sequence IN (1, 2, 5, 6, 7)")
    #expect(try victim.verify().map(\.message) == ["entries 1 to 2 are missing", "entries 5 to 7 are missing"])
  }

  /// Those behind close ranks.
  @Test func aRemovedEntryWhoseGapWasClosedIsFound() throws {
    let victim = try Victim()
    try victim.meddle("DELETE FROM entries WHERE sequence = 4; UPDATE entries SET sequence = sequence - 1 WHERE sequence > 4")
    #expect(try victim.verify().map(\.sequence) == [4, 5, 6, 7])
  }

  @Test func aCutEndNeedsTheHead() throws {
    let victim = try Victim()
    try victim.meddle("DELETE FROM entries WHERE sequence > 5")
    #expect(try victim.verify().isEmpty)
    #expect(try victim.verify(head: victim.references[4].digest).isEmpty)
    let problems = try victim.verify(head: victim.references[7].digest)
    #expect(problems.count == 1 && problems[0].message.contains("the end of the ledger was cut off"))
  }

  @Test(arguments: [(1, 2), (2, 3), (3, 8), (1, 8), (4, 6)]) func swappedEntriesAreFound(first: Int, second: Int) throws {
    let victim = try Victim()
    try victim.meddle(
      """
      UPDATE entries SET sequence = -1 WHERE sequence = \(first);
      UPDATE entries SET sequence = \(first) WHERE sequence = \(second);
      UPDATE entries SET sequence = \(second) WHERE sequence = -1;
      """)
    #expect(try victim.verify().map(\.sequence) == [first, second])
  }

  /// A chain that was written anew from the first entry on holds by itself.
  @Test func aRewrittenChainNeedsTheHead() throws {
    let victim = try Victim()
    let other = try Scratch()
    let ledger = try Ledger(other.path("ledger.db"), .writing)
    for entry in try Ledger(victim.path, .reading).entries() where entry.reference.sequence != 4 {
      try ledger.append(entry.entry, recordedAt: entry.recordedAt)
    }
    #expect(try ledger.verify().problems.isEmpty)
    #expect(try ledger.verify(head: victim.references[7].digest).problems.count == 1)
    #expect(try ledger.verify(head: victim.references[2].digest).problems.isEmpty)
  }

  @Test(arguments: [
    ("DROP VIEW decisions", "the view `decisions` is missing"),
    ("DROP VIEW uses; CREATE VIEW uses AS SELECT 1 AS use", "the view `uses` was changed"),
    ("DROP TRIGGER entries_are_never_changed", "the trigger `entries_are_never_changed` is missing"),
    (
      "CREATE TRIGGER forge AFTER INSERT ON entries BEGIN SELECT 1; END",
      "the trigger `forge` is none of the ledger's"
    ),
    ("CREATE TABLE notes (text)", "the table `notes` is none of the ledger's"),
  ])
  func aChangedSchemaIsFound(sql: String, message: String) throws {
    let victim = try Victim()
    try Database(victim.path, .writing).execute(sql)
    #expect(try victim.verify().map(\.message) == [message])
    #expect(throws: LedgerError.self) {
      try Ledger(victim.path, .reading).query(
        "SELECT * FROM runs", mayContinue: { true }, header: { _ in }, row: { _ in true })
    }
  }

  @Test(arguments: 0..<20) func aDamagedFileIsAnErrorOrAFinding(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let victim = try Victim()
    // Everything is in the one file once no connection is open.
    try Database(victim.path, .writing).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    var bytes = try victim.scratch.bytes("ledger.db")
    for _ in 0..<20 { bytes[Int.random(in: 100..<bytes.count, using: &random)] = .random(in: 0...255, using: &random) }
    try victim.scratch.write("ledger.db", bytes)
    do throws(LedgerError) {
      let ledger = try Ledger(victim.path, .reading)
      let verification = try ledger.verify(head: victim.references[7].digest)
      // What was hit may have been free space.
      if verification.problems.isEmpty { #expect(try ledger.entries().count == 8, "seed \(seed)") }
    } catch {
      // It says that it is damaged, which is an answer too.
      #expect([.corrupt, .notALedger, .broken, .otherSchema, .failed].contains(error.kind), "seed \(seed): \(error)")
    }
  }

  @Test func anExportIsVerifiedWithoutTheLedger() throws {
    let victim = try Victim()
    let lines = try Ledger(victim.path, .reading).entries().map(\.bytes)
    func problems(_ lines: [[UInt8]], head: Digest? = nil) -> [Int?] {
      var verifier = ChainVerifier(head: head)
      for line in lines { verifier.take(line: line) }
      return verifier.finish().problems.map(\.sequence)
    }
    #expect(problems(lines).isEmpty)
    #expect(problems(Array(lines.prefix(5))).isEmpty)
    #expect(problems(Array(lines.prefix(5)), head: victim.references[7].digest) == [nil])
    #expect(problems(Array(lines.dropFirst(2))) == [1])
    #expect(problems(lines.filter { $0 != lines[3] }) == [4])
    var forged = lines
    forged[2] = Array(String(decoding: lines[2], as: UTF8.self).replacing("CC-BY-4.0", with: "CC0-1.0").utf8)
    #expect(problems(forged) == [3])
    forged[2] = Array("[]".utf8)
    #expect(problems(forged) == [3])
    #expect(!problems([lines[0], lines[2], lines[1]] + lines[3...]).isEmpty)
  }
}
