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
  private var last: Link?

  /// The entry before.
  private struct Link {
    var sequence: Int
    /// What the next one may name: the digest of its bytes, or the one that its row has. `nil` where a fault was found
    /// that leaves open what stood here.
    var digests: Set<String>?
  }

  /// `head` is a digest that was noted earlier: an entry must have it.
  package init(head: Digest? = nil) { wantedHead = head }

  /// The next line of an export: an entry's bytes.
  package mutating func take(line bytes: [UInt8]) {
    let digest = Digest.sha256(of: bytes)
    do throws(EntryProblem) {
      let stored = try StoredEntry(bytes)
      _ = follow(stored, at: stored.reference.sequence)
      note(stored.reference, digests: [digest.description])
    } catch {
      let sequence = (last?.sequence ?? 0) + 1
      complain(sequence, "entry \(sequence) cannot be read: \(error.message)")
      note(EntryReference(sequence: sequence, digest: digest), digests: nil)
    }
  }

  /// The next row of the table.
  mutating func take(_ columns: Columns, _ bytes: [UInt8]) {
    let sequence = columns.sequence
    let digest = Digest.sha256(of: bytes)
    var digests: Set<String>? = [digest.description, columns.digest]
    if columns.digest != digest.description {
      noteGap(before: sequence)
      complain(sequence, "entry \(sequence) was changed: its bytes have the digest \(digest), not \(columns.digest)")
    } else {
      do throws(EntryProblem) {
        let stored = try StoredEntry(bytes)
        if follow(stored, at: sequence) { compare(columns, stored) } else { digests = nil }
      } catch {
        noteGap(before: sequence)
        complain(sequence, "entry \(sequence) cannot be read: \(error.message)")
      }
    }
    note(EntryReference(sequence: sequence, digest: digest), digests: digests)
  }

  /// Whether an entry stands at its number; complains where it does not, and where the one before is not the one that
  /// it was chained to.
  private mutating func follow(_ stored: StoredEntry, at sequence: Int) -> Bool {
    if noteGap(before: sequence) { return stored.reference.sequence == sequence }
    guard stored.reference.sequence == sequence else {
      let actual = stored.reference.sequence
      complain(sequence, "entry \(sequence) was moved: its bytes are those of entry \(actual)")
      return false
    }
    guard let last else {
      if stored.previous != StoredEntry.firstPrevious {
        complain(sequence, "entry \(sequence) is not the first: it follows one with the digest \(stored.previous)")
      }
      return true
    }
    if let digests = last.digests, !digests.contains(stored.previous.description) {
      complain(
        last.sequence,
        "entry \(last.sequence) was changed or replaced: entry \(sequence) follows one with the digest "
          + stored.previous.description)
    }
    return true
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

  private mutating func note(_ reference: EntryReference, digests: Set<String>?) {
    verification.entryCount += 1
    verification.head = reference
    last = Link(sequence: reference.sequence, digests: digests)
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
