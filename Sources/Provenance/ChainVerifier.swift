import Contracts

/// What does not hold in a ledger.
package struct LedgerProblem: Hashable, Sendable {
  /// The entry that is concerned; `nil` where it is the ledger as a whole.
  package var sequence: Int?
  /// One sentence without a period.
  package var message: String

  package init(sequence: Int?, _ message: String) {
    self.sequence = sequence
    self.message = message
  }
}

/// What a ledger came to that was verified.
package struct Verification: Hashable, Sendable {
  package var entryCount = 0
  package var head: EntryReference?
  package var problems: [LedgerProblem] = []
  /// The entry whose digest was given as a head to compare with.
  package var knownHead: EntryReference?

  package init() {}
}

/// Follows a chain from its first entry, computing every digest again.
///
/// Each fault is told once and of the entry that has it: what follows from a fault is no fault of its own.
package struct ChainVerifier {
  private var verification = Verification()
  private let wantedHead: Digest?
  /// The entry before, as its bytes and as its row have it.
  private var last: (sequence: Int, digest: Digest, storedDigest: String)?

  /// `head` is a digest that was noted earlier: an entry must have it.
  package init(head: Digest? = nil) { wantedHead = head }

  /// The next line of an export: an entry's bytes.
  package mutating func take(line bytes: [UInt8]) {
    verification.entryCount += 1
    do throws(EntryProblem) {
      let stored = try StoredEntry(bytes)
      follow(stored, at: stored.reference.sequence)
      note(stored.reference, storedDigest: stored.reference.digest.description)
    } catch {
      let next = (last?.sequence ?? 0) + 1
      complain(next, "entry \(next) cannot be read: \(error.message)")
      note(EntryReference(sequence: next, digest: .sha256(of: bytes)), storedDigest: nil)
    }
  }

  /// The next row of the table.
  mutating func take(_ columns: Columns, _ bytes: [UInt8]) {
    verification.entryCount += 1
    let sequence = columns.sequence
    let digest = Digest.sha256(of: bytes)
    if columns.digest != digest.description {
      complain(sequence, "entry \(sequence) was changed: its bytes have the digest \(digest), not \(columns.digest)")
      noteGap(before: sequence)
    } else {
      do throws(EntryProblem) {
        let stored = try StoredEntry(bytes)
        follow(stored, at: sequence)
        compare(columns, stored)
      } catch {
        complain(sequence, "entry \(sequence) cannot be read: \(error.message)")
        noteGap(before: sequence)
      }
    }
    note(EntryReference(sequence: sequence, digest: digest), storedDigest: columns.digest)
  }

  /// Whether an entry stands at its number, behind the entry that it was chained to.
  private mutating func follow(_ stored: StoredEntry, at sequence: Int) {
    guard stored.reference.sequence == sequence else {
      return complain(sequence, "entry \(sequence) was moved: its bytes are those of entry \(stored.reference.sequence)")
    }
    if noteGap(before: sequence) { return }
    let expected = last.map { [$0.digest.description, $0.storedDigest] } ?? [StoredEntry.firstPrevious.description]
    guard !expected.contains(stored.previous.description) else { return }
    guard let last else {
      return complain(sequence, "entry \(sequence) is not the first: it follows one with the digest \(stored.previous)")
    }
    complain(
      last.sequence,
      "entry \(last.sequence) was changed or replaced: entry \(sequence) follows one with the digest "
        + "\(stored.previous), and here it is \(last.digest)")
  }

  /// Names the entries that are missing, if any.
  @discardableResult
  private mutating func noteGap(before sequence: Int) -> Bool {
    let expected = (last?.sequence ?? 0) + 1
    guard sequence != expected else { return false }
    if sequence < expected {
      complain(sequence, "entry \(sequence) stands behind entry \(expected - 1), out of turn")
    } else if sequence == expected + 1 {
      complain(expected, "entry \(expected) is missing")
    } else {
      complain(expected, "entries \(expected) to \(sequence - 1) are missing")
    }
    return true
  }

  private mutating func compare(_ columns: Columns, _ stored: StoredEntry) {
    let derived = stored.columns
    for (name, (found, expected)) in zip(Columns.names, zip(columns.texts, derived.texts)) where found != expected {
      // The number was compared already.
      if name == "sequence" { continue }
      complain(
        columns.sequence,
        "entry \(columns.sequence): its row says \(name) `\(found ?? "")`, its bytes say `\(expected ?? "")`")
    }
  }

  private mutating func note(_ reference: EntryReference, storedDigest: String?) {
    last = (reference.sequence, reference.digest, storedDigest ?? reference.digest.description)
    verification.head = reference
    if reference.digest == wantedHead { verification.knownHead = reference }
  }

  mutating func complain(_ sequence: Int?, _ message: String) {
    verification.problems.append(LedgerProblem(sequence: sequence, message))
  }

  /// What it all came to.
  package func finish() -> Verification {
    var result = verification
    if let wantedHead, result.knownHead == nil {
      result.problems.append(
        LedgerProblem(
          sequence: nil,
          "no entry has the digest \(wantedHead): the end of the ledger was cut off, or its chain was written anew"))
    }
    return result
  }
}
