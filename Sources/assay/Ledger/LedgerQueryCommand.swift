import Contracts
import Glibc
import Provenance
import Reports

/// `assay ledger query`: ask the ledger in SQL.
enum LedgerQueryCommand: Command {
  static let description = CommandDescription(
    name: "ledger query", summary: "Ask in SQL, read-only; docs/ledger.md has the views and recipes.", operands: "SQL",
    options: [
      LedgerCommand.ledger,
      OptionDescription("format", choices: ["table", "csv", "json"], "how to print the answer (table)"),
      OptionDescription("timeout", value: "SECONDS", "give up after so long (30)"),
    ],
    discussion: """
      One SELECT over the views \(views).
      Nothing can be written.

      Exit codes: 0, 2 the ledger cannot be read, or the query is refused.
      """)

  /// On lines that fit a terminal.
  private static let views = [Ledger.views.prefix(9), Ledger.views.dropFirst(9).prefix(7), Ledger.views.dropFirst(16)]
    .map { $0.joined(separator: ", ") }.joined(separator: ",\n")

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    guard arguments.operands.count == 1 else {
      throw UsageError(message: "expected one query", advice: "write it in quotes: 'SELECT * FROM decisions'")
    }
    let path = try LedgerPlace.required(arguments)
    let deadline = seconds() + (try arguments.number("timeout", in: 1...86_400) ?? 30)
    return try LedgerCommand.run { () throws(LedgerError) in
      var answer = QueryAnswer(format: QueryAnswer.Format(rawValue: arguments.value("format") ?? "table") ?? .table)
      try Ledger(path, .reading).query(
        arguments.operands[0], mayContinue: { seconds() <= deadline },
        header: { (names) throws(LedgerError) in try answer.begin(names) }, row: { answer.add($0) })
      return answer.finish() ? 0 : 2
    }
  }

  private static func seconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec
  }
}
