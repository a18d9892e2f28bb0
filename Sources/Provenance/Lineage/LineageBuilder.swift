import Contracts

/// Takes the entries of a ledger, oldest first, and connects them.
struct LineageBuilder {
  private var nodes: [LineageNode] = []
  private var index: [LineageNode: Int] = [:]
  /// A node and what it rests on.
  private var edges: [(below: Int, above: Int)] = []
  private var facts = LineageFacts()
  private var names: [Digest: Set<String>] = [:]
  /// The run that speaks for a file of a dataset.
  private var speakers: [Digest: [String: Int]] = [:]
  /// How many files a run speaks for; one that speaks for none is forgotten.
  private var spokenFor: [Int: Int] = [:]
  private var filesOfRun: [Int: [Digest]] = [:]
  private var runOfDecision: [Int: Int] = [:]
  private var contractOfRun: [Int: FileReference] = [:]

  mutating func take(_ entry: LedgerEntry, at place: EntryReference) {
    switch entry.event {
    case .run(let run): take(run, entry.at, place)
    case .decision(let decision): take(decision, entry.at, place)
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
    facts.checks[sequence] = LineageCheck(
      reference: place, at: at, contract: run.contract, outcome: run.outcome,
      sources: run.sources, sourcesProblem: run.sourcesProblem, licenses: run.observedLicenses)
    for file in run.files {
      guard let digest = file.digest else { continue }
      note(digest, file.path, byteCount: file.byteCount)
      facts.runs[digest, default: []].append(sequence)
      facts.datasets[run.contract.id, default: []].insert(digest)
      filesOfRun[sequence, default: []].append(digest)
      elect(sequence, for: digest, of: run.contract.id)
    }
    if spokenFor[sequence] == nil { facts.checks[sequence] = nil }
  }

  /// Lets a newer run speak for a file, unless it knows no sources and the one before did.
  private mutating func elect(_ run: Int, for digest: Digest, of dataset: String) {
    if let before = speakers[digest]?[dataset], before != run {
      let knewSources = facts.checks[before]?.sources.isEmpty == false
      if knewSources, facts.checks[run]?.sources.isEmpty == true { return }
      spokenFor[before, default: 0] -= 1
      if spokenFor[before] == 0 {
        facts.checks[before] = nil
        spokenFor[before] = nil
      }
    } else if speakers[digest]?[dataset] == run {
      return
    }
    speakers[digest, default: [:]][dataset] = run
    spokenFor[run, default: 0] += 1
  }

  private mutating func take(_ decision: DecisionRecord, _ at: Instant, _ place: EntryReference) {
    let run = decision.run.sequence
    runOfDecision[place.sequence] = run
    facts.decisions[run, default: []].append(
      LineageDecision(
        reference: place, at: at, gate: decision.gate, dataset: decision.dataset,
        verdict: decision.verdict, isInconclusive: decision.isInconclusive, run: run, contract: contractOfRun[run],
        policy: decision.rules.first { $0.role == .policy }?.digest))
  }

  private mutating func take(_ job: JobRecord, _ at: Instant, _ place: EntryReference) {
    let node = number(.job(place.sequence))
    facts.jobs[place.sequence] = LineageJob(
      reference: place, at: at, record: job)
    for input in job.inputs { edges.append((below: node, above: number(input))) }
    for output in job.outputs {
      edges.append((below: number(output), above: node))
      for file in output.files { edges.append((below: number(.artifact(file.digest)), above: node)) }
    }
  }

  /// An attempt that the gate blocked is no promotion.
  private mutating func takePromotion(_ act: ActRecord, _ at: Instant, _ place: EntryReference) {
    guard act.gate?.verdict != .block else { return }
    let sequence = place.sequence
    let node = number(.promotion(sequence))
    facts.promotions[sequence] = LineagePromotion(reference: place, at: at, act: act)
    if let gate = act.gate {
      for artifact in gate.artifacts {
        note(artifact.digest, artifact.path)
        edges.append((below: node, above: number(.artifact(artifact.digest))))
      }
      // What the artifacts rest on, jobs say; the runs of the decisions may have seen other files too.
      return
    }
    if let digest = act.digest {
      note(digest, act.subject ?? act.text)
      edges.append((below: node, above: number(.artifact(digest))))
    }
    for reference in act.about {
      let run = runOfDecision[reference.sequence] ?? reference.sequence
      for digest in filesOfRun[run] ?? [] { edges.append((below: node, above: number(.artifact(digest)))) }
    }
  }

  /// The number of an artifact's node; that of a directory rests on its files.
  private mutating func number(_ artifact: ArtifactRecord) -> Int {
    note(artifact.digest, artifact.name, byteCount: artifact.byteCount, fileCount: artifact.files.count)
    let node = number(.artifact(artifact.digest))
    for file in artifact.files {
      note(file.digest, "\(artifact.name)/\(file.path)", byteCount: file.byteCount)
      edges.append((below: node, above: number(.artifact(file.digest))))
    }
    return node
  }

  private mutating func number(_ node: LineageNode) -> Int {
    if let known = index[node] { return known }
    index[node] = nodes.count
    nodes.append(node)
    return nodes.count - 1
  }

  private mutating func note(_ digest: Digest, _ name: String, byteCount: Int? = nil, fileCount: Int = 0) {
    names[digest, default: []].insert(name)
    let known = facts.artifacts[digest]
    facts.artifacts[digest] = LineageArtifact(
      digest: digest, names: [], byteCount: known?.byteCount ?? byteCount,
      fileCount: max(known?.fileCount ?? 0, fileCount))
  }

  /// The graph of what was taken.
  consuming func graph() -> LineageGraph {
    connectChecks()
    for (digest, names) in names { facts.artifacts[digest]?.names = names.sorted() }
    let order = nodes.indices.sorted { precedes(nodes[$0], nodes[$1]) }
    var rank = [Int](repeating: 0, count: nodes.count)
    for (place, node) in order.enumerated() { rank[node] = place }
    var above = [[Int]](repeating: [], count: nodes.count)
    var below = above
    for edge in edges {
      above[rank[edge.below]].append(rank[edge.above])
      below[rank[edge.above]].append(rank[edge.below])
    }
    for node in nodes.indices {
      Self.sortOnce(&above[node])
      Self.sortOnce(&below[node])
    }
    return LineageGraph(
      nodes: order.map { nodes[$0] }, index: index.mapValues { rank[$0] }, above: above, below: below, facts: facts)
  }

  /// Only the runs that still speak for a file have a part in it.
  private mutating func connectChecks() {
    for (digest, runs) in speakers {
      for run in runs.values { edges.append((below: number(.artifact(digest)), above: number(.check(run)))) }
    }
    for (sequence, check) in facts.checks {
      for source in check.sources { edges.append((below: number(.check(sequence)), above: number(.source(source.id)))) }
    }
  }

  private static func sortOnce(_ numbers: inout [Int]) {
    guard numbers.count > 1 else { return }
    numbers.sort()
    var kept = 1
    for number in numbers[1...] where number != numbers[kept - 1] {
      numbers[kept] = number
      kept += 1
    }
    numbers.removeSubrange(kept...)
  }

  private func precedes(_ a: LineageNode, _ b: LineageNode) -> Bool {
    switch (a, b) {
    case (.artifact(let a), .artifact(let b)):
      let (first, second) = (facts.artifacts[a]?.names.first ?? "", facts.artifacts[b]?.names.first ?? "")
      return (first, a.description) < (second, b.description)
    case (.job(let a), .job(let b)), (.check(let a), .check(let b)), (.promotion(let a), .promotion(let b)):
      return a < b
    case (.source(let a), .source(let b)): return a < b
    default: return a.kindOrder < b.kindOrder
    }
  }
}

extension LineageNode {
  fileprivate var kindOrder: Int {
    switch self {
    case .promotion: 0
    case .job: 1
    case .check: 2
    case .artifact: 3
    case .source: 4
    }
  }
}
