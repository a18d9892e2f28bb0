import Contracts

/// What the promotion gate made of a model, link by link; an act without one was done by hand.
package struct PromotionRecord: Hashable, Sendable {
  package var verdict: Verdict
  /// Blocks, but only because something could not be decided.
  package var isInconclusive: Bool
  /// The file that describes the model.
  package var model: FileReference
  package var policy: FileReference?
  /// What the model was promoted for.
  package var uses: [String]
  package var artifacts: [Artifact]
  /// One for each kind, in the gate's order.
  package var links: [Link]
  package var warnings: [String]

  package init(
    verdict: Verdict, isInconclusive: Bool = false, model: FileReference, policy: FileReference? = nil,
    uses: [String] = [], artifacts: [Artifact] = [], links: [Link] = [], warnings: [String] = []
  ) {
    self.verdict = verdict
    self.isInconclusive = isInconclusive
    self.model = model
    self.policy = policy
    self.uses = uses
    self.artifacts = artifacts
    self.links = links
    self.warnings = warnings
  }

  /// A file or directory of the model, with every place where its bytes are kept.
  package struct Artifact: Hashable, Sendable {
    /// Seen from where the gate ran.
    package var path: String
    package var digest: Digest
    package var recover: [String]

    package init(path: String, digest: Digest, recover: [String] = []) {
      self.path = path
      self.digest = digest
      self.recover = recover
    }
  }

  /// How one kind of link held, with the first that is broken.
  package struct Link: Hashable, Sendable {
    /// `data`, `licenses`, …: a closed list of the gate's, which may grow.
    package var kind: String
    package var status: Status
    package var brokenCount: Int
    package var first: Break?

    package init(kind: String, status: Status, brokenCount: Int, first: Break?) {
      self.kind = kind
      self.status = status
      self.brokenCount = brokenCount
      self.first = first
    }
  }

  /// Where a link is broken, and what mends it.
  package struct Break: Hashable, Sendable {
    package var subject: String
    package var message: String
    package var mend: String

    package init(subject: String, message: String, mend: String) {
      self.subject = subject
      self.message = message
      self.mend = mend
    }
  }
}

extension PromotionRecord: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "verdict": verdict.canonical, "is_inconclusive": isInconclusive.canonical, "model": model.canonical,
      "policy": policy?.canonical, "uses": uses.canonical, "artifacts": artifacts.canonical, "links": links.canonical,
      "warnings": warnings.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(
      verdict: try reader["verdict"], isInconclusive: try reader["is_inconclusive"], model: try reader["model"],
      policy: try reader["policy"], uses: try reader["uses"], artifacts: try reader["artifacts"],
      links: try reader["links"], warnings: try reader["warnings"])
  }
}

extension PromotionRecord.Artifact: CanonicalForm {
  var canonical: CanonicalJSON {
    .object(["path": path.canonical, "digest": digest.canonical, "recover": recover.canonical])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(path: try reader["path"], digest: try reader["digest"], recover: try reader["recover"])
  }
}

extension PromotionRecord.Link: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "kind": kind.canonical, "status": status.canonical, "broken_count": brokenCount.canonical,
      "first": first?.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(
      kind: try reader["kind"], status: try reader["status"], brokenCount: try reader["broken_count"],
      first: try reader["first"])
  }
}

extension PromotionRecord.Break: CanonicalForm {
  var canonical: CanonicalJSON {
    .object(["subject": subject.canonical, "message": message.canonical, "mend": mend.canonical])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(subject: try reader["subject"], message: try reader["message"], mend: try reader["mend"])
  }
}

extension FileReference: CanonicalForm {
  var canonical: CanonicalJSON { .object(["path": path.canonical, "digest": digest.canonical]) }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(path: try reader["path"], digest: try reader["digest"])
  }
}
