import Contracts

/// One clause as a test case.
struct JUnitCase {
  enum Outcome { case passed, failure, error, skipped }

  var className: String
  var name: String
  var outcome: Outcome
  /// `cell.missing`; the type of a failure.
  var type: String
  var message: String
  /// Lines for a reader.
  var text: String
  /// The line of the contract, which is in the repository where the data may not be.
  var location: SourceLocation?

  init(_ clause: ClauseWording, contract: Contract, names: inout CaseNames) {
    let field = clause.result.field?.tokenised
    className = ([contract.id.tokenised.nonEmpty ?? "contract"] + (field.map { [$0] } ?? [])).joined(separator: ".")
    name = names.unique(className: className, name: JUnitCase.name(of: clause, contract: contract, field: field))
    outcome = JUnitCase.outcome(of: clause)
    type = clause.result.clause.rule.rawValue.harmless
    message = ([clause.headline] + (clause.isExcused ? clause.changes : [])).joined(separator: "; ")
    text = JUnitCase.text(of: clause, in: contract)
    location = clause.result.clause.location
  }

  init(className: String, name: String, error message: String, type: String) {
    self.className = className
    self.name = name
    outcome = .error
    self.type = type
    self.message = message
    text = message
  }

  /// The identity without what the class says already.
  private static func name(of clause: ClauseWording, contract: Contract, field: String?) -> String {
    var name = clause.result.clause.id.rawValue.tokenised
    for prefix in [contract.id.tokenised, field].compactMap({ $0 }) where name.hasPrefix(prefix + "/") {
      name.removeFirst(prefix.count + 1)
    }
    return name.nonEmpty ?? clause.result.clause.rule.rawValue.tokenised
  }

  private static func outcome(of clause: ClauseWording) -> Outcome {
    if clause.isExcused { return .skipped }
    switch clause.result.status {
    case .passed: return .passed
    case .inconclusive: return .error
    case .skipped: return .skipped
    case .failed: return clause.effect == .warn || clause.effect == .pass ? .passed : .failure
    }
  }

  /// The clause's line, its evidence, and who excused it.
  private static func text(of clause: ClauseWording, in contract: Contract) -> String {
    var lines = ["\(clause.id): \(clause.headline)"]
    lines.append("asked by \(clause.contractLine)")
    if let place = clause.firstPlace {
      let more = clause.moreCount > 0 ? " and \(Amount.grouped(clause.moreCount)) more" : ""
      lines.append("first at \(place)\(more)")
    }
    for violation in clause.exemplars.prefix(exemplarLimit) {
      lines.append(ClauseWording.place(violation.position))
      lines += ExcerptLines(violation: violation, clause: clause, width: 160, ink: Ink(isOn: false)).lines
    }
    if let kinds = clause.kinds { lines.append("kinds: \(kinds)") }
    if let because = clause.result.clause.because { lines.append("because: \(because.harmless)") }
    lines += clause.changes
    if let advice = clause.result.reason?.advice { lines.append("→ \(advice)") }
    if outcome(of: clause) != .passed || clause.effect == .warn { lines += answering(clause, in: contract) }
    return lines.joined(separator: "\n")
  }

  /// Whom to ask, and where it is written what to do.
  private static func answering(_ clause: ClauseWording, in contract: Contract) -> [String] {
    let owner = clause.owner ?? (contract.owner?.team ?? contract.owner?.contact)?.harmless
    return [owner.map { "owner: \($0)" }, contract.owner?.runbook.map { "runbook: \($0.harmless)" }].compactMap { $0 }
  }

  /// Servers cut long texts; the JSON report has all of them.
  private static let exemplarLimit = 10
}

extension String {
  /// Harmless, and without blanks that a schema's token would lose.
  var tokenised: String { harmless.split(separator: " ").joined(separator: " ") }
}
