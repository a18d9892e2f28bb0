import Contracts

/// Something that a job read or made, by its bytes: a file, or a directory with the files in it.
package struct ArtifactRecord: Hashable, Sendable {
  /// As it was called; only the digest says what it is.
  package var name: String
  /// Of a file's stored bytes; of a directory's manifest, whose lines are those of `sha256sum`.
  package var digest: Digest
  /// Of a directory: of all its files together. `nil` where nobody said.
  package var byteCount: Int?
  /// The files of a directory, by path; empty for a file.
  package var files: [File]

  package init(name: String, digest: Digest, byteCount: Int? = nil, files: [File] = []) {
    self.name = name
    self.digest = digest
    self.byteCount = byteCount
    self.files = files
  }

  /// A file within a directory.
  package struct File: Hashable, Sendable {
    /// Relative to the directory.
    package var path: String
    package var digest: Digest
    package var byteCount: Int

    package init(path: String, digest: Digest, byteCount: Int) {
      self.path = path
      self.digest = digest
      self.byteCount = byteCount
    }
  }
}

extension ArtifactRecord {
  /// A directory, whose digest is the SHA-256 of a line `‹digits›  ‹path›` for each file, in the order of the paths'
  /// bytes: what `sha256sum` prints for them.
  package init(directory name: String, files: [File]) {
    let sorted = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    let manifest = sorted.map { "\($0.digest.hex)  \($0.path)\n" }.joined()
    self.init(
      name: name, digest: .sha256(of: Array(manifest.utf8)), byteCount: sorted.reduce(0) { $0 + $1.byteCount },
      files: sorted)
  }
}

extension ArtifactRecord: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "name": name.canonical, "digest": digest.canonical, "byte_count": byteCount?.canonical,
      "files": files.isEmpty ? nil : files.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    let files: [File]? = try reader["files"]
    self.init(
      name: try reader["name"], digest: try reader["digest"], byteCount: try reader["byte_count"], files: files ?? [])
  }
}

extension ArtifactRecord.File: CanonicalForm {
  var canonical: CanonicalJSON {
    .object(["path": path.canonical, "digest": digest.canonical, "byte_count": byteCount.canonical])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(path: try reader["path"], digest: try reader["digest"], byteCount: try reader["byte_count"])
  }
}
