import Contracts
import Provenance
import Reports

/// What the model says of a job, and what is known of its code.
extension PromotionGate {
  /// Where a job that made a file of the model is not as the model says.
  func jobBreaks(_ job: LineageJob, _ file: FileReference) -> [LinkBreak] {
    var breaks: [LinkBreak] = []
    let code = job.record.code
    if code.commit != promotion.model.code.commit {
      breaks.append(
        .failed(
          job.words, "it made \(file.path) from commit \(code.shortCommit), and the model names "
            + JobRecord.Code.short(promotion.model.code.commit),
          mend: "write `commit: \(code.commit)` in \(promotion.model.file) if that is the code"))
    }
    return breaks + environmentBreaks(job) + inputBreaks(job)
  }

  /// Both must name the same lock files and settings.
  private func environmentBreaks(_ job: LineageJob) -> [LinkBreak] {
    let recorded = Set(job.record.environment.map(\.digest))
    let declared = Set(promotion.model.environment.map(\.digest))
    if recorded.isEmpty, declared.isEmpty {
      return [
        .undecided(
          job.words, "nobody recorded the environment that it ran in",
          mend: "record the job with --environment LOCKFILE, and name the file under `environment`")
      ]
    }
    let unnamed = job.record.environment.filter { !declared.contains($0.digest) }.map { file in
      LinkBreak.failed(
        job.words, "it ran with \(file.name) (\(file.digest.short)), which the model does not name",
        mend: "add `{ file: \(file.name), digest: \(file.digest) }` under `environment` in \(promotion.model.file)")
    }
    let strange = promotion.model.environment.filter { !recorded.contains($0.digest) }.map { file in
      LinkBreak.failed(
        job.words, "it did not run with \(file.path) (\(file.digest.short))",
        mend: "name what the entry lists as its environment", run: showing(job.reference.sequence))
    }
    return unnamed + strange
  }

  /// Data that the model names must be what its jobs read.
  private func inputBreaks(_ job: LineageJob) -> [LinkBreak] {
    let reached = Set(graph.upstream(of: [.job(job.reference.sequence)]).artifacts.map(\.digest))
    return promotion.model.datasets.flatMap { dataset in
      dataset.digests.filter { !reached.contains($0) }.map { digest in
        LinkBreak.failed(
          job.words, "it did not read \(digest.short) of \(dataset.contract), which the model names",
          mend: "name the bytes that it read, or train on these and record it")
      }
    }
  }

  func dirtyBreak(_ job: LineageJob) -> LinkBreak {
    .failed(
      job.words, "files differed from commit \(job.record.code.shortCommit), so it does not say which code ran",
      mend: "commit, run it again and record it")
  }

  /// Each commit must be in a repository that is at hand, once for all jobs that ran from it.
  func commitBreaks(_ jobs: [LineageJob]) -> [LinkBreak] {
    var seen: Set<String> = []
    return jobs.filter { seen.insert($0.record.code.commit).inserted }.compactMap { job in
      let code = job.record.code
      let origin = code.repository.map { " of \($0)" } ?? ""
      switch promotion.find(code.commit) {
      case .found: return nil
      case .missing(let places):
        return .undecided(
          job.words, "commit \(code.shortCommit)\(origin) is not, or not whole, in \(places.joined(separator: ", "))",
          mend: "`git fetch` it there, or name the repository that has it with --repository")
      case .unreachable(let why):
        return .undecided(
          job.words, "nobody could look for commit \(code.shortCommit)\(origin): \(why)",
          mend: "name the repository that has it with --repository")
      }
    }
  }
}
