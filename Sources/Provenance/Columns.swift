import Contracts

/// What an entry's row says beside its bytes: all of it follows from them.
struct Columns: Hashable {
  var sequence: Int
  var digest: String
  var previous: String
  var recordedAt: String
  var at: String
  var kind: String
  var dataset: String?
  var outcome: String?

  static let names = ["sequence", "digest", "previous", "recorded_at", "at", "kind", "dataset", "outcome"]
  static let insertion =
    "INSERT INTO entries (\(names.joined(separator: ", ")), json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
  static let selection = "SELECT \(names.joined(separator: ", ")), json FROM entries"

  var values: [Statement.Value] {
    [
      .integer(sequence), .text(digest), .text(previous), .text(recordedAt), .text(at), .text(kind), .init(dataset),
      .init(outcome),
    ]
  }

  /// The texts in the order of `names`, for telling which one differs.
  var texts: [String?] { [String(sequence), digest, previous, recordedAt, at, kind, dataset, outcome] }

  /// A row of `selection`.
  init(_ row: Statement) {
    sequence = row.integer(0)
    digest = row.text(1) ?? ""
    previous = row.text(2) ?? ""
    recordedAt = row.text(3) ?? ""
    at = row.text(4) ?? ""
    kind = row.text(5) ?? ""
    dataset = row.text(6)
    outcome = row.text(7)
  }

  init(_ stored: StoredEntry) {
    sequence = stored.reference.sequence
    digest = stored.reference.digest.description
    previous = stored.previous.description
    recordedAt = stored.recordedAt.wholeSeconds
    at = stored.entry.at.wholeSeconds
    kind = stored.entry.event.kind.rawValue
    switch stored.entry.event {
    case .run(let run):
      dataset = run.contract.id
      outcome = run.outcome.rawValue
    case .decision(let decision):
      dataset = decision.dataset
      outcome = decision.verdict.rawValue
    case .job(let job):
      dataset = job.name
      outcome = nil
    case .promotion(let act), .rollback(let act), .annotation(let act):
      dataset = act.subject
      outcome = act.gate?.verdict.rawValue
    }
  }
}

extension StoredEntry {
  var columns: Columns { Columns(self) }
  var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension Instant {
  /// RFC 3339 in UTC without decimals, so that texts sort as times do.
  package var wholeSeconds: String { Instant(seconds: seconds).description }
}
