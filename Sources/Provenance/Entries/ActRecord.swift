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
  /// Of a promotion that the gate judged; `nil` for what was done by hand.
  package var gate: PromotionRecord?
  /// Of a rollback that declares something bad.
  package var bad: BadVersion?

  package init(
    subject: String? = nil, version: String? = nil, digest: Digest? = nil, stage: String? = nil, author: String,
    text: String, about: [EntryReference] = [], gate: PromotionRecord? = nil, bad: BadVersion? = nil
  ) {
    self.subject = subject
    self.version = version
    self.digest = digest
    self.stage = stage
    self.author = author
    self.text = text
    self.about = about
    self.gate = gate
    self.bad = bad
  }
}

extension ActRecord: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "subject": subject?.canonical, "version": version?.canonical, "digest": digest?.canonical,
      "stage": stage?.canonical, "author": author.canonical, "text": text.canonical, "about": about.canonical,
      "gate": gate?.canonical, "bad": bad?.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(
      subject: try reader["subject"], version: try reader["version"], digest: try reader["digest"],
      stage: try reader["stage"], author: try reader["author"], text: try reader["text"], about: try reader["about"],
      gate: try reader["gate"], bad: try reader["bad"])
  }
}
