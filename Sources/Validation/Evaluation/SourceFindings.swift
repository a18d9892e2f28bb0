import Contracts

/// What is found wrong with sources, by rule, from how many records come from each.
struct SourceFindings {
  private let census: SourceCensus
  private let usage: SourceUsage
  private let field: String
  private let isMasked: Bool

  /// `nil` where the contract says nothing of sources.
  init?(_ plan: Plan, _ usage: SourceUsage) {
    guard let provenance = plan.contract.provenance else { return nil }
    field = plan.contract.fields[provenance.field].path.text
    isMasked = plan.masking.isMasked[provenance.field]
    let manifest = plan.sources ?? SourceManifest(problem: usage.problem)
    census = SourceCensus(manifest, provenance, now: plan.options.now, isMasked: isMasked)
    self.usage = usage
  }

  /// The finding for a clause; `nil` when its rule is not about sources as a whole.
  func finding(for clause: Clause) -> (finding: Finding, expected: String)? {
    guard let problem = SourceProblem.allCases.first(where: { $0.rule == clause.rule }) else { return nil }
    var finding = Finding()
    if let problem = usage.problem {
      finding.outcome = .undecided(.limit(problem))
    } else {
      judge(problem, clause.thresholds.severity, &finding)
    }
    return (finding, census.expected(problem))
  }

  private func judge(_ problem: SourceProblem, _ severity: Severity, _ finding: inout Finding) {
    let offending = usage.tallies.filter { $0.problems.contains(problem) }
    finding.judgedCount = problem == .unused ? usage.tallies.count : usage.tallies.count(where: \.isUsed)
    finding.violationCount = offending.count
    guard !offending.isEmpty else { return }
    finding.outcome = .failed(severity)
    // Data that could not be read may come from sources that seem unused; it cannot make others better.
    finding.isCertain = problem != .unused
    finding.observed = observed(offending, problem, of: finding.judgedCount)
    // Those with the most records come first, so that a reader sees what matters.
    let order = offending.enumerated().sorted {
      ($1.element.recordCount, $0.offset) < ($0.element.recordCount, $1.offset)
    }
    finding.exemplars = order.prefix(EvaluationOptions.maximumExemplars).map { violation(problem, of: $0.element) }
  }

  /// `2 of 14 sources, 8120 records`
  private func observed(_ offending: [SourceTally], _ problem: SourceProblem, of count: Int) -> String {
    let sources = "\(offending.count) of \(counted(count, "source"))"
    guard problem != .unused else { return "\(sources) without a record" }
    return "\(sources) in use, \(counted(offending.reduce(0) { $0 + $1.recordCount }, "record"))"
  }

  /// A source, at the first record that names it; where none does, at its place in the manifest.
  private func violation(_ problem: SourceProblem, of tally: SourceTally) -> Violation {
    let source = tally.source
    let fact = census.fact(problem, of: tally)
    guard !isMasked else {
      let length = source.id.utf8.count
      let position = tally.first.first ?? Position(file: source.location.file, offset: 0, line: 1, record: nil)
      return Violation(position: position, field: field, value: .masked(byteCount: length))
    }
    let value = Array(source.id.utf8).withUnsafeBufferPointer(Masking.cut)
    guard let first = tally.first.first else {
      let position = Position(file: source.location.file, offset: 0, line: source.location.line, record: nil)
      return Violation(position: position, field: field, value: value, detail: fact + madeFrom(tally))
    }
    let others = Self.places(tally.first.dropFirst(), after: first)
    return Violation(
      position: first, field: field, value: value,
      detail: "\(fact); \(counted(tally.recordCount, "record"))\(others); declared at \(source.location)")
  }

  /// `; S3 (2 records) is made from it`
  private func madeFrom(_ tally: SourceTally) -> String {
    guard let through = tally.through else { return "" }
    let records = usage.tallies.first { $0.source.id == through }.map { " (\(counted($0.recordCount, "record")))" }
    return "; \(through)\(records ?? "") is made from it"
  }

  /// `, also lines 418, 419, week-4.csv:2`: in the unit in which reports show the first place.
  private static func places(_ others: ArraySlice<Position>, after first: Position) -> String {
    guard !others.isEmpty else { return "" }
    let here = others.filter { $0.file == first.file }.map { "\($0.line)" }
    let elsewhere = others.filter { $0.file != first.file }.map { "\($0.file):\($0.line)" }
    let lines = here.isEmpty ? "" : "line\(here.count == 1 ? "" : "s") "
    return ", also \(lines)\((here + elsewhere).joined(separator: ", "))"
  }
}
