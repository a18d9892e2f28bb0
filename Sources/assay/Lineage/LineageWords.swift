import Contracts
import Provenance
import Reports

/// What lineage says of a node, on one line.
struct LineageWords {
  let graph: LineageGraph
  /// The entries of the rollbacks that declared a node bad.
  private let marks: [LineageNode: [Int]]

  /// `closure` is what is shown: a source is bad in it only if its runs met the source as it was when it was bad.
  init(graph: LineageGraph, closure: LineageClosure? = nil) {
    self.graph = graph
    let findings = closure.map(graph.badFindings) ?? []
    marks = Dictionary(grouping: findings, by: \.node).mapValues { $0.map(\.mark.reference.sequence) }
  }

  /// `orders.csv (sha256:9f86d081884c…)`
  func short(_ node: LineageNode) -> String {
    switch node {
    case .artifact(let digest):
      return name(digest).map { "\($0) (\(digest.short))" } ?? digest.short
    case .job(let sequence): return "job \(graph.job(sequence)?.record.name.harmless ?? "") (entry \(sequence))"
    case .check(let sequence):
      return "dataset \(graph.check(sequence)?.contract.id.harmless ?? "") (entry \(sequence))"
    case .source(let id): return "source \(id.harmless)"
    case .promotion(let sequence):
      return "promotion of \(graph.promotion(sequence)?.act.subject?.harmless ?? "") (entry \(sequence))"
    }
  }

  /// The same with what is known of it.
  func long(_ node: LineageNode) -> String { ([short(node)] + details(of: node)).joined(separator: "  ") }

  func details(of node: LineageNode) -> [String] {
    facts(of: node) + (marks[node] ?? []).map { "declared bad (entry \($0))" }
  }

  private func facts(of node: LineageNode) -> [String] {
    switch node {
    case .artifact(let digest): return artifact(digest)
    case .job(let sequence): return graph.job(sequence).map(job) ?? []
    case .check(let sequence): return graph.check(sequence).map(check) ?? []
    case .source(let id): return source(id)
    case .promotion(let sequence): return graph.promotion(sequence).map(promotion) ?? []
    }
  }

  /// The first of its names.
  private func name(_ digest: Digest) -> String? { graph.artifact(digest)?.names.first?.harmless }

  private func artifact(_ digest: Digest) -> [String] {
    let files = graph.artifact(digest).map(\.fileCount) ?? 0
    let verdicts = graph.latestDecisions(for: digest).map { decision in
      "\(verdict(decision)) (entry \(decision.reference.sequence))"
    }
    return (files > 0 ? [counted(files, "file")] : [])
      + (verdicts.isEmpty ? [] : [verdicts.joined(separator: ", ")])
  }

  private func job(_ job: LineageJob) -> [String] {
    let code = job.record.code
    return ["\(job.at)", "commit \(code.shortCommit)\(code.isDirty == true ? " (dirty)" : "")"]
      + job.record.environment.map { "\($0.name.harmless) (\($0.digest.short))" }
  }

  /// `promotion pass`
  private func verdict(_ decision: LineageDecision) -> String {
    "\(decision.gate.harmless) \(decision.verdict.rawValue)"
  }

  /// A run's own outcome only where no gate decided: it is failed also where a clause failed that only warns.
  private func check(_ check: LineageCheck) -> [String] {
    let verdicts = graph.decisions(aboutRun: check.reference.sequence).map(verdict)
    let standing =
      verdicts.isEmpty ? "no decision, run \(check.outcome.rawValue)" : verdicts.joined(separator: ", ")
    return [
      standing, check.contract.license?.harmless ?? "no licence",
      check.contract.legalBasis.map { "legal basis \($0.harmless)" },
    ].compactMap { $0 }
  }

  /// The licence and legal basis that the newest check declares.
  private func source(_ id: String) -> [String] {
    let records = graph.children(of: .source(id)).compactMap { node -> SourceRecord? in
      guard case .check(let sequence) = node else { return nil }
      return graph.check(sequence)?.sources.first { $0.id == id }
    }
    guard let newest = records.last else { return [] }
    return [
      newest.license?.harmless ?? "no licence", newest.legalBasis.map { "legal basis \($0.harmless)" },
      newest.refreshedAt.map { "refreshed \($0.harmless)" },
    ].compactMap { $0 }
  }

  private func promotion(_ promotion: LineagePromotion) -> [String] {
    [
      promotion.act.version.map { "version \($0.harmless)" }, promotion.act.stage?.harmless,
      promotion.rollback.map { "rolled back (entry \($0.sequence))" },
    ].compactMap { $0 }
  }
}
