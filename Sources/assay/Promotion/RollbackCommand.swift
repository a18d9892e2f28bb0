import Contracts
import Promotion
import Provenance

/// `assay rollback`: declare something bad, and say what rests on it and what to go back to.
enum RollbackCommand: Command {
  static let description = CommandDescription(
    name: "rollback", summary: "Declare a source, data or a model bad, and say what to go back to.", operands: "",
    options: [
      OptionDescription("source", value: "ID", "this source is bad"),
      OptionDescription("refreshed-before", value: "DATE", "of the source, only its states from before this day"),
      OptionDescription(
        "dataset", value: "DATA", "these bytes are bad: sha256:… or the first digits, a recorded name, or ID@DIGEST"),
      OptionDescription("model", value: "ID@VERSION", "this version of a model is bad"),
      OptionDescription("author", value: "NAME", "who decides it; never taken from the system"),
      OptionDescription("text", value: "TEXT", "why"),
      OptionDescription("now", value: "TIME", "when it was decided, RFC 3339 (the system's)"),
      OptionDescription("json", value: "FILE", "write the plan as JSON; - is stdout"),
      OptionDescription("dry-run", "say it, and record nothing"),
      LedgerPlace.option,
    ],
    discussion: """
      Promotions that rest on what is bad count as taken back once it is recorded, and `assay promote` blocks whatever
      holds it from then on. Nothing is deployed: the plan says which version to go back to.

      Exit codes: 0 recorded, or a dry run; 1 the same, but a model has no good version to go back to; 2 not recorded.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    if let operand = arguments.operands.first {
      throw UsageError(message: "`\(operand)` is not expected here", advice: "write --source, --dataset or --model")
    }
    let isDry = arguments.has("dry-run")
    for name in ["author", "text"] where !isDry && arguments.value(name)?.isEmpty ?? true {
      throw UsageError(message: "a rollback is recorded with --\(name)", advice: "--dry-run records nothing")
    }
    let path = try LedgerPlace.required(arguments)
    let now = try LedgerCommand.instant(arguments, "now") ?? .systemClock
    let target = try BadTarget(arguments)
    if let json = arguments.value("json"), FileKind.isSame(json, path) {
      throw UsageError(message: "--json \(json) would overwrite the ledger")
    }
    return try LedgerCommand.run { () throws(LedgerError) in
      var (graph, plan, reference) = try planned(target, path)
      if !isDry {
        let ledger = try Ledger(path, .writing)
        // Under one lock, so that no promotion slips in between.
        (graph, plan, reference) = try ledger.append(recordedAt: .systemClock) {
          (writer) throws(LedgerError) -> (LineageGraph, RollbackPlan, EntryReference?) in
          let graph = try LineageGraph(reading: ledger)
          let plan = RollbackPlan(try target.version(in: graph), graph)
          let act = ActRecord(
            subject: target.name, version: plan.bad.version, author: arguments.value("author") ?? "",
            text: arguments.value("text") ?? "", about: plan.takenBack, bad: plan.bad)
          return (graph, plan, try writer.append(LedgerEntry(at: now, tool: .current(), event: .rollback(act))))
        }
      }
      let report = RollbackReport(
        target: target, plan: plan, graph: graph, because: arguments.value("text"), ledger: path, reference: reference)
      let isWritten = VerdictOutput.write(text: report.text(width: Output.width), json: report.json, arguments)
      return isWritten ? plan.isStuck ? 1 : 0 : 2
    }
  }

  private static func planned(
    _ target: BadTarget, _ path: String
  ) throws(LedgerError) -> (LineageGraph, RollbackPlan, EntryReference?) {
    let graph = try LineageGraph(reading: Ledger(path, .reading))
    return (graph, RollbackPlan(try target.version(in: graph), graph), nil)
  }
}
