import Contracts

/// One file of data: its bytes by their digest.
package struct FileRecord: Hashable, Sendable {
  package var path: String
  package var byteCount: Int
  package var recordCount: Int
  package var malformedCount: Int
  /// Of the stored bytes; `nil` when the file was not read to its end.
  package var digest: Digest?
  package var problem: String?

  package init(
    path: String, byteCount: Int, recordCount: Int, malformedCount: Int, digest: Digest?, problem: String? = nil
  ) {
    self.path = path
    self.byteCount = byteCount
    self.recordCount = recordCount
    self.malformedCount = malformedCount
    self.digest = digest
    self.problem = problem
  }
}

extension FileRecord: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "path": path.canonical, "byte_count": byteCount.canonical, "record_count": recordCount.canonical,
      "malformed_count": malformedCount.canonical, "digest": digest?.canonical, "problem": problem?.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(
      path: try reader["path"], byteCount: try reader["byte_count"], recordCount: try reader["record_count"],
      malformedCount: try reader["malformed_count"], digest: try reader["digest"], problem: try reader["problem"])
  }
}
