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
      OptionDescription("data", value: "FILE", isRepeatable: true, "read this instead of the contract's files; - is stdin"),
      OptionDescription("gate", choices: Gate.allCases.map(\.rawValue), "the gate that decides (merge)"),
      OptionDescription("policy", value: "FILE", "what each gate blocks, warns of or ignores"),
      OptionDescription("waivers", value: "FILE", "reviewed exceptions"),
      OptionDescription("now", value: "TIME", "the clock for freshness and waivers, RFC 3339 (the system's)"),
      OptionDescription("json", value: "FILE", "write the JSON report; - is stdout"),
      OptionDescription("junit", value: "FILE", "write the JUnit report; - is stdout"),
      OptionDescription("junit-dialect", choices: ["strict", "ci"], "strict by schema, or ci with file and line"),
      OptionDescription("text", value: "FILE", "write the text report; stdout by default"),
      OptionDescription("accepted", value: "FILE", "write the records that violate no blocking clause (.csv or .jsonl)"),
      OptionDescription("rejected", value: "FILE", "write the others, with their findings; values are in clear"),
      OptionDescription("mask", choices: ["private", "all"], "which values reports mask (private)"),
      OptionDescription("fail-on", choices: ["block", "warn"], "exit with 1 on a warning too (block)"),
      OptionDescription("root", value: "DIR", "open no file outside of this directory, links followed"),
      OptionDescription("threads", value: "N", "threads that validate (one for each core)"),
      OptionDescription("memory", value: "SIZE", "memory for unique keys, such as 512M (a quarter of the machine's)"),
      OptionDescription("block-size", value: "SIZE", "bytes that a thread takes at a time (256K)"),
      OptionDescription("reader", choices: EvaluationOptions.Reader.allCases.map(\.rawValue), "the CSV reader (simd)"),
      OptionDescription("color", choices: ["auto", "always", "never"], "colours in the text report (auto)"),
      OptionDescription("verbose", "show every clause in the text report"),
      OptionDescription("quiet", "print nothing on stdout"),
    ],
    discussion: """
      A contract is a file; a directory stands for every *.assay.yaml in it.

      Exit codes: 0 pass or warn, 1 a failure blocks, 2 usage, contract, policy or waiver invalid, 3 something that
      could not be decided blocks.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    let options = try CheckOptions(arguments)
    let paths = try ContractFiles.paths(arguments.operands)
    if options.replacement != nil, paths.count > 1 {
      throw UsageError(message: "--data goes with one contract, and \(paths.count) are given")
    }
    guard let rules = GateRules(options) else { return 2 }
    let outputs = try ReportOutputs(arguments, options)
    var report = Report(
      version: Main.version, now: options.now, policy: options.policyPath, command: ["assay", "check"] + words,
      entries: [])
    let (entries, hasInvalidContract) = try check(paths, options, rules)
    report.entries = entries
    let areWritten = outputs.write(report)
    // Every contract was invalid: there is nothing to have a verdict about.
    if hasInvalidContract || !areWritten { return 2 }
    return report.exitCode(failsOnWarn: options.failsOnWarn)
  }

  private static func check(
    _ paths: [String], _ options: CheckOptions, _ rules: GateRules
  ) throws(UsageError) -> (entries: [Report.Entry], hasInvalidContract: Bool) {
    var entries: [Report.Entry] = []
    var hasInvalidContract = false
    for path in paths {
      let reading = ContractFiles.read(path, root: options.root, options: options.evaluation)
      if !reading.complaint.isEmpty { Output.complain(reading.complaint) }
      guard !reading.hasErrors, let contract = reading.contract, let plan = try? Plan(contract, options.evaluation)
      else {
        hasInvalidContract = true
        continue
      }
      let result = try run(plan, reading.bytes, options)
      let decision = decide(
        result, gate: options.gate.rawValue, policy: rules.policy, waivers: rules.waivers, now: options.now)
      entries.append(Report.Entry(result: result, decision: decision))
    }
    return (entries, hasInvalidContract)
  }

  private static func run(
    _ plan: Plan, _ contractBytes: [UInt8], _ options: CheckOptions
  ) throws(UsageError) -> RunResult {
    let quarantine = try Quarantine(plan, accepted: options.accepted, rejected: options.rejected)
    let evaluator = Evaluator(plan, replacement: options.replacement, root: options.root)
    var result = evaluator.run(splitter: quarantine)
    result.contractDigest = digest(contractBytes)
    result.notices += modificationTimeNotices(result)
    if let quarantine { result.notices += quarantine.finish() }
    return result
  }

  /// A checkout sets modification times, so freshness by them says when the repository was cloned.
  private static func modificationTimeNotices(_ result: RunResult) -> [String] {
    guard result.contract.freshness.contains(where: { $0.clock == .modificationTime }) else { return [] }
    return result.files.filter { FileKind.isInGitCheckout($0.path) }.map {
      "\($0.path) lies in a git checkout, which resets modification times: `mtime` says when it was checked out"
    }
  }
}
