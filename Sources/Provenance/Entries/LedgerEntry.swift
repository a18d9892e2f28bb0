import Contracts
import Markup

/// What an entry of the ledger records. A closed list: each kind has its own payload.
package enum LedgerEvent: Hashable, Sendable {
  /// Data was judged against a contract.
  case run(RunRecord)
  /// A gate decided about a run.
  case decision(DecisionRecord)
  /// A program made artifacts out of others.
  case job(JobRecord)
  /// Something was let through a gate: a model, a dataset.
  case promotion(ActRecord)
  /// A promotion was taken back.
  case rollback(ActRecord)
  /// A person or a program remarked something, perhaps about other entries.
  case annotation(ActRecord)

  package enum Kind: String, Sendable, CaseIterable { case run, decision, job, promotion, rollback, annotation }

  package var kind: Kind {
    switch self {
    case .run: .run
    case .decision: .decision
    case .job: .job
    case .promotion: .promotion
    case .rollback: .rollback
    case .annotation: .annotation
    }
  }
}

/// What is told to the ledger. Its place in the chain is the ledger's to give.
package struct LedgerEntry: Hashable, Sendable {
  /// The clock that it was judged by, or of the act.
  package var at: Instant
  package var tool: ToolRecord
  package var event: LedgerEvent

  package init(at: Instant, tool: ToolRecord, event: LedgerEvent) {
    self.at = at
    self.tool = tool
    self.event = event
  }
}

/// An entry's place in the chain: no two entries share either.
package struct EntryReference: Hashable, Sendable {
  /// From 1.
  package var sequence: Int
  /// SHA-256 of the entry's bytes, which hold the digest of the entry before.
  package var digest: Digest

  package init(sequence: Int, digest: Digest) {
    self.sequence = sequence
    self.digest = digest
  }
}

/// An entry as it stands in the ledger.
package struct StoredEntry: Hashable, Sendable {
  package var reference: EntryReference
  /// The digest of the entry before; all zeros for the first.
  package var previous: Digest
  /// The system's clock when it was written, which no option changes.
  package var recordedAt: Instant
  package var entry: LedgerEntry
  /// What is hashed: canonical JSON in UTF-8.
  package let bytes: [UInt8]

  /// The version of the encoding, which grows when a reader of the old one would misread the new one.
  package static let formatVersion = 1
  package static let firstPrevious = Digest(.sha256, hex: String(repeating: "0", count: 64))

  /// Puts an entry behind `head`.
  package init(_ entry: LedgerEntry, after head: EntryReference?, recordedAt: Instant) {
    let sequence = (head?.sequence ?? 0) + 1
    previous = head?.digest ?? Self.firstPrevious
    self.recordedAt = recordedAt
    self.entry = entry
    bytes = CanonicalJSON.object([
      "assay_ledger": Self.formatVersion.canonical, "sequence": sequence.canonical, "previous": previous.canonical,
      "recorded_at": recordedAt.canonical, "at": entry.at.canonical, "tool": entry.tool.canonical,
      "kind": .string(entry.event.kind.rawValue), "payload": entry.event.canonicalPayload,
    ]).bytes
    reference = EntryReference(sequence: sequence, digest: .sha256(of: bytes))
  }

  /// Reads the hashed bytes. Their digest is computed, never believed. Whether they are in canonical form is asked
  /// where a ledger is verified; they say the same in any spelling.
  package init(_ bytes: [UInt8], isVerifying: Bool = true) throws(EntryProblem) {
    let reader = EntryReader(node: try isVerifying ? CanonicalJSON.node(bytes) : CanonicalJSON.anyNode(bytes))
    let format: Int = try reader["assay_ledger"]
    guard format == Self.formatVersion else {
      throw reader.problem("it is of format \(format), and this program reads format \(Self.formatVersion)")
    }
    reference = EntryReference(sequence: try reader["sequence"], digest: .sha256(of: bytes))
    previous = try reader["previous"]
    recordedAt = try reader["recorded_at"]
    let kind: LedgerEvent.Kind = try reader["kind"]
    entry = LedgerEntry(
      at: try reader["at"], tool: try reader["tool"], event: try LedgerEvent(kind, payload: reader))
    self.bytes = bytes
  }
}

extension LedgerEvent.Kind: CanonicalWord {}

extension LedgerEvent {
  fileprivate var canonicalPayload: CanonicalJSON {
    switch self {
    case .run(let record): record.canonical
    case .decision(let record): record.canonical
    case .job(let record): record.canonical
    case .promotion(let record), .rollback(let record), .annotation(let record): record.canonical
    }
  }

  fileprivate init(_ kind: Kind, payload reader: EntryReader) throws(EntryProblem) {
    switch kind {
    case .run: self = .run(try reader["payload"])
    case .decision: self = .decision(try reader["payload"])
    case .job: self = .job(try reader["payload"])
    case .promotion: self = .promotion(try reader["payload"])
    case .rollback: self = .rollback(try reader["payload"])
    case .annotation: self = .annotation(try reader["payload"])
    }
  }
}

extension EntryReference: CanonicalForm {
  var canonical: CanonicalJSON { .object(["sequence": sequence.canonical, "digest": digest.canonical]) }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(sequence: try reader["sequence"], digest: try reader["digest"])
  }
}
