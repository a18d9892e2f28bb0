import Contracts

extension RunRecord {
  /// What the ledger keeps of a result. The result is the one that reports show: what must be masked is. `contract` is
  /// the contract's file, which is kept where the result was judged by these bytes.
  package init(_ result: RunResult, contract bytes: [UInt8]?, command: [String]) {
    let freshness = Dictionary(
      result.contract.freshness.map { ($0.clauseID, ClauseRecord.FreshnessLimits($0)) },
      uniquingKeysWith: { first, _ in first })
    self.init(
      contract: ContractRecord(result.contract, digest: result.contractDigest, bytes: bytes),
      files: result.files.map(FileRecord.init), recordCount: result.recordCount,
      malformedCount: result.malformedCount,
      clauses: result.clauses.map { ClauseRecord($0, freshness: freshness[$0.clause.id]) },
      observedLicenses: result.observedLicenses.map {
        LicenseCount(expression: $0.expression, recordCount: $0.recordCount)
      },
      sources: SourceRecord.all(of: result.sources), sourcesProblem: result.sources?.gap,
      sourceManifest: result.sources?.files ?? [], problems: result.problems.map(\.message), notices: result.notices,
      command: command)
  }
}

extension ContractRecord {
  init(_ contract: Contract, digest: Digest?, bytes: [UInt8]?) {
    let judging = bytes.flatMap { Digest.sha256(of: $0) == digest ? $0 : nil }
    self.init(
      id: contract.id, version: contract.version, path: contract.path, digest: digest,
      text: judging.flatMap { String(validating: $0, as: UTF8.self) }, team: contract.owner?.team,
      contact: contract.owner?.contact, license: contract.license?.expression, uses: contract.uses.map(\.text),
      classification: contract.privacy?.classification?.rawValue, legalBasis: contract.privacy?.legalBasis,
      privateFields: contract.fields.compactMap { field in
        field.privacy.map { PrivateField(field: field.path.text, privacyClass: $0.rawValue) }
      })
  }
}

extension FileRecord {
  init(_ file: FileResult) {
    self.init(
      path: file.path, byteCount: file.byteCount, recordCount: file.recordCount, malformedCount: file.malformedCount,
      digest: file.digests.first { $0.algorithm == .sha256 }, problem: file.problem?.message)
  }
}

extension ClauseRecord {
  init(_ result: ClauseResult, freshness: FreshnessLimits?) {
    self.init(
      id: result.clause.id, rule: result.clause.rule, field: result.field, status: result.status, level: result.level,
      violationCount: result.violationCount, judgedCount: result.judgedCount, recordCount: result.recordCount,
      observed: result.observed, measurements: result.measurements, freshness: freshness)
  }
}

extension ClauseRecord.FreshnessLimits {
  init(_ freshness: Freshness) {
    self.init(
      warnAfterSeconds: freshness.warnAfter.map { Int($0.seconds) },
      blockAfterSeconds: freshness.blockAfter.map { Int($0.seconds) })
  }
}

extension DecisionRecord {
  /// What the ledger keeps of a decision about the run that stands at `run`.
  package init(_ entry: Report.Entry, run: EntryReference) {
    let results = Dictionary(entry.result.clauses.map { ($0.clause.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.init(
      run: run, dataset: entry.result.contract.id, gate: entry.decision.gate, verdict: entry.decision.verdict,
      isInconclusive: entry.decision.isInconclusive, rules: RuleFile.all(of: entry.decision.basis),
      clauses: entry.decision.clauses.compactMap { decision in
        results[decision.clauseID].map { ClauseEffect(decision, $0) }
      },
      notices: entry.decision.notices)
  }
}

extension DecisionRecord.RuleFile {
  /// The files that a decision rests on.
  static func all(of basis: DecisionBasis) -> [Self] {
    let files: [(Role, FileReference?)] = [
      (.policy, basis.policy), (.waivers, basis.waivers), (.baseline, basis.baseline), (.against, basis.against),
    ]
    return files.compactMap { role, file in file.map { Self(role: role, path: $0.path, digest: $0.digest) } }
  }
}

extension DecisionRecord.ClauseEffect {
  init(_ decision: ClauseDecision, _ result: ClauseResult) {
    self.init(
      id: decision.clauseID, rule: result.clause.rule, status: result.status, level: result.level,
      violationCount: result.violationCount, effect: decision.effect, isInconclusive: decision.isInconclusive,
      because: decision.because, waiver: decision.waiver)
  }
}
