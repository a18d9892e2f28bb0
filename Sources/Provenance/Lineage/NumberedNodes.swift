import Contracts

/// The nodes of a graph in the making, with a number for each as it turns up.
struct NumberedNodes {
  private var nodes: [LineageNode] = []
  private var known: [Digest: Artifact] = [:]
  /// Those that are no bytes.
  private var others: [LineageNode: Int] = [:]

  /// What is known of some bytes; one look by digest finds all of it.
  private struct Artifact {
    var number: Int
    var names: Set<String> = []
    var byteCount: Int?
    var fileCount = 0
  }

  /// The number of a node that is no artifact.
  mutating func number(_ node: LineageNode) -> Int {
    if let number = others[node] { return number }
    others[node] = nodes.count
    nodes.append(node)
    return nodes.count - 1
  }

  /// The number of some bytes, and a name that they go by.
  mutating func number(
    _ digest: Digest, called name: String? = nil, byteCount: Int? = nil, fileCount: Int = 0
  ) -> Int {
    func note(_ artifact: inout Artifact) -> Int {
      if let name { artifact.names.insert(name) }
      if artifact.byteCount == nil { artifact.byteCount = byteCount }
      artifact.fileCount = max(artifact.fileCount, fileCount)
      return artifact.number
    }
    let number = note(&known[digest, default: Artifact(number: nodes.count)])
    if number == nodes.count { nodes.append(.artifact(digest)) }
    return number
  }

  /// What is known of all bytes.
  var artifacts: [Digest: LineageArtifact] {
    known.compactMapValues { artifact in
      nodes[artifact.number].digest.map { digest in
        LineageArtifact(
          digest: digest, names: artifact.names.sorted(), byteCount: artifact.byteCount, fileCount: artifact.fileCount)
      }
    }
  }

  /// The nodes by kind, then by entry, by name and digest, or by id; the place of each number; and how to find one.
  var order: (nodes: [LineageNode], rank: [Int], index: NodeIndex) {
    var keys: [(kind: Int, entry: Int, name: String, digits: String, number: Int)] = []
    keys.reserveCapacity(nodes.count)
    for (number, node) in nodes.enumerated() {
      switch node {
      case .promotion(let entry): keys.append((0, entry, "", "", number))
      case .job(let entry): keys.append((1, entry, "", "", number))
      case .check(let entry): keys.append((2, entry, "", "", number))
      case .artifact(let digest): keys.append((3, 0, known[digest]?.names.min() ?? "", digest.hex, number))
      case .source(let id): keys.append((4, 0, id, "", number))
      }
    }
    keys.sort {
      if $0.kind != $1.kind { return $0.kind < $1.kind }
      if $0.entry != $1.entry { return $0.entry < $1.entry }
      return ($0.name, $0.digits) < ($1.name, $1.digits)
    }
    var rank = [Int](repeating: 0, count: nodes.count)
    for (place, key) in keys.enumerated() { rank[key.number] = place }
    let index = NodeIndex(
      artifacts: known.mapValues { rank[$0.number] }, others: others.mapValues { rank[$0] })
    return (keys.map { nodes[$0.number] }, rank, index)
  }
}

/// Where a node stands in a graph.
struct NodeIndex: Sendable {
  let artifacts: [Digest: Int]
  /// Those that are no bytes.
  let others: [LineageNode: Int]

  subscript(_ node: LineageNode) -> Int? { node.digest.map { artifacts[$0] } ?? others[node] }
}
