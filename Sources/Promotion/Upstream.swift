import Contracts
import Gating
import Provenance

/// All that a model rests on.
struct Upstream {
  let closure: Closure
  /// Every file that a check saw, and every one that came from nowhere: by name and digest.
  let datasets: [Dataset]

  /// Bytes that a gate must have let through.
  struct Dataset {
    var digest: Digest
    /// As runs and jobs called them; one at least.
    var names: [String]
    /// The runs that speak for them; empty for bytes that no check saw.
    var checks: [LineageCheck]

    var name: String { names.first ?? digest.short }
  }

  init(_ model: ModelManifest, _ graph: LineageGraph) {
    let artifacts = Set(model.artifacts.map(\.file.digest))
    let declared = model.datasets.flatMap(\.digests)
    closure = graph.upstream(of: (model.artifacts.map(\.file.digest) + declared).map { .artifact($0) })
    var datasets: [Dataset] = closure.artifacts.compactMap { artifact in
      let parents = graph.parents(of: .artifact(artifact.digest))
      let checks = parents.compactMap { node -> LineageCheck? in
        if case .check(let sequence) = node { return graph.check(sequence) }
        return nil
      }
      guard !checks.isEmpty || parents.isEmpty && !artifacts.contains(artifact.digest) else { return nil }
      return Dataset(digest: artifact.digest, names: artifact.names, checks: checks)
    }
    // What the model names and the ledger has never heard of.
    for dataset in model.datasets {
      for digest in dataset.digests where graph.artifact(digest) == nil {
        datasets.append(Dataset(digest: digest, names: [dataset.contract], checks: []))
      }
    }
    self.datasets = datasets
  }

  /// Bytes of which nobody has said what they are.
  var unknown: [Dataset] { datasets.filter(\.checks.isEmpty) }
}

/// A word of a command line, in single quotes where a shell would read it otherwise.
func shellWord(_ word: String) -> String {
  let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=:,@%+".contains($0)) }
  let quoted = word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
  return isPlain && !word.isEmpty ? word : "'\(quoted)'"
}
