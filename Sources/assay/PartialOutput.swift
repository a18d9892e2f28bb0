import Contracts
import Validation

/// `assay check --partial-out`: the state of a shard in a file, for `assay merge` to decide on.
enum PartialOutput {
  static let options = [
    OptionDescription("partial-out", value: "FILE", "write this shard's state for `assay merge`, and decide nothing"),
    OptionDescription(
      "partial-key", value: "FILE",
      "the secret that hides keys of private fields in partials, the same for all shards"),
  ]

  /// What `merge` decides by or writes, or what needs the whole dataset.
  private static let mergeOptions = [
    "gate", "policy", "waivers", "baseline", "against", "fail-on", "json", "junit", "junit-dialect", "text", "verbose",
    "ledger",
  ]

  /// Writes the partial of one contract's files; the exit code.
  static func write(
    to path: String, _ arguments: Arguments, _ options: CheckOptions, _ contracts: [String]
  ) throws(UsageError) -> Int32 {
    try refuseOthers(arguments, contracts)
    var evaluation = options.evaluation
    evaluation.partialKey = try key(arguments)
    let reading = ContractFiles.read(contracts[0], root: options.root, options: evaluation)
    if !reading.complaint.isEmpty { Output.complain(reading.complaint) }
    guard !reading.hasErrors, let contract = reading.contract, let plan = try? Plan(contract, evaluation) else {
      return 2
    }
    let sources = SourceFiles.read(for: contract, options)
    let evaluator = Evaluator(
      plan, replacement: options.replacement, root: options.root, sources: sources?.manifest)
    let inputs = contracts + evaluator.paths + CheckCommand.sideFiles(of: contract) + (sources?.paths ?? [])
    if let input = inputs.first(where: { FileKind.isSame($0, path) }) {
      throw UsageError(message: "--partial-out \(path) would overwrite \(input), which is read")
    }
    return write(evaluator, contract, reading.bytes, to: path, isQuiet: arguments.has("quiet"))
  }

  private static func write(
    _ evaluator: Evaluator, _ contract: Contract, _ contractBytes: [UInt8], to path: String, isQuiet: Bool
  ) -> Int32 {
    do {
      let file = try AtomicFile(path)
      let summary = try evaluator.writePartial(
        tool: Main.version, contract: contractBytes,
        notices: { CheckCommand.modificationTimeNotices(contract, path: $0) }, to: { file.append($0) })
      try file.finish()
      if !isQuiet {
        Output.print(
          "\(path): \(counted(summary.recordCount, "record")) of \(counted(summary.fileCount, "file")); "
            + "`assay merge` decides on them\n")
      }
      return 0
    } catch let problem as PartialProblem {
      Output.complain("assay: \(problem.message)" + (problem.advice.map { "\n  help: \($0)" } ?? ""))
    } catch let failure as AtomicFile.Failure {
      Output.complain("assay: \(failure.message)")
    } catch {
      Output.complain("assay: \(error)")
    }
    return 2
  }

  private static func refuseOthers(_ arguments: Arguments, _ contracts: [String]) throws(UsageError) {
    guard contracts.count == 1 else {
      throw UsageError(message: "--partial-out goes with one contract, and \(contracts.count) are given")
    }
    if let name = mergeOptions.first(where: arguments.has) {
      throw UsageError(
        message: "--\(name) does not go with --partial-out, which decides nothing", advice: "give it to `assay merge`")
    }
    if arguments.has("timings") {
      throw UsageError(
        message: "--timings does not go with --partial-out: in a partial, equal states have equal bytes",
        advice: "to see where a shard's time goes, check its files without --partial-out")
    }
    if arguments.value("partial-out") == "-" {
      throw UsageError(message: "--partial-out writes no standard output", advice: "name a file, or /dev/stdout")
    }
    for name in ["accepted", "rejected"] where arguments.has(name) {
      throw UsageError(
        message: "--\(name) does not go with --partial-out: what is rejected is known when the whole dataset is",
        advice: "split the records in one run over all files")
    }
  }

  private static func key(_ arguments: Arguments) throws(UsageError) -> PartialKey? {
    guard let path = arguments.value("partial-key") else { return nil }
    let bytes: [UInt8]
    do { bytes = try SmallFile.read(path, root: nil) } catch { throw UsageError(message: error.problem.message) }
    guard let key = PartialKey(bytes) else {
      throw UsageError(
        message: "--partial-key \(path) has \(bytes.count) bytes, where \(PartialKey.minimumBytes) to "
          + "\(PartialKey.maximumBytes) were expected", advice: "make one with `openssl rand -out \(path) 32`")
    }
    return key
  }
}
