import Contracts
import Gating
import Glibc
import Reports
import Validation

/// `assay check`: validate datasets against their contracts, and decide.
enum CheckCommand: Command {
  static let description = CommandDescription(
    name: "check", summary: "Check data against contracts and decide: pass, warn or block.", operands: "CONTRACT…",
    options: [
      OptionDescription(
        "data", value: "FILE", isRepeatable: true,
        "read this instead of the contract's files: a file, a pattern, or - for stdin; repeatable"),
    ] + CheckOptions.deciding + [
      OptionDescription("now", value: "TIME", "the clock for freshness and waivers, RFC 3339 (the system's)"),
      CheckOptions.failOn,
    ] + ReportOutputs.options + LedgerPlace.options + ProgressMode.options + [
      OptionDescription("timings", "say in the text and JSON reports where the time went, by stage and by check"),
      OptionDescription(
        "accepted", value: "FILE", "write the records that violate no clause that can block (.csv or .jsonl)"),
      OptionDescription("rejected", value: "FILE", "write the others, with their findings; values are in clear"),
      OptionDescription("digests", "compute the SHA-256 of every file, pinned or not; `assay sign` needs them"),
      OptionDescription("mask", choices: ["private", "all"], "which values reports mask (private)"),
      CheckOptions.root,
      OptionDescription("threads", value: "N", "threads that validate (one for each core)"),
      CheckOptions.memory,
      CheckOptions.decompressedLimit,
      OptionDescription("block-size", value: "SIZE", "bytes a thread takes (512K, of JSONL 1M; less beyond 2 threads)"),
      OptionDescription("reader", choices: EvaluationOptions.Reader.allCases.map(\.rawValue), "the CSV reader (simd)"),
    ] + PartialOutput.options,
    discussion: """
      A contract is a file; a directory stands for every *.assay.yaml in it. Policy, waivers and baseline are the
      nearest \(GateFile.policy), \(GateFile.waivers) and \(GateFile.baseline) above the contract, within the
      repository or --root. Once one of them is named, waivers and baseline that are not named are not used. What is
      named is the operator's and may lie outside of --root.

      A SIZE is a number of bytes, or of K, M or G, which are KiB, MiB and GiB (powers of 1,024), as in contracts.

      Exit codes: 0 pass or warn, 1 a failure blocks, 2 usage, contract, policy or waiver invalid, or a report or the
      ledger could not be written, 3 something that could not be decided blocks.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    let options = try CheckOptions(arguments)
    let paths = try ContractFiles.paths(arguments.operands)
    if let partial = arguments.value("partial-out") {
      try refuseSharing(arguments, options, paths, [])
      return try PartialOutput.write(to: partial, arguments, options, paths)
    }
    if arguments.has("partial-key") { throw UsageError(message: "--partial-key goes with --partial-out") }
    let earlier = try options.against.map { path throws(UsageError) in try EarlierResults(path) }
    guard let rules = GateRules(options, contracts: paths) else { return 2 }
    try refuseSharing(arguments, options, paths, rules.files)
    var outputs = try ReportOutputs(arguments)
    var report = Report(
      version: Main.version, now: options.now, policy: rules.commonPolicy,
      command: ["assay", "check"] + deciding(words), entries: [])
    var run = CheckRun(options: options, rules: rules, earlier: earlier)
    (report.entries, report.timings) = try run.entries(paths)
    if let notice = earlier?.notice(onOthersThan: report.entries.map(\.result.contract.id)), !report.entries.isEmpty {
      report.entries[0].decision.notices.append(notice)
    }
    if !report.entries.isEmpty {
      let folders = arguments.operands.filter(FileKind.isDirectory)
      report.entries[0].decision.notices += rules.strayNotices(among: report.entries.map(\.result), folders: folders)
    }
    report.ledger = Journal(options).record(report, contracts: run.contracts)
    outputs.write(report)
    return outputs.hasFailed || run.hasFailedOutput ? 2 : report.exitCode(arguments)
  }

  /// Without the options that change how fast an answer comes or where it goes, but not the answer: reports are the
  /// same with any.
  private static func deciding(_ words: [String]) -> [String] {
    let flags = ["--quiet", "--verbose", "--progress", "--no-progress", "--timings", "--no-ledger", "--digests"]
    let others = [
      "--threads", "--block-size", "--memory", "--color", "--json", "--junit", "--junit-dialect", "--text", "--ledger",
    ]
    var kept: [String] = []
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" { return kept + [word] + rest }
      if others.contains(word) {
        rest = rest.dropFirst()
      } else if !flags.contains(word), !others.contains(where: { word.hasPrefix($0 + "=") }) {
        kept.append(word)
      }
    }
    return kept
  }

  /// What goes with one contract only, and files that would be overwritten while they are read.
  private static func refuseSharing(
    _ arguments: Arguments, _ options: CheckOptions, _ paths: [String], _ gateFiles: [String]
  ) throws(UsageError) {
    for name in ["data", "accepted", "rejected"] where arguments.has(name) && paths.count > 1 {
      throw UsageError(message: "--\(name) goes with one contract, and \(paths.count) are given")
    }
    let inputs = paths + (options.replacement ?? []) + gateFiles + [options.against].compactMap { $0 }
    for name in ["json", "junit", "text", "accepted", "rejected", "ledger"] {
      guard let output = arguments.value(name), let input = inputs.first(where: { FileKind.isSame($0, output) })
      else { continue }
      throw UsageError(message: "--\(name) \(output) would overwrite \(input), which is read")
    }
  }
}

/// The contracts of one call: all are read in order, then their data is checked at once, then decided in order.
private struct CheckRun {
  let options: CheckOptions
  let rules: GateRules
  let earlier: EarlierResults?
  /// A file of the quarantine could not be written.
  var hasFailedOutput: Bool { quarantine?.hasFailed ?? false }
  private var roster = ContractRoster()
  /// The contract that has read standard input, which can be read once.
  private var standardInputReader: String?
  /// The files of the contracts that are ready, by digest.
  private(set) var contracts: [Digest: [UInt8]] = [:]
  /// Of contracts that are ready, in order.
  private var evaluators: [Evaluator] = []
  private var quarantine: Quarantine?
  private let counters = RunCounters()

  /// What becomes of one contract's file.
  private enum Step {
    /// Its data is checked by the next of the evaluators.
    case ready(digest: Digest)
    case unread(RunResult)
  }

  init(options: CheckOptions, rules: GateRules, earlier: EarlierResults?) {
    self.options = options
    self.rules = rules
    self.earlier = earlier
  }

  /// Checks all contracts. One that is invalid has an entry as well: a report that left it out would look green.
  mutating func entries(_ paths: [String]) throws(UsageError) -> ([Report.Entry], Timings?) {
    var evaluation = options.evaluation
    evaluation.memoryBytes /= max(1, min(paths.count, evaluation.threadCount))
    let readings = Self.readings(paths, root: options.root, evaluation)
    var steps: [Step] = []
    for reading in readings { steps.append(try step(reading)) }
    if let mistake = earlier?.mistake(about: roster.pathsByID.keys.sorted()) { throw mistake }
    let start = MonotonicClock.nanoseconds()
    let runs = self.runs()
    let wall = MonotonicClock.nanoseconds() - start
    var rest = runs[...]
    let entries = steps.compactMap { step -> Report.Entry? in
      switch step {
      case .unread(let result): decided(result)
      case .ready(let digest): rest.popFirst().map { decided(completed($0.result, digest)) }
      }
    }
    guard options.keepsTimes else { return (entries, nil) }
    let timings = runs.compactMap(\.timings)
    return (entries, Timings(wallNanoseconds: wall, threadCount: evaluation.threadCount, runs: timings))
  }

  private static func readings(
    _ paths: [String], root: String?, _ evaluation: EvaluationOptions
  ) -> [ContractFiles.Reading] {
    concurrently(paths.count, threadCount: evaluation.threadCount) { index in
      ContractFiles.read(paths[index], root: root, options: evaluation)
    }
  }

  /// Reads the data of all contracts that are ready.
  private func runs() -> [EvaluatedRun] {
    // A thousand files are asked for their sizes only where somebody sees them.
    let sizes = options.progress == .off ? [nil] : evaluators.map(\.storedBytes)
    let total = sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) }
    let progress = ProgressDisplay(
      options.progress, counters: counters, totalBytes: total, contractCount: evaluators.count)
    defer { progress.end() }
    return RunPool.run(evaluators, threadCount: options.evaluation.threadCount, splitter: quarantine)
  }

  private mutating func step(_ reading: ContractFiles.Reading) throws(UsageError) -> Step {
    let plan: Plan
    switch roster.take(reading) {
    case .unread(let result): return .unread(result)
    case .plan(let taken): plan = taken
    }
    let path = reading.path
    if plan.contract.data.files.contains(where: { $0.text == "-" }), options.replacement == nil {
      if let reader = standardInputReader {
        let message = "\(path) reads standard input, which \(reader) has read already"
        return .unread(
          RunResult(unread: path, InputProblem(kind: "read_failed", path: "-", message: message)))
      }
      standardInputReader = path
    }
    try prepare(plan)
    let judging = digest(reading.bytes)
    contracts[judging] = reading.bytes
    return .ready(digest: judging)
  }

  private mutating func prepare(_ plan: Plan) throws(UsageError) {
    let sources = SourceFiles.read(for: plan.contract, options)
    let evaluator = Evaluator(
      plan, replacement: options.replacement, root: options.root, sources: sources?.manifest,
      licenses: rules[plan.contract.path].licenses, counters: counters,
      clock: options.keepsTimes ? MonotonicClock.nanoseconds : nil)
    try options.refuseOverwriting(evaluator.paths + CheckCommand.sideFiles(of: plan.contract) + (sources?.paths ?? []))
    quarantine = try Quarantine(plan, accepted: options.accepted, rejected: options.rejected)
    evaluators.append(evaluator)
  }

  private func decided(_ result: RunResult) -> Report.Entry { rules.entry(result, against: earlier) }

  /// With what only the executable knows of a run.
  private func completed(_ result: RunResult, _ contractDigest: Digest) -> RunResult {
    var result = result
    result.contractDigest = contractDigest
    result.notices += result.files.flatMap {
      CheckCommand.modificationTimeNotices(result.contract, path: $0.path)
    }
    if let quarantine { result.notices += quarantine.finish() + Self.unjudgedNotices(result) }
    return result
  }

  /// Records pass a clause that stopped judging.
  private static func unjudgedNotices(_ result: RunResult) -> [String] {
    result.clauses.filter { clause in
      if case .limit? = clause.reason { return clause.status == .inconclusive || clause.status == .failed }
      return clause.status == .inconclusive && clause.judgedCount < clause.recordCount
    }.map { "\($0.clause.id) could not be decided, so records that violate it may be among the accepted ones" }
  }
}

extension CheckCommand {
  /// Files beside the data that are read with it: the list of pins, the manifest of a refresh.
  static func sideFiles(of contract: Contract) -> [String] {
    var names: [String] = []
    if case .manifest(let name)? = contract.pins?.source { names.append(name.text) }
    for freshness in contract.freshness {
      switch freshness.clock {
      case .manifest(let file, _), .sources(let file, _, _): names.append(file.text)
      case .field, .modificationTime: break
      }
    }
    return names.map { Path.resolved($0, in: Path.directory(of: contract.path)) }
  }

  /// A checkout sets modification times, so freshness by them says when the repository was cloned.
  static func modificationTimeNotices(_ contract: Contract, path: String) -> [String] {
    guard contract.freshness.contains(where: { $0.clock == .modificationTime }), FileKind.isInGitCheckout(path) else {
      return []
    }
    return ["\(path) lies in a git checkout, which resets modification times: `mtime` says when it was checked out"]
  }
}

extension Report {
  /// What the process says about itself: 2 where a contract was invalid, whatever the others came to.
  func exitCode(_ arguments: Arguments) -> Int32 {
    if entries.contains(where: \.result.isOfInvalidContract) { return 2 }
    return exitCode(failsOnWarn: arguments.value("fail-on") == "warn")
  }
}
