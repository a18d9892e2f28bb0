import Contracts

/// Everything that has been folded, block by block in order. One thread at a time is inside.
final class Absorber {
  var totals: DatasetTotals
  let collectsRejected: Bool
  /// That of the thread inside.
  var stopwatch: Stopwatch?
  private let plan: Plan
  private let paths: [String]
  private let splitter: (any RecordSplitter)?
  /// Of all files so far; where a partial is written, of the current one.
  private var folded: FoldedState
  private let fileStates: FileStateWriter?
  private var currentFile = 0
  /// For each clause the field that its violations show.
  private let focuses: [Int?]
  private let excerpts: any ExcerptReader
  /// Where blocks were, if some clause finds violations late.
  var locator: RecordLocator?
  /// Late violations that cannot be shown.
  private(set) var lateNotices: [String] = []
  private let lineBreak: UInt8
  /// Files in which the reader gave up, since it cannot resume after a fault (libcsv).
  private(set) var stoppedFiles: Set<Int> = []
  /// What the records say of licences, once there is a result.
  private(set) var licenses = RecordLicenses()

  /// With `fileStates`, the state of each file goes there by itself, and none is kept.
  init(plan: Plan, paths: [String], splitter: (any RecordSplitter)?, fileStates: FileStateWriter? = nil) {
    self.plan = plan
    self.paths = paths
    self.splitter = splitter
    collectsRejected = splitter != nil
    totals = DatasetTotals(fileCount: paths.count)
    folded = FoldedState(plan)
    self.fileStates = fileStates
    let findsLate = plan.contract.clauses.contains { clause in Unique.keywords.contains { $0.rule == clause.rule } }
    if findsLate { locator = RecordLocator(fileCount: paths.count) }
    focuses = plan.contract.clauses.map { Self.focus(of: $0, in: plan.contract) }
    excerpts = excerptReader(for: plan)
    lineBreak = plan.contract.data.lineBreak
  }

  /// What partials hold, put together.
  init(
    plan: Plan, paths: [String], totals: DatasetTotals, folded: FoldedState, locator: RecordLocator?,
    stoppedFiles: Set<Int>
  ) {
    self.plan = plan
    self.paths = paths
    self.totals = totals
    self.folded = folded
    self.locator = locator
    self.stoppedFiles = stoppedFiles
    splitter = nil
    fileStates = nil
    collectsRejected = false
    focuses = plan.contract.clauses.map { Self.focus(of: $0, in: plan.contract) }
    excerpts = excerptReader(for: plan)
    lineBreak = plan.contract.data.lineBreak
  }

  /// The field under which a clause stands, or the first that it names.
  private static func focus(of clause: Clause, in contract: Contract) -> Int? {
    if let field = clause.field { return field }
    if case .list(let names) = clause.argument, let name = names.first {
      return contract.fields.firstIndex { $0.path.text == name.text }
    }
    let freshness = contract.freshness.first { $0.clauseID == clause.id }
    if case .field(let field)? = freshness?.clock { return field }
    return nil
  }

  /// Adds the block that `reader` has just read and `folds` hold.
  func absorb(_ work: BlockSource.Work, _ reader: any RecordReader, _ folds: [CheckFold?]) {
    let file = work.block.file
    // What libcsv would find after its first fault depends on where blocks begin.
    stopwatch?.enter(.absorb)
    guard !stoppedFiles.contains(file) else { return folds.forEach { $0?.removeAll() } }
    if file != currentFile { endFile(before: file) }
    totals.files[file].lineCount += work.skippedLines
    let recordsBefore = fileStates == nil ? totals.recordCount : totals.files[file].recordCount
    let evidence = Evidence(
      block: work.block, reader: reader, paths: paths, datasetRecordsBefore: recordsBefore,
      recordsBefore: totals.files[file].recordCount,
      linesBefore: totals.files[file].lineCount, lineBreak: lineBreak, excerpts: excerpts,
      collectsRejected: collectsRejected)
    evidence.stopwatch = stopwatch
    excerpts.bind(work.binding)
    absorb(reader, evidence)
    for (clause, fold) in folds.enumerated() {
      guard let fold, let total = folded.checks[clause] else { continue }
      evidence.clause = clause
      evidence.focus = focuses[clause]
      stopwatch?.enter(check: clause)
      total.absorb(fold, evidence)
    }
    if let splitter {
      stopwatch?.enter(.write)
      splitter.split(work.block, reader, work.binding, evidence)
    }
    stopwatch?.enter(.absorb)
    locate(work.block)
    count(reader, work.block)
  }

  /// Hands over the state of the file that has ended.
  func endFile(before next: Int) {
    fileStates?.write(folded, file: currentFile)
    if fileStates != nil { folded = FoldedState(plan) }
    currentFile = next
  }

  private func locate(_ block: Block) {
    guard locator != nil else { return }
    let place = BlockPlace(
      offset: block.offset, byteCount: block.bytes.count, recordsBefore: totals.files[block.file].recordCount,
      linesBefore: totals.files[block.file].lineCount,
      checksum: fileStates == nil ? nil : BlockPlace.checksum(of: block.bytes))
    locator?.note(place, file: block.file)
  }

  /// Notes which fields the records of a block have.
  func note(metFields: [Bool]) {
    for (field, isMet) in metFields.enumerated() where isMet { totals.metFields.insert(field) }
  }

  private func absorb(_ reader: any RecordReader, _ evidence: Evidence) {
    evidence.clause = plan.contract.clauses.firstIndex { $0.rule == "record.malformed" } ?? 0
    // By kind: a dictionary costs more than reading the record.
    var counts = [Int](repeating: 0, count: FaultKind.allCases.count)
    for fault in reader.faults {
      counts[Int(fault.kind.rawValue)] += 1
      if folded.malformed.exemplars.count < evidence.exemplarLimit {
        var violation = evidence.violation(
          fault, bytes: reader.shownBounds(of: fault, plan.contract), ordinal: folded.malformed.exemplars.count)
        violation.detail = reader.detail(of: fault)
        folded.malformed.exemplars.append(violation)
      }
      if collectsRejected { evidence.reject(UInt32(fault.record)) }
    }
    for (kind, count) in zip(FaultKind.allCases, counts) where count > 0 {
      folded.malformed.violationCount += count
      folded.malformedKinds[kind, default: 0] += count
    }
  }

  private func count(_ reader: any RecordReader, _ block: Block) {
    let faultCount = reader.faults.count
    totals.recordCount += reader.recordCount
    totals.malformedCount += faultCount
    totals.files[block.file].recordCount += reader.recordCount
    totals.files[block.file].malformedCount += faultCount
    let lineFeedCount = lineBreak == UInt8(ascii: "\n") ? reader.lineFeedCount : nil
    totals.files[block.file].lineCount +=
      lineFeedCount ?? countBytes(lineBreak, in: block.bytes, upTo: block.bytes.count)
    if reader.stoppedAtOffset != nil { stoppedFiles.insert(block.file) }
  }
}

extension Absorber {
  /// What the run found, once all blocks are in and `totals` is whole.
  func result(pins: PinSet, root: String?) -> RunResult {
    let contract = plan.contract
    let faultyHeaderCount = noteHeaderFaults()
    totals.stoppedEarly = !stoppedFiles.isEmpty
    let found = folded.checks.enumerated().map { clause, total -> Finding? in
      if total != nil { stopwatch?.enter(check: clause) }
      return total?.conclude()
    }
    stopwatch?.enter(.conclude)
    let findings = showingLate(found, root: root)
    for (clause, finding) in zip(contract.clauses, findings) where clause.rule == WrongType.rule {
      if let field = clause.field, let finding, finding.violationCount > 0 { totals.invalidFields.insert(field) }
    }
    licenses = RecordLicenses(plan, findings, fileCount: paths.count)
    let conclusion = Conclusion(plan: plan, totals: totals, pins: pins, licenses: licenses)
    let usage = findings.lazy.compactMap { $0?.sources }.first
    let sources = usage.flatMap { SourceFindings(plan, $0) }
    var result = RunResult(contract: contract)
    result.observedLicenses = licenses.observed
    result.sources = usage.map(plan.masking.shown)
    for (index, clause) in contract.clauses.enumerated() {
      if clause.rule == "record.malformed" {
        result.clauses.append(
          conclusion.result(
            clause, malformedFinding, expected: "well-formed records", headerCount: faultyHeaderCount))
      } else if let finding = findings[index], let check = plan.checks[index] {
        result.clauses.append(conclusion.result(clause, finding, expected: check.expected))
      } else if let (finding, expected) = sources?.finding(for: clause) {
        result.clauses.append(conclusion.result(clause, finding, expected: expected))
      } else {
        result.clauses.append(conclusion.result(clause))
      }
    }
    fill(&result)
    result.notices += lateNotices
    return result
  }

  /// Findings with the violations that were found late among the others.
  private func showingLate(_ findings: [Finding?], root: String?) -> [Finding?] {
    var late = LateEvidence(plan: plan, paths: paths, totals: totals, focuses: focuses)
    if let locator, findings.contains(where: { $0?.lateViolations.isEmpty == false }) {
      let look = SecondLook(plan: plan, paths: paths, totals: totals, locator: locator, root: root)
      late.look(for: findings, look)
    }
    let shown = findings.enumerated().map { clause, finding in finding.map { late.shown($0, clause: clause) } }
    lateNotices = late.notices
    return shown
  }

  /// A header that breaks the grammar is no record, but it is malformed, and stands before the records of its file.
  /// Returns how many are.
  private func noteHeaderFaults() -> Int {
    var count = 0
    for (file, report) in totals.reports.enumerated() {
      guard let fault = report.header?.fault, let position = report.header?.position else { continue }
      count += 1
      folded.malformed.violationCount += 1
      folded.malformedKinds[fault, default: 0] += 1
      let earlierFiles = Set(paths[..<file])
      let place = folded.malformed.exemplars.firstIndex { !earlierFiles.contains($0.position.file) }
      folded.malformed.exemplars.insert(
        Violation(position: position, kind: fault.name), at: place ?? folded.malformed.exemplars.count)
    }
    folded.malformed.exemplars = Array(folded.malformed.exemplars.prefix(EvaluationOptions.maximumExemplars))
    return count
  }

  private var malformedFinding: Finding {
    var finding = folded.malformed.finding
    finding.judgedCount = totals.recordCount
    finding.kinds = folded.malformedKinds.map { ClauseResult.KindCount(kind: $0.key.name, count: $0.value) }
      .sorted { $0.kind < $1.kind }
    return finding
  }

  /// A path that no record has may be a mistyped one, whose clauses hold because there is nothing to judge.
  private var unmetFieldNotices: [String] {
    guard plan.contract.data.format == .jsonl, totals.recordCount > totals.malformedCount else { return [] }
    return plan.contract.fields.indices.filter { !totals.metFields.contains($0) }.map {
      "no record has `\(plan.contract.fields[$0].path)`, so its clauses had nothing to judge"
    }
  }

  private func fill(_ result: inout RunResult) {
    result.notices += unmetFieldNotices
    result.recordCount = totals.recordCount
    result.malformedCount = totals.malformedCount
    result.problems = totals.problems
    for (file, report) in zip(totals.files, totals.reports) {
      result.files.append(
        FileResult(
          path: report.path, byteCount: report.byteCount, recordCount: file.recordCount,
          malformedCount: file.malformedCount, digests: report.digests, problem: report.problem))
      result.notices += report.notices
    }
    if !stoppedFiles.isEmpty {
      result.notices.append("libcsv cannot resume after a fault, so the records after the first one were not read")
    }
  }
}

/// Receives the records of a run in order, to write the good ones here and the others there.
package protocol RecordSplitter: AnyObject {
  /// A block that has been absorbed, with the clauses that its records violate.
  func split(_ block: Block, _ reader: any RecordReader, _ binding: FileBinding, _ evidence: Evidence)
}
