import Contracts
import Gating
import Monitoring
import Reports
import Validation

/// `assay monitor`: look at freshness and pins of many datasets, and keep their objectives.
enum MonitorCommand: Command {
  static let description = CommandDescription(
    name: "monitor", summary: "Watch how fresh datasets are, on a schedule, and keep their objectives.",
    operands: "CONTRACT…",
    options: [
      OptionDescription("metrics", value: "FILE", "write Prometheus metrics, for the textfile collector (*.prom)"),
      LedgerPlace.option,
      OptionDescription("no-ledger", "remember nothing, so that objectives cannot be judged"),
    ] + CheckOptions.gateFiles + [
      OptionDescription("now", value: "TIME", "the clock for freshness and waivers, RFC 3339 (the system's)"),
      CheckOptions.failOn,
    ] + ReportOutputs.options + [
      OptionDescription("mask", choices: ["private", "all"], "which values reports mask (private)"),
      CheckOptions.root,
      OptionDescription("threads", value: "N", "threads that read (one for each core)"),
      CheckOptions.decompressedLimit,
    ],
    discussion: """
      Only freshness, pins and objectives are judged, at the gate `monitor`, and no more of the data is read for it than
      they need. A contract is a file; a directory stands for every *.assay.yaml in it. One that is broken is reported,
      and the others are judged all the same.

      Exit codes: 0 pass or warn, 1 a failure blocks, 2 usage, contract, policy or waiver invalid, or a report or the
      ledger could not be written, 3 something that could not be decided blocks.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    let options = try CheckOptions(arguments)
    let paths = try ContractFiles.paths(arguments.operands)
    guard let rules = GateRules(options, contracts: paths, gate: .monitor, readsBaselines: false) else { return 2 }
    var outputs = try ReportOutputs(arguments) { MonitorTable(options: $0).render($1) }
    let command = ["assay", "monitor"] + words
    var ledger = MonitorLedger(
      try LedgerPlace.forMonitor(arguments), command: command, kernel: options.evaluation.kernel)
    var report = Report(
      version: Main.version, now: options.now, policy: rules.commonPolicy, command: command, entries: [])
    var watch = Watch(options: options, rules: rules)
    for path in paths { report.entries.append(try watch.entry(path, &ledger)) }
    report.ledger = ledger.note
    outputs.write(report)
    return outputs.hasFailed || ledger.hasFailed ? 2 : report.exitCode(arguments)
  }
}

/// The contracts of one call, one after the other.
private struct Watch {
  let options: CheckOptions
  let rules: GateRules
  private var roster = ContractRoster()

  init(options: CheckOptions, rules: GateRules) {
    self.options = options
    self.rules = rules
  }

  mutating func entry(_ path: String, _ ledger: inout MonitorLedger) throws(UsageError) -> Report.Entry {
    let reading = ContractFiles.read(path, root: options.root, options: options.evaluation)
    let plan: Plan
    switch roster.take(reading) {
    // That nobody could look is part of the record too.
    case .unread(let result): return ledger.recording(rules.entry(result), contract: reading.bytes, now: options.now)
    case .plan(let taken): plan = taken
    }
    let contract = plan.contract
    let files = DataFiles(contract, replacedBy: nil, root: options.root).paths
    try options.refuseOverwriting(files + CheckCommand.sideFiles(of: contract) + [path])
    var result = FreshnessRun(plan, root: options.root).run()
    result.contractDigest = digest(reading.bytes)
    result.notices += result.files.flatMap { CheckCommand.modificationTimeNotices(contract, path: $0.path) }
    result = result.judgingObjectives(ledger.samples(of: contract, now: options.now), now: options.now)
    return ledger.recording(rules.entry(result), contract: reading.bytes, now: options.now)
  }
}
