import Contracts
import Glibc

/// Judges the clauses that fold no records: rows, header, pins, clocks of files.
struct DatasetClauses {
  let plan: Plan
  let totals: DatasetTotals
  let pins: PinSet
  let licenses: RecordLicenses
  /// How many files have a header to look at.
  private let headerCount: Int
  /// Those of the headers in which something is not as declared: of thousands of files few.
  private let oddHeaders: [HeaderReport]

  init(plan: Plan, totals: DatasetTotals, pins: PinSet, licenses: RecordLicenses) {
    self.plan = plan
    self.totals = totals
    self.pins = pins
    self.licenses = licenses
    headerCount = totals.reports.count { $0.header?.position != nil }
    oddHeaders = totals.reports.compactMap { $0.header?.isOdd == true ? $0.header : nil }
  }

  /// Whether any file has a header.
  var hasHeaders: Bool { headerCount > 0 }

  private var contract: Contract { plan.contract }

  /// The finding for a clause; `nil` when its rule is not one of these.
  func finding(for clause: Clause) -> (finding: Finding, expected: String)? {
    switch clause.rule {
    case "data.unreadable": (unreadable(clause), "files that can be read")
    case "rows.too_few", "rows.too_many": rowCount(clause)
    case "file.too_few_rows", "file.too_many_rows": rowCountPerFile(clause)
    case "column.missing": (missingColumn(clause), "a column named `\(fieldName(clause))`")
    case "column.extra": (headerFinding(clause, \.extra), "only declared columns")
    case "column.duplicate": (headerFinding(clause, \.duplicate), "no column name twice")
    case "column.blank": (headerFinding(clause, \.blank), "a name for every column")
    case "column.order":
      (
        headerFinding(clause) { $0.outOfOrder.map { [$0] } ?? [] },
        "columns in the contract's order"
      )
    case "file.not_pinned":
      (PinJudge(clause: clause, pins: pins, totals: totals).finding, "a pin for each file, and its file for each pin")
    case "data.stale": stale(clause)
    case .objectiveMissed, .objectiveBurning: (judgedByMonitor, "")
    case "license.not_allowed":
      (decidedByPolicy, "a policy that allows \(contract.license?.expression ?? "the licence")")
    case LicenseCompatibility.rule:
      LicenseCompatibility(
        contract: contract, clause: clause, licenses: licenses, totals: totals, table: plan.licenseTable
      ).judgement
    case "privacy.not_allowed": (decidedByPolicy, "a policy that lets these privacy classes pass")
    case "use.not_allowed": (decidedByPolicy, "a policy that allows \(shortList(contract.uses.map(\.text)))")
    default: nil
    }
  }

  private func fieldName(_ clause: Clause) -> String { clause.field.map { contract.fields[$0].path.text } ?? "" }

  private var decidedByPolicy: Finding {
    var finding = Finding()
    finding.outcome = .skipped(.noPolicy)
    return finding
  }

  private var judgedByMonitor: Finding {
    var finding = Finding()
    finding.outcome = .skipped(.notApplicable("`assay monitor` judges objectives, by what its ledger remembers"))
    return finding
  }

  /// Files that could not be read leave it undecided; files that are not what was agreed fail it.
  private func unreadable(_ clause: Clause) -> Finding {
    var finding = Finding()
    finding.judgedCount = totals.reports.count
    for report in totals.reports {
      guard let problem = report.header?.problem else { continue }
      finding.violationCount += 1
      finding.exemplars.append(
        Violation(position: Position(file: report.path, offset: 0, line: 1, record: nil), detail: problem))
    }
    if finding.violationCount > 0 {
      finding.outcome = .failed(clause.thresholds.severity)
    } else if !totals.isComplete {
      finding.outcome = .undecided(.unreadableData)
    }
    return finding
  }
}

// MARK: Rows

extension DatasetClauses {
  private func rowCount(_ clause: Clause) -> (Finding, String) {
    let isMinimum = clause.rule == "rows.too_few"
    let bound = (isMinimum ? contract.rows.minimum : contract.rows.maximum) ?? 0
    var finding = Finding()
    finding.judgedCount = totals.recordCount
    finding.observed = rowText(totals.recordCount)
    let isViolated = isMinimum ? totals.recordCount < bound : totals.recordCount > bound
    // What could not be read cannot make too many fewer, but could make too few enough.
    let isKnown = totals.isComplete || (isViolated != isMinimum)
    if !isKnown || (!isViolated && !totals.isComplete) {
      finding.outcome = .undecided(.unreadableData)
    } else if isViolated {
      finding.violationCount = 1
      finding.outcome = .failed(clause.thresholds.severity)
    }
    return (finding, "at \(isMinimum ? "least" : "most") \(rowText(bound))")
  }

  private func rowCountPerFile(_ clause: Clause) -> (Finding, String) {
    let isMinimum = clause.rule == "file.too_few_rows"
    let bound = (isMinimum ? contract.rows.perFileMinimum : contract.rows.perFileMaximum) ?? 0
    var finding = Finding()
    finding.judgedCount = totals.reports.count
    for (file, report) in zip(totals.files, totals.reports) where report.wasRead {
      guard isMinimum ? file.recordCount < bound : file.recordCount > bound else { continue }
      finding.violationCount += 1
      if finding.exemplars.count < EvaluationOptions.maximumExemplars {
        finding.exemplars.append(
          Violation(
            position: Position(file: report.path, offset: 0, line: 1, record: nil),
            detail: rowText(file.recordCount)))
      }
    }
    finding.outcome = outcome(clause, failed: finding.violationCount > 0)
    return (finding, "at \(isMinimum ? "least" : "most") \(rowText(bound)) in each file")
  }

  private func rowText(_ count: Int) -> String { counted(count, "row") }

  private func outcome(_ clause: Clause, failed: Bool) -> DatasetOutcome {
    if failed { return .failed(clause.thresholds.severity) }
    return totals.isComplete ? .passed : .undecided(.unreadableData)
  }
}

// MARK: Header

extension DatasetClauses {
  private func shownNames(_ header: HeaderReport) -> [String] {
    plan.masking.shownNames(header.names, of: contract.fields).map(Masking.cutName)
  }

  private func missingColumn(_ clause: Clause) -> Finding {
    var finding = Finding()
    finding.judgedCount = headerCount
    for header in oddHeaders {
      guard let field = clause.field, header.missing.contains(field), let position = header.position else { continue }
      finding.violationCount += 1
      if finding.exemplars.count < EvaluationOptions.maximumExemplars {
        let names = shortList(shownNames(header).map { $0.isEmpty ? "(blank)" : $0 }, limit: 12)
        // Said once of a header, not under each column that it lacks.
        let hint = field == header.missing.first ? delimiterHint(header) : ""
        let detail = "the header has \(names)" + hint
        finding.exemplars.append(Violation(position: position, field: fieldName(clause), detail: detail))
      }
    }
    finding.outcome = headerOutcome(clause, finding)
    return finding
  }

  private func delimiterHint(_ header: HeaderReport) -> String {
    guard let delimiter = header.likelyDelimiter else { return "" }
    return ", all in one column: perhaps the contract needs `csv: { delimiter: \"\(delimiter)\" }`"
  }

  private func headerFinding(_ clause: Clause, _ columns: (HeaderReport) -> [Int]) -> Finding {
    var finding = Finding()
    finding.judgedCount = headerCount
    for header in oddHeaders {
      let offending = columns(header)
      guard !offending.isEmpty, let position = header.position else { continue }
      finding.violationCount += 1
      let names = shownNames(header)
      for column in offending where finding.exemplars.count < EvaluationOptions.maximumExemplars {
        finding.exemplars.append(
          Violation(position: position, field: names[column], detail: "column \(column + 1)"))
      }
    }
    finding.outcome = headerOutcome(clause, finding)
    return finding
  }

  private func headerOutcome(_ clause: Clause, _ finding: Finding) -> DatasetOutcome {
    if finding.violationCount > 0 { return .failed(clause.thresholds.severity) }
    guard totals.isComplete else { return .undecided(.unreadableData) }
    return headerCount == 0 ? .undecided(.noRecords) : .passed
  }
}

// MARK: Freshness by the clock of a file

extension DatasetClauses {
  private func stale(_ clause: Clause) -> (Finding, String) {
    var finding = Finding()
    guard let freshness = contract.freshness.first(where: { $0.clauseID == clause.id }),
      let judge = try? FreshnessJudge(freshness, now: plan.options.now)
    else {
      finding.outcome = .undecided(.limit("the clause has no clock"))
      return (finding, "")
    }
    switch freshness.clock {
    case .field: break
    case .modificationTime: judgeModification(judge, &finding)
    case .manifest(let file, let pointer):
      let path = Path.resolved(file.text, in: Path.directory(of: contract.path))
      judgeManifest(judge, totals.manifestDates[clause.id] ?? .init(), "\(path) has", pointer.text, &finding)
    case .sources(let file, _, let date):
      let path = Path.resolved(file.text, in: Path.directory(of: contract.path))
      judgeSources(judge, totals.manifestDates[clause.id] ?? .init(), path, date.text, &finding)
    }
    return (finding, judge.expected)
  }

  private func judgeModification(_ judge: FreshnessJudge, _ finding: inout Finding) {
    let times = totals.reports.compactMap(\.modificationTime)
    finding.judgedCount = times.count
    guard totals.reports.count == times.count, let newest = times.max() else {
      finding.outcome = .undecided(.unreadableData)
      return
    }
    judge.conclude(newest: newest, futureCount: times.count(where: judge.isFuture), into: &finding)
  }

  private func judgeManifest(
    _ judge: FreshnessJudge, _ answer: ManifestDate.Answer, _ found: String, _ pointer: String,
    _ finding: inout Finding
  ) {
    finding.judgedCount = 1
    guard let text = answer.text else {
      finding.outcome = .undecided(.limit(answer.problem ?? "\(found) no value at \(pointer)"))
      return
    }
    guard let instant = judge.instant(ofText: text) else {
      finding.outcome = .undecided(
        .limit("\(found) `\(text)` at \(pointer), where a date or an RFC 3339 timestamp was expected"))
      return
    }
    judge.conclude(newest: instant, futureCount: judge.isFuture(text: text) ? 1 : 0, into: &finding)
  }

  /// The data is as old as its oldest source. One that cannot be told leaves it undecided, unless another is stale.
  private func judgeSources(
    _ judge: FreshnessJudge, _ answer: ManifestDate.Answer, _ path: String, _ pointer: String, _ finding: inout Finding
  ) {
    if let problem = answer.problem {
      finding.outcome = .undecided(.limit(problem))
      return
    }
    finding.judgedCount = answer.sources.count
    let dated = answer.sources.map { ($0, $0.date.flatMap(judge.instant(ofText:))) }
    let futures = dated.filter { $0.0.date.map(judge.isFuture(text:)) == true }
    let past = dated.filter { $0.0.date.map(judge.isFuture(text:)) == false }
    judge.conclude(newest: past.compactMap(\.1).min(), futureCount: futures.count, into: &finding)
    let stale = past.filter { $0.1.map(judge.isBeyondLimit) == true }
    finding.exemplars = (stale + futures).prefix(EvaluationOptions.maximumExemplars).map { source, instant in
      Violation(
        position: Position(file: path, offset: 0, line: source.line, record: nil), field: source.name,
        detail: instant.map { "refreshed \($0)" })
    }
    if finding.outcome.isFailure { finding.violationCount = stale.count + futures.count }
    let undated = dated.filter { $0.1 == nil }.map(\.0)
    if let first = undated.first, finding.outcome != .failed(.block) {
      let others = undated.count > 1 ? " and \(undated.count - 1) more" : ""
      finding.outcome = .undecided(
        .limit("\(path):\(first.line): source \(first.name)\(others) has no date at \(pointer)"))
    }
  }
}
