import Contracts

/// How long a ledger was at a time: a predicate of our own, which `docs/formats/ledger-head.md` describes. The subject
/// is the newest entry, by its digest.
package struct LedgerHead: Hashable, Sendable {
  package static let type = "urn:assay:ledger-head:v0.1"

  /// The number of the newest entry.
  package var entryCount: Int
  package var signedAt: Instant

  package init(entryCount: Int, signedAt: Instant) {
    self.entryCount = entryCount
    self.signedAt = signedAt
  }
}

extension LedgerHead: CanonicalForm {
  var canonical: CanonicalJSON { .object(["entryCount": entryCount.canonical, "signedAt": signedAt.canonical]) }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(entryCount: try reader["entryCount"], signedAt: try reader["signedAt"])
  }
}

extension InTotoStatement {
  /// That this was the newest entry.
  package init(head: EntryReference, signedAt: Instant) {
    let subject = ResourceDescriptor(name: "ledger head", digests: ["sha256": head.digest.hex])
    self.init(
      subjects: [subject], predicate: .ledgerHead(LedgerHead(entryCount: head.sequence, signedAt: signedAt)))
  }
}

extension VerifiedStatement {
  /// The entry that was the newest; `nil` where the statement is about something else.
  package var ledgerHead: EntryReference? {
    guard case .ledgerHead(let head) = statement.predicate, statement.subjects.count == 1 else { return nil }
    return statement.subjects[0].sha256.map { EntryReference(sequence: head.entryCount, digest: $0) }
  }
}

extension Verification {
  /// Compares with a head that was signed, whose digest was looked for: its entry must stand where it stood.
  package mutating func compare(with signed: EntryReference) {
    guard let knownHead, knownHead != signed else { return }
    problems.append(
      LedgerProblem(
        sequence: knownHead.sequence,
        "entry \(knownHead.sequence) was signed as entry \(signed.sequence), the newest at that time"))
  }
}
