import Contracts
import Provenance
import Reports

extension PromotionReport {
  /// Everything, every break included, with a line break at its end.
  package var json: String {
    JSONValue.object([
      "assay_promotion": .integer(1), "verdict": .string(verdict.verdict.rawValue),
      "is_inconclusive": .bool(verdict.isInconclusive), "now": .string(now.description),
      "model": .object([
        "id": .string(model.id), "version": .string(model.version), "stage": .string(model.stage),
        "uses": .array(model.uses.map(JSONValue.string)), "file": .string(manifest.path),
        "digest": .string(manifest.digest.description),
      ]),
      "policy": policy.map { JSONValue.object(["path": .string($0.path), "digest": .string($0.digest.description)]) },
      "links": .array(verdict.links.map(\.json)), "warnings": .array(verdict.warnings.map(JSONValue.string)),
      "notices": .array(verdict.notices.map(JSONValue.string)),
      "rests_on": .array(verdict.restsOn.map(\.json)),
      "ledger": ledger.map(Self.json),
    ]).text(isPretty: true) + "\n"
  }

  private static func json(_ note: LedgerNote) -> JSONValue {
    switch note.outcome {
    case .recorded(let sequence, let head):
      .object(["path": .string(note.path), "sequence": .integer(sequence), "head": .string(head.description)])
    case .failed(let why): .object(["path": .string(note.path), "problem": .string(why)])
    }
  }
}

extension Link {
  fileprivate var json: JSONValue {
    .object([
      "kind": .string(kind.rawValue), "status": .string(status.rawValue), "note": note.map(JSONValue.string),
      "broken": .array(
        breaks.map { broken in
          .object([
            "status": .string(broken.isFailure ? "failed" : "inconclusive"), "subject": .string(broken.subject),
            "message": .string(broken.message), "mend": .string(broken.mend),
            "run": broken.run.map(JSONValue.string),
          ])
        }),
    ])
  }
}

extension EntryReference {
  package var json: JSONValue {
    .object(["sequence": .integer(sequence), "digest": .string(digest.description)])
  }
}
