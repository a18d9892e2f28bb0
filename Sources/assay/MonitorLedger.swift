import Contracts
import Gating
import Glibc
import Monitoring
import Provenance
import Reports
import Validation

/// What the monitor remembers from one run to the next: every look, every decision, every change of state.
struct MonitorLedger {
  /// What stands in the ledger when all is written, for the report; `nil` where none is kept.
  private(set) var note: LedgerNote?
  private let ledger: Ledger?
  private let tool: ToolRecord
  private let command: [String]

  /// How far back changes are looked for where no objective looks further.
  private static let lookbackSeconds: Int64 = 35 * 86_400

  /// Opens the ledger at `path`, or makes a new one; without a path, nothing is remembered.
  init(_ path: String?, command: [String], kernel: KernelLevel?) {
    self.command = command
    tool = ToolRecord.current(kernel: kernel ?? .best)
    guard let path else {
      ledger = nil
      return
    }
    do throws(LedgerError) { ledger = try Ledger(path, .writing) } catch {
      ledger = nil
      complain(error, at: path)
    }
  }

  /// The ledger could not be read or written, which has been said.
  var hasFailed: Bool { note?.hasFailed == true }

  /// How each freshness clause with an objective stood when the monitor looked before.
  mutating func samples(of contract: Contract, now: Instant) -> Result<[ClauseID: [Sample]], MissingHistory> {
    guard contract.freshness.contains(where: { $0.objective != nil }) else { return .success([:]) }
    guard let ledger else {
      return .failure(
        MissingHistory(
          hasFailed
            ? "the ledger cannot be read, so there is no history to judge by"
            : "no ledger is kept (--no-ledger), so there is no history to judge by"))
    }
    do throws(LedgerError) { return .success(try Self.history(of: contract, in: ledger, now: now)) } catch {
      complain(error, at: ledger.path)
      return .failure(MissingHistory("the ledger cannot be read, so there is no history to judge by"))
    }
  }

  private static func history(
    of contract: Contract, in ledger: Ledger, now: Instant, isWhole: Bool = false
  ) throws(LedgerError) -> [ClauseID: [Sample]] {
    let windows = contract.freshness.compactMap { $0.objective?.window.seconds }
    let since = isWhole ? nil : now.advanced(by: -max(lookbackSeconds, windows.max() ?? 0))
    let found = try ledger.freshnessSamples(
      dataset: contract.id, since: since, gate: Gate.monitor.rawValue, includingLastBefore: true)
    var samples: [ClauseID: [Sample]] = [:]
    for freshness in contract.freshness {
      samples[freshness.clauseID] = found.filter { $0.clauseID == freshness.clauseID }.map {
        Sample(time: $0.at, state: FreshnessState($0.status, $0.level, freshness))
      }
    }
    return samples
  }

  /// Writes the run, the decision and every change of state, and says the changes in the entry's notices.
  ///
  /// The past is read under the lock that is written with, so that no change is recorded twice.
  /// `contract` is the contract's file.
  mutating func recording(_ entry: Report.Entry, contract: [UInt8], now: Instant) -> Report.Entry {
    guard let ledger else { return entry }
    var entry = entry
    do throws(LedgerError) {
      let head: EntryReference
      (entry, head) = try ledger.append(recordedAt: .systemClock) { (writer) throws(LedgerError) in
        var entry = entry
        let changes = try Self.changes(entry.result, in: ledger, now: now)
        entry.result.notices += changes.map(\.text)
        let record = RunRecord(entry.result, contract: contract, command: command)
        let run = try writer.append(LedgerEntry(at: now, tool: tool, event: .run(record)))
        var head = try writer.append(
          LedgerEntry(at: now, tool: tool, event: .decision(DecisionRecord(entry, run: run))))
        for change in changes {
          let act = ActRecord(
            subject: entry.result.contract.id, stage: change.transition.to.rawValue, author: "assay monitor",
            text: change.text, about: [run])
          head = try writer.append(LedgerEntry(at: now, tool: tool, event: .annotation(act)))
        }
        return (entry, head)
      }
      if !hasFailed {
        note = LedgerNote(path: ledger.path, outcome: .recorded(sequence: head.sequence, head: head.digest))
      }
    } catch { complain(error, at: ledger.path) }
    return entry
  }

  private static func changes(
    _ result: RunResult, in ledger: Ledger, now: Instant
  ) throws(LedgerError) -> [(transition: Transition, text: String)] {
    let recent = changes(result, in: try history(of: result.contract, in: ledger, now: now), now: now)
    // A state that lasted for longer than one looks back began before that.
    guard !recent.isEmpty else { return [] }
    return changes(result, in: try history(of: result.contract, in: ledger, now: now, isWhole: true), now: now)
  }

  private static func changes(
    _ result: RunResult, in samples: [ClauseID: [Sample]], now: Instant
  ) -> [(transition: Transition, text: String)] {
    result.contract.freshness.compactMap { freshness in
      guard let state = result.state(of: freshness),
        let change = Transition(from: samples[freshness.clauseID] ?? [], to: Sample(time: now, state: state))
      else { return nil }
      return (change, "\(freshness.clauseID): \(change.text)")
    }
  }

  private mutating func complain(_ error: LedgerError, at path: String) {
    if !hasFailed { Output.complain(error) }
    note = LedgerNote(path: path, outcome: .failed(error.message))
  }
}
