import Contracts
import Promotion
import Provenance

/// `assay ledger record`: write down what a person or another program did or says.
enum LedgerRecordCommand: Command {
  static let description = CommandDescription(
    name: "ledger record", summary: "Record an annotation, a promotion or a rollback.",
    operands: "annotation|promotion|rollback",
    options: [
      LedgerCommand.ledger,
      OptionDescription("author", value: "NAME", "who did or says it; never taken from the system"),
      OptionDescription("text", value: "TEXT", "what is said, or why it was done"),
      OptionDescription("about", value: "ENTRY", isRepeatable: true, "an entry that it is about; repeatable"),
      OptionDescription("subject", value: "ID", "the model or dataset that was promoted or rolled back"),
      OptionDescription("version", value: "VERSION", "of the subject"),
      OptionDescription("digest", value: "DIGEST", "of the subject's bytes: sha256:…"),
      OptionDescription("stage", value: "STAGE", "where it went, or went back from: production"),
      OptionDescription("now", value: "TIME", "when it was done, RFC 3339 (the system's)"),
    ],
    discussion: """
      The number and the digest of the new entry go to stdout once it is on the disk. A missing ledger is created.

      Exit codes: 0 recorded, 2 not.
      """)

  private static let kinds = [LedgerEvent.Kind.annotation, .promotion, .rollback].map(\.rawValue)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    let kind = try kind(arguments)
    let path = try LedgerPlace.required(arguments)
    var act = try act(arguments, kind)
    let now = try LedgerCommand.instant(arguments, "now") ?? .systemClock
    return try LedgerCommand.run { () throws(LedgerError) in
      let ledger = try Ledger(path, .writing)
      for name in arguments.values("about") { act.about.append(try ledger.entry(name).reference) }
      let entry = LedgerEntry(at: now, tool: .current(), event: event(kind, act))
      let reference = try ledger.append(entry, recordedAt: .systemClock)
      Output.print("\(reference.sequence) \(reference.digest)\n")
      if kind == .promotion { warnOfBad(reference, in: ledger) }
      return 0
    }
  }

  /// What was promoted by other means is written down all the same, whatever else the ledger holds.
  private static func warnOfBad(_ reference: EntryReference, in ledger: Ledger) {
    let graph: LineageGraph
    do throws(LedgerError) { graph = try LineageGraph(reading: ledger) } catch {
      Output.complain(
        "assay: warning: recorded, but nobody can tell whether it holds what a rollback declared bad")
      Output.complain(error)
      return
    }
    guard let mark = graph.promotion(reference.sequence).flatMap(graph.badMark) else { return }
    Output.complain(
      "assay: warning: this promotion holds what the rollback in entry \(mark.reference.sequence) declared bad")
  }

  private static func kind(_ arguments: Arguments) throws(UsageError) -> LedgerEvent.Kind {
    let words = arguments.operands
    guard words.count == 1, kinds.contains(words[0]), let kind = LedgerEvent.Kind(rawValue: words[0]) else {
      throw UsageError(
        message: "expected one of \(kinds.joined(separator: ", "))",
        advice: "runs and decisions are recorded by `assay check`, jobs by `assay record`")
    }
    return kind
  }

  private static func act(_ arguments: Arguments, _ kind: LedgerEvent.Kind) throws(UsageError) -> ActRecord {
    let needed = kind == .annotation ? ["author", "text"] : ["author", "text", "subject", "about"]
    for name in needed where arguments.value(name)?.isEmpty ?? true {
      let why = name == "about" ? ": the decision that it rests on, or the promotion that it takes back" : ""
      throw UsageError(message: "a record of kind \(kind.rawValue) needs --\(name)\(why)")
    }
    var digest: Digest?
    if let text = arguments.value("digest") {
      digest = Digest(text)
      if digest == nil {
        throw UsageError(message: "--digest `\(text)` is no digest", advice: "write sha256: and 64 hexadecimal digits")
      }
    }
    return ActRecord(
      subject: arguments.value("subject"), version: arguments.value("version"), digest: digest,
      stage: arguments.value("stage"), author: arguments.value("author") ?? "", text: arguments.value("text") ?? "")
  }

  private static func event(_ kind: LedgerEvent.Kind, _ act: ActRecord) -> LedgerEvent {
    switch kind {
    case .promotion: .promotion(act)
    case .rollback: .rollback(act)
    case .annotation, .run, .decision, .job: .annotation(act)
    }
  }
}
