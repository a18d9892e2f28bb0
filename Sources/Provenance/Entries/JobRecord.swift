import Contracts

/// One run of a program that made artifacts out of others: what went in, which code in which environment, what came
/// out, all by digest.
package struct JobRecord: Hashable, Sendable {
  /// What the job is called each time: `train-demand`.
  package var name: String
  package var inputs: [ArtifactRecord]
  package var outputs: [ArtifactRecord]
  package var code: Code
  /// Lock files and settings: what the job depended on and is no data.
  package var environment: [ArtifactRecord]
  /// In the order of their names; no name twice.
  package var parameters: [Parameter]
  package var startedAt: Instant?
  package var endedAt: Instant?
  /// As given, never taken from the system.
  package var author: String?
  /// What another system calls this run: OpenLineage's `runId`.
  package var externalID: String?

  package init(
    name: String, inputs: [ArtifactRecord] = [], outputs: [ArtifactRecord] = [], code: Code,
    environment: [ArtifactRecord] = [], parameters: [Parameter] = [], startedAt: Instant? = nil,
    endedAt: Instant? = nil, author: String? = nil, externalID: String? = nil
  ) {
    self.name = name
    self.inputs = inputs
    self.outputs = outputs
    self.code = code
    self.environment = environment
    self.parameters = parameters
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.author = author
    self.externalID = externalID
  }

  /// The state of a git repository.
  package struct Code: Hashable, Sendable {
    /// Its address, without a user's name or password.
    package var repository: String?
    /// The full id of a commit: 40 hexadecimal digits, or 64 where the repository uses SHA-256.
    package var commit: String
    /// Whether tracked files differed from the commit; `nil` where nobody looked.
    package var isDirty: Bool?

    package init(repository: String? = nil, commit: String, isDirty: Bool? = nil) {
      self.repository = repository
      self.commit = commit
      self.isDirty = isDirty
    }

    /// Enough of the commit to tell two apart by eye.
    package var shortCommit: String { Self.short(commit) }

    /// The same of any commit.
    package static func short(_ commit: String) -> String { String(commit.prefix(12)) }

    /// Whether a text is the full id of a commit, in lower case.
    package static func isCommit(_ text: String) -> Bool {
      [40, 64].contains(text.utf8.count) && text.utf8.allSatisfy("0123456789abcdef".utf8.contains)
    }
  }

  /// A setting of the job: `learning_rate`, `0.01`.
  package struct Parameter: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }
}

extension JobRecord: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "name": name.canonical, "inputs": inputs.canonical, "outputs": outputs.canonical, "code": code.canonical,
      "environment": environment.canonical, "parameters": parameters.canonical, "started_at": startedAt?.canonical,
      "ended_at": endedAt?.canonical, "author": author?.canonical, "external_id": externalID?.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(
      name: try reader["name"], inputs: try reader["inputs"], outputs: try reader["outputs"],
      code: try reader["code"], environment: try reader["environment"], parameters: try reader["parameters"],
      startedAt: try reader["started_at"], endedAt: try reader["ended_at"], author: try reader["author"],
      externalID: try reader["external_id"])
  }
}

extension JobRecord.Code: CanonicalForm {
  var canonical: CanonicalJSON {
    .object(["repository": repository?.canonical, "commit": commit.canonical, "is_dirty": isDirty?.canonical])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(repository: try reader["repository"], commit: try reader["commit"], isDirty: try reader["is_dirty"])
  }
}

extension JobRecord.Parameter: CanonicalForm {
  var canonical: CanonicalJSON { .object(["name": name.canonical, "value": value.canonical]) }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(name: try reader["name"], value: try reader["value"])
  }
}
