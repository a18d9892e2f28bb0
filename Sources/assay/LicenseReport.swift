import Contracts
import Licensing
import Markup
import Reports

/// What `assay licenses` answers, as text, as JSON, and as a NOTICE.
struct LicenseReport {
  private let facts: LicenseFacts
  private let assessment: LicenseAssessment

  init(_ facts: LicenseFacts, uses: [String]) {
    self.facts = facts
    assessment = LicenseAssessment(declared: facts.declared, origins: facts.origins, uses: uses, table: facts.table)
  }

  /// The worst answer: 0 yes, 1 no, 3 undecided.
  var exitCode: Int32 {
    switch assessment.answer {
    case .yes: 0
    case .no: 1
    case .undecided: 3
    }
  }

  /// `for commercial-training`, `as CC-BY-4.0`, in the order of the answers.
  private var questions: [(name: String, finding: LicenseAssessment.Finding)] {
    let uses = assessment.uses.map { (name: "for \($0.name)", finding: $0.finding) }
    guard let declared = assessment.declared, let license = facts.declared else { return uses }
    return uses + [(name: "as \(license)", finding: declared)]
  }

  // MARK: Text

  var text: String {
    var lines = questions.flatMap { answer($0.name, $0.finding) }
    lines += assessment.cautions.map { "note: \($0)" }
    lines.append(
      "By the table of \(LicenseTable.date) and the SPDX list \(LicenseList.version); this is no legal advice.")
    return lines.map { $0.harmless + "\n" }.joined()
  }

  private func answer(_ question: String, _ finding: LicenseAssessment.Finding) -> [String] {
    var seen: Set<String> = []
    let reasons = finding.clashes.map(\.description).filter { seen.insert($0).inserted }
    return ["\(facts.contract.id) \(question): \(finding.answer.name)"] + reasons.map { "  \($0)" }
  }

  // MARK: JSON

  var json: String {
    let value = JSONValue.object([
      "contract": .string(facts.contract.id), "answer": .string(assessment.answer.name),
      "license": facts.declared.map { .string($0.description) },
      "uses": .array(
        assessment.uses.map { use in
          .object([
            "use": .string(use.name), "answer": .string(use.finding.answer.name), "clashes": clashes(use.finding),
          ])
        }),
      "declared": assessment.declared.map {
        .object(["answer": .string($0.answer.name), "clashes": clashes($0)])
      },
      "origins": .array(facts.origins.map(json)), "notes": .array(assessment.cautions.map { .string($0) }),
      "spdx_list": .object([
        "version": .string(LicenseList.version), "date": .string(LicenseList.releaseDate),
      ]),
      "table": .string(LicenseTable.date), "is_legal_advice": .bool(false),
    ])
    return value.text(isPretty: true) + "\n"
  }

  private func clashes(_ finding: LicenseAssessment.Finding) -> JSONValue {
    .array(
      finding.clashes.map { clash in
        .object([
          "answer": .string(clash.answer.name),
          "obligation": clash.origin.isMasked ? nil : .string(clash.objection.obligation.rawValue),
          "origin": json(clash.origin), "message": .string(clash.description),
        ])
      })
  }

  private func json(_ origin: LicenseOrigin) -> JSONValue {
    .object([
      "kind": .string("\(origin.kind)"), "name": .string(origin.name), "through": origin.through.map { .string($0) },
      "license": origin.isMasked ? .string("(masked)") : origin.expression.map { .string($0.description) },
      "unread_text": origin.unreadText.map { .string($0) },
      "records": origin.recordCount.map { .integer($0) },
      "first": origin.firstRecords.isEmpty ? nil : .array(origin.firstRecords.map(json)),
    ])
  }

  private func json(_ position: Position) -> JSONValue {
    .object([
      "file": .string(position.file), "line": .integer(position.line), "record": position.record.map { .integer($0) },
    ])
  }

  // MARK: Notice

  var notice: String {
    let name = facts.contract.title ?? facts.contract.id
    let entries = facts.origins.map { origin in
      let source = origin.kind == .source ? facts.sources[origin.name] : nil
      return NoticeEntry(
        name: source?.name ?? entryName(origin), url: source?.url, expression: origin.expression,
        unreadText: origin.unreadText, attribution: source?.attribution)
    }
    return LicenseNotice.text(
      dataset: name, declared: facts.declared, entries: entries,
      unsettled: questions.filter { $0.finding.answer > .yes }.map { "\($0.name): \($0.finding.answer.name)" },
      table: facts.table)
  }

  private func entryName(_ origin: LicenseOrigin) -> String {
    guard origin.kind == .records, let count = origin.recordCount else { return origin.name }
    return "\(counted(count, "record")) of \(facts.contract.id), by their `\(origin.name)`"
  }
}
