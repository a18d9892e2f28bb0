import Foundation
import TestSupport

/// A git repository with data, a ledger and models, in which promotions are tried.
struct PromotionBench {
  let bench: Bench

  static let contract = """
    assay: 1
    id: orders
    owner: { team: commerce-data, contact: commerce-data@example.com }
    data: { files: "*.csv" }
    fields:
      - { name: id, type: integer, required: true, unique: true }
      - { name: email, type: string, privacy: pii.email }
    license: CC-BY-4.0
    uses: [analytics, commercial-training]
    privacy: { classification: internal, legal_basis: contract }

    """

  init() throws {
    bench = try Bench()
    try bench.write("orders.assay.yaml", Self.contract)
    try bench.write("uv.lock", "torch==2.9.0\n")
    let git = "git init -q . && git add . && git -c user.name=a -c user.email=a@example.com commit -qm first"
    _ = try bench.shell("\(git) && $ASSAY ledger init")
  }

  func shell(_ line: String) throws -> (status: Int32, output: String) {
    try bench.shell("assay() { \"$ASSAY\" \"$@\" --now \(Bench.now); }; \(line)")
  }

  func digest(_ name: String) throws -> String {
    "sha256:" + String(try bench.shell("sha256sum \(name)").output.prefix(64))
  }

  /// New data that is checked at the promotion gate, and a model that is trained on it.
  func train(
    _ version: String, on data: String, rows: String? = nil, check: Bool = true
  ) throws -> (status: Int32, output: String) {
    try bench.write(data, rows ?? "id,email\n1,\(version)@example.com\n")
    try bench.write("model-\(version).bin", "weights \(version)\n")
    let checked = check ? "assay check orders.assay.yaml --data \(data) --gate promotion && " : ""
    return try shell(
      "\(checked)assay record --name train --input \(data) --output model-\(version).bin --environment uv.lock")
  }

  /// `demand.model.yaml` for a version.
  func describe(_ version: String, extra: String = "") throws {
    let commit = try bench.shell("git rev-parse HEAD").output.prefix(40)
    try bench.write(
      "demand.model.yaml",
      """
      assay_model: 1
      id: demand
      version: \(version)
      owner: { team: forecasting, contact: forecasting@example.com }
      use: commercial-training
      stage: production
      artifacts:
        - { file: model-\(version).bin, digest: \(digest("model-\(version).bin")) }
      code: { commit: \(commit) }
      environment:
        - { file: uv.lock, digest: \(digest("uv.lock")) }
      \(extra)

      """)
  }

  func promote(_ words: String...) throws -> CommandResult {
    try bench.run(
      ["promote", "demand.model.yaml"] + words
        + (words.contains("--now") || words.contains("--replay") ? [] : ["--now", Bench.now])
        + (words.contains("--dry-run") || words.contains("--replay") ? [] : ["--author", "ada@example.com"]))
  }

  /// What a report says to run, in its order.
  func commands(in result: CommandResult) -> [String] {
    result.output.split(separator: "\n").compactMap { line in
      line.range(of: " run   assay ").map { "assay " + String(line[$0.upperBound...]) }
    }
  }

  /// Runs them as they are printed, at the time of the tests.
  func run(_ commands: [String]) throws -> (status: Int32, output: String) {
    try bench.shell(
      "assay() { if test \"$1\" = check; then \"$ASSAY\" \"$@\" --now \(Bench.now); else \"$ASSAY\" \"$@\"; fi; }; "
        + commands.joined(separator: " && "))
  }

  func query(_ sql: String) throws -> String { try bench.run("ledger", "query", sql, "--format", "csv").output }
}
