import Contracts
import Gating
import Reports
import Validation

/// `assay merge`: put the partials of a dataset together, and decide as one run over the whole would.
enum MergeCommand: Command {
  static let description = CommandDescription(
    name: "merge", summary: "Put partial results together and decide, as one run would.", operands: "PARTIAL…",
    options: CheckOptions.deciding + [
      OptionDescription("now", value: "TIME", "the clock for freshness and waivers, RFC 3339 (the partials' latest)"),
      CheckOptions.failOn,
    ] + ReportOutputs.options + LedgerPlace.options + [
      CheckOptions.root, CheckOptions.memory, CheckOptions.decompressedLimit,
    ],
    discussion: """
      Partials are written by `assay check … --partial-out FILE`. They must be of one contract, made with one version
      and the same options, and no file may be in two of them. In which order they are given makes no difference.

      Files are opened again to show copies of keys that stand in different files; without them the verdict and all
      counts are the same.

      Exit codes: 0 pass or warn, 1 a failure blocks, 2 usage, a partial, policy or waiver invalid, or a report or the
      ledger could not be written, 3 something that could not be decided blocks.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    guard !arguments.operands.isEmpty else { throw UsageError(message: "expected one partial at least") }
    let merge: PartialMerge
    do { merge = try PartialMerge(arguments.operands, tool: Main.version) } catch { throw Self.usage(error) }
    let options = try CheckOptions(arguments, clock: merge.now, header: merge.header)
    let earlier = try options.against.map { path throws(UsageError) in try EarlierResults(path) }
    guard let rules = GateRules(options, contracts: [merge.header.contractPath]),
      let plan = plan(merge.header, options)
    else { return 2 }
    if let mistake = earlier?.mistake(about: [plan.contract.id]) { throw mistake }
    try refuseOverwriting(arguments, rules.files)
    var outputs = try ReportOutputs(arguments)
    let result: RunResult
    let licenses = rules[merge.header.contractPath].licenses
    do { result = try merge.result(plan.binding(licenses), root: options.root) } catch { throw Self.usage(error) }
    var report = Report(
      version: Main.version, now: options.now, policy: rules.commonPolicy,
      command: command(merge, arguments), entries: [rules.entry(result, against: earlier)])
    report.ledger = Journal(options).record(
      report, contracts: [digest(merge.header.contract): merge.header.contract])
    outputs.write(report)
    return outputs.hasFailed ? 2 : report.exitCode(arguments)
  }

  private static func usage(_ problem: PartialProblem) -> UsageError {
    UsageError(message: problem.message, advice: problem.advice)
  }

  private static func plan(_ header: PartialHeader, _ options: CheckOptions) -> Plan? {
    let reading = ContractFiles.read(header.contract, path: header.contractPath, options: options.evaluation)
    if !reading.complaint.isEmpty { Output.complain(reading.complaint) }
    guard !reading.hasErrors, let contract = reading.contract else { return nil }
    return try? Plan(contract, options.evaluation)
  }

  /// The one run that would have come to the same.
  private static func command(_ merge: PartialMerge, _ arguments: Arguments) -> [String] {
    var command = ["assay", "check", merge.header.contractPath]
    if merge.header.isReplaced { for path in merge.paths { command += ["--data", path] } }
    if merge.header.masksAll { command += ["--mask", "all"] }
    if merge.header.isReadByLibCSV { command += ["--reader", "libcsv"] }
    let names = [
      "gate", "policy", "waivers", "baseline", "against", "now", "fail-on", "root", "memory", "decompressed-limit",
    ]
    for name in names {
      if let value = arguments.value(name) { command += ["--\(name)", value] }
    }
    return command
  }

  private static func refuseOverwriting(_ arguments: Arguments, _ gateFiles: [String]) throws(UsageError) {
    let inputs = arguments.operands + gateFiles + [arguments.value("against")].compactMap { $0 }
    for name in ["json", "junit", "text"] {
      guard let output = arguments.value(name), let input = inputs.first(where: { FileKind.isSame($0, output) })
      else { continue }
      throw UsageError(message: "--\(name) \(output) would overwrite \(input), which is read")
    }
  }
}
