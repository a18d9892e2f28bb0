import Contracts
import Foundation
import Gating
import Licensing
import Monitoring
import TestSupport
import Validation

@testable import Reports

extension RuleExample {
  /// Runs the example, and decides at the gate `merge` with whatever policy and waivers it shows.
  func run() throws -> (result: RunResult, decision: Decision) {
    var policy: Policy?
    if let text = self.policy {
      let read = PolicyReader.read(Array(text.utf8), file: "assay.policy.yaml")
      guard let valid = read.policy else { throw invalid(read.diagnostics) }
      policy = valid
    }
    let licenses = LicenseTable(declaring: policy?.licenseTerms ?? [:])
    var result = try evaluate(contract, files, licenses: licenses)
    if let samples { result = result.judgingObjectives(.success(try history(samples, result)), now: testClock) }
    var waivers: [Waiver] = []
    if let text = self.waivers {
      let read = WaiverReader.read(Array(text.utf8), file: "waivers.yaml", policy: policy, now: testClock)
      guard let valid = read.waivers else { throw invalid(read.diagnostics) }
      waivers = valid
    }
    return (result, decide(result, gate: "merge", policy: policy, waivers: waivers, now: testClock))
  }

  private func history(_ text: String, _ result: RunResult) throws -> [ClauseID: [Sample]] {
    let samples = try text.split(separator: "\n").map { line in
      let words = line.split(separator: " ")
      guard words.count == 2, let time = Instant(rfc3339: String(words[0])),
        let state = FreshnessState(rawValue: String(words[1]))
      else { throw RulePageProblem(description: "\(place): no sample: \(line)") }
      return Sample(time: time, state: state)
    }
    return Dictionary(uniqueKeysWithValues: result.contract.freshness.map { ($0.clauseID, samples) })
  }

  private func invalid(_ diagnostics: [Diagnostic]) -> RulePageProblem {
    RulePageProblem(description: "\(place): " + diagnostics.map(\.description).joined(separator: "\n"))
  }
}

/// What came of an example, in the few words that `docs/rules/README.md` explains.
struct RuleOutcome {
  let rule: RuleID
  let result: RunResult
  let decision: Decision

  /// The rule's own clauses and all others that did not pass, in the contract's order; notices; the verdict.
  var lines: [String] {
    var lines: [String] = []
    for clause in result.clauses {
      guard let decided = decision.clauses.first(where: { $0.clauseID == clause.clause.id }) else { continue }
      guard clause.clause.rule == rule || decided.effect != .pass else { continue }
      lines.append(line(clause, decided))
      lines += clause.exemplars.map { "  " + words($0, of: clause.clause.rule) }
    }
    lines += decision.notices.map { "notice: \(shortened($0))" }
    lines.append("verdict: \(decision.verdict.rawValue), exit \(exitCode)")
    return lines.map { $0.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "␊") }
  }

  private var exitCode: Int32 {
    let entry = Report.Entry(result: result, decision: decision)
    return Report(version: "", now: testClock, policy: nil, command: [], entries: [entry]).exitCode(failsOnWarn: false)
  }

  private func line(_ clause: ClauseResult, _ decided: ClauseDecision) -> String {
    var facts: [String] = []
    switch clause.status {
    case .passed: if clause.violationCount > 0 { facts.append(count(clause) + " tolerated") }
    case .failed: facts.append(clause.clause.measure == .records ? count(clause) : clause.observed ?? "")
    case .inconclusive: facts.append("inconclusive, \(clause.reason?.phrase ?? "")")
    // With a policy there is more to say than that one was needed.
    case .skipped: if decided.effect == .skipped { facts.append(clause.reason?.phrase ?? "") }
    }
    if let waiver = decided.waiver { facts.append("until \(waiver.expires) by \(waiver.owner)") }
    if let because = decided.because { facts.append(because) }
    let told = facts.filter { !$0.isEmpty }.map(shortened).joined(separator: "; ")
    return "\(decided.effect.rawValue) \(decided.clauseID)" + (told.isEmpty ? "" : ": \(told)")
  }

  private func count(_ clause: ClauseResult) -> String { "\(clause.violationCount) of \(clause.recordCount) records" }

  private func words(_ violation: Violation, of rule: RuleID) -> String {
    let position = violation.position
    var words = ["\(shortened(position.file)):\(position.line)"]
    if let record = position.record { words.append("record \(record)") }
    if rule == "record.malformed" { words.append("byte \(position.offset)") }
    if let kind = violation.kind { words.append(kind) }
    if let field = violation.field { words.append("field \(field)") }
    if let value = violation.value { words.append(shown(value)) }
    if let detail = violation.detail { words.append("(\(shortened(detail)))") }
    return words.joined(separator: " ")
  }

  private func shown(_ value: ShownValue) -> String {
    switch value {
    case .text(let text, let isCut): "value `\(text.replacingOccurrences(of: "\n", with: "␊"))\(isCut ? "…" : "")`"
    case .masked(let byteCount): "value masked, \(byteCount) bytes"
    case .null: "value null"
    case .absent: "value absent"
    }
  }

  /// Without the folder in which the example runs.
  private func shortened(_ text: String) -> String {
    let folder = (result.contract.path as NSString).deletingLastPathComponent
    return text.replacingOccurrences(of: folder + "/", with: "").replacingOccurrences(of: folder, with: ".")
  }
}

extension RuleOutcome {
  /// Whether a clause of the rule fails here, or the policy fails it.
  var fails: Bool { result.clauses.contains { $0.clause.rule == rule && isFailure($0) } }

  /// Whether the rule's clauses all pass here.
  var passes: Bool {
    let own = result.clauses.filter { $0.clause.rule == rule }
    return !own.isEmpty && own.allSatisfy { effect(of: $0) == .pass && $0.violationCount == 0 }
  }

  private func isFailure(_ clause: ClauseResult) -> Bool {
    guard let effect = effect(of: clause), effect == .block || effect == .warn else { return false }
    return clause.status == .failed || clause.reason == .noPolicy
      || clause.clause.rule == "data.unreadable" && clause.status == .inconclusive
  }

  private func effect(of clause: ClauseResult) -> ClauseDecision.Effect? {
    decision.clauses.first { $0.clauseID == clause.clause.id }?.effect
  }
}
