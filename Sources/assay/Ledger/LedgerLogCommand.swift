import Contracts
import Provenance
import Reports

/// `assay ledger log`: the entries, newest first.
enum LedgerLogCommand: Command {
  static let description = CommandDescription(
    name: "ledger log", summary: "List entries, newest first.", operands: "",
    options: [
      LedgerCommand.ledger,
      OptionDescription("dataset", value: "ID", "only about this contract, job, or subject of a promotion"),
      OptionDescription("kind", choices: LedgerEvent.Kind.allCases.map(\.rawValue), "only this kind"),
      OptionDescription("outcome", choices: outcomes, "only with this outcome of a decision, a run or a promotion"),
      OptionDescription("since", value: "TIME", "only from this time on, by the clock that they were judged by"),
      OptionDescription("limit", value: "N", "at most so many; 0 is all (50)"),
      LedgerCommand.json,
    ],
    discussion: "Exit codes: 0, 2 the ledger cannot be read.")

  private static let outcomes = ["pass", "warn", "block", "passed", "failed", "inconclusive", "skipped"]

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    try LedgerCommand.refuseOperands(arguments)
    let path = try LedgerPlace.required(arguments)
    let limit = try arguments.number("limit", in: 0...1_000_000_000) ?? 50
    let filter = EntryFilter(
      kind: arguments.value("kind").flatMap(LedgerEvent.Kind.init(rawValue:)), dataset: arguments.value("dataset"),
      outcome: arguments.value("outcome"), since: try LedgerCommand.instant(arguments, "since"))
    return try LedgerCommand.run { () throws(LedgerError) in
      let ledger = try Ledger(path, .reading)
      var page = Page(head: try ledger.head())
      try ledger.forEach(filter, .newestFirst) { entry in
        guard limit == 0 || page.entries.count < limit else {
          page.hasOlder = true
          return false
        }
        page.entries.append(LogLine(entry))
        return true
      }
      Output.print(arguments.has("json") ? page.json : page.text)
      return 0
    }
  }

  private struct Page {
    let head: EntryReference?
    var entries: [LogLine] = []
    /// Entries that match were left out.
    var hasOlder = false

    init(head: EntryReference?) { self.head = head }

    var text: String {
      var table = TextTable(["ENTRY", "AT", "KIND", "DATASET", "OUTCOME", "WHAT"])
      for line in entries {
        table.add([
          String(line.reference.sequence), line.at, line.kind, line.dataset ?? "", line.outcome ?? "", line.summary,
        ])
      }
      let rows = entries.isEmpty ? "no entry matches\n" : table.render(width: Output.isTerminal ? Output.width : nil)
      let older = hasOlder ? "older entries are not shown; --limit 0 shows all\n" : ""
      return rows + older + "\nledger: \(LedgerCommand.words(head))\n"
    }

    var json: String {
      JSONValue.object([
        "assay_ledger_log": .integer(1), "head": head.map(LedgerCommand.json),
        "has_older": .bool(hasOlder), "entries": .array(entries.map(\.json)),
      ]).text(isPretty: true) + "\n"
    }
  }
}

/// One entry in short.
private struct LogLine {
  let reference: EntryReference
  let at: String
  let recordedAt: String
  let kind: String
  let dataset: String?
  let outcome: String?
  let summary: String

  init(_ stored: StoredEntry) {
    reference = stored.reference
    at = stored.entry.at.description
    recordedAt = stored.recordedAt.description
    kind = stored.entry.event.kind.rawValue
    switch stored.entry.event {
    case .run(let run):
      (dataset, outcome) = (run.contract.id, run.outcome.rawValue)
      let order = ["failed", "inconclusive", "skipped", "passed"]
      let counts = Self.counts(run.clauses.map(\.status.rawValue), order: order)
      summary = "\(counted(run.recordCount, "record")) in \(counted(run.files.count, "file")): \(counts)"
    case .decision(let decision):
      (dataset, outcome) = (decision.dataset, decision.verdict.rawValue)
      let order = ["block", "warn", "waived", "known", "ignored", "skipped", "pass"]
      summary = "\(decision.gate): \(Self.counts(decision.clauses.map(\.effect.rawValue), order: order))"
    case .job(let job):
      (dataset, outcome) = (job.name, nil)
      let dirty = job.code.isDirty == true ? " (dirty)" : ""
      summary = "\(job.inputs.count) in, \(job.outputs.count) out, commit \(job.code.shortCommit)\(dirty)"
    case .promotion(let act), .rollback(let act), .annotation(let act):
      (dataset, outcome) = (act.subject, act.gate?.verdict.rawValue)
      let place = [act.version, act.stage.map { "in \($0)" }].compactMap { $0 }.joined(separator: " ")
      summary = "\(place.isEmpty ? "" : place + ", ")\(act.author): \(act.text)"
    }
  }

  /// `2 block, 14 pass`; words that are in no order come last.
  private static func counts(_ words: [String], order: [String]) -> String {
    let counts = Dictionary(words.map { ($0, 1) }, uniquingKeysWith: +)
    let names = order + counts.keys.filter { !order.contains($0) }.sorted()
    let parts = names.compactMap { name in counts[name].map { "\($0) \(name)" } }
    return parts.isEmpty ? "no clauses" : parts.joined(separator: ", ")
  }

  var json: JSONValue {
    .object([
      "sequence": .integer(reference.sequence), "digest": .string(reference.digest.description), "at": .string(at),
      "recorded_at": .string(recordedAt), "kind": .string(kind), "dataset": dataset.map(JSONValue.string),
      "outcome": outcome.map(JSONValue.string), "summary": .string(summary),
    ])
  }
}
