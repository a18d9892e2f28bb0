import Contracts

extension ContractPair {
  /// What no data can break, for readers and policies only.
  var noteDifferences: [ContractDifference] {
    changed(.notes, "title", (before.title, after.title), .neutral, reason: Self.noteReason)
      + changed(.notes, "owner", (before.owner?.words, after.owner?.words), .neutral, reason: Self.noteReason)
      + changed(.notes, "tags", (list(before.tags), list(after.tags)), .neutral, reason: Self.noteReason)
  }

  /// The same beside a clause that asks for what it asked before: policies go by its tags, reports say its owner.
  static func noteDifferences(_ before: Clause, _ after: Clause, field: Field?) -> [ContractDifference] {
    let notes: [(String, String?, String?)] = [
      ("because", before.because, after.because), ("owner", before.owner, after.owner),
      ("tags", list(before.tags), list(after.tags)),
    ]
    return notes.filter { $0.1 != $0.2 }.map { name, was, now in
      ContractDifference(
        .notes, field: field?.path.text, keyword: "\(after.label)/\(name)",
        before: was.map { .init($0, at: before.location) }, after: now.map { .init($0, at: after.location) }, .neutral,
        reason: noteReason)
    }
  }

  private static let noteReason = "a note for readers and policies; no data breaks it"
}

extension Owner {
  fileprivate var words: String { [team, contact, runbook].compactMap { $0 }.joined(separator: ", ") }
}
