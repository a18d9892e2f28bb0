import Contracts
import Provenance

extension PromotionGate {
  /// Whether anything upstream was declared bad by a rollback.
  func badVersions() -> Link {
    let model = promotion.model
    let own = graph.badVersions.filter {
      $0.bad.kind == .model && $0.bad.id == model.id && $0.bad.version == model.version
    }.map { broken("\(model.id) \(model.version)", $0, mend: "give what is mended a new version") }
    let found = graph.badFindings(in: upstream.closure).map { finding -> LinkBreak in
      switch finding.node {
      case .source(let id):
        return broken(
          "source \(id)", finding.mark, mend: finding.mark.bad.refreshedBefore.map {
            "refresh it (since \($0)), check the data anew, train and record"
          } ?? "leave it out of the data, check that, train and record")
      case .artifact(let digest):
        return broken(
          graph.artifact(digest)?.names.first ?? digest.short, finding.mark,
          mend: "train on other data, record it, and name the new bytes")
      case .job, .check, .promotion:
        return broken("lineage", finding.mark, mend: "train on other data")
      }
    }
    // Bytes of the model itself that lineage does not know.
    let data = model.datasets.flatMap { dataset in
      dataset.digests.map { FileReference(path: dataset.contract, digest: $0) }
    }
    let strangers = (model.artifacts.map(\.file) + data).filter { graph.artifact($0.digest) == nil }
    let unknown = strangers.flatMap { file -> [LinkBreak] in
      let marks = graph.badVersions.filter { $0.bad.digests.contains(file.digest) }
      return marks.map { broken(file.path, $0, mend: "name other bytes") }
    }
    let count = graph.badVersions.count
    return Link(
      .badVersions, own + found + unknown,
      note: count == 0 ? "no rollback declared anything bad" : "none of the \(count) that rollbacks declared")
  }

  private func broken(_ subject: String, _ mark: LineageMark, mend: String) -> LinkBreak {
    .failed(
      subject, "the rollback in entry \(mark.reference.sequence) (\(mark.at)) declared it bad",
      mend: mend, run: showing(mark.reference.sequence))
  }
}
