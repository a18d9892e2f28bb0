import Contracts
import Provenance
import Reports

/// What the commands `assay ledger …` share.
enum LedgerCommand {
  static let ledger = LedgerPlace.option
  static let json = OptionDescription("json", "print JSON")

  /// Runs a command's work; a failure is said on stderr and is exit code 2.
  static func run(_ body: () throws(LedgerError) -> Int32) throws(UsageError) -> Int32 {
    do throws(LedgerError) { return try body() } catch {
      Output.complain(error)
      return 2
    }
  }

  static func refuseOperands(_ arguments: Arguments) throws(UsageError) {
    guard let operand = arguments.operands.first else { return }
    throw UsageError(message: "`\(operand)` is not expected here", advice: "name the ledger with --ledger FILE")
  }

  static func instant(_ arguments: Arguments, _ name: String) throws(UsageError) -> Instant? {
    guard let text = arguments.value(name) else { return nil }
    if let instant = Instant(rfc3339: text) ?? Instant(rfc3339: text + "T00:00:00Z") { return instant }
    throw UsageError(
      message: "--\(name) `\(text)` is no RFC 3339 timestamp and no date",
      advice: "write 2026-11-21T07:00:00Z or 2026-11-21")
  }

  static func words(_ head: EntryReference?) -> String {
    head.map { "\($0.sequence) \($0.sequence == 1 ? "entry" : "entries"), head \($0.digest)" } ?? "no entries"
  }

  static func json(_ reference: EntryReference) -> JSONValue {
    .object(["sequence": .integer(reference.sequence), "digest": .string(reference.digest.description)])
  }
}
