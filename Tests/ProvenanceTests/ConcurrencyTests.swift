import Contracts
import Foundation
import TestSupport
import Testing

@testable import Provenance

@Suite struct ConcurrencyTests {
  /// Sixteen connections meet a ledger that does not exist yet.
  @Test func manyWritersLoseNothing() throws {
    let scratch = try Scratch()
    let path = scratch.path("ledger.db")
    let lock = NSLock()
    nonisolated(unsafe) var acknowledged: [EntryReference] = []
    nonisolated(unsafe) var failures: [String] = []
    DispatchQueue.concurrentPerform(iterations: 16) { writer in
      do {
        let ledger = try Ledger(path, .writing, patienceSeconds: 60)
        for number in 0..<10 {
          let references = try ledger.append(recordedAt: Sample.noon) { (writing) throws(LedgerError) in
            let run = try writing.append(Sample.run("w\(writer)"))
            return [run, try writing.append(Sample.annotation("\(writer)/\(number)", about: [run]))]
          }
          lock.withLock { acknowledged += references }
        }
      } catch {
        lock.withLock { failures.append("\(error)") }
      }
    }
    #expect(failures.isEmpty, "\(failures)")
    let ledger = try Ledger(path, .reading)
    #expect(try ledger.verify().problems.isEmpty)
    #expect(Set(try ledger.entries().map(\.reference)) == Set(acknowledged))
    #expect(acknowledged.count == 320)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).allSatisfy { !$0.hasSuffix(".tmp") })
  }
}
