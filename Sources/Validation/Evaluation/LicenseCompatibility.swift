import Contracts
import Licensing

/// Judges `license.incompatible`: whether everything that the dataset is made from allows what its contract promises.
struct LicenseCompatibility {
  static let rule: RuleID = "license.incompatible"
  /// Clashes of which none is certain that are told in the reason; the rest is counted.
  private static let shownDoubts = 3

  let contract: Contract
  let clause: Clause
  let licenses: RecordLicenses
  let totals: DatasetTotals
  let table: LicenseTable

  /// Uses that are no words of the table belong to the policy alone.
  private var uses: (known: [String], others: [String]) {
    let names = contract.uses.map(\.text)
    return (names.filter { LicenseUse(named: $0) != nil }, names.filter { LicenseUse(named: $0) == nil })
  }

  var judgement: (finding: Finding, expected: String) {
    let declared = contract.license.flatMap { try? LicenseExpression(parsing: $0.expression) }
    let assessment = LicenseAssessment(declared: declared, origins: licenses.origins, uses: uses.known, table: table)
    return (finding(assessment, hasFacts: declared != nil || !licenses.origins.isEmpty), expected)
  }

  private var expected: String {
    let licence = contract.license.map { ["be passed on under \($0.expression)"] } ?? []
    let allowed = uses.known.isEmpty ? [] : ["allow \(shortList(uses.known))"]
    let wanted = (allowed + licence).joined(separator: " and can ")
    return wanted.isEmpty ? "licences that go together" : "licences that \(allowed.isEmpty ? "can " : "")\(wanted)"
  }

  private func finding(_ assessment: LicenseAssessment, hasFacts: Bool) -> Finding {
    var finding = Finding()
    finding.judgedCount = licenses.origins.count
    let unknown = uses.others.isEmpty ? nil : "not judged: \(shortList(uses.others)), no use whose needs are known"
    finding.observed = unknown
    // A clash is certain, however much could not be read.
    switch hasFacts ? assessment.answer : .yes {
    case .no:
      note(assessment.clashes.filter { $0.answer == .no }, in: &finding)
      finding.outcome = .failed(clause.thresholds.severity)
    case .undecided:
      finding.outcome = .undecided(.limit(words(assessment.clashes, limit: Self.shownDoubts)))
    case .yes:
      if let limit = licenses.limit {
        finding.outcome = .undecided(.limit(limit))
      } else if !totals.isComplete {
        finding.outcome = .undecided(.unreadableData)
      } else if !hasFacts || (uses.known.isEmpty && assessment.declared == nil) {
        finding.outcome = .skipped(.notApplicable(unknown ?? "no record names a licence or a source"))
      }
    }
    return finding
  }

  private func note(_ clashes: [LicenseClash], in finding: inout Finding) {
    // The others stand among the exemplars.
    finding.observed = words(clashes, limit: 1)
    var seen: Set<LicenseOrigin> = []
    let origins = clashes.map(\.origin).filter { seen.insert($0).inserted }
    let reasons = Dictionary(grouping: clashes, by: \.origin).mapValues { clashes in
      var told: Set<String> = []
      return clashes.map(\.why).filter { told.insert($0).inserted }.joined()
    }
    // Records of a source may stand there for what it was made from as well.
    let counts = origins.map { (["\($0.kind)", $0.through ?? $0.name, "\($0.number)"], $0.recordCount ?? 0) }
    let named = Dictionary(counts, uniquingKeysWith: max).values.reduce(0, +)
    // A record with a licence of its own also comes from its source.
    finding.violationCount = max(1, min(named, totals.recordCount))
    let violations = origins.flatMap { origin in
      let isInManifest = origin.firstRecords.isEmpty || origin.through != nil
      let places = isInManifest ? [origin.place].compactMap { $0 } : origin.firstRecords
      return places.map { Violation(position: $0, detail: origin.shown + (reasons[origin] ?? "")) }
    }
    let files = Dictionary(
      totals.reports.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
    func order(_ position: Position) -> (Int, Int, Int) {
      (files[position.file] ?? files.count, position.offset, position.line)
    }
    finding.exemplars = violations.sorted { order($0.position) < order($1.position) }
    finding.exemplars = Array(finding.exemplars.prefix(EvaluationOptions.maximumExemplars))
  }

  private func words(_ clashes: [LicenseClash], limit: Int) -> String {
    var seen: Set<String> = []
    let all = clashes.map(\.description).filter { seen.insert($0).inserted }
    let rest = all.count - limit
    return (all.prefix(limit) + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "; ")
  }
}

extension LicenseOrigin {
  /// `CC-BY-NC-4.0`, `S17: CC-BY-NC-4.0`
  fileprivate var shown: String { kind == .source ? "\(name): \(shownLicense)" : shownLicense }
}
