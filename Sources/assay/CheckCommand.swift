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
      OptionDescription("gate", choices: Gate.allCases.map(\.rawValue), "the gate that decides (merge)"),
      OptionDescription("policy", value: "FILE", "what each gate blocks, warns of or ignores"),
      OptionDescription("waivers", value: "FILE", "reviewed exceptions"),
      OptionDescription("now", value: "TIME", "the clock for freshness and waivers, RFC 3339 (the system's)"),
      CheckOptions.failOn,
    ] + ReportOutputs.options + [
      OptionDescription(
        "accepted", value: "FILE", "write the records that violate no clause that can block (.csv or .jsonl)"),
      OptionDescription("rejected", value: "FILE", "write the others, with their findings; values are in clear"),
      LedgerPlace.option,
      OptionDescription("no-ledger", "record the decision in no ledger, though one was found"),
      OptionDescription("mask", choices: ["private", "all"], "which values reports mask (private)"),
      CheckOptions.root,
      OptionDescription("threads", value: "N", "threads that validate (one for each core)"),
      OptionDescription("memory", value: "SIZE", "memory for unique keys, such as 512M (a quarter of the machine's)"),
      OptionDescription("block-size", value: "SIZE", "bytes that a thread takes at a time (256K)"),
      OptionDescription("reader", choices: EvaluationOptions.Reader.allCases.map(\.rawValue), "the CSV reader (simd)"),
    ],
    discussion: """
      A contract is a file; a directory stands for every *.assay.yaml in it. Policy and waivers are the operator's and
      may lie outside of --root.

      Exit codes: 0 pass or warn, 1 a failure blocks, 2 usage, contract, policy or waiver invalid, or a report or the
      ledger could not be written, 3 something that could not be decided blocks.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    let options = try CheckOptions(arguments)
    let paths = try ContractFiles.paths(arguments.operands)
    try refuseSharing(arguments, options, paths)
    guard let rules = GateRules(options) else { return 2 }
    var outputs = try ReportOutputs(arguments)
    var report = Report(
      version: Main.version, now: options.now, policy: options.policyPath,
      command: ["assay", "check"] + deciding(words), entries: [])
    var run = CheckRun(options: options, rules: rules)
    for path in paths { report.entries.append(try run.entry(path)) }
    report.ledger = Journal(options).record(report, rules.files)
    outputs.write(report)
    return outputs.hasFailed || run.hasFailedOutput ? 2 : report.exitCode(arguments)
  }

  /// Without the options that change how fast an answer comes or where it goes, but not the answer: reports are the
  /// same with any.
  private static func deciding(_ words: [String]) -> [String] {
    let flags = ["--quiet", "--verbose", "--no-ledger"]
    let others = ["--threads", "--block-size", "--color", "--json", "--junit", "--junit-dialect", "--text", "--ledger"]
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
    _ arguments: Arguments, _ options: CheckOptions, _ paths: [String]
  ) throws(UsageError) {
    for name in ["data", "accepted", "rejected"] where arguments.has(name) && paths.count > 1 {
      throw UsageError(message: "--\(name) goes with one contract, and \(paths.count) are given")
    }
    let inputs = paths + (options.replacement ?? []) + [options.policyPath, options.waiversPath].compactMap { $0 }
    for name in ["json", "junit", "text", "accepted", "rejected", "ledger"] {
      guard let output = arguments.value(name), let input = inputs.first(where: { FileKind.isSame($0, output) })
      else { continue }
      throw UsageError(message: "--\(name) \(output) would overwrite \(input), which is read")
    }
  }
}

/// The contracts of one call, one after the other.
private struct CheckRun {
  let options: CheckOptions
  let rules: GateRules
  private(set) var hasFailedOutput = false
  /// Contracts met so far, by id: two with one id would share waivers and the names of their clauses.
  private var pathsByID: [String: String] = [:]
  /// The contract that has read standard input, which can be read once.
  private var standardInputReader: String?

  init(options: CheckOptions, rules: GateRules) {
    self.options = options
    self.rules = rules
  }

  /// Checks one contract. One that is invalid has an entry as well: a report that left it out would look green.
  mutating func entry(_ path: String) throws(UsageError) -> Report.Entry {
    let reading = ContractFiles.read(path, root: options.root, options: options.evaluation)
    if !reading.complaint.isEmpty { Output.complain(reading.complaint) }
    guard !reading.hasErrors, let contract = reading.contract, let plan = try? Plan(contract, options.evaluation) else {
      return decided(RunResult(unread: path, reading.asProblem))
    }
    if let other = pathsByID[contract.id] {
      let message = "\(path) has the id `\(contract.id)`, which \(other) has already"
      Output.complain("assay: \(message)\n  help: give each contract an id of its own")
      return decided(
        RunResult(
          unread: path,
          InputProblem(
            kind: InputProblem.invalidContract, path: path, message: message,
            advice: "give each contract an id of its own")))
    }
    pathsByID[contract.id] = path
    if contract.data.files.contains(where: { $0.text == "-" }), options.replacement == nil {
      if let reader = standardInputReader {
        let message = "\(path) reads standard input, which \(reader) has read already"
        return decided(RunResult(unread: path, InputProblem(kind: "read_failed", path: "-", message: message)))
      }
      standardInputReader = path
    }
    return decided(try result(plan, reading.bytes))
  }

  private func decided(_ result: RunResult) -> Report.Entry {
    let decision = decide(
      result, gate: options.gate.rawValue, policy: rules.policy, waivers: rules.waivers, now: options.now)
    // The gate has to know which licences the rows name; a reader of the report need not, where the field is private.
    return Report.Entry(result: result.maskingLicenses(masksAll: options.evaluation.masksAll), decision: decision)
  }

  private mutating func result(_ plan: Plan, _ contractBytes: [UInt8]) throws(UsageError) -> RunResult {
    let evaluator = Evaluator(plan, replacement: options.replacement, root: options.root)
    try options.refuseOverwriting(evaluator.paths + CheckCommand.sideFiles(of: plan.contract))
    let quarantine = try Quarantine(plan, accepted: options.accepted, rejected: options.rejected)
    var result = evaluator.run(splitter: quarantine)
    result.contractDigest = digest(contractBytes)
    result.notices += CheckCommand.modificationTimeNotices(result)
    if let quarantine {
      result.notices += quarantine.finish() + Self.unjudgedNotices(result)
      hasFailedOutput = quarantine.hasFailed
    }
    return result
  }

  /// Records pass a clause that stopped judging.
  private static func unjudgedNotices(_ result: RunResult) -> [String] {
    result.clauses.filter { $0.status == .inconclusive && $0.judgedCount < $0.recordCount }.map {
      "\($0.clause.id) could not be decided, so records that violate it may be among the accepted ones"
    }
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
  static func modificationTimeNotices(_ result: RunResult) -> [String] {
    guard result.contract.freshness.contains(where: { $0.clock == .modificationTime }) else { return [] }
    return result.files.filter { FileKind.isInGitCheckout($0.path) }.map {
      "\($0.path) lies in a git checkout, which resets modification times: `mtime` says when it was checked out"
    }
  }
}

extension Report {
  /// What the process says about itself: 2 where a contract was invalid, whatever the others came to.
  func exitCode(_ arguments: Arguments) -> Int32 {
    if entries.contains(where: \.result.isOfInvalidContract) { return 2 }
    return exitCode(failsOnWarn: arguments.value("fail-on") == "warn")
  }
}
