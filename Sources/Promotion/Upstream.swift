import Contracts
import Gating
import Provenance

/// All that a model rests on.
struct Upstream {
  let closure: LineageClosure
  /// Every file that a check saw, and every one that came from nowhere: by name and digest.
  let datasets: [Dataset]

  /// Bytes that a gate must have let through.
  struct Dataset {
    var digest: Digest
    /// As runs and jobs called them, or the contract that the model names them by; one at least.
    var names: [String]
    /// The runs that speak for them; empty for bytes that no check saw.
    var checks: [LineageCheck]
    /// Of bytes that no check saw: the job that made them out of nothing that was recorded.
    var maker: LineageJob?
    /// Whether the names are those of files, and not of a contract.
    var isNamedByFile = true

    var name: String { names.first ?? digest.short }
  }

  init(_ model: ModelManifest, _ graph: LineageGraph) {
    let artifacts = Set(model.artifacts.map(\.file.digest))
    let declared = model.datasets.flatMap(\.digests)
    closure = graph.upstream(of: (model.artifacts.map(\.file.digest) + declared).map { .artifact($0) })
    var datasets: [Dataset] = closure.artifacts.compactMap { artifact in
      let checks = graph.checks(of: artifact.digest)
      let maker = graph.baselessMaker(of: artifact.digest)
      let isOrigin = graph.parents(of: .artifact(artifact.digest)).isEmpty || maker != nil
      guard !checks.isEmpty || isOrigin && !artifacts.contains(artifact.digest) else { return nil }
      return Dataset(
        digest: artifact.digest, names: artifact.names, checks: checks, maker: checks.isEmpty ? maker : nil)
    }
    // What the model names and the ledger has never heard of.
    for dataset in model.datasets {
      for digest in dataset.digests where graph.artifact(digest) == nil {
        datasets.append(Dataset(digest: digest, names: [dataset.contract], checks: [], isNamedByFile: false))
      }
    }
    self.datasets = datasets
  }

  /// Bytes of which nobody has said what they are.
  var unknown: [Dataset] { datasets.filter(\.checks.isEmpty) }
}

extension LineageGraph {
  /// The runs that speak for some bytes, oldest first.
  func checks(of digest: Digest) -> [LineageCheck] {
    parents(of: .artifact(digest)).compactMap { node in
      if case .check(let sequence) = node { return check(sequence) }
      return nil
    }
  }

  /// The jobs that made some bytes, oldest first.
  func jobs(of digest: Digest) -> [LineageJob] {
    parents(of: .artifact(digest)).compactMap { node in
      if case .job(let sequence) = node { return job(sequence) }
      return nil
    }
  }

  /// The job that made some bytes and read nothing; `nil` where they rest on anything else as well.
  func baselessMaker(of digest: Digest) -> LineageJob? {
    let makers = jobs(of: digest)
    let isBaseless = makers.count == parents(of: .artifact(digest)).count && makers.allSatisfy(\.record.inputs.isEmpty)
    return isBaseless ? makers.last : nil
  }
}

extension LineageJob {
  /// `job train (entry 7)`
  var words: String { "job \(record.name) (entry \(reference.sequence))" }
}
