import Contracts
import Glibc
import Provenance

/// `assay ledger init`: start a ledger, so that checks record what they decide.
enum LedgerInitCommand: Command {
  static let description = CommandDescription(
    name: "ledger init", summary: "Start a ledger here, or bring one up to date.", operands: "",
    options: [OptionDescription("ledger", value: "FILE", "the ledger (.assay/ledger.db)")],
    discussion: """
      From then on, every `assay check` in this folder or below records what it decides, unless --no-ledger is given.
      Running it twice changes nothing.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    try LedgerCommand.refuseOperands(arguments)
    let path = arguments.value("ledger") ?? "\(LedgerPlace.folder)/\(LedgerPlace.name)"
    return try LedgerCommand.run { () throws(LedgerError) in
      if arguments.value("ledger") == nil, mkdir(LedgerPlace.folder, 0o755) != 0, errno != EEXIST {
        throw LedgerError(
          .cannotOpen, "the folder \(LedgerPlace.folder) cannot be created: \(String(cString: strerror(errno)))")
      }
      let head = try Ledger(path, .writing).head()
      Output.print(head.map { "\(path): \(LedgerCommand.words($0))\n" } ?? "\(path): no entries yet\n")
      return 0
    }
  }
}
