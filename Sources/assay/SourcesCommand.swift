import Contracts
import Gating
import Reports
import Validation

/// `assay sources`: which sources a dataset comes from, and on which terms.
enum SourcesCommand: Command {
  static let description = CommandDescription(
    name: "sources", summary: "List the sources that data comes from: rows, licence, legal basis, last refresh.",
    operands: "CONTRACT",
    options: [
      OptionDescription("format", choices: SourceFormat.allCases.map(\.rawValue), "how the list is written (table)"),
      OptionDescription(
        "data", value: "FILE", isRepeatable: true,
        "read this instead of the contract's files: a file, a pattern, or - for stdin; repeatable"),
    ] + CheckOptions.deciding + [
      OptionDescription("now", value: "TIME", "the clock for ages and waivers, RFC 3339 (the system's)"),
      CheckOptions.failOn,
      OptionDescription("mask", choices: ["private", "all"], "which values are masked (private)"),
      CheckOptions.root,
      OptionDescription("threads", value: "N", "threads that validate (one for each core)"),
      CheckOptions.memory,
    ],
    discussion: """
      The data is checked as `assay check` does it, and the exit code is the same; nothing else is reported.

      Exit codes: 0 pass or warn, 1 a failure blocks, 2 usage, contract, policy or waiver invalid, or the contract has
      no `provenance`, 3 something that could not be decided blocks.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    let options = try CheckOptions(arguments)
    guard arguments.operands.count == 1 else { throw UsageError(message: "expected one contract") }
    let path = arguments.operands[0]
    let reading = ContractFiles.read(path, root: options.root, options: options.evaluation)
    if !reading.complaint.isEmpty { Output.complain(reading.complaint) }
    guard !reading.hasErrors, let plan = reading.plan else { return 2 }
    guard let sources = SourceFiles.read(for: plan.contract, options) else {
      throw UsageError(
        message: "\(path) has no `provenance`, so that nothing says where its records come from",
        advice: "docs/provenance.md says how to declare it")
    }
    let earlier = try options.against.map { path throws(UsageError) in try EarlierResults(path) }
    guard let rules = GateRules(options, contracts: [path]) else { return 2 }
    let evaluator = Evaluator(
      plan, replacement: options.replacement, root: options.root, sources: sources.manifest,
      licenses: rules[path].licenses)
    var result = evaluator.run()
    result.contractDigest = digest(reading.bytes)
    let report = Report(
      version: Main.version, now: options.now, policy: rules.commonPolicy, command: ["assay", "sources"] + words,
      entries: [rules.entry(result, against: earlier)])
    return print(report, arguments, checking: [path] + (options.replacement ?? []).flatMap { ["--data", $0] })
  }

  private static func print(_ report: Report, _ arguments: Arguments, checking words: [String]) -> Int32 {
    let format = arguments.value("format").flatMap(SourceFormat.init(rawValue:)) ?? .table
    for entry in report.entries {
      guard let text = format.render(entry.result, now: report.now) else { continue }
      guard Output.print(text) else {
        Output.complain("assay: the list on stdout cannot be written")
        return 2
      }
    }
    if report.verdict != .pass {
      let command = (["assay", "check"] + words).map(shellWord).joined(separator: " ")
      Output.complain("assay: \(report.verdict.rawValue); `\(command)` says why")
    }
    return report.exitCode(arguments)
  }
}
