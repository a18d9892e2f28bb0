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
    _ dataset: String, gate: String = "merge", run: EntryReference, verdict: Verdict, at: Instant = noon,
    waiver: WaiverReference? = nil
  ) -> LedgerEntry {
    let effect: ClauseDecision.Effect = waiver != nil ? .waived : verdict == .block ? .block : .pass
    let clause = DecisionRecord.ClauseEffect(
      id: ClauseID(rawValue: "\(dataset)/created_at/dataset.stale"), rule: "dataset.stale",
      status: effect == .pass ? .passed : .failed, level: effect == .pass ? nil : .block,
      violationCount: effect == .pass ? 0 : 1, effect: effect, because: "assay.policy.yaml:3", waiver: waiver)
    let record = DecisionRecord(
      run: run, dataset: dataset, gate: gate, verdict: verdict, isInconclusive: false,
      rules: [.init(role: .policy, path: "assay.policy.yaml", digest: .sha256(of: [4]))], clauses: [clause],
      notices: ["noted"])
    return LedgerEntry(at: at, tool: tool, event: .decision(record))
  }

  /// The digest of a name's bytes stands for that of a file.
  static func digest(_ name: String) -> Digest { .sha256(of: Array(name.utf8)) }
  static func artifact(_ name: String) -> ArtifactRecord { ArtifactRecord(name: name, digest: digest(name)) }

  static func job(_ name: String, _ inputs: [String], _ outputs: [String], at: Instant = noon) -> LedgerEntry {
    let record = JobRecord(
      name: name, inputs: inputs.map(artifact), outputs: outputs.map(artifact),
      code: .init(commit: String(repeating: "a", count: 40)))
    return LedgerEntry(at: at, tool: tool, event: .job(record))
  }

  /// A job with everything that one can have.
  static let wholeJob = JobRecord(
    name: "train", inputs: [artifact("orders.csv")],
    outputs: [
      ArtifactRecord(
        directory: "model", files: [.init(path: "weights.bin", digest: digest("weights"), byteCount: 7)])
    ],
    code: .init(
      repository: "https://example.com/demand.git", commit: String(repeating: "b", count: 40), isDirty: true),
    environment: [artifact("uv.lock")], parameters: [.init(name: "rate", value: "0.1")],
    startedAt: Instant(seconds: noon.seconds - 60), endedAt: noon, author: "ada", externalID: "run-1")

  /// A run that saw files.
  static func run(
    of dataset: String, _ files: [String], sources: [String] = [], license: String? = nil, at: Instant = noon
  ) -> LedgerEntry {
    let contract = ContractRecord(
      id: dataset, path: "\(dataset).assay.yaml", digest: .sha256(of: [2]), license: license)
    let files = files.map { name in
      FileRecord(path: name, byteCount: 1, recordCount: 1, malformedCount: 0, digest: digest(name))
    }
    let record = RunRecord(
      contract: contract, files: files, sources: sources.map { SourceRecord(id: $0, recordCount: 1) })
    return LedgerEntry(at: at, tool: tool, event: .run(record))
  }

  static func promotion(_ subject: String, of name: String?, about: [EntryReference] = []) -> LedgerEntry {
    let act = ActRecord(subject: subject, digest: name.map(digest), author: "ada", text: "go", about: about)
    return LedgerEntry(at: noon, tool: tool, event: .promotion(act))
  }

  static func graph(_ entries: [LedgerEntry]) -> LineageGraph {
    var builder = LineageBuilder()
    for (index, entry) in entries.enumerated() {
      builder.take(
        entry, at: EntryReference(sequence: index + 1, digest: digest("entry \(index + 1)")), recordedAt: entry.at)
    }
    return builder.graph()
  }

  /// Entries as they would stand in a ledger.
  static func stored(_ entries: [LedgerEntry]) -> [StoredEntry] {
    var stored: [StoredEntry] = []
    for entry in entries { stored.append(StoredEntry(entry, after: stored.last?.reference, recordedAt: noon)) }
    return stored
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
