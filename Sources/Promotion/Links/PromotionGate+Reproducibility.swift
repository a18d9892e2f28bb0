import Contracts
import Provenance

extension PromotionGate {
  /// Whether data, code and environment hash to what was recorded, with doubts that do not block.
  func reproducibility() -> (link: Link, doubts: [String]) {
    var breaks = promotion.model.artifacts.flatMap { artifactBreaks($0.file) }
    breaks += promotion.model.environment.compactMap { file in
      mismatch(file, mend: "restore it, or run the job in the environment that is there, and record it")
    }
    breaks += upstream.datasets.compactMap(dataBreak)
    breaks += upstream.closure.jobs.filter { $0.record.code.isDirty == true }.map(dirtyBreak)
    breaks += upstream.closure.cycles.map { cycle in
      LinkBreak.failed(
        "lineage", "\(counted(cycle.count, "step")) rest on one another in a circle",
        mend: "assay lineage \(shellWord(firstPath))\(ledgerOption) shows it; one of the jobs did not make what it"
          + " gave back")
    }
    let unseen = upstream.closure.jobs.filter { $0.record.code.isDirty == nil }.map { job in
      "job \(job.record.name) (entry \(job.reference.sequence)): nobody looked whether files differed from its commit"
    }
    let jobs = counted(upstream.closure.jobs.count, "job")
    let files = counted(
      promotion.model.artifacts.count + promotion.model.environment.count + upstream.datasets.count, "file")
    return (Link(.reproducibility, unique(breaks), note: "\(jobs), \(files) hashed, all as recorded"), unseen)
  }

  /// Artifacts of one job find the same faults in it.
  private func unique(_ breaks: [LinkBreak]) -> [LinkBreak] {
    var seen: Set<LinkBreak> = []
    return breaks.filter { seen.insert($0).inserted }
  }

  /// The bytes, and the job that made them with what the model says of it.
  private func artifactBreaks(_ file: FileReference) -> [LinkBreak] {
    let bytes = mismatch(file, mend: "restore these bytes, or record the job that made those that are there")
    let jobs = graph.parents(of: .artifact(file.digest)).compactMap { node -> LineageJob? in
      if case .job(let sequence) = node { return graph.job(sequence) }
      return nil
    }
    guard let newest = jobs.last else {
      let made = "assay record --name JOB --input DATA --output \(shellWord(file.path))\(ledgerOption)"
      return [bytes, .failed(file.path, "no recorded job made \(file.digest.short)", mend: made)].compactMap { $0 }
    }
    // Several jobs may have made the same bytes: one that is as the model says is enough.
    let findings = jobs.map { jobBreaks($0, file) }
    let best = findings.first(where: \.isEmpty) ?? jobBreaks(newest, file)
    return [bytes].compactMap { $0 } + best
  }

  private func jobBreaks(_ job: LineageJob, _ file: FileReference) -> [LinkBreak] {
    let name = "job \(job.record.name) (entry \(job.reference.sequence))"
    var breaks: [LinkBreak] = []
    let commit = job.record.code.commit
    if commit != promotion.model.code.commit {
      breaks.append(
        .failed(
          name, "it made \(file.path) from commit \(commit.prefix(12)), and the model names "
            + promotion.model.code.commit.prefix(12),
          mend: "write `commit: \(commit)` in \(promotion.model.file) if that is the code"))
    }
    let recorded = Set(job.record.environment.map(\.digest))
    let declared = Set(promotion.model.environment.map(\.digest))
    if recorded.isEmpty, declared.isEmpty {
      breaks.append(
        .undecided(
          name, "nobody recorded the environment that it ran in",
          mend: "record the job with --environment LOCKFILE, and name the file under `environment`"))
    }
    for artifact in job.record.environment where !declared.contains(artifact.digest) {
      breaks.append(
        .failed(
          name, "it ran with \(artifact.name) (\(artifact.digest.short)), which the model does not name",
          mend: "add `{ file: \(artifact.name), digest: \(artifact.digest) }` under `environment`"))
    }
    for file in promotion.model.environment where !recorded.contains(file.digest) {
      breaks.append(
        .failed(
          name, "it did not run with \(file.path) (\(file.digest.short))",
          mend: "name what `assay ledger show \(job.reference.sequence)` lists as its environment"))
    }
    return breaks + inputBreaks(job, name)
  }

  /// Data that the model names must be what its jobs read.
  private func inputBreaks(_ job: LineageJob, _ name: String) -> [LinkBreak] {
    let reached = Set(graph.upstream(of: [.job(job.reference.sequence)]).artifacts.map(\.digest))
    return promotion.model.datasets.flatMap { dataset in
      dataset.digests.filter { !reached.contains($0) }.map { digest in
        LinkBreak.failed(
          name, "it did not read \(digest.short) of \(dataset.contract), which the model names",
          mend: "name the bytes that it read, or train on these and record it")
      }
    }
  }

  private func dirtyBreak(_ job: LineageJob) -> LinkBreak {
    .failed(
      "job \(job.record.name) (entry \(job.reference.sequence))",
      "files differed from commit \(job.record.code.commit.prefix(12)), so it does not say which code ran",
      mend: "commit, run it again and record it")
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
    for (name, bytes) in found {
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
