import Contracts
import Provenance

/// `assay ledger export`: every entry's bytes, a line each.
enum LedgerExportCommand: Command {
  static let description = CommandDescription(
    name: "ledger export", summary: "Print every entry as a line of JSON, oldest first.", operands: "",
    options: [LedgerCommand.ledger],
    discussion: """
      A line is exactly what was hashed: its SHA-256, without the line break, is the entry's digest and stands in the
      next line as `previous`. `assay ledger verify --export FILE` checks them all.

      Exit codes: 0, 2 the ledger cannot be read, or stdout cannot be written.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    try LedgerCommand.refuseOperands(arguments)
    let path = try LedgerPlace.required(arguments)
    return try LedgerCommand.run { () throws(LedgerError) in
      let ledger = try Ledger(path, .reading)
      var output = LineOutput()
      try ledger.forEach { entry in output.write(entry.bytes) }
      return output.finish() ? 0 : 2
    }
  }
}
