import Contracts
import Gating
import Glibc
import Validation

/// What `assay check` was told, read and completed.
struct CheckOptions {
  let gate: Gate
  let now: Instant
  let replacement: [String]?
  let policy: GateFile
  let waivers: GateFile
  let baseline: GateFile
  let against: String?
  let accepted: String?
  let rejected: String?
  /// Every file that is written, by the option that names it.
  let outputs: [(option: String, path: String)]
  let root: String?
  /// Where the decision is recorded; `nil` where it is not.
  let ledger: String?
  let evaluation: EvaluationOptions
  let progress: ProgressMode
  let keepsTimes: Bool

  /// Whether the command line says which policy, waivers or baseline to use.
  var namesGateFiles: Bool { policy.isNamed || waivers.isNamed || baseline.isNamed }

  static let gate = OptionDescription("gate", choices: Gate.allCases.map(\.rawValue), "the gate that decides (merge)")
  static let gateFiles = [
    OptionDescription("policy", value: "FILE", "what each gate blocks, warns of or ignores; none for none (nearest)"),
    OptionDescription("waivers", value: "FILE", "reviewed exceptions; none for none (nearest)"),
  ]
  /// Of commands that decide.
  static let deciding = [gate] + gateFiles + [
    OptionDescription("baseline", value: "FILE", "violations accepted by clause and count; none for none (nearest)"),
    OptionDescription(
      "against", value: "RESULT.json", "what was in this earlier result already only warns; what is new blocks"),
  ]
  static let failOn = OptionDescription("fail-on", choices: ["block", "warn"], "exit with 1 on a warning too (block)")
  static let root = OptionDescription(
    "root", value: "DIR", "open no contract, data or manifest outside of this directory, links followed")

  static let memory = OptionDescription(
    "memory", value: "SIZE", "memory for unique keys, such as 512M (a quarter of the machine's)")

  static let decompressedLimit = OptionDescription(
    "decompressed-limit", value: "SIZE", "how large a compressed file may become, such as 10G (100G)")

  /// `clock` is the time where `--now` gives none; the system's without it. `header` is what partials were made with.
  init(_ arguments: Arguments, clock: Instant? = nil, header: PartialHeader? = nil) throws(UsageError) {
    gate = arguments.value("gate").flatMap(Gate.init(rawValue:)) ?? .merge
    if let clock, !arguments.has("now") { now = clock } else { now = try Self.clock(arguments.value("now")) }
    replacement = arguments.values("data").isEmpty ? nil : arguments.values("data")
    policy = GateFile(arguments.value("policy"))
    waivers = GateFile(arguments.value("waivers"))
    baseline = GateFile(arguments.value("baseline"))
    against = arguments.value("against")
    accepted = arguments.value("accepted")
    rejected = arguments.value("rejected")
    outputs = ["json", "junit", "text", "metrics", "accepted", "rejected", "ledger"].compactMap { option in
      arguments.value(option).map { (option, $0) }
    }
    root = arguments.value("root")
    ledger = try LedgerPlace.forWriting(arguments)
    if let root, !FileKind.isDirectory(root) { throw UsageError(message: "--root \(root) is not a directory") }
    var evaluation = try Self.evaluation(arguments, now: now)
    evaluation.hashesFiles = ledger != nil || arguments.has("digests")
    if let header {
      evaluation.masksAll = header.masksAll
      evaluation.reader = header.isReadByLibCSV ? .libcsv : .simd
    }
    self.evaluation = evaluation
    progress = try ProgressMode(arguments)
    keepsTimes = arguments.has("timings")
  }

  /// Refuses to write over what is read.
  func refuseOverwriting(_ inputs: [String]) throws(UsageError) {
    for (name, output) in outputs {
      guard let path = inputs.first(where: { FileKind.isSame($0, output) }) else { continue }
      throw UsageError(message: "--\(name) \(output) would overwrite \(path), which is read")
    }
  }

  private static func evaluation(_ arguments: Arguments, now: Instant) throws(UsageError) -> EvaluationOptions {
    var options = EvaluationOptions(now: now)
    options.threadCount = try arguments.number("threads", in: 1...256) ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    options.blockBytes = try size(arguments, "block-size", in: 1...(1 << 30))
    options.memoryBytes = try size(arguments, "memory", in: (1 << 20)...(1 << 50)) ?? defaultMemory
    if let folder = getenv("TMPDIR"), folder.pointee != 0 { options.temporaryFolder = String(cString: folder) }
    options.keySeed = UInt64.random(in: .min ... .max)
    options.decompressedLimitBytes =
      try size(arguments, "decompressed-limit", in: 1...(1 << 50)) ?? options.decompressedLimitBytes
    options.reader = arguments.value("reader").flatMap(EvaluationOptions.Reader.init(rawValue:)) ?? .simd
    options.masksAll = arguments.value("mask") == "all"
    options.kernel = try kernel()
    return options
  }

  private static func kernel() throws(UsageError) -> KernelLevel? {
    guard let raw = getenv("ASSAY_KERNEL") else { return nil }
    let name = String(cString: raw)
    guard let level = KernelLevel(named: name) else {
      throw UsageError(message: "ASSAY_KERNEL=\(name) is no kernel that this machine can run")
    }
    return level
  }

  private static func clock(_ text: String?) throws(UsageError) -> Instant {
    guard let text else {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return Instant(seconds: Int64(time.tv_sec))
    }
    guard let instant = Instant(rfc3339: text) else {
      throw UsageError(message: "--now `\(text)` is no RFC 3339 timestamp", advice: "write 2026-11-21T07:00:00Z")
    }
    return instant
  }

  private static var defaultMemory: Int { sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) / 4 }

  private static func size(
    _ arguments: Arguments, _ name: String, in range: ClosedRange<Int>
  ) throws(UsageError) -> Int? {
    guard let text = arguments.value(name) else { return nil }
    guard case .bytes(let bytes)? = ByteSize(text), range.contains(bytes) else {
      throw UsageError(
        message: "--\(name) `\(text)` is no size from \(range.lowerBound) to \(range.upperBound) bytes",
        advice: "write \(ByteSize.examples)")
    }
    return bytes
  }
}
