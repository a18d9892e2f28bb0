import Contracts

/// What a rollback declared bad. Nothing that rests on it is promoted any more.
package struct BadVersion: Hashable, Sendable {
  package enum Kind: String, Sendable { case source, dataset, model }

  package var kind: Kind
  /// Of the source or the model; of the dataset, where it was named by one.
  package var id: String?
  /// Of the model.
  package var version: String?
  /// Of a source: only its states that were refreshed before this day, or nobody knows when. `2026-11-01`.
  package var refreshedBefore: String?
  /// The bytes of the dataset, of the model's artifacts, or of the data in which runs met the source. The last are
  /// left out where the source can be good again.
  package var digests: [Digest]

  package init(
    _ kind: Kind, id: String?, version: String? = nil, refreshedBefore: String? = nil, digests: [Digest] = []
  ) {
    self.kind = kind
    self.id = id
    self.version = version
    self.refreshedBefore = refreshedBefore
    self.digests = digests
  }

  /// Whether a source, as a run found it, is meant. A date that cannot be compared is never in a source's favour.
  package func means(_ source: SourceRecord) -> Bool {
    guard kind == .source, source.id == id else { return false }
    guard let refreshedBefore, let day = source.refreshedAt.flatMap(Self.day) else { return true }
    return day < refreshedBefore
  }

  /// The calendar day at the beginning of a date or timestamp; `nil` where there is none.
  private static func day(_ text: String) -> String? {
    let day = text.prefix(10)
    guard Instant(rfc3339: "\(day)T00:00:00Z") != nil else { return nil }
    return String(day)
  }
}

extension BadVersion.Kind: CanonicalWord {}

extension BadVersion: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "kind": kind.canonical, "id": id?.canonical, "version": version?.canonical,
      "refreshed_before": refreshedBefore?.canonical, "digests": digests.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(
      try reader["kind"], id: try reader["id"], version: try reader["version"],
      refreshedBefore: try reader["refreshed_before"], digests: try reader["digests"])
  }
}
