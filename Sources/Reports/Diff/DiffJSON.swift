import Comparison
import Contracts

/// A diff for programs; `docs/diff.md` describes each member.
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
  fileprivate var json: JSONValue {
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

extension VersionComparison {
  fileprivate var json: JSONValue {
    .object([
      "subject": "versions".json, "before": before.json, "after": after.json,
      "rows": .object(["before": before.recordCount.json, "after": after.recordCount.json]),
      "files": .array(files.map(\.json)), "sources": sources.json, "moved_rows": moves.json,
      "terms": .array(terms.map(\.json)), "contract": schema.json,
      "measurements": .array(measurements.map(\.json)),
    ])
  }
}

extension DatasetVersion {
  fileprivate var json: JSONValue {
    .object([
      "origin": origin.kind.rawValue.json, "name": origin.name.json, "at": at.json, "dataset": dataset.json,
      "version": version?.json, "contract_digest": contractDigest?.json, "record_count": recordCount.json,
      "malformed_count": malformedCount.json, "license": license?.json, "uses": uses.json,
      "legal_basis": legalBasis?.json, "problems": problems.json,
    ])
  }
}

extension DatasetVersion.File {
  fileprivate var json: JSONValue {
    .object([
      "path": path.json, "digest": digest?.json, "byte_count": byteCount.json, "record_count": recordCount.json,
    ])
  }
}

extension VersionComparison.FileDifference {
  fileprivate var json: JSONValue {
    .object(["path": path.json, "is_same": isSame?.json, "before": before?.json, "after": after?.json])
  }
}

/// What is not known is an object with the reason alone.
private func reasonAlone(_ because: String) -> JSONValue { .object(["unknown": because.json]) }

extension VersionComparison.Sources {
  fileprivate var json: JSONValue {
    switch self {
    case .known(let sources): .array(sources.map(\.json))
    case .unknown(let because): reasonAlone(because)
    }
  }
}

extension SourceDifference {
  fileprivate var json: JSONValue {
    .object([
      "id": id.json, "kind": kind.rawValue.json, "license_move": licenseMove?.kind.rawValue.json,
      "before": before?.json, "after": after?.json,
    ])
  }
}

extension SourceCount {
  fileprivate var json: JSONValue {
    .object([
      "row_count": rowCount.json, "license": license?.json, "legal_basis": legalBasis?.json,
      "refreshed": refreshed?.json,
    ])
  }
}

extension RowMoves {
  fileprivate var json: JSONValue {
    switch self {
    case .unknown(let because): reasonAlone(because)
    case .known(let counts):
      .object([
        "key": counts.key.json, "kept_count": counts.keptCount.json, "moved_count": counts.movedCount.json,
        "added_count": counts.addedCount.json, "removed_count": counts.removedCount.json,
        "incomparable_count": counts.incomparableCount.json, "examples": .array(counts.examples.map(\.json)),
      ])
    }
  }
}

extension RowMoves.Move {
  fileprivate var json: JSONValue {
    .object([
      "record_before": recordBefore.json, "record_after": recordAfter.json, "source_before": sourceBefore?.json,
      "source_after": sourceAfter?.json,
    ])
  }
}

extension VersionComparison.TermDifference {
  fileprivate var json: JSONValue {
    .object([
      "name": name.json, "before": before?.json, "after": after?.json, "consumers": consumers.rawValue.json,
      "reason": reason.json, "license_move": licenseMove?.rawValue.json,
    ])
  }
}

extension VersionComparison.Schema {
  fileprivate var json: JSONValue {
    switch self {
    case .known(let lines): .array(lines.map(\.json))
    case .unknown(let because): reasonAlone(because)
    }
  }
}

extension VersionComparison.MeasurementDifference {
  fileprivate var json: JSONValue {
    .object(["clause": clause.json, "name": name.json, "before": before?.json, "after": after?.json])
  }
}
