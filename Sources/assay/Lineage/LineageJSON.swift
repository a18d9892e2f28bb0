import Contracts
import Provenance
import Reports

/// A closure as JSON; docs/lineage.md describes its shape.
struct LineageJSON {
  let graph: LineageGraph
  let closure: LineageClosure

  var text: String {
    let nodes = closure.nodes
    let reached = Set(nodes)
    let edges = nodes.flatMap { node in
      graph.parents(of: node).filter(reached.contains).map { parent in
        JSONValue.object(["from": .string(id(node)), "rests_on": .string(id(parent))])
      }
    }
    return JSONValue.object([
      "assay_lineage": .integer(1), "direction": .string(closure.direction.rawValue),
      "roots": .array(closure.roots.map { .string(id($0)) }), "artifacts": .array(closure.artifacts.map(json)),
      "jobs": .array(closure.jobs.map(json)), "checks": .array(closure.checks.map(json)),
      "sources": .array(closure.sources.map(json)), "promotions": .array(closure.promotions.map(json)),
      "edges": .array(edges), "cycles": .array(closure.cycles.map { .array($0.map { .string(id($0)) }) }),
      "unknown": .array(
        closure.unknown.map { unknown in
          .object([
            "id": .string(unknown.artifact.digest.description),
            "mentioned_by": .array(unknown.mentionedBy.map { .integer($0.sequence) }),
          ])
        }),
    ]).text(isPretty: true) + "\n"
  }

  private func id(_ node: LineageNode) -> String {
    switch node {
    case .artifact(let digest): digest.description
    case .job(let sequence), .check(let sequence), .promotion(let sequence): "entry:\(sequence)"
    case .source(let id): "source:\(id)"
    }
  }

  private func json(_ artifact: LineageArtifact) -> JSONValue {
    .object([
      "id": .string(artifact.digest.description), "names": .array(artifact.names.map(JSONValue.string)),
      "byte_count": artifact.byteCount.map(JSONValue.integer), "file_count": .integer(artifact.fileCount),
      "decisions": .array(
        graph.latestDecisions(for: artifact.digest).map { decision in
          .object([
            "gate": .string(decision.gate), "dataset": .string(decision.dataset),
            "verdict": .string(decision.verdict.rawValue), "at": .string(decision.at.description),
            "entry": .integer(decision.reference.sequence),
          ])
        }),
    ])
  }

  private func json(_ job: LineageJob) -> JSONValue {
    let code = job.record.code
    return .object([
      "id": .string("entry:\(job.reference.sequence)"), "digest": .string(job.reference.digest.description),
      "at": .string(job.at.description), "name": .string(job.record.name), "commit": .string(code.commit),
      "repository": code.repository.map(JSONValue.string), "is_dirty": code.isDirty.map(JSONValue.bool),
      "environment": .array(
        job.record.environment.map {
          .object(["name": .string($0.name), "digest": .string($0.digest.description)])
        }),
      "parameters": .object(job.record.parameters.map { .init(name: $0.name, value: .string($0.value)) }),
      "author": job.record.author.map(JSONValue.string), "external_id": job.record.externalID.map(JSONValue.string),
    ])
  }

  private func json(_ check: LineageCheck) -> JSONValue {
    .object([
      "id": .string("entry:\(check.reference.sequence)"), "digest": .string(check.reference.digest.description),
      "at": .string(check.at.description), "dataset": .string(check.contract.id),
      "version": check.contract.version.map(JSONValue.string),
      "contract_digest": check.contract.digest.map { .string($0.description) },
      "outcome": .string(check.outcome.rawValue), "license": check.contract.license.map(JSONValue.string),
      "legal_basis": check.contract.legalBasis.map(JSONValue.string),
    ])
  }

  private func json(_ source: LineageSource) -> JSONValue {
    .object([
      "id": .string("source:\(source.id)"),
      "uses": .array(
        source.uses.map { use in
          .object([
            "check": .string("entry:\(use.check.sequence)"), "dataset": .string(use.dataset),
            "record_count": .integer(use.record.recordCount), "license": use.record.license.map(JSONValue.string),
            "legal_basis": use.record.legalBasis.map(JSONValue.string),
            "refreshed_at": use.record.refreshedAt.map(JSONValue.string),
          ])
        }),
    ])
  }

  private func json(_ promotion: LineagePromotion) -> JSONValue {
    .object([
      "id": .string("entry:\(promotion.reference.sequence)"),
      "digest": .string(promotion.reference.digest.description), "at": .string(promotion.at.description),
      "subject": promotion.act.subject.map(JSONValue.string), "version": promotion.act.version.map(JSONValue.string),
      "stage": promotion.act.stage.map(JSONValue.string), "author": .string(promotion.act.author),
      "rolled_back_by": promotion.rollback.map { .integer($0.sequence) },
    ])
  }
}
