import Contracts
import Gating
import Glibc
import Validation

/// `assay baseline`: accept today's violations, so that a gate can be put up before they are repaired.
enum BaselineCommand: Command {
  static let description = CommandDescription(
    name: "baseline", summary: "Accept today's violations by clause and count, or accept fewer.",
    operands: "CONTRACT…",
    options: [
      OptionDescription("baseline", value: "FILE", "the file to write (the nearest, else beside the policy)"),
      OptionDescription("tighten", "only lower and remove what it accepts; without a baseline there is nothing to do"),
      OptionDescription("dry-run", "say what would change, and write nothing"),
      OptionDescription(
        "data", value: "FILE", isRepeatable: true,
        "read this instead of the contract's files: a file, a pattern, or - for stdin; repeatable"),
      CheckOptions.gate,
    ] + CheckOptions.gateFiles + [
      OptionDescription("now", value: "TIME", "the clock for waivers and the date written, RFC 3339 (the system's)"),
      CheckOptions.root,
      OptionDescription("threads", value: "N", "threads that validate (one for each core)"),
      OptionDescription("memory", value: "SIZE", "memory for unique keys, such as 512M (a quarter of the machine's)"),
    ],
    discussion: """
      What a waiver covers or a policy ignores needs no baseline. What could not be decided is never accepted, nor are
      failures of a dataset as a whole, such as its age, rows, pins or licence: those need a waiver.

      Exit codes: 0 written, or nothing to change; 2 something is invalid or could not be written; 3 something could
      not be decided, and was not accepted.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    let options = try CheckOptions(arguments)
    let paths = try ContractFiles.paths(arguments.operands)
    guard paths.count == 1 || options.replacement == nil else {
      throw UsageError(message: "--data goes with one contract, and \(paths.count) are given")
    }
    if case .unused = options.baseline { throw UsageError(message: "--baseline none names no file to write") }
    guard let rules = GateRules(options, contracts: paths, readsBaselines: false) else { return 2 }
    var run = BaselineRun(options: options, rules: rules, isTightening: arguments.has("tighten"))
    for path in paths {
      guard run.take(path) else { return 2 }
    }
    return run.finish(writes: !arguments.has("dry-run"))
  }
}

/// The contracts of one call, and the baselines that their violations go to.
private struct BaselineRun {
  let options: CheckOptions
  let rules: GateRules
  let isTightening: Bool
  private var files: [String: BaselineFile] = [:]
  private var pathsByID: [String: String] = [:]
  private var hasUndecided = false

  init(options: CheckOptions, rules: GateRules, isTightening: Bool) {
    self.options = options
    self.rules = rules
    self.isTightening = isTightening
  }

  /// Judges one contract; `false` where something is invalid, which has then been said.
  mutating func take(_ path: String) -> Bool {
    let reading = ContractFiles.read(path, root: options.root, options: options.evaluation)
    if !reading.complaint.isEmpty { Output.complain(reading.complaint) }
    guard !reading.hasErrors, let contract = reading.contract, let plan = try? Plan(contract, options.evaluation) else {
      return false
    }
    if let other = pathsByID.updateValue(path, forKey: contract.id) {
      Output.complain("assay: \(path) has the id `\(contract.id)`, which \(other) has already")
      return false
    }
    let place = place(near: path)
    guard var file = files[place.path] ?? BaselineFile(place, now: options.now) else { return false }
    let sources = SourceFiles.read(for: contract, options)?.manifest
    let evaluator = Evaluator(
      plan, replacement: options.replacement, root: options.root, sources: sources, licenses: rules[path].licenses)
    let result = evaluator.run()
    note(change(&file.baseline, result), in: contract)
    files[place.path] = file
    return true
  }

  /// The nearest baseline, else a new one beside the policy, else where the search for one ends.
  private func place(near contract: String) -> GateFile.Place {
    let directory = Path.directory(of: contract)
    let nearest = NearestFile(from: directory, root: options.root)
    if let place = options.baseline.place(nearest, GateFile.baseline, looks: true) { return place }
    let besidePolicy = rules[contract].basis.policy.map {
      Path.resolved(GateFile.baseline, in: Path.directory(of: $0.path))
    }
    let new = besidePolicy ?? nearest?.outermost(GateFile.baseline) ?? Path.resolved(GateFile.baseline, in: directory)
    return GateFile.Place(path: new, root: nil)
  }

  private func change(_ baseline: inout Baseline, _ result: RunResult) -> [BaselineChange] {
    let (policy, gate) = (rules[result.contract.path].policy, options.gate.rawValue)
    return isTightening
      ? baseline.tighten(result, gate: gate, policy: policy)
      : baseline.accept(
        result, gate: gate, policy: policy, waivers: rules[result.contract.path].waivers, now: options.now)
  }

  private mutating func note(_ changes: [BaselineChange], in contract: Contract) {
    for change in changes {
      if change.kind == .undecided { hasUndecided = true }
      Output.print("\(change.clause): \(change.kind.words)\n")
    }
    if !changes.contains(where: \.isWritten) { Output.print("\(contract.id): nothing to change\n") }
  }

  func finish(writes: Bool) -> Int32 {
    for file in files.values.sorted(by: { $0.path < $1.path }) where file.isChanged {
      let (violations, clauses) = (file.baseline.violations, file.baseline.entries.count)
      let counts = "\(counted(violations, "violation")) of \(counted(clauses, "clause"))"
      guard writes else {
        Output.print("\(file.path): would accept \(counts)\n")
        continue
      }
      do { try file.write() } catch {
        Output.complain("assay: the baseline \(error.message)")
        return 2
      }
      Output.print("\(file.path): accepts \(counts)\n")
    }
    return hasUndecided ? 3 : 0
  }
}

/// One baseline with what is to become of it.
private struct BaselineFile {
  let path: String
  let now: Instant
  private let before: [Baseline.Entry]
  var baseline: Baseline

  /// Reads what is there, if anything; `nil` where it is invalid, which has then been said.
  init?(_ place: GateFile.Place, now: Instant) {
    path = place.path
    self.now = now
    baseline = Baseline(
      file: place.path, tool: "assay \(Main.version)", date: CivilDate(daysSinceEpoch: now.daysSinceEpoch))
    if access(place.path, F_OK) == 0 {
      let bytes: [UInt8]
      do { bytes = try SmallFile.read(place.path, root: place.root) } catch {
        Output.complain(error.problem)
        return nil
      }
      let mistake = DocumentKind.baseline.mistake(in: bytes, file: place.path)
      let (read, diagnostics) = mistake.map { (nil, [$0]) } ?? BaselineReader.read(bytes, file: place.path)
      if !diagnostics.isEmpty { Output.complain(rendered(diagnostics, bytes)) }
      guard let read else { return nil }
      baseline = read
    }
    before = baseline.entries
  }

  var isChanged: Bool { baseline.entries != before }

  func write() throws(AtomicFile.Failure) {
    var new = baseline
    new.tool = "assay \(Main.version)"
    new.date = CivilDate(daysSinceEpoch: now.daysSinceEpoch)
    try AtomicFile.write(new.text.utf8, to: path)
  }
}

extension Baseline {
  fileprivate var violations: Int { entries.reduce(0) { $0 + $1.violations } }
}

extension BaselineChange.Kind {
  fileprivate var words: String {
    switch self {
    case .added(let count): "accepts \(count)"
    case .raised(let old, let new): "accepts \(new), raised from \(old)"
    case .lowered(let old, let new): "accepts \(new), lowered from \(old)"
    case .removed(let old): "removed, accepted \(old)"
    case .undecided: "not accepted, since it could not be decided"
    case .wholeDataset: "not accepted, since it is on the dataset as a whole; repair it, or waive it"
    }
  }
}
