import Contracts

/// One contract as a test suite.
struct JUnitSuite {
  private let index: Int
  private let name: String
  private let timestamp: String
  private let properties: [(name: String, value: String)]
  private let cases: [JUnitCase]
  private let output: String
  private let errors: String

  /// A report must not change from run to run, so no case takes any time.
  static let time = "0"
  /// Which machine ran is no part of the result; the Ant schema names this for "unknown".
  private static let hostName = "localhost"

  init(index: Int, entry: Report.Entry, report: Report, names: inout CaseNames) {
    let contract = entry.result.contract
    let effects = Effects(entry.decision)
    let clauses = entry.result.clauses.map { ClauseWording(result: $0, decision: effects[$0.clause.id]) }
    var cases: [JUnitCase] = []
    for clause in clauses { cases.append(JUnitCase(clause, contract: contract, names: &names)) }
    self.index = index
    name = contract.id.tokenised.nonEmpty ?? "contract"
    timestamp = JUnitSuite.timestamp(report.now)
    properties = JUnitSuite.properties(entry, report)
    self.cases = cases + JUnitSuite.guardCase(entry, cases, className: name, names: &names)
    output = JUnitSuite.output(entry, zip(clauses, cases))
    errors = JUnitSuite.errors(entry)
  }

  /// The suite that keeps a run without any contract from looking green.
  init(nothingCheckedIn report: Report) {
    index = 0
    name = "assay"
    timestamp = JUnitSuite.timestamp(report.now)
    properties = []
    cases = [JUnitCase(className: "assay", name: "contracts", error: "nothing was checked", type: "contracts.none")]
    output = ""
    errors = ""
  }

  var counts: JUnitCounts {
    JUnitCounts(
      tests: cases.count, failures: cases.count { $0.outcome == .failure },
      errors: cases.count { $0.outcome == .error }, skipped: cases.count { $0.outcome == .skipped })
  }

  func write(to xml: inout XMLWriter, isExtended: Bool) {
    let counts = counts
    xml.element(
      "testsuite",
      [
        "name": name, "package": "assay", "id": "\(index)", "timestamp": timestamp, "hostname": Self.hostName,
        "tests": "\(counts.tests)", "failures": "\(counts.failures)", "errors": "\(counts.errors)",
        "skipped": "\(counts.skipped)", "time": Self.time,
      ]
    ) { xml in
      xml.element("properties") { xml in
        for property in properties { xml.element("property", ["name": property.name, "value": property.value]) }
      }
      for item in cases { item.write(to: &xml, isExtended: isExtended) }
      xml.element("system-out", text: output)
      xml.element("system-err", text: errors)
    }
  }

  /// If the gate blocks and no case says so, the suite would look green.
  private static func guardCase(
    _ entry: Report.Entry, _ cases: [JUnitCase], className: String, names: inout CaseNames
  ) -> [JUnitCase] {
    let isTold = cases.contains { $0.outcome == .failure || $0.outcome == .error }
    guard entry.decision.verdict == .block, !isTold else { return [] }
    let problems = (entry.result.problems + entry.result.files.compactMap(\.problem)).map(\.line)
    let message = problems.isEmpty ? "the gate blocks" : problems.joined(separator: "; ")
    let name = names.unique(className: className, name: "verdict")
    return [JUnitCase(className: className, name: name, error: message, type: "verdict.block")]
  }

  private static func properties(_ entry: Report.Entry, _ report: Report) -> [(name: String, value: String)] {
    let contract = entry.result.contract
    let all: [(String, String?)] = [
      ("assay.version", report.version), ("assay.gate", entry.decision.gate),
      ("assay.verdict", entry.decision.verdict.rawValue), ("assay.policy", report.policy),
      ("contract.path", contract.path), ("contract.version", contract.version),
      ("contract.owner", contract.owner?.team), ("contract.contact", contract.owner?.contact),
      ("contract.runbook", contract.owner?.runbook), ("data.records", "\(entry.result.recordCount)"),
    ] + ledgerProperties(report.ledger)
    return all.compactMap { name, value in value.map { (name, $0.harmless) } }
  }

  private static func ledgerProperties(_ note: LedgerNote?) -> [(String, String?)] {
    guard let note else { return [] }
    switch note.outcome {
    case .recorded(let sequence, let head):
      return [
        ("assay.ledger", note.path), ("assay.ledger.entry", "\(sequence)"), ("assay.ledger.head", head.description),
      ]
    case .failed(let problem): return [("assay.ledger", note.path), ("assay.ledger.problem", problem)]
    }
  }

  /// Warnings, which are no failures here, and what a reader must know.
  private static func output(_ entry: Report.Entry, _ clauses: some Sequence<(ClauseWording, JUnitCase)>) -> String {
    let warnings = clauses.filter { $0.effect == .warn && $1.outcome == .passed }.map { "warn: \($1.text)" }
    let notices = (entry.result.notices + entry.decision.notices).map { "note: \($0.harmless)" }
    return (warnings + notices).joined(separator: "\n")
  }

  private static func errors(_ entry: Report.Entry) -> String {
    (entry.result.problems + entry.result.files.compactMap(\.problem)).map(\.line).joined(separator: "\n")
  }

  /// UTC without a zone and without a fraction, as the Ant schema wants it.
  private static func timestamp(_ instant: Instant) -> String {
    String(Instant(seconds: instant.seconds).description.dropLast())
  }
}

extension InputProblem {
  /// One line, with what to do.
  fileprivate var line: String {
    (message.hasPrefix(path) ? "" : "\(path.harmless): ") + message.harmless
      + (advice.map { " → \($0.harmless)" } ?? "")
  }
}

extension JUnitCase {
  func write(to xml: inout XMLWriter, isExtended: Bool) {
    let attributes: XMLWriter.Attributes = [
      "classname": className, "name": name, "time": JUnitSuite.time,
      "file": isExtended ? location?.file.harmless : nil, "line": isExtended ? location.map { "\($0.line)" } : nil,
    ]
    let hasOutput = isExtended && outcome == .passed && text.contains("\n") && message != "passed"
    guard outcome != .passed || hasOutput else { return xml.element("testcase", attributes) }
    xml.element("testcase", attributes) { xml in
      switch outcome {
      case .passed: break
      case .failure: xml.element("failure", ["type": type, "message": message], text: text)
      case .error: xml.element("error", ["type": type, "message": message], text: text)
      case .skipped: xml.element("skipped", ["message": message], text: text)
      }
      if hasOutput { xml.element("system-out", text: text) }
    }
  }
}
