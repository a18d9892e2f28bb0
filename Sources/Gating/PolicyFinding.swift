import Contracts

/// What a gate's policy makes of something that only a policy can decide.
package struct PolicyFinding: Hashable {
  package var verdict: Verdict
  package var because: String?
  /// Records concerned; 1 for the dataset as a whole.
  var violationCount: Int

  init(_ verdict: Verdict, _ because: String?, violationCount: Int = 1) {
    self.verdict = verdict
    self.because = because
    self.violationCount = violationCount
  }

  /// All of them together; reasons to pass are not told where something does not.
  static func combined(_ findings: [PolicyFinding]) -> PolicyFinding? {
    guard let verdict = findings.map(\.verdict).max() else { return nil }
    let told = findings.filter { verdict == .pass || $0.verdict > .pass }
    let words = told.compactMap(\.because)
    return PolicyFinding(
      verdict, words.isEmpty ? nil : words.joined(separator: "; "),
      violationCount: told.reduce(0) { $0 + $1.violationCount })
  }
}

extension RuleID {
  /// The dataset's licence, or the licences in a field, may not pass.
  package static let licenseNotAllowed: RuleID = "license.not_allowed"
  /// A privacy class may not pass, or not on this legal basis.
  package static let privacyNotAllowed: RuleID = "privacy.not_allowed"
  /// A use may not pass. Where a contract has no such clause, its licence's clause answers for the uses.
  package static let useNotAllowed: RuleID = "use.not_allowed"
}

/// What the policy finds in one result, for each clause that answers for it.
struct PolicyFindings {
  /// By index into `RunResult.clauses`.
  private(set) var byClause: [Int: PolicyFinding] = [:]
  /// What no clause answers for.
  private(set) var loose: [PolicyFinding] = []

  init(_ policy: GatePolicy, on result: RunResult) {
    var findings: [Int: [PolicyFinding]] = [:]
    func add(_ finding: PolicyFinding, to clause: Int?) {
      if let clause { findings[clause, default: []].append(finding) } else { loose.append(finding) }
    }
    func dataset(_ rule: RuleID) -> Int? {
      result.clauses.firstIndex { $0.clause.rule == rule && $0.clause.field == nil }
    }
    if let licenses = policy.licenses {
      for (clause, finding) in result.observedFindings(by: licenses) { add(finding, to: clause) }
      if let finding = result.declaredFinding(by: licenses) { add(finding, to: dataset(.licenseNotAllowed)) }
    }
    if let uses = policy.uses {
      let finding = uses.finding(on: result.contract.uses)
      if let clause = dataset(.useNotAllowed) {
        add(finding, to: clause)
      } else if finding.verdict > .pass {
        // The licence's clause stands in, but allowed uses must not pass a licence that no one judged.
        add(finding, to: dataset(.licenseNotAllowed))
      }
    }
    if let privacy = policy.privacy {
      for (clause, finding) in result.privacyFindings(by: privacy) { add(finding, to: clause) }
    }
    byClause = findings.compactMapValues(PolicyFinding.combined)
    loose.removeAll { $0.verdict == .pass }
  }
}

extension RunResult {
  /// On the licence that the contract declares; a field of licences stands in for a missing one.
  fileprivate func declaredFinding(by licenses: LicensePolicy) -> PolicyFinding? {
    if let license = contract.license { return licenses.finding(on: license.expression) }
    let hasField = clauses.contains { $0.clause.rule == .licenseNotAllowed && $0.clause.field != nil }
    return hasField || !observedLicenses.isEmpty ? nil : licenses.findingOnAbsence()
  }

  /// On the licences met in the data.
  fileprivate func observedFindings(by licenses: LicensePolicy) -> [(clause: Int?, finding: PolicyFinding)] {
    let fieldClauses = clauses.indices.filter {
      clauses[$0].clause.rule == .licenseNotAllowed && clauses[$0].clause.field != nil
    }
    // A field without any licence is judged too, and passes: null satisfies every clause but `required`.
    let silent = fieldClauses.map { (clause: Int?.some($0), finding: PolicyFinding(.pass, nil, violationCount: 0)) }
    return silent
      + observedLicenses.map { observed in
        let clause = clauses.firstIndex { $0.clause.id == observed.clauseID }
        var finding = licenses.finding(on: observed.expression)
        finding.violationCount = observed.recordCount
        finding.because = finding.verdict == .pass ? nil : words(on: observed, finding, clause)
        return (clause, finding)
      }
  }

  private func words(on observed: ObservedLicense, _ finding: PolicyFinding, _ clause: Int?) -> String {
    let field = clause.flatMap { clauses[$0].clause.field }.map { contract.fields[$0] }
    let place = "\(observed.recordCount) records, first \(observed.first.file):\(observed.first.line)"
    if field?.isPrivate == true { return "a masked licence may not pass (\(place))" }
    return "\(finding.because ?? observed.expression) (\(place))"
  }

  /// On the classes of the fields and of the dataset. A clause of a field answers for that field.
  fileprivate func privacyFindings(by privacy: PrivacyPolicy) -> [(clause: Int?, finding: PolicyFinding)] {
    let basis = contract.privacy?.legalBasis
    let answering = clauses.indices.filter { clauses[$0].clause.rule == .privacyNotAllowed }
    let own = answering.filter { clauses[$0].clause.field != nil }
    let covered = Set(own.compactMap { clauses[$0].clause.field })
    var rest = contract.fields.indices.filter { !covered.contains($0) }.compactMap(carrier)
    if let classification = contract.privacy?.classification {
      rest.append(PrivacyPolicy.Carrier(name: "the dataset", privacyClass: classification))
    }
    let general = answering.first { clauses[$0].clause.field == nil }
    let fields = own.map { index in
      let carriers = clauses[index].clause.field.flatMap(carrier).map { [$0] } ?? []
      return (clause: Int?.some(index), finding: privacy.finding(on: carriers, legalBasis: basis))
    }
    return fields + [(general, privacy.finding(on: rest, legalBasis: basis))]
  }

  private func carrier(_ field: Int) -> PrivacyPolicy.Carrier? {
    let field = contract.fields[field]
    return field.privacy.map { PrivacyPolicy.Carrier(name: "field `\(field.path)`", privacyClass: $0) }
  }
}
