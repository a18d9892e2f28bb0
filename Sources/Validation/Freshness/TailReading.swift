import Contracts
import Glibc

/// Judges freshness by the last records of each file, since its field of time is declared sorted there.
///
/// What the tail shows is checked: one that is out of order, has no event, or has one in the future is no ground to
/// judge on, and the files are to be read whole.
struct TailReading {
  /// Why the tails do not do.
  struct Refusal: Error {
    /// What a reader of the report should know of it; `nil` for what is nobody's mistake.
    var notice: String?
  }

  /// Tails are tried in these sizes.
  private static let sizes = [64 << 10, 1 << 20, 16 << 20]

  private let plan: Plan
  private let root: String?
  private let files: DataFiles

  /// The plan has the clauses on freshness and on the order of its fields.
  init(_ plan: Plan, root: String?) {
    self.plan = plan
    self.root = root
    files = DataFiles(plan.contract, replacedBy: nil, root: root)
  }

  func result() -> Result<RunResult, Refusal> {
    do throws(Refusal) { return .success(try judged()) } catch { return .failure(error) }
  }

  private func judged() throws(Refusal) -> RunResult {
    // A pipe can be opened once.
    guard files.paths.allSatisfy(Self.isRegularOrMissing) else { throw Refusal() }
    var totals = DatasetTotals(fileCount: files.paths.count)
    totals.problems = files.problems
    totals.manifestDates = ManifestDate.answers(for: plan.contract, root: root)
    let sums = plan.checks.map { $0?.makeTotal() }
    for (index, path) in files.paths.enumerated() {
      var report = FileReport(path: path)
      do throws(Stop) {
        totals.files[index].recordCount = try read(index, path, into: sums, &report)
      } catch {
        switch error {
        case .refused(let refusal): throw refusal
        case .failed(let failure): report.problem = failure.problem
        }
      }
      totals.recordCount += totals.files[index].recordCount
      totals.reports.append(report)
    }
    return conclude(sums, totals)
  }

  private static func isRegularOrMissing(_ path: String) -> Bool {
    var status = stat()
    return path != "-" && (stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG)
  }

  private func conclude(_ sums: [CheckTotal?], _ totals: DatasetTotals) -> RunResult {
    let conclusion = Conclusion(plan: plan, totals: totals, pins: PinSet())
    var result = RunResult(contract: plan.contract)
    for (index, clause) in plan.contract.clauses.enumerated() {
      if let sum = sums[index], let check = plan.checks[index] {
        result.clauses.append(conclusion.result(clause, sum.conclude(), expected: check.expected))
      } else {
        result.clauses.append(conclusion.result(clause))
      }
    }
    result.fill(totals)
    return result
  }

  private enum Stop: Error {
    case refused(Refusal)
    case failed(InputFailure)
  }

  /// Folds the last records of a file; how many there were.
  private func read(
    _ index: Int, _ path: String, into sums: [CheckTotal?], _ report: inout FileReport
  ) throws(Stop) -> Int {
    let tail: FileTail
    do throws(InputFailure) { tail = try FileTail(path, index: index, contract: plan.contract, root: root) } catch {
      throw .failed(error)
    }
    report.modificationTime = tail.stream.modificationTime
    report.header = tail.header
    guard tail.isReadable else { throw .refused(Refusal()) }
    for size in Self.sizes {
      let block: Block?
      do throws(InputFailure) { block = try tail.block(size) } catch { throw .failed(error) }
      guard let block else { continue }
      let totals = plan.checks.map { $0?.makeTotal() }
      let count = fold(block, tail.binding, into: totals)
      guard try hasNews(totals, path) else {
        if block.offset == tail.dataStart { break }
        continue
      }
      for (sum, total) in zip(sums, totals) { if let total { sum?.merge(total) } }
      report.byteCount = block.bytes.count
      report.wasRead = true
      if block.offset > tail.dataStart { report.notices.append(notice(path, block.bytes.count)) }
      return count
    }
    throw .refused(Refusal())
  }

  private func notice(_ path: String, _ byteCount: Int) -> String {
    "\(path) is assumed sorted, as its contract says: only its last \(byteCount) bytes were read"
  }

  private func fold(_ block: Block, _ binding: FileBinding, into totals: [CheckTotal?]) -> Int {
    let reader = recordReader(for: plan)
    let batch = RecordBatch(fields: plan.contract.fields)
    let folds = plan.checks.map { $0?.makeFold() }
    batch.bind(to: binding)
    reader.begin(block, binding)
    let plan = plan
    func foldBatch() {
      for (field, decoder) in plan.decoders.enumerated() where batch.isPresent[field] {
        decoder.decode(batch.columns[field])
        batch.columns[field].countStates()
      }
      for fold in folds { fold?.fold(batch) }
    }
    while reader.fill(batch, maximumRows: plan.batchRows, onSlice: foldBatch) { foldBatch() }
    let excerpts = excerptReader(for: plan)
    excerpts.bind(binding)
    let evidence = Evidence(
      block: block, reader: reader, paths: files.paths, datasetRecordsBefore: 0, recordsBefore: 0, linesBefore: 0,
      lineBreak: plan.contract.data.lineBreak, excerpts: excerpts, collectsRejected: false)
    for (total, fold) in zip(totals, folds) { if let fold { total?.absorb(fold, evidence) } }
    return reader.recordCount
  }

  /// Whether each clock has an event in what was folded. Refuses a tail that breaks what was assumed of it.
  private func hasNews(_ totals: [CheckTotal?], _ path: String) throws(Stop) -> Bool {
    var hasNews = true
    for (total, clause) in zip(totals, plan.contract.clauses) {
      guard let finding = total?.conclude() else { continue }
      if clause.rule == "column.unsorted", finding.violationCount > 0 {
        throw .refused(Refusal(notice: "\(path) is not sorted, though its contract says so, and was read whole"))
      }
      guard clause.rule == NewestEvent.rule else { continue }
      // Which and where, only a reading of the whole can tell.
      if finding.isCertain { throw .refused(Refusal()) }
      if case .undecided = finding.outcome { hasNews = false }
    }
    return hasNews
  }
}

extension Contract {
  /// Whether the end of a file can be read by itself, and tells the newest event.
  var canReadTails: Bool {
    let isLineByLine = data.format == .jsonl || (data.csv.forbidsLineBreaks && data.csv.recordDelimiter == .newline)
    return isLineByLine && data.encoding == .utf8
      && freshness.allSatisfy { freshness in
        guard case .field(let field) = freshness.clock else { return true }
        return clauses.contains { $0.rule == "column.unsorted" && $0.field == field } || !fields.indices.contains(field)
      }
  }
}
