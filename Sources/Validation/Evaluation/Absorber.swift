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
  private let checks: [CheckTotal?]
  /// For each clause the field that its violations show.
  private let focuses: [Int?]
  private let excerpts: any ExcerptReader
  private var malformed = Tally()
  private var malformedKinds: [FaultKind: Int] = [:]
  private let lineBreak: UInt8
  /// Files in which the reader gave up, since it cannot resume after a fault (libcsv).
  private var stoppedFiles: Set<Int> = []

  init(plan: Plan, paths: [String], splitter: (any RecordSplitter)?) {
    self.plan = plan
    self.paths = paths
    self.splitter = splitter
    collectsRejected = splitter != nil
    totals = DatasetTotals(fileCount: paths.count)
    checks = plan.checks.map { $0?.makeTotal() }
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
    totals.files[file].lineCount += work.skippedLines
    let evidence = Evidence(
      block: work.block, reader: reader, paths: paths, datasetRecordsBefore: totals.recordCount,
      recordsBefore: totals.files[file].recordCount,
      linesBefore: totals.files[file].lineCount, lineBreak: lineBreak, excerpts: excerpts,
      collectsRejected: collectsRejected)
    evidence.stopwatch = stopwatch
    excerpts.bind(work.binding)
    absorb(reader, evidence)
    for (clause, fold) in folds.enumerated() {
      guard let fold, let total = checks[clause] else { continue }
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
    count(reader, work.block)
  }

  /// Notes which fields the records of a block have.
  func note(metFields: [Bool]) {
    for (field, isMet) in metFields.enumerated() where isMet { totals.metFields.insert(field) }
  }

  private func absorb(_ reader: any RecordReader, _ evidence: Evidence) {
    evidence.clause = plan.contract.clauses.firstIndex { $0.rule == "record.malformed" } ?? 0
    for fault in reader.faults {
      malformed.violationCount += 1
      malformedKinds[fault.kind, default: 0] += 1
      if malformed.exemplars.count < evidence.exemplarLimit {
        var violation = evidence.violation(
          fault, bytes: reader.bounds(ofRecord: fault.record), ordinal: malformed.exemplars.count)
        violation.detail = reader.detail(of: fault)
        malformed.exemplars.append(violation)
      }
      if collectsRejected { evidence.reject(UInt32(fault.record)) }
    }
  }

  private func count(_ reader: any RecordReader, _ block: Block) {
    let faultCount = reader.faults.count
    totals.recordCount += reader.recordCount
    totals.malformedCount += faultCount
    totals.files[block.file].recordCount += reader.recordCount
    totals.files[block.file].malformedCount += faultCount
    totals.files[block.file].lineCount += countBytes(lineBreak, in: block.bytes, upTo: block.bytes.count)
    if reader.stoppedAtOffset != nil { stoppedFiles.insert(block.file) }
  }
}

extension Absorber {
  /// What the run found, once all blocks are in and `totals` is whole.
  func result(pins: PinSet, root: String?) -> RunResult {
    let contract = plan.contract
    let faultyHeaderCount = noteHeaderFaults()
    totals.stoppedEarly = !stoppedFiles.isEmpty
    let findings = checks.enumerated().map { clause, total -> Finding? in
      if total != nil { stopwatch?.enter(check: clause) }
      return total.map { namingFirstRecords(of: $0.conclude()) }
    }
    stopwatch?.enter(.conclude)
    for (clause, finding) in zip(contract.clauses, findings) where clause.rule == WrongType.rule {
      if let field = clause.field, let finding, finding.violationCount > 0 { totals.invalidFields.insert(field) }
    }
    let conclusion = Conclusion(plan: plan, totals: totals, pins: pins, root: root)
    var result = RunResult(contract: contract)
    for (index, clause) in contract.clauses.enumerated() {
      if clause.rule == "record.malformed" {
        result.clauses.append(
          conclusion.result(
            clause, malformedFinding, expected: "well-formed records", headerCount: faultyHeaderCount))
      } else if let finding = findings[index], let check = plan.checks[index] {
        result.clauses.append(conclusion.result(clause, finding, expected: check.expected))
        result.observedLicenses += finding.licenses.map {
          ObservedLicense(
            expression: $0.expression, recordCount: $0.recordCount, first: $0.first, clauseID: clause.id)
        }
      } else {
        result.clauses.append(conclusion.result(clause))
      }
    }
    fill(&result)
    return result
  }

  /// Says beside each copy of a key which record has the key first.
  private func namingFirstRecords(of finding: Finding) -> Finding {
    var finding = finding
    for (i, record) in finding.firstRecords.enumerated() {
      finding.exemplars[i].detail = "first in \(name(ofRecord: record, seenFrom: finding.exemplars[i].position.file))"
    }
    return finding
  }

  /// `orders.csv, record 17`; without the file where it is the one from which it is seen.
  private func name(ofRecord record: Int, seenFrom path: String) -> String {
    var (file, before) = (0, 0)
    while file + 1 < paths.count, record >= before + totals.files[file].recordCount {
      before += totals.files[file].recordCount
      file += 1
    }
    let number = "record \(record - before + 1)"
    return paths[file] == path ? number : "\(paths[file]), \(number)"
  }

  /// A header that breaks the grammar is no record, but it is malformed, and stands before the records of its file.
  /// Returns how many are.
  private func noteHeaderFaults() -> Int {
    var count = 0
    for (file, report) in totals.reports.enumerated() {
      guard let fault = report.header?.fault, let position = report.header?.position else { continue }
      count += 1
      malformed.violationCount += 1
      malformedKinds[fault, default: 0] += 1
      let earlierFiles = Set(paths[..<file])
      let place = malformed.exemplars.firstIndex { !earlierFiles.contains($0.position.file) }
      malformed.exemplars.insert(
        Violation(position: position, kind: fault.name), at: place ?? malformed.exemplars.count)
    }
    malformed.exemplars = Array(malformed.exemplars.prefix(EvaluationOptions.maximumExemplars))
    return count
  }

  private var malformedFinding: Finding {
    var finding = malformed.finding
    finding.judgedCount = totals.recordCount
    finding.kinds = malformedKinds.map { ClauseResult.KindCount(kind: $0.key.name, count: $0.value) }
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
