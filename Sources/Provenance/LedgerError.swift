import CSQLite
import Glibc

/// Why the ledger could not be read or written.
package struct LedgerError: Error, Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// There is no such file, or its folder cannot be written.
    case cannotOpen
    /// Something else stands at the path.
    case notALedger
    /// Its schema is of a later version of this program, or of an earlier one and cannot be brought up to date here.
    case otherSchema
    /// Other processes kept it locked for too long.
    case locked
    /// The disk, or the process's limit on the size of a file, is full.
    case full
    case readOnly
    /// The bytes of the file are damaged.
    case corrupt
    /// Entries do not follow from one another.
    case broken
    /// The query asks for what a reader may not do, makes no sense, or takes too long.
    case refused
    /// No entry has this number or digest.
    case noEntry
    case failed
  }

  package var kind: Kind
  /// One sentence without a period.
  package var message: String
  /// What to do.
  package var advice: String?

  package init(_ kind: Kind, _ message: String, advice: String? = nil) {
    self.kind = kind
    self.message = message
    self.advice = advice
  }
}

extension LedgerError {
  /// What SQLite says of the ledger at `path`.
  init(code: Int32, system errorNumber: Int32, detail: String, path: String, patienceSeconds: Int) {
    let reason = errorNumber == 0 ? detail : String(cString: strerror(errorNumber))
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED:
      self.init(
        .locked, "the ledger \(path) is locked: other processes have kept it busy for \(patienceSeconds) s",
        advice: "try again; `fuser \(path)` names who has it open")
    case SQLITE_FULL: self.init(full: path)
    case SQLITE_IOERR where Self.meaningFull.contains(errorNumber) || code == Self.sharedMemoryIsFull:
      self.init(full: path)
    case SQLITE_READONLY, SQLITE_PERM:
      self.init(
        .readOnly, "the ledger \(path) cannot be written: it or its folder is read-only",
        advice: "write to another with --ledger FILE")
    case SQLITE_CANTOPEN:
      self.init(
        .cannotOpen, "the ledger \(path) cannot be opened: \(reason)",
        advice: "its folder must exist and be writable, since SQLite keeps files beside the ledger while it works")
    case SQLITE_NOTADB:
      self.init(
        .notALedger, "\(path) is no ledger: it is no SQLite database",
        advice: "name another file with --ledger; it is created where none exists")
    case SQLITE_CORRUPT:
      self.init(
        .corrupt, "the ledger \(path) is damaged: \(detail)",
        advice: "keep the file as it is; restore a copy, and compare with `assay ledger verify`")
    default: self.init(.failed, "the ledger \(path): \(reason)")
    }
  }

  static let meaningFull = [ENOSPC, EFBIG, EDQUOT]

  /// `SQLITE_IOERR_SHMSIZE`: the index beside the log cannot grow.
  private static let sharedMemoryIsFull = SQLITE_IOERR | 19 << 8

  private init(full path: String) {
    self.init(
      .full, "the ledger \(path) cannot grow: the disk, or a limit on the size of files, is full",
      advice: "make room; entries that were acknowledged are kept")
  }
}
