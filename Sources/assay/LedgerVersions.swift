import Comparison
import Contracts
import Provenance
import Validation

/// Finds versions of datasets in the ledger.
struct LedgerVersions {
  let path: String
  let options: CheckOptions

  /// The version that a name means.
  func version(_ name: LedgerVersionName) throws(UsageError) -> DatasetVersion {
    do throws(LedgerError) {
      let ledger = try Ledger(path, .reading)
      guard let (entry, run) = try run(name, in: ledger) else {
        throw LedgerError(
          .noEntry, "the ledger \(path) has no run that is \(name)",
          advice: "`assay ledger log --kind run` lists the runs; a name is orders@12, orders@2.1.0 or orders@latest")
      }
      return version(run, entry)
    } catch {
      throw UsageError(message: error.message, advice: error.advice)
    }
  }

  private func run(
    _ name: LedgerVersionName, in ledger: Ledger
  ) throws(LedgerError) -> (StoredEntry, RunRecord)? {
    if name.isEntry || name.mayBeEntry, let found = try entry(name, in: ledger) { return found }
    guard !name.isEntry else { return nil }
    return try newest(name, in: ledger)
  }

  /// The entry of this number or digest: a run, or the run that a decision is about.
  private func entry(_ name: LedgerVersionName, in ledger: Ledger) throws(LedgerError) -> (StoredEntry, RunRecord)? {
    let found: StoredEntry
    do throws(LedgerError) { found = try ledger.entry(name.reference) } catch {
      if name.isEntry || error.kind != .noEntry { throw error }
      return nil
    }
    switch found.entry.event {
    case .run(let run) where name.dataset == nil || name.dataset == run.contract.id: return (found, run)
    case .decision(let decision) where name.dataset == nil || name.dataset == decision.dataset:
      let run = try ledger.entry(decision.run.digest.description)
      guard case .run(let record) = run.entry.event else { return nil }
      return (run, record)
    case .run, .decision, .promotion, .rollback, .annotation, .job: return nil
    }
  }

  /// The newest run of this version. A version that several datasets have names none.
  private func newest(_ name: LedgerVersionName, in ledger: Ledger) throws(LedgerError) -> (StoredEntry, RunRecord)? {
    var found: (StoredEntry, RunRecord)?
    var datasets: [String] = []
    try ledger.forEach(EntryFilter(kind: .run, dataset: name.dataset), .newestFirst) { entry in
      guard case .run(let run) = entry.entry.event, name.matches(run.contract.version) else { return true }
      found = found ?? (entry, run)
      if !datasets.contains(run.contract.id) { datasets.append(run.contract.id) }
      return name.dataset == nil
    }
    guard datasets.count <= 1 else {
      throw LedgerError(
        .noEntry, "several datasets have a version \(name.reference): \(datasets.sorted().joined(separator: ", "))",
        advice: "write \(datasets.sorted()[0])@\(name.reference)")
    }
    return found
  }

  private func version(_ run: RunRecord, _ entry: StoredEntry) -> DatasetVersion {
    DatasetVersion(
      origin: DatasetVersion.Origin(.ledger, "entry \(entry.reference.sequence) of \(path)"), at: entry.entry.at,
      dataset: run.contract.id, version: run.contract.version, contractDigest: run.contract.digest,
      contract: contract(run.contract),
      files: run.files.map { file in
        DatasetVersion.File(
          path: file.path, digest: file.digest, byteCount: file.byteCount, recordCount: file.recordCount)
      },
      recordCount: run.recordCount, malformedCount: run.malformedCount,
      clauses: run.clauses.map { clause in
        DatasetVersion.Figures(
          clause: clause.id.withoutContract(run.contract.id), rule: clause.rule, field: clause.field,
          status: clause.status, violationCount: clause.violationCount, measurements: clause.measurements)
      },
      license: run.contract.license, uses: run.contract.uses, legalBasis: run.contract.legalBasis,
      observedLicenses: run.observedLicenses.map {
        DatasetVersion.LicenseCount(expression: $0.expression, recordCount: $0.recordCount)
      },
      sources: sources(run), manifest: manifest(run),
      problems: run.problems + run.files.compactMap(\.problem))
  }

  /// What the run has counted, where its contract has `provenance`.
  private func sources(_ run: RunRecord) -> Knowable<[CountedSource]> {
    if let problem = run.sourcesProblem { return .unknown(because: problem) }
    guard run.hasProvenance else { return .unknown(because: CountedSource.noProvenance) }
    return .known(
      run.sources.map { source in
        CountedSource(
          id: source.id, rowCount: source.recordCount, license: source.license, legalBasis: source.legalBasis,
          refreshed: source.refreshedAt)
      })
  }

  /// What said which sources there were; `nil` where the entry does not tell.
  private func manifest(_ run: RunRecord) -> [FileReference]? {
    run.sourceManifest.isEmpty && run.hasProvenance && run.contract.text == nil ? nil : run.sourceManifest
  }

  /// The contract that the run was judged by, as the entry keeps it, or as its file does where that still has the
  /// same bytes.
  private func contract(_ record: ContractRecord) -> Contract? {
    guard let wanted = record.digest,
      let bytes = record.text.map({ Array($0.utf8) }) ?? (try? SmallFile.read(record.path, root: options.root)),
      digest(bytes) == wanted
    else { return nil }
    let reading = ContractFiles.read(bytes, path: record.path, options: options.evaluation)
    return reading.hasErrors ? nil : reading.contract
  }
}

extension RunRecord {
  /// Then a clause judges whether sources are declared.
  fileprivate var hasProvenance: Bool { clauses.contains { $0.rule == .sourceUnknown } }
}

extension LedgerVersionName {
  /// A number, or the digits of a digest.
  fileprivate var mayBeEntry: Bool {
    let hex = reference.hasPrefix("sha256:") ? reference.dropFirst(7) : reference[...]
    return Int(reference) != nil || hex.utf8.count >= 8 && hex.allSatisfy { $0.isASCII && $0.isHexDigit }
  }

  /// `v37` and `37` are one version.
  fileprivate func matches(_ version: String?) -> Bool {
    if reference == "latest" { return true }
    func bare(_ text: String) -> Substring { text.hasPrefix("v") ? text.dropFirst() : text[...] }
    return version.map { bare($0) == bare(reference) } ?? false
  }
}
