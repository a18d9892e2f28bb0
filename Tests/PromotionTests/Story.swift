import Contracts
import Gating

@testable import Promotion
@testable import Provenance

/// A model with all that it rests on, whole until a test breaks it.
struct Story {
  static let now = Instant(seconds: 1_795_262_400)
  static let commit = String(repeating: "a", count: 40)

  /// The digest of a name's bytes stands for that of a file.
  static func digest(_ name: String) -> Digest { .sha256(of: Array(name.utf8)) }

  var entries: [LedgerEntry] = []
  /// Where the system's clock was not the one that an entry was judged by.
  var recordedAt: [Int: Instant] = [:]
  var files: [String: BytesAtHand] = [:]
  var model: ModelManifest
  var policy: GatePolicy?
  var policyFile: FileReference?
  var contracts: [String: FileReference] = [:]
  var statements: [VerifiedStatement] = []
  var now = Story.now
  /// The system's, where it is not the same.
  var clock: Instant?
  /// Every other is found.
  var commits: [String: CommitAtHand] = [:]

  /// Nothing is recorded yet.
  init() {
    model = ModelManifest(
      file: "demand.model.yaml", id: "demand", version: "1.1.0", owner: Owner(team: "forecasting"),
      uses: ["commercial-training"], stage: "production",
      artifacts: [.init(file: FileReference(path: "model.bin", digest: Self.digest("model.bin")))],
      code: .init(commit: Self.commit), environment: [FileReference(path: "uv.lock", digest: Self.digest("uv.lock"))])
    for name in ["model.bin", "uv.lock", "orders.csv", "old.bin"] { files[name] = .digest(Self.digest(name)) }
    files["orders.assay.yaml"] = .digest(Self.digest("contract"))
  }

  /// A model whose every link holds.
  static var whole: Story {
    var story = Story()
    story.promote("1.0.0", "old.bin")
    story.check("orders", ["orders.csv"])
    story.job("train", ["orders.csv"], ["model.bin"])
    return story
  }

  func verdict() -> PromotionVerdict { PromotionGate.judge(promotion) }

  var promotion: PromotionCase {
    let (files, commits) = (files, commits)
    return PromotionCase(
      model: model, manifest: FileReference(path: "demand.model.yaml", digest: Self.digest("manifest")), graph: graph,
      policy: policy, policyFile: policyFile, contracts: contracts, statements: statements, now: now,
      clock: clock ?? now, look: { files[$0] ?? .missing }, find: { commits[$0] ?? .found })
  }

  var graph: LineageGraph {
    var builder = LineageBuilder()
    for (index, entry) in entries.enumerated() { builder.take(entry, at: Self.reference(index + 1), recordedAt: recordedAt[index + 1] ?? entry.at) }
    return builder.graph()
  }

  static func reference(_ sequence: Int) -> EntryReference {
    EntryReference(sequence: sequence, digest: digest("entry \(sequence)"))
  }

  private static let tool = ToolRecord(
    version: "0.1.0", digest: nil, system: "Linux", architecture: "x86_64", kernel: "avx2")

  mutating func append(_ event: LedgerEvent, at: Instant) {
    entries.append(LedgerEntry(at: at, tool: Self.tool, event: event))
  }

  static func contract(_ id: String) -> ContractRecord {
    ContractRecord(
      id: id, path: "\(id).assay.yaml", digest: digest("contract"), team: "sales", license: "CC-BY-4.0",
      legalBasis: "contract", privateFields: [.init(field: "email", privacyClass: "pii.email")])
  }

  static let source = SourceRecord(
    id: "S1", recordCount: 10, license: "CC0-1.0", legalBasis: "contract", refreshedAt: "2026-11-01")

  /// A check and what the gate made of it.
  mutating func check(
    _ dataset: String, _ names: [String], sources: [SourceRecord] = [Story.source], gate: String = "promotion",
    verdict: Verdict = .pass, isInconclusive: Bool = false, ageSeconds: Int64 = 3600, policy: Digest? = nil,
    sourcesProblem: String? = nil, change: (inout ContractRecord) -> Void = { _ in }
  ) {
    var contract = Self.contract(dataset)
    change(&contract)
    let at = Self.now.advanced(by: -ageSeconds)
    let files = names.map {
      FileRecord(path: $0, byteCount: 1, recordCount: 1, malformedCount: 0, digest: Self.digest($0))
    }
    append(.run(RunRecord(contract: contract, files: files, sources: sources, sourcesProblem: sourcesProblem)), at: at)
    let rules = policy.map { [DecisionRecord.RuleFile(role: .policy, path: "assay.policy.yaml", digest: $0)] } ?? []
    append(
      .decision(
        DecisionRecord(
          run: Self.reference(entries.count), dataset: dataset, gate: gate, verdict: verdict,
          isInconclusive: isInconclusive, rules: rules)), at: at)
  }

  mutating func job(
    _ name: String, _ inputs: [String], _ outputs: [String], commit: String = Story.commit, isDirty: Bool? = false,
    environment: [String] = ["uv.lock"]
  ) {
    func artifact(_ name: String) -> ArtifactRecord { ArtifactRecord(name: name, digest: Self.digest(name)) }
    append(
      .job(
        JobRecord(
          name: name, inputs: inputs.map(artifact), outputs: outputs.map(artifact),
          code: .init(commit: commit, isDirty: isDirty), environment: environment.map(artifact))), at: Self.now)
  }

  /// A promotion by the gate.
  mutating func promote(_ version: String, _ name: String, verdict: Verdict = .pass, recover: [String] = []) {
    let record = PromotionRecord(
      verdict: verdict, model: FileReference(path: "demand.model.yaml", digest: Self.digest("manifest \(version)")),
      artifacts: [.init(path: name, digest: Self.digest(name), recover: recover)])
    append(
      .promotion(
        ActRecord(
          subject: "demand", version: version, stage: "production", author: "ada", text: "go", gate: record)),
      at: Self.now)
  }

  mutating func rollBack(_ bad: BadVersion) {
    let plan = RollbackPlan(bad, graph)
    append(
      .rollback(ActRecord(subject: bad.id, author: "ada", text: "bad", about: plan.takenBack, bad: bad)), at: Self.now)
  }
}

extension PromotionVerdict {
  subscript(kind: LinkKind) -> Link? { links.first { $0.kind == kind } }
}
