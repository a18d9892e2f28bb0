import Contracts
import Dialects
import Gating
import Glibc
import Validation

/// `assay lint`: say everything that is wrong in contracts, policies and waivers, without looking at data.
enum LintCommand: Command {
  static let description = CommandDescription(
    name: "lint", summary: "Check contracts, policies, waivers, baselines, source manifests and models themselves.",
    operands: "FILE…",
    options: [
      CheckOptions.root,
      OptionDescription("now", value: "TIME", "the clock for the expiry of waivers, RFC 3339 (the system's)"),
    ],
    discussion: """
      A directory stands for every \(names.dropLast().joined(separator: ", "))
      and \(names.last ?? "") in it. A source manifest may also be CSV or JSONL, and is then named itself.

      Exit codes: 0 nothing wrong, or warnings only; 2 an error or more.
      """)

  private static let names = [
    "*.assay.yaml", "*.policy.yaml", "waivers.yaml", "*.waivers.yaml", "*.baseline.yaml", "*.sources.yaml",
    "*.model.yaml",
  ]

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    let options = try CheckOptions(arguments)
    var errorCount = 0
    var warningCount = 0
    let noun = "contract, policy, waivers, baseline, source manifest or model"
    let paths = try ContractFiles.paths(arguments.operands, noun: noun, names: names)
    var readings = paths.map { Linted($0, options) }
    if arguments.operands.contains(where: FileKind.isDirectory) { tellStrays(&readings) }
    for reading in readings.map(\.reading) {
      let complaint = reading.complaint
      if !complaint.isEmpty { Output.print(complaint.hasSuffix("\n") ? complaint : complaint + "\n") }
      errorCount += reading.problem == nil ? reading.diagnostics.count { $0.level == .error } : 1
      warningCount += reading.diagnostics.count { $0.level == .warning }
    }
    let files = paths.count == 1 ? paths[0] : "\(paths.count) files"
    let counts = "\(counted(errorCount, "error")), \(counted(warningCount, "warning"))"
    Output.print("\(files): \(errorCount == 0 && warningCount == 0 ? "nothing wrong" : counts)\n")
    return errorCount == 0 ? 0 : 2
  }

  /// Warns of waivers and baseline entries that no contract of a directory has the id for. A contract that cannot be
  /// read might have it; then nothing is said.
  private static func tellStrays(_ readings: inout [Linted]) {
    let contracts = readings.filter { $0.kind == .contract }
    let ids = contracts.compactMap(\.reading.contract?.id)
    guard !ids.isEmpty, ids.count == contracts.count else { return }
    for index in readings.indices {
      readings[index].reading.diagnostics += StrayExceptions(readings[index].exceptions, besides: ids).diagnostics
    }
  }
}

/// A file that was read for its own sake.
private struct Linted {
  var reading: ContractFiles.Reading
  /// `nil` for a source manifest that is data, and for what cannot be opened.
  var kind: DocumentKind?
  /// What waivers and baselines excuse.
  var exceptions: [StrayExceptions.Exception] = []

  init(_ path: String, _ options: CheckOptions) {
    if DataSource.Format(fileName: path) != nil {
      reading = Self.manifest(path, options, bytes: [])
      return
    }
    reading = ContractFiles.read(path, root: options.root, options: options.evaluation)
    guard reading.problem == nil else { return }
    kind = reading.contract == nil ? DocumentKind(reading.bytes) ?? .contract : .contract
    switch kind {
    case .policy: reading.diagnostics = PolicyReader.read(reading.bytes, file: path, rules: Catalog.rules).diagnostics
    case .waivers:
      let policy = Self.policy(near: path, options)
      let found = WaiverReader.read(reading.bytes, file: path, policy: policy, now: options.now)
      reading.diagnostics = found.diagnostics
      exceptions = (found.waivers ?? []).map(StrayExceptions.Exception.init)
    case .baseline:
      let found = BaselineReader.read(reading.bytes, file: path)
      reading.diagnostics = found.diagnostics
      exceptions = (found.baseline?.entries ?? []).map(StrayExceptions.Exception.init)
    case .sources: reading = Self.manifest(path, options, bytes: reading.bytes)
    case .model: reading.diagnostics = ModelReader.read(reading.bytes, file: path).diagnostics
    case .contract, nil: break
    }
  }

  private static func manifest(_ path: String, _ options: CheckOptions, bytes: [UInt8]) -> ContractFiles.Reading {
    let found = SourceFiles.reader(options).read(path)
    var reading = ContractFiles.Reading(path: path, bytes: bytes)
    reading.diagnostics = found.diagnostics
    reading.problem = found.problem.map { InputProblem(kind: "read_failed", path: path, message: $0) }
    return reading
  }

  /// The policy that a check would use beside these waivers, for how far ahead they may end. One that is invalid is for
  /// its own lint to tell.
  private static func policy(near path: String, _ options: CheckOptions) -> Policy? {
    let nearest = NearestFile(from: Path.directory(of: path), root: options.root)
    guard let place = options.policy.place(nearest, GateFile.policy, looks: true),
      let bytes = try? SmallFile.read(place.path, root: place.root)
    else { return nil }
    return PolicyReader.read(bytes, file: place.path).policy
  }
}
