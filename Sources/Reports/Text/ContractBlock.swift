import Contracts

/// What the terminal shows about one contract.
struct ContractBlock {
  let entry: Report.Entry
  let options: TextReport.Options
  let ink: Ink

  private var result: RunResult { entry.result }
  private var contract: Contract { entry.result.contract }

  /// Without line breaks.
  var lines: [String] {
    let findings = Findings(entry)
    var lines = header
    if options.verbose { lines += files }
    let table = CauseTable(findings: findings, options: options, ink: ink).lines
    let parts = [problems, table, notices].filter { !$0.isEmpty }
    for part in parts { lines += [""] + part }
    let footer = footer
    return lines + (parts.isEmpty || footer.isEmpty ? [] : [""]) + footer
  }

  /// All of it on one line, for a contract among others; `nil` where more is to be said than that it passed.
  var line: String? {
    let findings = Findings(entry)
    guard entry.decision.verdict == .pass, findings.causes.isEmpty, problems.isEmpty, notices.isEmpty,
      !findings.passed.contains(where: { $0.result.violationCount > 0 }), DecisionTallies(entry.decision).lines.isEmpty
    else { return nil }
    return "\(verdictWord)  \(ink(contract.id.harmless, .bold))  \(extent)  \(ink(contract.path.harmless, .faint))"
  }

  private var header: [String] {
    let title = contract.title.map { "  \($0.harmless)" } ?? ""
    let undecided = entry.decision.isInconclusive ? "  (\(whyUndecided))" : ""
    let about = [
      contract.path.harmless, contract.version.map { "version \($0.harmless)" }, "gate \(entry.decision.gate.harmless)",
    ]
    return [
      "\(verdictWord)  \(ink(contract.id.harmless, .bold))\(title)\(undecided)",
      indent + about.compactMap { $0 }.joined(separator: ", "),
    ] + basis + (result.isOfInvalidContract ? [] : [indent + extent])
  }

  private var verdictWord: String {
    let verdict = entry.decision.verdict
    return ink(verdict.rawValue.uppercased().padded(to: 5), Ink.colour(of: verdict))
  }

  /// `policy assay.policy.yaml (sha256:9f86d081884c…)`, a line for each file.
  private var basis: [String] {
    DecisionFiles(entry.decision.basis).named.map { name, file in
      return "\(indent)\(ink(name, .faint)) \(file.path.harmless) \(ink("(\(file.digest.short))", .faint))"
    }
  }

  private var whyUndecided: String {
    result.isOfInvalidContract
      ? "the contract cannot be used" : "nothing failed, but not everything could be decided"
  }

  /// `2 files, 1,000,000 records (3 malformed), 84.1 MB`
  private var extent: String {
    let bytes = result.files.reduce(0) { $0 + $1.byteCount }
    let malformed = result.malformedCount > 0 ? " (\(Amount.grouped(result.malformedCount)) malformed)" : ""
    return [
      Amount.counted(result.files.count, "file"), Amount.counted(result.recordCount, "record") + malformed,
      Amount.byteSize(bytes),
    ].joined(separator: ", ")
  }

  private var files: [String] {
    result.files.flatMap { file -> [String] in
      let counts = "\(Amount.counted(file.recordCount, "record")), \(Amount.byteSize(file.byteCount))"
      return ["\(indent)\(file.path.harmless)  \(counts)"] + file.digests.map { "\(indent)  \(ink("\($0)", .faint))" }
    }
  }

  /// What could not be read comes first: it is the root of much that follows.
  private var problems: [String] {
    let all = result.problems + result.files.compactMap(\.problem)
    var seen: Set<InputProblem> = []
    return all.filter { seen.insert($0).inserted }.flatMap { problem -> [String] in
      // Most messages name the path themselves.
      let isNamed = problem.message.hasPrefix(problem.path)
      let subject = isNamed ? "" : "\(problem.path.harmless): "
      let line = "  \(ink("unread", .undecided))   \(subject)\(problem.message.harmless)"
      return [line] + (problem.advice.map { ["           → \($0.harmless)"] } ?? [])
    }
  }

  private var notices: [String] {
    (result.notices + entry.decision.notices).map { "  \(ink("note", .bold))     \($0.harmless)" }
  }

  private var footer: [String] {
    var lines = result.isOfInvalidContract ? [] : [indent + tally]
    lines += DecisionTallies(entry.decision).lines.map { "\(indent)\($0.name): \($0.text)" }
    guard entry.decision.verdict != .pass else { return lines }
    let contact = [contract.owner?.team, contract.owner?.contact].compactMap { $0?.harmless }.joined(separator: ", ")
    if !contact.isEmpty { lines.append("\(indent)\(ink("owner", .faint))    \(contact)") }
    if let runbook = contract.owner?.runbook {
      lines.append("\(indent)\(ink("runbook", .faint))  \(runbook.harmless)")
    }
    return lines
  }

  /// `3 failed, 1 inconclusive, 21 passed`, of which only what there is.
  private var tally: String {
    let tally = Tally(entry)
    let levels = tally.failed > tally.warned && tally.warned > 0 ? " (\(Amount.grouped(tally.warned)) only warn)" : ""
    let onlyWarns = tally.failed > 0 && tally.failed == tally.warned ? ", which only warns" : ""
    let parts = tally.parts.filter { $0.count > 0 }.map { part in
      "\(Amount.grouped(part.count)) \(part.name)" + (part.name == "failed" ? levels + onlyWarns : "")
    }
    return parts.isEmpty ? "the contract has no clauses" : "clauses: \(parts.joined(separator: ", "))"
  }

  private var indent: String { "       " }
}
