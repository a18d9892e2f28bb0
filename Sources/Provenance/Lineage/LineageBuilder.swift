import Contracts

/// Takes the entries of a ledger, oldest first, and connects them.
struct LineageBuilder {
  private var nodes = NumberedNodes()
  /// A node and what it rests on.
  private var edges: [(below: Int, above: Int)] = []
  private var facts = LineageFacts()
  private var speakers = Speakers()
  private var filesOfRun: [Int: [Digest]] = [:]
  private var runOfDecision: [Int: Int] = [:]
  private var contractOfRun: [Int: FileReference] = [:]

  /// `recordedAt` is the system's clock when the entry was written.
  mutating func take(_ entry: LedgerEntry, at place: EntryReference, recordedAt: Instant) {
    switch entry.event {
    case .run(let run): take(run, entry.at, place)
    case .decision(let decision): take(decision, entry.at, recordedAt, place)
    case .job(let job): take(job, entry.at, place)
    case .promotion(let act): takePromotion(act, entry.at, place)
    case .rollback(let act):
      for reference in act.about { facts.promotions[reference.sequence]?.rollback = place }
      if let bad = act.bad { facts.badVersions.append(LineageMark(reference: place, at: entry.at, bad: bad)) }
    case .annotation: break
    }
  }

  private mutating func take(_ run: RunRecord, _ at: Instant, _ place: EntryReference) {
    let sequence = place.sequence
    contractOfRun[sequence] = run.contract.digest.map { FileReference(path: run.contract.path, digest: $0) }
    for file in run.files {
      guard let digest = file.digest else { continue }
      _ = nodes.number(digest, called: file.path, byteCount: file.byteCount)
      facts.runs[digest, default: []].append(sequence)
      facts.datasets[run.contract.id, default: []].insert(digest)
      filesOfRun[sequence, default: []].append(digest)
    }
    let check = LineageCheck(
      reference: place, at: at, contract: run.contract, outcome: run.outcome, sources: run.sources,
      sourcesProblem: run.sourcesProblem, licenses: run.observedLicenses, files: run.files.map(\.path),
      namesItsFiles: run.namesItsFiles)
    speakers.hear(check, of: filesOfRun[sequence] ?? [])
  }

  private mutating func take(
    _ decision: DecisionRecord, _ at: Instant, _ recordedAt: Instant, _ place: EntryReference
  ) {
    let run = decision.run.sequence
    if decision.gate == LineageDecision.promotionGate {
      speakers.judge(run, of: decision.dataset, digests: filesOfRun[run] ?? [])
    }
    runOfDecision[place.sequence] = run
    facts.decisions[run, default: []].append(
      LineageDecision(
        reference: place, at: at, recordedAt: recordedAt, gate: decision.gate, dataset: decision.dataset,
        verdict: decision.verdict, isInconclusive: decision.isInconclusive, run: run, contract: contractOfRun[run],
        policy: decision.rules.first { $0.role == .policy }?.digest))
  }

  private mutating func take(_ job: JobRecord, _ at: Instant, _ place: EntryReference) {
    let node = nodes.number(.job(place.sequence))
    facts.jobs[place.sequence] = LineageJob(reference: place, at: at, record: job)
    for input in job.inputs { edges.append((below: node, above: number(input))) }
    for output in job.outputs {
      edges.append((below: number(output), above: node))
      for file in output.files { edges.append((below: nodes.number(file.digest), above: node)) }
    }
  }

  /// An attempt that the gate blocked is no promotion.
  private mutating func takePromotion(_ act: ActRecord, _ at: Instant, _ place: EntryReference) {
    guard act.gate?.verdict != .block else { return }
    let sequence = place.sequence
    let node = nodes.number(.promotion(sequence))
    facts.promotions[sequence] = LineagePromotion(reference: place, at: at, act: act)
    if let gate = act.gate {
      for artifact in gate.artifacts {
        edges.append((below: node, above: nodes.number(artifact.digest, called: artifact.path)))
      }
      // What the artifacts rest on, jobs say; the runs of the decisions may have seen other files too.
      return
    }
    if let digest = act.digest {
      edges.append((below: node, above: nodes.number(digest, called: act.subject ?? act.text)))
    }
    for reference in act.about {
      let run = runOfDecision[reference.sequence] ?? reference.sequence
      for digest in filesOfRun[run] ?? [] { edges.append((below: node, above: nodes.number(digest))) }
    }
  }

  /// The number of an artifact's node; that of a directory rests on its files.
  private mutating func number(_ artifact: ArtifactRecord) -> Int {
    let node = nodes.number(
      artifact.digest, called: artifact.name, byteCount: artifact.byteCount, fileCount: artifact.files.count)
    for file in artifact.files {
      let name = "\(artifact.name)/\(file.path)"
      edges.append((below: node, above: nodes.number(file.digest, called: name, byteCount: file.byteCount)))
    }
    return node
  }

  /// The graph of what was taken.
  consuming func graph() -> LineageGraph {
    connectChecks()
    connectEnvironments()
    facts.artifacts = nodes.artifacts
    let order = nodes.order
    return LineageGraph(
      nodes: order.nodes, index: order.index,
      above: Adjacency(nodeCount: order.nodes.count, edges.map { (order.rank[$0.below], order.rank[$0.above]) }),
      below: Adjacency(nodeCount: order.nodes.count, edges.map { (order.rank[$0.above], order.rank[$0.below]) }),
      facts: facts)
  }

  /// Only the runs that still speak for a file have a part in it.
  private mutating func connectChecks() {
    facts.checks = speakers.checks
    for (digest, run) in speakers.pairs {
      edges.append((below: nodes.number(digest), above: nodes.number(.check(run))))
    }
    for (sequence, check) in facts.checks {
      let node = nodes.number(.check(sequence))
      for source in check.sources { edges.append((below: node, above: nodes.number(.source(source.id)))) }
    }
  }

  /// What a check saw as data, or a rollback called bad, is data, also where a job calls it its environment.
  private mutating func connectEnvironments() {
    let bad = Set(facts.badVersions.flatMap(\.bad.digests))
    for (sequence, job) in facts.jobs {
      for file in job.record.environment where facts.runs[file.digest] != nil || bad.contains(file.digest) {
        edges.append((below: nodes.number(.job(sequence)), above: number(file)))
      }
    }
  }
}
