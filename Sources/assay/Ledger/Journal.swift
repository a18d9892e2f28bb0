import CProcess
import Contracts
import Glibc
import Provenance
import Validation

/// Records what a run found and what was decided, if there is a ledger to record it in.
struct Journal {
  private let path: String?
  private let now: Instant
  private let kernel: KernelLevel

  init(_ options: CheckOptions) {
    path = options.ledger
    now = options.now
    kernel = options.evaluation.kernel ?? .best
  }

  /// Two entries for each contract: the run and the decision on it. All are recorded, or none; a failure is said on
  /// stderr and in the reports, and changes no verdict. `contracts` are the files of the contracts, by digest.
  func record(_ report: Report, contracts: [Digest: [UInt8]]) -> LedgerNote? {
    guard let path else { return nil }
    do throws(LedgerError) {
      guard let head = try append(report, contracts, to: path) else { return nil }
      return LedgerNote(path: path, outcome: .recorded(sequence: head.sequence, head: head.digest))
    } catch {
      Output.complain(error)
      Output.complain("assay: the decision was not recorded; it stands as reported")
      return LedgerNote(path: path, outcome: .failed(error.message))
    }
  }

  private func append(
    _ report: Report, _ contracts: [Digest: [UInt8]], to path: String
  ) throws(LedgerError) -> EntryReference? {
    let tool = ToolRecord.current(kernel: kernel)
    return try Ledger(path, .writing).append(recordedAt: .systemClock) { (writer) throws(LedgerError) in
      for entry in report.entries {
        let contract = entry.result.contractDigest.flatMap { contracts[$0] }
        let record = RunRecord(entry.result, contract: contract, command: report.command)
        let run = try writer.append(LedgerEntry(at: now, tool: tool, event: .run(record)))
        let decision = DecisionRecord(entry, run: run)
        try writer.append(LedgerEntry(at: now, tool: tool, event: .decision(decision)))
      }
      return writer.head
    }
  }
}

extension Output {
  /// Says what is wrong with the ledger, and what to do.
  static func complain(_ error: LedgerError) {
    complain("assay: \(error.message)" + (error.advice.map { "\n  help: \($0)" } ?? ""))
  }
}

extension ToolRecord {
  /// This program on this machine.
  static func current(kernel: KernelLevel = .best) -> ToolRecord {
    var system = utsname()
    uname(&system)
    let build = buildID
    return ToolRecord(
      version: Main.version, build: build, digest: build == nil ? programDigest : nil, system: text(system.sysname),
      architecture: text(system.machine), kernel: kernel.rawValue)
  }

  private static func text<Characters>(_ characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  private static var buildID: String? {
    var count = 0
    guard let start = assay_build_id(&count), count > 0 else { return nil }
    return UnsafeBufferPointer(start: start, count: count).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }

  private static var programDigest: Digest? {
    try? StoredBytes.digest(of: "/proc/self/exe", .sha256, root: nil)
  }
}

extension Instant {
  static var systemClock: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(seconds: Int64(time.tv_sec))
  }
}
