import Contracts
import Markup

extension LineageGraph {
  /// Why a name leads to no place in the graph.
  package enum NamingProblem: Error, Hashable, Sendable {
    /// Nothing is called so; with the name that comes closest.
    case unknown(near: String?)
    /// Several artifacts are called so, or begin with these digits; by name.
    case ambiguous([LineageArtifact])
  }

  /// The fewest digits by which a digest can be named.
  package static let shortestPrefix = 8

  /// The artifact of a digest, which may be cut to its first 8 digits or more, or of a recorded name; all files of
  /// `dataset:ID`; the source of `source:ID`.
  package func nodes(named name: String) throws(NamingProblem) -> [LineageNode] {
    if let id = name.removing("dataset:") {
      guard let files = facts.datasets[id] else { throw .unknown(near: near(id, facts.datasets.keys, "dataset:")) }
      return files.map { .artifact($0) }.sorted { (index[$0] ?? 0) < (index[$1] ?? 0) }
    }
    if let id = name.removing("source:") {
      guard contains(.source(id)) else { throw .unknown(near: near(id, sourceIDs, "source:")) }
      return [.source(id)]
    }
    let found = artifacts(called: name)
    guard let first = found.first else { throw .unknown(near: near(name, facts.artifacts.values.flatMap(\.names), "")) }
    guard found.count == 1 else { throw .ambiguous(found) }
    return [.artifact(first.digest)]
  }

  /// Those of a name, or whose digest begins so; by name and digest.
  package func artifacts(called name: String) -> [LineageArtifact] {
    let digits = (name.removing("sha256:") ?? name).lowercased()
    let isPrefix = digits.utf8.count >= Self.shortestPrefix && digits.allSatisfy { $0.isASCII && $0.isHexDigit }
    let found = facts.artifacts.values.filter { artifact in
      artifact.names.contains(name) || isPrefix && artifact.digest.hex.hasPrefix(digits)
    }
    return found.sorted { ($0.names.first ?? "", $0.digest.hex) < ($1.names.first ?? "", $1.digest.hex) }
  }

  private var sourceIDs: [String] {
    nodes.compactMap { node in
      if case .source(let id) = node { return id }
      return nil
    }
  }

  private func near(_ name: String, _ names: some Sequence<String>, _ prefix: String) -> String? {
    suggestion(for: name, among: Set(names).sorted()).map { prefix + $0 }
  }
}

extension String {
  fileprivate func removing(_ prefix: String) -> String? { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil }
}
