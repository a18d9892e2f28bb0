import Contracts

extension LineageGraph {
  /// Which way lineage is followed.
  package enum Direction: String, Sendable {
    /// To what something rests on.
    case up
    /// To what rests on something.
    case down
  }

  /// Everything that some nodes rest on, themselves included.
  package func upstream(of roots: [LineageNode]) -> LineageClosure { closure(of: roots, .up) }

  /// Everything that rests on some nodes, themselves included.
  package func downstream(of roots: [LineageNode]) -> LineageClosure { closure(of: roots, .down) }

  /// Either of both, themselves included; roots that the graph does not have are left out.
  package func closure(of roots: [LineageNode], _ direction: Direction) -> LineageClosure {
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

  private func closure(of isReached: [Bool], roots: [Int], _ direction: Direction) -> LineageClosure {
    var closure = LineageClosure(direction: direction, roots: roots.map { nodes[$0] })
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

  private func unknown(_ artifact: LineageArtifact, _ number: Int) -> LineageClosure.Unknown {
    let mentions: [EntryReference] = below[number].flatMap { other -> [EntryReference] in
      switch nodes[other] {
      case .job(let sequence): facts.jobs[sequence].map { [$0.reference] } ?? []
      case .promotion(let sequence): facts.promotions[sequence].map { [$0.reference] } ?? []
      // A directory: what took it took its files.
      case .artifact: below[other].compactMap { reference(of: nodes[$0]) }
      case .check, .source: []
      }
    }
    return LineageClosure.Unknown(artifact: artifact, mentionedBy: mentions.sorted { $0.sequence < $1.sequence })
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
