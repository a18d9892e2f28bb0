import Comparison
import Contracts

/// A diff for programs; `docs/diff.schema.json` describes each member.
package struct DiffJSON: Sendable {
  /// The version of the format, which grows when a reader of the old one would misread the new one.
  package static let formatVersion = 1

  package init() {}

  /// The whole document, with a line break at its end.
  package func render(_ report: DiffReport) -> String {
    let head: JSONValue = .object([
      "assay_diff": Self.formatVersion.json, "tool_version": report.toolVersion.json,
      "gate": report.decision.gate.json, "policy": report.decision.policy?.json,
      "verdict": (report.decision.blocks ? "block" : report.decision.warns ? "warn" : "pass").json,
      "is_inconclusive": report.decision.isInconclusive.json, "proposal": report.versions.json(doubts: report.doubts),
      "findings": .array(report.decision.findings.map(\.json)),
    ])
    let body: JSONValue =
      switch report.subject {
      case .contracts(let comparison): comparison.json
      case .versions(let comparison): comparison.json
      }
    guard case .object(let first) = head, case .object(let rest) = body else { return "" }
    return JSONValue.object(first + rest).text(isPretty: true) + "\n"
  }
}

extension ChangeDecision {
  var warns: Bool { findings.contains { $0.effect == .warn } }
}

extension ChangeDecision.Finding {
  fileprivate var json: JSONValue {
    .object([
      "kind": change.kind.rawValue.json, "subject": change.subject?.json, "effect": effect.rawValue.json,
      "is_undecided": change.isUndecided.json, "message": change.words.json, "policy_line": cited?.json,
    ])
  }
}

extension VersionCheck {
  fileprivate func json(doubts: [String]) -> JSONValue {
    .object([
      "bump": proposal.rawValue.json, "is_certain": doubts.isEmpty.json, "doubts": doubts.json,
      "before": before?.json, "after": after?.json, "proposed": proposed?.description.json,
      "outcome": outcome.name.json,
    ])
  }
}

extension ContractComparison {
  fileprivate var json: JSONValue {
    .object([
      "subject": "contracts".json, "before": before.json, "after": after.json,
      "breaks_consumers": breaksConsumers.json, "breaks_producers": breaksProducers.json,
      "contract": .array(differences.map(\.json)),
    ])
  }
}

extension ContractComparison.Subject {
  fileprivate var json: JSONValue {
    .object(["id": id.json, "version": version?.json, "path": path.json])
  }
}

extension ContractDifference {
  var json: JSONValue {
    .object([
      "kind": kind.rawValue.json, "part": part.rawValue.json, "field": field?.json, "keyword": keyword?.json,
      "before": before?.json, "after": after?.json, "consumers": consumers.rawValue.json,
      "producers": producers.rawValue.json, "reason": reason.json, "hint": hint?.json,
    ])
  }
}

extension ContractDifference.Side {
  fileprivate var json: JSONValue { .object(["text": text.json, "location": place.json]) }
}
