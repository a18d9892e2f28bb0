import Contracts
import Promotion
import Provenance

/// One model before the gate: judged by the ledger, and recorded there.
struct PromotionAttempt {
  let file: ModelFile
  let rules: PromotionRules
  let statements: [VerifiedStatement]
  let repositories: CodeRepositories
  let ledgerPath: String
  /// As the command line names them, for commands that mend something.
  let namedLedger: String?
  let namedPolicy: String?
  let now: Instant
  private let disk = BytesOnDisk()

  init(
    file: ModelFile, rules: PromotionRules, statements: [VerifiedStatement], repositories: CodeRepositories,
    ledgerPath: String, namedLedger: String?, namedPolicy: String?, now: Instant
  ) {
    self.file = file
    self.rules = rules
    self.statements = statements
    self.repositories = repositories
    self.ledgerPath = ledgerPath
    self.namedLedger = namedLedger
    self.namedPolicy = namedPolicy
    self.now = now
  }

  /// How often a ledger to which others write is read anew.
  private static let retryLimit = 100

  /// Judges, and records where there is an author. Files are hashed outside of the ledger's lock; if others have
  /// written meanwhile, a rollback perhaps, it is judged again.
  func decide(author: String?) throws(LedgerError) -> PromotionReport {
    try verify()
    guard let author else { return judged(try LineageGraph(reading: Ledger(ledgerPath, .reading))) }
    var last: PromotionReport?
    do throws(LedgerError) {
      let ledger = try Ledger(ledgerPath, .writing)
      for _ in 0..<Self.retryLimit {
        let head = try ledger.head()
        var report = judged(try LineageGraph(reading: ledger, before: head.map { $0.sequence + 1 }))
        last = report
        let entry = LedgerEntry(at: now, tool: .current(), event: .promotion(act(report, author)))
        let recorded = try ledger.append(recordedAt: .systemClock) { (writer) throws(LedgerError) -> EntryReference? in
          guard writer.head == head else { return nil }
          return try writer.append(entry)
        }
        guard let recorded else { continue }
        report.ledger = LedgerNote(
          path: ledgerPath, outcome: .recorded(sequence: recorded.sequence, head: recorded.digest))
        return report
      }
      throw LedgerError(.locked, "the ledger \(ledgerPath) was written to by others all the time", advice: "try again")
    } catch {
      // A verdict stands and is said, recorded or not.
      guard var report = last else { throw error }
      Output.complain(error)
      report.ledger = LedgerNote(path: ledgerPath, outcome: .failed(error.message))
      return report
    }
  }

  /// Judges by the ledger and the clock of an earlier attempt, with what differs.
  func replay(_ name: String) throws(LedgerError) -> (report: PromotionReport, differences: [String]) {
    try verify()
    let ledger = try Ledger(ledgerPath, .reading)
    let stored = try ledger.entry(name)
    guard case .promotion(let act) = stored.entry.event, let then = act.gate else {
      throw LedgerError(
        .noEntry, "entry \(stored.reference.sequence) is no promotion that the gate judged",
        advice: "`assay ledger log --kind promotion` lists them")
    }
    let report = judged(
      try LineageGraph(reading: ledger, before: stored.reference.sequence), at: stored.entry.at,
      clock: stored.recordedAt)
    return (report, report.record.differences(from: then, entry: stored.reference.sequence))
  }

  /// A ledger that was tampered with is no ground for a promotion.
  private func verify() throws(LedgerError) {
    guard let problem = try Ledger(ledgerPath, .reading).verify().problems.first else { return }
    throw LedgerError(
      .broken, "the ledger \(ledgerPath) is not intact, so nothing can rest on it: \(problem.message)",
      advice: "`assay ledger verify` says what else is wrong")
  }

  /// By the clocks of an earlier attempt, or of now.
  private func judged(
    _ graph: LineageGraph, at earlier: Instant? = nil, clock: Instant = .systemClock
  ) -> PromotionReport {
    let now = earlier ?? self.now
    let promotion = PromotionCase(
      model: file.model, manifest: file.reference, graph: graph, policy: rules.policy, policyFile: rules.file,
      licenses: rules.licenses, contracts: file.contracts, statements: statements, now: now, clock: clock,
      ledger: namedLedger, namedPolicy: namedPolicy, look: disk.look, find: repositories.find)
    return PromotionReport(
      model: file.model, manifest: file.reference, policy: rules.file, now: now,
      verdict: PromotionGate.judge(promotion))
  }

  private func act(_ report: PromotionReport, _ author: String) -> ActRecord {
    let artifacts = file.model.artifacts
    return ActRecord(
      subject: file.model.id, version: file.model.version,
      digest: artifacts.count == 1 ? artifacts.first?.file.digest : nil, stage: file.model.stage, author: author,
      text: report.summary, about: report.verdict.restsOn, gate: report.record)
  }
}

extension PromotionRecord {
  /// What came out differently than before, one sentence each.
  fileprivate func differences(from then: PromotionRecord, entry: Int) -> [String] {
    var found: [String] = []
    if model.digest != then.model.digest {
      found.append("\(model.path) is not what was judged: \(then.model.digest) (\(then.model.path)) was")
    }
    if policy?.digest != then.policy?.digest {
      let old = then.policy.map { "\($0.digest) (\($0.path))" } ?? "none"
      found.append("the policy is not the one of then: \(old) was")
    }
    if verdict != then.verdict {
      found.append("entry \(entry) came to \(then.verdict.rawValue), and it comes to \(verdict.rawValue) now")
    }
    for link in links {
      guard let before = then.links.first(where: { $0.kind == link.kind }), before.status != link.status else {
        continue
      }
      found.append("\(link.kind) was \(before.status.rawValue) then, and is \(link.status.rawValue) now")
    }
    return found
  }
}
