import Contracts

extension InTotoStatement {
  /// What a result says about one of its contracts: each file of data is a subject. Throws errors of kind `unsignable`
  /// where a digest is missing, since a signature on data that anything could be exchanged for says nothing.
  package init(_ entry: Report.Entry, of report: Report, url: String? = nil) throws(SigningError) {
    let result = entry.result
    guard let contractDigest = result.contractDigest else {
      throw SigningError(
        .unsignable, "the result of \(result.contract.path) has no digest of the contract",
        advice: "a contract that could not be read cannot be signed for; `assay lint` says what is wrong with it")
    }
    let subjects = try Self.subjects(result)
    let contract = FileReference(path: result.contract.path, digest: contractDigest)
    let test = TestResult(entry, of: report, contract: contract, url: url)
    self.init(subjects: subjects, predicate: .testResult(test))
  }

  private static func subjects(_ result: RunResult) throws(SigningError) -> [ResourceDescriptor] {
    let id = result.contract.id
    guard !result.files.isEmpty else {
      throw SigningError(.unsignable, "the result of \(id) is about no file, so there is nothing to sign for")
    }
    var subjects: [ResourceDescriptor] = []
    for file in result.files {
      if let problem = file.problem {
        throw SigningError(
          .unsignable, "\(file.path) was not read to its end, so nothing can be signed for: \(problem.message)")
      }
      guard let digest = file.digests.first(where: { $0.algorithm == .sha256 }) else {
        throw SigningError(
          .unsignable, "the result of \(id) has no SHA-256 of \(file.path)",
          advice: "`assay check … --digests` computes them; pins of that kind and a ledger do as well")
      }
      subjects.append(ResourceDescriptor(FileReference(path: file.path, digest: digest)))
    }
    return subjects
  }
}

extension TestResult {
  fileprivate init(_ entry: Report.Entry, of report: Report, contract: FileReference, url: String?) {
    let decision = entry.decision
    var tests: [Outcome: [String]] = [:]
    for clause in decision.clauses {
      guard let outcome = Outcome(clause.effect) else { continue }
      tests[outcome, default: []].append(clause.clauseID.rawValue)
    }
    self.init(
      outcome: Outcome(decision.verdict), configuration: Self.configuration(entry, of: report, contract), url: url,
      passed: tests[.passed, default: []].sorted(), warned: tests[.warned, default: []].sorted(),
      failed: tests[.failed, default: []].sorted())
  }

  private static func configuration(
    _ entry: Report.Entry, of report: Report, _ contract: FileReference
  ) -> [ResourceDescriptor] {
    let basis = entry.decision.basis
    let files: [(Role, FileReference?)] = [
      (.policy, basis.policy), (.waivers, basis.waivers), (.baseline, basis.baseline), (.against, basis.against),
    ]
    var about = [Annotation.role: Role.contract.rawValue, Annotation.id: entry.result.contract.id]
    about[Annotation.version] = entry.result.contract.version
    let run = [
      Annotation.role: Role.run.rawValue, Annotation.gate: entry.decision.gate,
      Annotation.now: report.now.description, Annotation.toolVersion: report.version,
    ]
    return [ResourceDescriptor(contract, annotations: about)]
      + files.compactMap { role, file in
        file.map { ResourceDescriptor($0, annotations: [Annotation.role: role.rawValue]) }
      } + [ResourceDescriptor(name: "assay", annotations: run)]
  }
}

extension TestResult.Outcome {
  /// What blocks has failed, whether it was decided or not.
  fileprivate init(_ verdict: Verdict) {
    switch verdict {
    case .pass: self = .passed
    case .warn: self = .warned
    case .block: self = .failed
    }
  }

  /// A clause that did not hold is never among the passed ones, whatever excuses it; one that judged nothing is in no
  /// list.
  fileprivate init?(_ effect: ClauseDecision.Effect) {
    switch effect {
    case .block: self = .failed
    case .warn, .waived, .known, .ignored: self = .warned
    case .pass: self = .passed
    case .skipped: return nil
    }
  }
}
