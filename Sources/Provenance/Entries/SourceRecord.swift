/// A source that records of a run came from.
package struct SourceRecord: Hashable, Sendable {
  package var id: String
  package var recordCount: Int
  package var license: String?
  package var legalBasis: String?
  /// As the manifest writes it.
  package var refreshedAt: String?

  package init(
    id: String, recordCount: Int, license: String? = nil, legalBasis: String? = nil, refreshedAt: String? = nil
  ) {
    self.id = id
    self.recordCount = recordCount
    self.license = license
    self.legalBasis = legalBasis
    self.refreshedAt = refreshedAt
  }
}

extension SourceRecord: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "id": id.canonical, "record_count": recordCount.canonical, "license": license?.canonical,
      "legal_basis": legalBasis?.canonical, "refreshed_at": refreshedAt?.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(
      id: try reader["id"], recordCount: try reader["record_count"], license: try reader["license"],
      legalBasis: try reader["legal_basis"], refreshedAt: try reader["refreshed_at"])
  }
}
