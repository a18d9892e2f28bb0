import Contracts
import Dialects
import Gating
import Promotion
import Provenance
import Reports
import Validation

/// `assay promote`: whether a model may go where it is to go, by all that it rests on.
enum PromoteCommand: Command {
  static let description = CommandDescription(
    name: "promote", summary: "Decide whether a model may be promoted, by all that it rests on.", operands: "MODEL",
    options: [
      OptionDescription("author", value: "NAME", "who promotes it; never taken from the system"),
      OptionDescription("policy", value: "FILE", "what the promotion gate asks for; none for none (nearest)"),
      OptionDescription(
        "attestation", value: "FILE", isRepeatable: true, "what `assay sign` wrote for a dataset; repeatable"),
      EnvelopeFile.key,
      OptionDescription("now", value: "TIME", "the clock for the age of decisions, RFC 3339 (the system's)"),
      OptionDescription(
        "repository", value: "DIR", isRepeatable: true,
        "where the commits of the jobs are looked up (the repository here); repeatable"),
      OptionDescription("all", "show every broken link, not the first of each kind"),
      OptionDescription("json", value: "FILE", "write the verdict as JSON; - is stdout"),
      OptionDescription("color", choices: ["auto", "always", "never"], "colours in the text (auto)"),
      OptionDescription("dry-run", "decide, and record nothing"),
      OptionDescription(
        "replay", value: "ENTRY", "decide by the ledger and the clock of then, and compare; records nothing"),
      LedgerPlace.option,
    ],
    discussion: """
      A MODEL is a file *.model.yaml. Every attempt is recorded, with its verdict; only those that pass or warn count as
      promotions. Files are looked for under the names that were recorded, seen from the working directory.

      Exit codes: 0 pass or warn, 1 a link is broken (with --replay: another verdict), 2 usage, model or policy invalid,
      or the attempt could not be recorded, 3 no link is broken, but one could not be looked at.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    guard arguments.operands.count == 1 else {
      throw UsageError(message: "expected one model", advice: "name a file *.model.yaml")
    }
    let isDry = arguments.has("dry-run") || arguments.has("replay")
    guard isDry || arguments.value("author")?.isEmpty == false else {
      throw UsageError(
        message: "a promotion is recorded with its --author", advice: "--dry-run decides and records nothing")
    }
    let path = arguments.operands[0]
    let ledger = try LedgerPlace.required(arguments)
    try refuseOverwriting(arguments, [path, ledger])
    let now = try LedgerCommand.instant(arguments, "now") ?? .systemClock
    guard let file = try ModelFile(path), let rules = PromotionRules(near: path, arguments) else { return 2 }
    let repositories = arguments.values("repository")
    let attempt = PromotionAttempt(
      file: file, rules: rules, statements: try statements(arguments),
      repositories: CodeRepositories(repositories.isEmpty ? ["."] : repositories), ledgerPath: ledger,
      namedLedger: arguments.value("ledger"), namedPolicy: arguments.value("policy"), now: now)
    return try LedgerCommand.run { () throws(LedgerError) in
      if let name = arguments.value("replay") { return try replay(name, attempt, arguments) }
      let report = try attempt.decide(author: isDry ? nil : arguments.value("author"))
      let isWritten = write(report, arguments)
      return report.ledger?.hasFailed == true || !isWritten ? 2 : report.exitCode
    }
  }

  private static func refuseOverwriting(_ arguments: Arguments, _ inputs: [String]) throws(UsageError) {
    guard let output = arguments.value("json") else { return }
    let read = inputs + arguments.values("attestation") + arguments.values("key") + arguments.values("policy")
    if let input = read.first(where: { FileKind.isSame($0, output) }) {
      throw UsageError(message: "--json \(output) would overwrite \(input), which is read")
    }
  }

  /// What trusted keys have signed; what they have not is said, and does not count.
  private static func statements(_ arguments: Arguments) throws(UsageError) -> [VerifiedStatement] {
    var statements: [VerifiedStatement] = []
    for path in arguments.values("attestation") {
      switch try EnvelopeFile(path, arguments).finding() {
      case .verified(let statement): statements.append(statement)
      case .unreadable(let problem): Output.complain(problem)
      case .refused(let error): Output.complain("assay: \(path.harmless): \(error.message), so it does not count")
      }
    }
    return statements
  }

  private static func write(_ report: PromotionReport, _ arguments: Arguments) -> Bool {
    VerdictOutput.write(
      text: report.text(
        color: Output.isColored(arguments.value("color")), width: Output.width, all: arguments.has("all")),
      json: report.json, arguments)
  }

  private static func replay(
    _ name: String, _ attempt: PromotionAttempt, _ arguments: Arguments
  ) throws(LedgerError) -> Int32 {
    let (report, differences) = try attempt.replay(name)
    guard write(report, arguments) else { return 2 }
    for difference in differences { Output.complain("replay: \(difference.harmless)") }
    if differences.isEmpty { Output.complain("replay: entry \(name.harmless) came to the same") }
    return differences.isEmpty ? 0 : 1
  }
}

extension PromotionReport {
  /// What the process says of the verdict.
  fileprivate var exitCode: Int32 { verdict.verdict != .block ? 0 : verdict.isInconclusive ? 3 : 1 }
}
