import Contracts
import TestSupport
import Testing

@testable import Provenance

@Suite struct LedgerTests {
  @Test func entriesComeBackAsTheyWere() throws {
    let scratch = try Scratch()
    let ledger = try Ledger(scratch.path("ledger.db"), .writing)
    #expect(try ledger.head() == nil)
    let promotion = ActRecord(
      subject: "model", version: "3", digest: .sha256(of: [9]), stage: "production", author: "ada", text: "go")
    var appended: [LedgerEntry] = []
    let run = Sample.run("orders", status: .failed)
    let runReference = try ledger.append(run, recordedAt: Sample.noon)
    appended.append(run)
    let others = [
      Sample.decision("orders", run: runReference, verdict: .block),
      Sample.decision("orders", run: runReference, verdict: .pass, waiver: Sample.waiver),
      LedgerEntry(at: Sample.noon, tool: Sample.tool, event: .promotion(promotion)),
      LedgerEntry(at: Sample.noon, tool: Sample.tool, event: .rollback(promotion)),
      LedgerEntry(at: Sample.noon, tool: Sample.tool, event: .job(Sample.wholeJob)),
      Sample.run(of: "texts", ["a.csv"], sources: ["s1", "s2"]),
      Sample.annotation("late because of \u{7}\r\n\"snow\" \\ ☃", about: [runReference]),
    ]
    for entry in others { try ledger.append(entry, recordedAt: Instant(seconds: 1_800_000_000)) }
    appended += others

    let entries = try Ledger(scratch.path("ledger.db"), .reading).entries()
    #expect(entries.map(\.entry) == appended)
    #expect(entries.map(\.reference.sequence) == Array(1...8))
    #expect(entries.first?.previous == StoredEntry.firstPrevious)
    for (entry, next) in zip(entries, entries.dropFirst()) { #expect(next.previous == entry.reference.digest) }
    #expect(try ledger.head() == entries.last?.reference)
    #expect(entries.first?.recordedAt == Sample.noon && entries.last?.recordedAt.seconds == 1_800_000_000)
  }

  /// Anybody can check a digest: it is that of the line which `export` writes.
  @Test func theBytesOfAnEntryNeverChange() {
    let stored = StoredEntry(Sample.annotation("hello"), after: nil, recordedAt: Sample.noon)
    let expected =
      #"{"assay_ledger":1,"at":"2026-11-21T12:00:00Z","kind":"annotation","payload":{"about":[],"#
      + #""author":"ada@example.com","text":"hello"},"previous":"sha256:\#(String(repeating: "0", count: 64))","#
      + #""recorded_at":"2026-11-21T12:00:00Z","sequence":1,"tool":{"architecture":"x86_64","digest":"sha256:"#
      + #"4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a","kernel":"avx2","system":"Linux","#
      + #""version":"0.1.0"}}"#
    #expect(stored.text == expected)
  }

  @Test func filtersAndOrders() throws {
    let scratch = try Scratch()
    let ledger = try Ledger(scratch.path("ledger.db"), .writing)
    for day in 0..<4 {
      let at = Instant(seconds: Sample.noon.seconds + Int64(day) * 86_400)
      for dataset in ["orders", "users"] {
        let run = try ledger.append(
          Sample.run(dataset, at: at, status: day == 2 ? .failed : .passed), recordedAt: Sample.noon)
        try ledger.append(
          Sample.decision(dataset, run: run, verdict: day == 2 ? .block : .pass, at: at), recordedAt: Sample.noon)
      }
    }
    #expect(try ledger.count() == 16)
    #expect(try ledger.count(EntryFilter(kind: .decision)) == 8)
    #expect(try ledger.count(EntryFilter(dataset: "users")) == 8)
    #expect(try ledger.count(EntryFilter(kind: .decision, dataset: "users", outcome: "block")) == 1)
    #expect(try ledger.count(EntryFilter(since: Instant(seconds: Sample.noon.seconds + 2 * 86_400))) == 8)
    #expect(try ledger.count(EntryFilter(outcome: "failed")) == 2)
    var newest: [Int] = []
    try ledger.forEach(EntryFilter(dataset: "orders"), .newestFirst) { entry in
      newest.append(entry.reference.sequence)
      return newest.count < 3
    }
    #expect(newest == [14, 13, 10])
  }

  @Test func anEntryIsFoundByNumberOrDigest() throws {
    let scratch = try Scratch()
    let ledger = try Ledger(scratch.path("ledger.db"), .writing)
    let references = try (0..<20).map { try ledger.append(Sample.annotation("\($0)"), recordedAt: Sample.noon) }
    #expect(try ledger.entry("7").reference == references[6])
    let digest = references[11].digest
    let short = String(digest.hex.prefix(12))
    for name in [digest.description, digest.hex, short, short.uppercased()] {
      #expect(try ledger.entry(name).reference == references[11])
    }
    for name in ["21", "0", "-1", "", "sha256:", "zzzzzzzz", "1 OR 1=1"] {
      #expect(throws: LedgerError.self) { try ledger.entry(name) }
    }
  }

  /// All entries of one call are kept, or none.
  @Test func aFailedCallLeavesNothing() throws {
    let scratch = try Scratch()
    let ledger = try Ledger(scratch.path("ledger.db"), .writing)
    try ledger.append(Sample.annotation("first"), recordedAt: Sample.noon)
    #expect(throws: LedgerError.self) {
      try ledger.append(recordedAt: Sample.noon) { (writer) throws(LedgerError) in
        try writer.append(Sample.annotation("second"))
        throw LedgerError(.failed, "on purpose")
      }
    }
    #expect(try ledger.entries().count == 1)
    try ledger.append(Sample.annotation("second"), recordedAt: Sample.noon)
    #expect(try ledger.head()?.sequence == 2)
  }

  @Test func theTableRefusesChanges() throws {
    let scratch = try Scratch()
    let ledger = try Ledger(scratch.path("ledger.db"), .writing)
    for text in ["a", "b", "c"] { try ledger.append(Sample.annotation(text), recordedAt: Sample.noon) }
    for sql in [
      "UPDATE entries SET at = '' WHERE sequence = 2", "DELETE FROM entries WHERE sequence = 3",
      "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE sequence = 2",
      "INSERT INTO entries SELECT 5, 'x', digest, at, at, kind, NULL, NULL, json FROM entries WHERE sequence = 3",
      "INSERT INTO entries SELECT 4, 'x', previous, at, at, kind, NULL, NULL, json FROM entries WHERE sequence = 3",
    ] {
      #expect(throws: LedgerError.self, "\(sql)") { try ledger.database.execute(sql) }
    }
    #expect(try ledger.entries().count == 3)
  }

  /// Ten million entries and more have numbers of eight digits, as digests begin.
  @Test func aLongNumberIsANumber() throws {
    let scratch = try Scratch()
    let ledger = try Ledger(scratch.path("ledger.db"), .writing)
    let triggers = try Schema.objects(ledger.database).filter { $0.type == "trigger" }
    for trigger in triggers { try ledger.database.execute("DROP TRIGGER \(trigger.name)") }
    let before = EntryReference(sequence: 12_345_677, digest: .sha256(of: []))
    let stored = StoredEntry(Sample.annotation("far on"), after: before, recordedAt: Sample.noon)
    _ = try ledger.database.prepare(Columns.insertion).bind(stored.columns.values + [.text(stored.text)]).step()
    #expect(try ledger.entry("12345678").reference == stored.reference)
    #expect(try ledger.entry(String(stored.reference.digest.hex.prefix(8))).reference == stored.reference)
    let error = #expect(throws: LedgerError.self) { try ledger.entry("12345679") }
    #expect(error?.kind == .noEntry)
  }
}
