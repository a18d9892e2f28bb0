import Contracts
import Provenance
import Reports

extension PromotionGate {
  /// Whether data, code and environment hash to what was recorded, with doubts that do not block.
  func reproducibility() -> (link: Link, doubts: [String]) {
    let jobs = upstream.closure.jobs
    var breaks = promotion.model.artifacts.flatMap { artifactBreaks($0.file) }
    breaks += promotion.model.environment.compactMap { file in
      mismatch(file, mend: "restore it, or run the job in the environment that is there, and record it")
    }
    breaks += upstream.datasets.compactMap(dataBreak)
    breaks += jobs.filter { $0.record.code.isDirty == true }.map(dirtyBreak)
    breaks += commitBreaks(jobs)
    breaks += upstream.closure.cycles.map(cycleBreak)
    let unseen = jobs.filter { $0.record.code.isDirty == nil }.map { job in
      "\(job.words): nobody looked whether files differed from its commit"
    }
    let files = counted(
      promotion.model.artifacts.count + promotion.model.environment.count + upstream.datasets.count, "file")
    let note = "\(counted(jobs.count, "job")), \(files) hashed, all as recorded"
    return (Link(.reproducibility, unique(breaks), note: note), unseen)
  }

  /// Artifacts of one job find the same faults in it.
  private func unique(_ breaks: [LinkBreak]) -> [LinkBreak] {
    var seen: Set<LinkBreak> = []
    return breaks.filter { seen.insert($0).inserted }
  }

  private func cycleBreak(_ cycle: [LineageNode]) -> LinkBreak {
    .failed(
      "lineage", "\(counted(cycle.count, "step")) rest on one another in a circle",
      mend: "see which; one of the jobs did not make what it gave back",
      run: promotion.model.artifacts.first.map { "assay lineage \(shellWord($0.file.path))\(ledgerOption)" })
  }

  /// The bytes, and the job that made them with what the model says of it.
  private func artifactBreaks(_ file: FileReference) -> [LinkBreak] {
    let bytes = mismatch(file, mend: "restore these bytes, or record the job that made those that are there")
    let jobs = graph.jobs(of: file.digest)
    guard let newest = jobs.last else {
      let unmade = LinkBreak.failed(
        file.path, "no recorded job made \(file.digest.short)",
        mend: "record the job that made it with `assay record`, and each --input that it read")
      return [bytes, unmade].compactMap { $0 }
    }
    // Several jobs may have made the same bytes: one that is as the model says is enough.
    let findings = jobs.map { jobBreaks($0, file) }
    let best = findings.first(where: \.isEmpty) ?? jobBreaks(newest, file)
    return [bytes].compactMap { $0 } + best
  }

  private func mismatch(_ file: FileReference, mend: String) -> LinkBreak? {
    switch promotion.look(file.path) {
    case .digest(file.digest): return nil
    case .digest(let found):
      return .failed(file.path, "it is \(found.short), and the model names \(file.digest.short)", mend: mend)
    case .missing:
      return .undecided(file.path, "it is not here, so nobody can say whether it is \(file.digest.short)", mend: mend)
    case .unreadable(let why): return .undecided(file.path, "it cannot be read: \(why)", mend: mend)
    }
  }

  /// One of the places where data was must still hold it.
  private func dataBreak(_ dataset: Upstream.Dataset) -> LinkBreak? {
    let found = dataset.names.map { ($0, promotion.look($0)) }
    if found.contains(where: { $0.1 == .digest(dataset.digest) }) { return nil }
    for (name, bytes) in found where dataset.isNamedByFile {
      if case .digest(let other) = bytes {
        return .failed(
          name, "it is \(other.short) now, and \(dataset.digest.short) was recorded",
          mend: "restore the bytes that were recorded, or train on those that are there and record it")
      }
    }
    let why = found.compactMap { _, bytes -> String? in
      if case .unreadable(let why) = bytes { return why }
      return nil
    }.first
    return .undecided(
      dataset.name, why.map { "it cannot be read: \($0)" } ?? "it is not here, so nobody can hash it again",
      mend: "run where the data is, under the names that were recorded")
  }
}
