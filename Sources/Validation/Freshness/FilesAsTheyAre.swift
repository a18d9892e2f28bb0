import Contracts

/// Judges files without looking into them: whether they are there and are data, when they were written, and, where they
/// are pinned, their digests.
struct FilesAsTheyAre {
  private let plan: Plan
  private let root: String?
  private let files: DataFiles
  private let pins: PinSet

  init(_ plan: Plan, root: String?) {
    self.plan = plan
    self.root = root
    files = DataFiles(plan.contract, replacedBy: nil, root: root)
    pins = PinSet(plan.contract, root: root)
  }

  func result() -> RunResult {
    var totals = DatasetTotals(fileCount: files.paths.count)
    totals.reports = files.paths.map(report)
    totals.problems = files.problems
    totals.manifestDates = ManifestDate.answers(for: plan.contract, root: root)
    return RunResult(plan, totals, pins: pins)
  }

  private func report(_ path: String) -> FileReport {
    var report = FileReport(path: path)
    do throws(InputFailure) {
      let stream = try FileStream(path: path, root: root)
      report.modificationTime = stream.modificationTime
      if let problem = Pointer.problem(in: try stream.peek(), path: path) { throw InputFailure(problem) }
      report.byteCount = stream.byteCount
      for algorithm in pins.algorithms(for: path) {
        report.digests.append(try StoredBytes.digest(of: path, algorithm, root: root))
        report.byteCount = Int(stream.status.st_size)
      }
      report.wasRead = true
    } catch {
      let missing = error.problem.kind == "not_found" ? Pointer.problem(forMissing: path) : nil
      report.problem = missing ?? error.problem
    }
    return report
  }
}

extension RunResult {
  /// What files came to of whose records none was folded.
  init(_ plan: Plan, _ totals: DatasetTotals, pins: PinSet) {
    let conclusion = Conclusion(plan: plan, totals: totals, pins: pins)
    self.init(contract: plan.contract, clauses: plan.contract.clauses.map { conclusion.result($0) })
    fill(totals)
  }

  /// Takes over what the totals say about files.
  mutating func fill(_ totals: DatasetTotals) {
    recordCount = totals.recordCount
    problems = totals.problems
    for (file, report) in zip(totals.files, totals.reports) {
      files.append(
        FileResult(
          path: report.path, byteCount: report.byteCount, recordCount: file.recordCount, digests: report.digests,
          problem: report.problem))
      notices += report.notices
    }
  }
}
