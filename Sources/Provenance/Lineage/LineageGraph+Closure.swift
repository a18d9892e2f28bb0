import Contracts

extension LineageGraph {
  package enum Direction: String, Sendable {
    /// To what something rests on.
    case up
    /// To what rests on something.
    case down
  }

  /// Everything that some nodes rest on, themselves included.
  package func upstream(of roots: [LineageNode]) -> Closure { closure(of: roots, .up) }

  /// Everything that rests on some nodes, themselves included.
  package func downstream(of roots: [LineageNode]) -> Closure { closure(of: roots, .down) }

  package func closure(of roots: [LineageNode], _ direction: Direction) -> Closure {
    let starts = roots.compactMap { index[$0] }
    let next = direction == .up ? above : below
    var isReached = [Bool](repeating: false, count: nodes.count)
    var pending = starts
    for start in starts { isReached[start] = true }
    while let node = pending.popLast() {
      for other in next[node] where !isReached[other] {
        isReached[other] = true
        pending.append(other)
      }
    }
    return closure(of: isReached, roots: starts, direction)
  }

  private func closure(of isReached: [Bool], roots: [Int], _ direction: Direction) -> Closure {
    var closure = Closure(direction: direction, roots: roots.map { nodes[$0] })
    let reached = isReached.indices.filter { isReached[$0] }
    for number in reached {
      switch nodes[number] {
      case .artifact(let digest):
        guard let artifact = facts.artifacts[digest] else { continue }
        closure.artifacts.append(artifact)
        if above[number].isEmpty { closure.unknown.append(unknown(artifact, number)) }
      case .job(let sequence): closure.jobs += facts.jobs[sequence].map { [$0] } ?? []
      case .check(let sequence): closure.checks += facts.checks[sequence].map { [$0] } ?? []
      case .source(let id): closure.sources.append(source(id, number))
      case .promotion(let sequence): closure.promotions += facts.promotions[sequence].map { [$0] } ?? []
      }
    }
    closure.cycles = cycles(among: reached).map { $0.map { nodes[$0] } }
    return closure
  }

  private func unknown(_ artifact: LineageArtifact, _ number: Int) -> Closure.Unknown {
    let mentions: [EntryReference] = below[number].flatMap { other -> [EntryReference] in
      switch nodes[other] {
      case .job(let sequence): facts.jobs[sequence].map { [$0.reference] } ?? []
      case .promotion(let sequence): facts.promotions[sequence].map { [$0.reference] } ?? []
      // A directory: what took it took its files.
      case .artifact: below[other].compactMap { reference(of: nodes[$0]) }
      case .check, .source: []
      }
    }
    return Closure.Unknown(artifact: artifact, mentionedBy: mentions.sorted { $0.sequence < $1.sequence })
  }

  /// The entry that a node is; `nil` for what is none.
  package func reference(of node: LineageNode) -> EntryReference? {
    switch node {
    case .job(let sequence): facts.jobs[sequence]?.reference
    case .check(let sequence): facts.checks[sequence]?.reference
    case .promotion(let sequence): facts.promotions[sequence]?.reference
    case .artifact, .source: nil
    }
  }

  private func source(_ id: String, _ number: Int) -> LineageSource {
    let uses: [LineageSource.Use] = below[number].compactMap { other in
      guard case .check(let sequence) = nodes[other], let check = facts.checks[sequence],
        let record = check.sources.first(where: { $0.id == id })
      else { return nil }
      return LineageSource.Use(check: check.reference, dataset: check.contract.id, record: record)
    }
    return LineageSource(id: id, uses: uses)
  }
}

/// Everything that some nodes rest on, or that rests on them; each node once.
package struct Closure: Hashable, Sendable {
  package var direction: LineageGraph.Direction
  package var roots: [LineageNode]
  /// By name and digest.
  package var artifacts: [LineageArtifact] = []
  /// Oldest first, as checks and promotions are.
  package var jobs: [LineageJob] = []
  package var checks: [LineageCheck] = []
  /// By id.
  package var sources: [LineageSource] = []
  package var promotions: [LineagePromotion] = []
  /// Ways from a node back to itself, each rested on by the one before; empty in a ledger that makes sense.
  package var cycles: [[LineageNode]] = []
  /// Artifacts that no job made and no run checked.
  package var unknown: [Unknown] = []

  /// Every node, by kind.
  package var nodes: [LineageNode] {
    promotions.map { .promotion($0.reference.sequence) } + jobs.map { .job($0.reference.sequence) }
      + checks.map { .check($0.reference.sequence) } + artifacts.map { .artifact($0.digest) }
      + sources.map { .source($0.id) }
  }

  package init(direction: LineageGraph.Direction, roots: [LineageNode]) {
    self.direction = direction
    self.roots = roots
  }

  /// Bytes that came from nowhere.
  package struct Unknown: Hashable, Sendable {
    package var artifact: LineageArtifact
    /// The jobs that read it and the promotions of it.
    package var mentionedBy: [EntryReference]
  }
}
