/// Everything that some nodes rest on, or that rests on them; each node once.
package struct LineageClosure: Hashable, Sendable {
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
