import Comparison
import Contracts

extension VersionComparison {
  /// What a diff of versions tells, besides what every diff does.
  var json: JSONValue {
    .object([
      "subject": "versions".json, "before": before.json, "after": after.json,
      "rows": .object(["before": before.recordCount.json, "after": after.recordCount.json]),
      "files": .array(files.map(\.json)), "sources": sources.json { .array($0.map(\.json)) },
      "source_manifest": manifest.json { .array($0.map(\.json)) }, "moved_rows": moves.json(\.json),
      "terms": .array(terms.map(\.json)), "contract": schema.json { .array($0.map(\.json)) },
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

extension Knowable {
  /// What is not known is an object with the reason alone.
  fileprivate func json(_ json: (Value) -> JSONValue) -> JSONValue {
    switch self {
    case .known(let value): json(value)
    case .unknown(let because): .object(["unknown": because.json])
    }
  }
}

extension VersionComparison.ManifestDifference {
  fileprivate var json: JSONValue {
    .object([
      "path": path.json, "is_same": isSame.json, "before": before?.json, "after": after?.json,
    ])
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

extension CountedSource {
  fileprivate var json: JSONValue {
    .object([
      "row_count": rowCount.json, "license": license?.json, "legal_basis": legalBasis?.json,
      "refreshed": refreshed?.json,
    ])
  }
}

extension RowMoves {
  fileprivate var json: JSONValue {
    .object([
      "key": key.json, "kept_count": keptCount.json, "moved_count": movedCount.json, "added_count": addedCount.json,
      "removed_count": removedCount.json, "incomparable_count": incomparableCount.json,
      "examples": .array(examples.map(\.json)),
    ])
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

extension VersionComparison.MeasurementDifference {
  fileprivate var json: JSONValue {
    .object(["clause": clause.json, "name": name.json, "before": before?.json, "after": after?.json])
  }
}
