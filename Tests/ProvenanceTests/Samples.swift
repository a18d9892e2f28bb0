import Contracts

@testable import Provenance

/// Entries for tests.
enum Sample {
  static let noon = Instant(seconds: 1_795_262_400)
  static let tool = ToolRecord(
    version: "0.1.0", digest: .sha256(of: [1]), system: "Linux", architecture: "x86_64", kernel: "avx2")

  static func annotation(_ text: String, at: Instant = noon, about: [EntryReference] = []) -> LedgerEntry {
    LedgerEntry(
      at: at, tool: tool, event: .annotation(ActRecord(author: "ada@example.com", text: text, about: about)))
  }

  static func run(
    _ dataset: String, at: Instant = noon, status: Status = .passed, ageSeconds: Int = 3600
  ) -> LedgerEntry {
    let contract = ContractRecord(
      id: dataset, version: "1.2.0", path: "\(dataset).assay.yaml", digest: .sha256(of: [2]), team: "data",
      contact: "data@example.com", license: "CC-BY-4.0", uses: ["analytics"], classification: "internal",
      legalBasis: "contract", privateFields: [.init(field: "email", privacyClass: "pii.email")])
    let clause = ClauseRecord(
      id: ClauseID(rawValue: "\(dataset)/created_at/dataset.stale"), rule: "dataset.stale", field: "created_at",
      status: status, level: status == .failed ? .block : nil, violationCount: status == .failed ? 1 : 0,
      judgedCount: 1, recordCount: 10, observed: "1h old",
      measurements: [
        Measurement(name: "newest", value: Instant(seconds: at.seconds - Int64(ageSeconds)).description),
        Measurement(name: "age_seconds", value: String(ageSeconds)),
      ], freshness: .init(warnAfterSeconds: 86_400, blockAfterSeconds: 259_200))
    let file = FileRecord(
      path: "\(dataset).csv", byteCount: 100, recordCount: 10, malformedCount: 0, digest: .sha256(of: [3]))
    let record = RunRecord(
      contract: contract, files: [file], recordCount: 10, clauses: [clause],
      observedLicenses: [.init(expression: "MIT", recordCount: 4)], problems: ["a \"quoted\" problem"],
      notices: ["é, \u{1}, 😀"], command: ["assay", "check", "\(dataset).assay.yaml"])
    return LedgerEntry(at: at, tool: tool, event: .run(record))
  }

  static func decision(
    _ dataset: String, run: EntryReference, verdict: Verdict, at: Instant = noon, waiver: WaiverReference? = nil
  ) -> LedgerEntry {
    let effect: ClauseDecision.Effect = waiver != nil ? .waived : verdict == .block ? .block : .pass
    let clause = DecisionRecord.ClauseEffect(
      id: ClauseID(rawValue: "\(dataset)/created_at/dataset.stale"), rule: "dataset.stale",
      status: effect == .pass ? .passed : .failed, level: effect == .pass ? nil : .block,
      violationCount: effect == .pass ? 0 : 1, effect: effect, because: "assay.policy.yaml:3", waiver: waiver)
    let record = DecisionRecord(
      run: run, dataset: dataset, gate: "merge", verdict: verdict, isInconclusive: false,
      rules: [.init(role: .policy, path: "assay.policy.yaml", digest: .sha256(of: [4]))], clauses: [clause],
      notices: ["noted"])
    return LedgerEntry(at: at, tool: tool, event: .decision(record))
  }

  static let waiver = WaiverReference(
    reason: "the carrier is late", owner: "ada@example.com", expires: "2026-12-01",
    location: SourceLocation(file: "waivers.yaml", line: 3, column: 5))
}

/// SplitMix64: the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
