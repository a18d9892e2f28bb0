import Contracts

/// A source that a run's data rests on, and the terms under which it did then.
package struct SourceRecord: Hashable, Sendable {
  package var id: String
  /// Records that name it; 0 for one that only others in use were made from.
  package var recordCount: Int
  /// Whether the manifest has it.
  package var isDeclared: Bool
  /// As the manifest has it.
  package var license: String?
  package var legalBasis: String?
  package var refreshedAt: String?

  package init(
    id: String, recordCount: Int, isDeclared: Bool = true, license: String? = nil, legalBasis: String? = nil,
    refreshedAt: String? = nil
  ) {
    self.id = id
    self.recordCount = recordCount
    self.isDeclared = isDeclared
    self.license = license
    self.legalBasis = legalBasis
    self.refreshedAt = refreshedAt
  }
}

extension SourceRecord: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "id": id.canonical, "record_count": recordCount.canonical, "is_declared": isDeclared.canonical,
      "license": license?.canonical, "legal_basis": legalBasis?.canonical, "refreshed_at": refreshedAt?.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(
      id: try reader["id"], recordCount: try reader["record_count"], isDeclared: try reader["is_declared"],
      license: try reader["license"], legalBasis: try reader["legal_basis"], refreshedAt: try reader["refreshed_at"])
  }
}

extension SourceRecord {
  /// The sources that the data rests on. Where ids are masked, none is.
  static func all(of usage: SourceUsage?) -> [SourceRecord] {
    (usage?.named ?? []).map { named in
      SourceRecord(
        id: named.id, recordCount: named.recordCount, isDeclared: named.source != nil, license: named.source?.license,
        legalBasis: named.source?.legalBasis, refreshedAt: named.source?.refreshedAt?.text)
    }
  }
}
