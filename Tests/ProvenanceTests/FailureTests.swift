import Contracts
import Foundation
import TestSupport
import Testing

@testable import Provenance

/// What can go wrong with the file.
@Suite struct FailureTests {
  private func failure(_ path: String, _ access: Ledger.Access = .writing) -> LedgerError? {
    do throws(LedgerError) {
      _ = try Ledger(path, access, patienceSeconds: 0)
      return nil
    } catch {
      return error
    }
  }

  @Test func whatIsNoLedgerIsRefused() throws {
    let scratch = try Scratch()
    try scratch.write("text", "not a database, however long this text is: " + String(repeating: "x", count: 5000))
    try scratch.write("short", "x")
    try scratch.write("empty", "")
    try Database(scratch.path("other.db"), .creating).execute("CREATE TABLE t (a)")
    for name in ["text", "short", "empty", "other.db", "."] {
      for access in [Ledger.Access.reading, .writing] {
        let before = name == "." ? [] : try scratch.bytes(name)
        let error = failure(scratch.path(name), access)
        #expect(error?.kind == .notALedger, "\(name): \(String(describing: error))")
        if name != "." { #expect(try scratch.bytes(name) == before) }
      }
    }
  }

  @Test func whatIsNotThereIsSaid() throws {
    let scratch = try Scratch()
    #expect(failure(scratch.path("ledger.db"), .reading)?.message.hasPrefix("there is no ledger at ") == true)
    #expect(failure(scratch.path("absent/ledger.db"))?.kind == .cannotOpen)
    #expect(failure("")?.kind == .cannotOpen)
    // Nobody can write here, whoever he is.
    #expect(failure("/proc/ledger.db")?.kind == .cannotOpen)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
  }

  @Test(arguments: ["file:memory?mode=memory", ":memory:", "a b?c#d%20.db", "ü.db", "-"])
  func aNameIsAName(name: String) throws {
    let scratch = try Scratch()
    let path = scratch.path(name)
    try Ledger(path, .writing).append(Sample.annotation("here"), recordedAt: Sample.noon)
    #expect(FileManager.default.fileExists(atPath: path))
    #expect(try Ledger(path, .reading).count() == 1)
    #expect(try Database(path, .readingUnlocked).integer("SELECT count(*) FROM entries") == 1)
  }

  @Test func aLockedLedgerIsSaidAndStaysWhole() throws {
    let scratch = try Scratch()
    let path = scratch.path("ledger.db")
    let holder = try Ledger(path, .writing)
    let other = try Ledger(path, .writing, patienceSeconds: 0)
    try holder.database.transaction { () throws(LedgerError) in
      let error = #expect(throws: LedgerError.self) {
        try other.append(Sample.annotation("too early"), recordedAt: Sample.noon)
      }
      #expect(error?.kind == .locked)
      // Who reads need not wait.
      #expect(try Ledger(path, .reading).count() == 0)
    }
    try other.append(Sample.annotation("now"), recordedAt: Sample.noon)
    #expect(try other.verify().entryCount == 1)
  }

  /// Every size at which the file can stop growing: an entry is there whole, or not at all.
  @Test func aFullLedgerKeepsWhatItHas() throws {
    let scratch = try Scratch()
    let path = scratch.path("ledger.db")
    let ledger = try Ledger(path, .writing)
    let pages = try ledger.database.integer("PRAGMA page_count")
    try ledger.database.execute("PRAGMA max_page_count = \(pages + 6)")
    var count = 0
    let long = String(repeating: "long ", count: 600)
    while count < 100 {
      do throws(LedgerError) {
        try ledger.append(Sample.annotation(long), recordedAt: Sample.noon)
        count += 1
      } catch {
        #expect(error.kind == .full)
        break
      }
    }
    #expect((1..<100).contains(count))
    let verification = try Ledger(path, .reading).verify()
    #expect(verification.problems.isEmpty && verification.entryCount == count)
    // With room again, it goes on.
    try Ledger(path, .writing).append(Sample.annotation("room"), recordedAt: Sample.noon)
    #expect(try Ledger(path, .reading).verify().entryCount == count + 1)
  }

  /// As from a medium that cannot be written: nothing appears beside the file.
  @Test func aLedgerIsReadWithoutALock() throws {
    let scratch = try Scratch()
    try Ledger(scratch.path("ledger.db"), .writing).append(Sample.annotation("kept"), recordedAt: Sample.noon)
    let database = try Database(scratch.path("ledger.db"), .readingUnlocked)
    #expect(try database.integer("SELECT count(*) FROM entries") == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["ledger.db"])
  }
}
