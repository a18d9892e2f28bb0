import Contracts

/// A promotion, a rollback or an annotation: who did or said what, about which entries.
package struct ActRecord: Hashable, Sendable {
  /// What was promoted or rolled back: a model's or dataset's id.
  package var subject: String?
  package var version: String?
  /// The bytes of the subject.
  package var digest: Digest?
  /// Where it went, or went back from: `production`.
  package var stage: String?
  /// As given, never taken from the system.
  package var author: String
  package var text: String
  /// The entries that it rests on or speaks of.
  package var about: [EntryReference]

  package init(
    subject: String? = nil, version: String? = nil, digest: Digest? = nil, stage: String? = nil, author: String,
    text: String, about: [EntryReference] = []
  ) {
    self.subject = subject
    self.version = version
    self.digest = digest
    self.stage = stage
    self.author = author
    self.text = text
    self.about = about
  }
}

extension ActRecord: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "subject": subject?.canonical, "version": version?.canonical, "digest": digest?.canonical,
      "stage": stage?.canonical, "author": author.canonical, "text": text.canonical, "about": about.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(
      subject: try reader["subject"], version: try reader["version"], digest: try reader["digest"],
      stage: try reader["stage"], author: try reader["author"], text: try reader["text"], about: try reader["about"])
  }
}
