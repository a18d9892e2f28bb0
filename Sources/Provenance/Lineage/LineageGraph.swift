import Contracts

/// What rests on what, as the ledger has it: outputs on their job, a job on its inputs, a file on the run that checked
/// it, a run on the sources it counted, a directory on its files, a promotion on what was promoted.
///
/// Memory grows with the entries; no walk recurses, so depth is no limit.
package struct LineageGraph: Sendable {
  /// In their order: by kind, then by name and digest, by entry, or by id.
  let nodes: [LineageNode]
  let index: NodeIndex
  /// What a node rests on.
  let above: Adjacency
  /// What rests on a node.
  let below: Adjacency
  let facts: LineageFacts

  /// Reads every entry, or those before an entry's number; each must be what its row says.
  package init(reading ledger: Ledger, before end: Int? = nil) throws(LedgerError) {
    var builder = LineageBuilder()
    try ledger.forEach { stored in
      if let end, stored.reference.sequence >= end { return false }
      builder.take(stored.entry, at: stored.reference, recordedAt: stored.recordedAt)
      return true
    }
    self = builder.graph()
  }

  /// The graph of jobs alone.
  package init(jobsOf ledger: Ledger) throws(LedgerError) {
    var builder = LineageBuilder()
    try ledger.forEach(EntryFilter(kind: .job)) { stored in
      builder.take(stored.entry, at: stored.reference, recordedAt: stored.recordedAt)
      return true
    }
    self = builder.graph()
  }

  init(nodes: [LineageNode], index: NodeIndex, above: Adjacency, below: Adjacency, facts: LineageFacts) {
    self.nodes = nodes
    self.index = index
    self.above = above
    self.below = below
    self.facts = facts
  }

  package func contains(_ node: LineageNode) -> Bool { index[node] != nil }

  /// What a node rests on directly, in order.
  package func parents(of node: LineageNode) -> [LineageNode] { index[node].map { above[$0].map { nodes[$0] } } ?? [] }

  /// What rests on a node directly, in order.
  package func children(of node: LineageNode) -> [LineageNode] { index[node].map { below[$0].map { nodes[$0] } } ?? [] }

  /// What gates decided about runs that saw exactly these bytes, newest first. A run may have seen other files too: its
  /// decision is about all of them.
  package func decisions(for digest: Digest, gate: String? = nil) -> [LineageDecision] {
    let runs = Set(facts.runs[digest] ?? [])
    let found = runs.flatMap { facts.decisions[$0] ?? [] }.filter { gate == nil || $0.gate == gate }
    return found.sorted { $0.reference.sequence > $1.reference.sequence }
  }

  /// What gates decided about a run, by its entry; oldest first.
  package func decisions(aboutRun sequence: Int) -> [LineageDecision] { facts.decisions[sequence] ?? [] }

  /// The last decision of each gate about each dataset that these bytes belonged to, by gate and dataset.
  package func latestDecisions(for digest: Digest) -> [LineageDecision] {
    var seen: Set<[String]> = []
    return decisions(for: digest).filter { seen.insert([$0.gate, $0.dataset]).inserted }
      .sorted { ($0.gate, $0.dataset) < ($1.gate, $1.dataset) }
  }

  /// The entry of a job that is recorded already, as another system calls it.
  package func entry(of record: JobRecord) -> EntryReference? {
    facts.jobs.values.filter { $0.record == record }.map(\.reference).min { $0.sequence < $1.sequence }
  }

  /// The entry of the same run of another system with other bytes: one of the two is wrong, or forged.
  package func contradiction(to record: JobRecord) -> EntryReference? {
    func bytes(_ job: JobRecord) -> [Set<Digest>] { [Set(job.inputs.map(\.digest)), Set(job.outputs.map(\.digest))] }
    let others = facts.jobs.values.filter { other in
      other.record.externalID == record.externalID && other.record.name == record.name
        && bytes(other.record) != bytes(record)
    }
    return others.map(\.reference).min { $0.sequence < $1.sequence }
  }

  /// What a job would have made that its own inputs rest on: with it, lineage would run in a circle.
  package func outputsBelowTheirInputs(of job: JobRecord) -> [ArtifactRecord] {
    let inputs = job.inputs.flatMap { [$0.digest] + $0.files.map(\.digest) }
    let reached = Set(upstream(of: inputs.map { .artifact($0) }).artifacts.map(\.digest)).union(inputs)
    return job.outputs.filter { output in
      reached.contains(output.digest) || output.files.contains { reached.contains($0.digest) }
    }
  }

  package func artifact(_ digest: Digest) -> LineageArtifact? { facts.artifacts[digest] }
  package func job(_ sequence: Int) -> LineageJob? { facts.jobs[sequence] }
  package func check(_ sequence: Int) -> LineageCheck? { facts.checks[sequence] }
  package func promotion(_ sequence: Int) -> LineagePromotion? { facts.promotions[sequence] }
}

/// What is known of the nodes.
struct LineageFacts: Sendable {
  var artifacts: [Digest: LineageArtifact] = [:]
  var jobs: [Int: LineageJob] = [:]
  var checks: [Int: LineageCheck] = [:]
  var promotions: [Int: LineagePromotion] = [:]
  /// Oldest first.
  var badVersions: [LineageMark] = []
  /// The runs that saw a file.
  var runs: [Digest: [Int]] = [:]
  /// By the run that they are about.
  var decisions: [Int: [LineageDecision]] = [:]
  /// The files that runs of a dataset saw.
  var datasets: [String: Set<Digest>] = [:]
}
