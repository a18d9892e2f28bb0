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
    for path in paths {
      let reading = read(path, options)
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

  private static func read(_ path: String, _ options: CheckOptions) -> ContractFiles.Reading {
    if DataSource.Format(fileName: path) != nil { return manifest(path, options, bytes: []) }
    var reading = ContractFiles.read(path, root: options.root, options: options.evaluation)
    guard reading.problem == nil else { return reading }
    switch DocumentKind(reading.bytes) {
    case .policy: reading.diagnostics = PolicyReader.read(reading.bytes, file: path, rules: Catalog.rules).diagnostics
    case .waivers:
      let policy = policy(near: path, options)
      reading.diagnostics = WaiverReader.read(reading.bytes, file: path, policy: policy, now: options.now).diagnostics
    case .baseline: reading.diagnostics = BaselineReader.read(reading.bytes, file: path).diagnostics
    case .sources: return manifest(path, options, bytes: reading.bytes)
    case .model: reading.diagnostics = ModelReader.read(reading.bytes, file: path).diagnostics
    case .contract, nil: break
    }
    return reading
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
