import Comparison
import Contracts
import Gating
import Reports
import Validation

/// `assay diff`: what changed between two contracts or two versions of a dataset, and for whom it breaks.
enum DiffCommand: Command {
  static let description = CommandDescription(
    name: "diff", summary: "Say what changed between two contracts or two dataset versions, and for whom it breaks.",
    operands: "BEFORE AFTER",
    options: [
      OptionDescription("contract", value: "FILE", "the contract of both, where they are data"),
      OptionDescription("source", value: "FIELD", "the field that names a row's source (that of `provenance`)"),
      OptionDescription("dataset", value: "ID", "which contract's result, where a JSON result holds several"),
      OptionDescription("format", choices: Format.allCases.map(\.rawValue), "how it is printed (table)"),
      CheckOptions.gate,
      OptionDescription("policy", value: "FILE", "which changes each gate blocks; none for none (nearest)"),
      LedgerPlace.option,
      OptionDescription("now", value: "TIME", "the clock that data is judged by, RFC 3339 (the system's)"),
      CheckOptions.root,
      OptionDescription("threads", value: "N", "threads that validate (one for each core)"),
      CheckOptions.memory,
      OptionDescription("color", choices: ["auto", "always", "never"], "colours in the table (auto)"),
      OptionDescription("verbose", "cut no cell of the table"),
    ],
    discussion: """
      BEFORE and AFTER are two contracts (*.yaml), or two versions of a dataset: a JSON result of `assay check`, data
      (with --contract), or a run in the ledger: orders@12 (an entry's number or digest), orders@2.1.0 (the newest run
      of that contract version), orders@latest, ledger:12, or the version alone where one dataset has it.

      Exit codes: 0 nothing blocks, 1 a change blocks, 2 usage, a file is invalid or cannot be read, 3 only what is not
      known blocks.
      """)

  enum Format: String, CaseIterable { case table, json, markdown }

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    guard arguments.operands.count == 2 else {
      throw UsageError(
        message: "expected two things to compare, found \(arguments.operands.count)",
        advice: "`assay diff BEFORE AFTER`: two contracts, or two versions of a dataset")
    }
    let options = try CheckOptions(arguments)
    let before = try DiffOperand(arguments.operands[0])
    let after = try DiffOperand(arguments.operands[1])
    try refuseMisplaced(arguments, before, after)
    guard let subject = try subject(before, after, arguments, options) else { return 2 }
    guard
      let rules = GateRules(options, contracts: [subject.contractPath], readsBaselines: false, readsWaivers: false)
    else { return 2 }
    let decision = decide(subject.changes, gate: options.gate.rawValue, policy: rules[subject.contractPath].policy)
    let report = DiffReport(toolVersion: Main.version, subject: subject, decision: decision)
    return Output.print(render(report, arguments)) ? decision.exitCode : 2
  }

  private static func refuseMisplaced(
    _ arguments: Arguments, _ before: DiffOperand, _ after: DiffOperand
  ) throws(UsageError) {
    switch (before, after) {
    case (.data, .data):
      if arguments.value("contract") == nil {
        throw UsageError(
          message: "\(before.noun) and \(after.noun) can be read only by a contract", advice: "add --contract FILE")
      }
      return
    case (.contract, .contract), (.result, .result), (.ledger, .ledger), (.result, .ledger), (.ledger, .result): break
    case (.contract, _), (_, .contract):
      throw UsageError(
        message: "\(before.noun) cannot be compared with \(after.noun)",
        advice: "compare two contracts, or two versions of a dataset")
    case (.data, .ledger(let name)), (.ledger(let name), .data):
      throw UsageError(
        message: "there is no file \(name), and a version in the ledger cannot be compared with data",
        advice: "write the data's result with `assay check … --json FILE`, and compare that")
    case (.data, _), (_, .data):
      throw UsageError(
        message: "\(before.noun) cannot be compared with \(after.noun)",
        advice: "write the data's result with `assay check … --json FILE`, and compare that")
    }
    for name in ["contract", "source"] where arguments.has(name) {
      throw UsageError(message: "--\(name) goes with two data files, and these are \(before.noun) and \(after.noun)")
    }
  }

  /// What is compared; `nil` where a contract is invalid, which has been said.
  private static func subject(
    _ before: DiffOperand, _ after: DiffOperand, _ arguments: Arguments, _ options: CheckOptions
  ) throws(UsageError) -> DiffReport.Subject? {
    switch (before, after) {
    case (.contract(let before), .contract(let after)):
      let readings = [before, after].map { ContractFiles.read($0, root: options.root, options: options.evaluation) }
      for reading in readings where !reading.complaint.isEmpty { Output.complain(reading.complaint) }
      guard !readings.contains(where: \.hasErrors), let was = readings[0].contract, let now = readings[1].contract
      else { return nil }
      return .contracts(ContractComparison(was, now))
    case (.data(let before), .data(let after)):
      let versions = DataVersions(
        options: options, contractPath: arguments.value("contract") ?? "", source: arguments.value("source"))
      return try versions.compare(before, after).map { .versions($0) }
    default:
      let (was, now) = (try version(before, arguments, options), try version(after, arguments, options))
      return .versions(
        VersionComparison(was, now, moves: .unknown(because: "results do not tell rows apart; compare the data")))
    }
  }

  private static func version(
    _ operand: DiffOperand, _ arguments: Arguments, _ options: CheckOptions
  ) throws(UsageError) -> DatasetVersion {
    switch operand {
    case .ledger(let name):
      return try LedgerVersions(path: LedgerPlace.required(arguments), options: options).version(name)
    case .result(let path): return try ResultVersion.read(path, dataset: arguments.value("dataset"))
    case .contract, .data: preconditionFailure("only results and runs are versions by themselves")
    }
  }

  private static func render(_ report: DiffReport, _ arguments: Arguments) -> String {
    switch arguments.value("format").flatMap(Format.init) ?? .table {
    case .table: DiffTable(options: ReportOutputs.textOptions(arguments, toTerminal: true)).render(report)
    case .json: DiffJSON().render(report)
    case .markdown: DiffMarkdown().render(report)
    }
  }
}

/// A dataset version that a JSON result tells of.
enum ResultVersion {
  static func read(_ path: String, dataset: String?) throws(UsageError) -> DatasetVersion {
    let bytes: [UInt8]
    do { bytes = try SmallFile.read(path, root: nil) } catch {
      throw UsageError(message: error.problem.message, advice: error.problem.advice)
    }
    let report: Report
    do { report = try JSONReport.read(bytes) } catch {
      throw UsageError(message: "\(path) is no JSON result of assay: \(error)")
    }
    let ids = report.entries.map(\.result.contract.id)
    let found = report.entries.filter { dataset == nil || $0.result.contract.id == dataset }
    guard found.count == 1, let result = found.first?.result else {
      throw UsageError(
        message: dataset.map { "\(path) holds no result of \($0)" } ?? "\(path) holds \(ids.count) results",
        advice: ids.isEmpty ? nil : "name one of them: --dataset \(ids.joined(separator: ", --dataset "))")
    }
    guard !result.isOfInvalidContract else {
      throw UsageError(message: "\(path) tells that the contract \(result.contract.path) is invalid, and nothing else")
    }
    return DatasetVersion(
      result, at: report.now, origin: DatasetVersion.Origin(.result, path),
      sources: CountedSource.counts(of: result.sources))
  }
}

extension DiffReport.Subject {
  /// What a policy may speak of.
  fileprivate var changes: [Change] {
    switch self {
    case .contracts(let comparison): comparison.changes
    case .versions(let comparison): comparison.changes
    }
  }

  /// Near which the policy is looked for.
  fileprivate var contractPath: String {
    switch self {
    case .contracts(let comparison): comparison.after.path
    case .versions(let comparison): comparison.after.contract?.path ?? comparison.before.contract?.path ?? ""
    }
  }
}
