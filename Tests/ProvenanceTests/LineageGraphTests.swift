import Contracts
import TestSupport
import Testing

@testable import Provenance

@Suite struct LineageGraphTests {
  private func graph(_ entries: LedgerEntry...) -> LineageGraph { Sample.graph(entries) }
  private func node(_ name: String) -> LineageNode { .artifact(Sample.digest(name)) }

  /// raw → a, b → model: each node once, in order.
  @Test func aDiamondIsSeenOnce() {
    let graph = graph(
      Sample.run(of: "orders", ["raw"], sources: ["shop"], license: "CC-BY-4.0"), Sample.job("split", ["raw"], ["a"]),
      Sample.job("count", ["raw"], ["b"]), Sample.job("train", ["b", "a"], ["model"]),
      Sample.promotion("demand", of: "model"))
    let up = graph.upstream(of: [node("model")])
    #expect(up.artifacts.map { $0.names[0] } == ["a", "b", "demand", "raw"])
    #expect(up.jobs.map(\.record.name) == ["split", "count", "train"])
    #expect(up.checks.map(\.contract.license) == ["CC-BY-4.0"])
    #expect(up.sources.map(\.id) == ["shop"] && up.sources[0].uses.map(\.dataset) == ["orders"])
    #expect(up.promotions.isEmpty && up.cycles.isEmpty && up.unknown.isEmpty)
    let down = graph.downstream(of: [.source("shop")])
    #expect(down.artifacts.count == 4 && down.jobs.count == 3)
    #expect(down.promotions.map(\.act.subject) == ["demand"])
    #expect(graph.downstream(of: [node("a")]).artifacts.map { $0.names[0] } == ["a", "demand"])
    #expect(graph.parents(of: node("model")) == [.job(4)])
    #expect(graph.children(of: node("raw")) == [.job(2), .job(3)])
  }

  /// Two jobs that made the same bytes are both ways to them.
  @Test func sharedBytesHaveAllTheirJobs() {
    let graph = graph(Sample.job("a", ["x"], ["out"]), Sample.job("b", ["y"], ["out"]))
    #expect(graph.upstream(of: [node("out")]).jobs.map(\.record.name) == ["a", "b"])
  }

  @Test func whatNobodyMadeOrCheckedIsUnknown() {
    let graph = graph(
      Sample.run(of: "orders", ["raw"]), Sample.job("train", ["raw", "stray"], ["model"]),
      Sample.promotion("lost", of: "elsewhere"))
    let up = graph.upstream(of: [node("model")])
    #expect(up.unknown.map(\.artifact.names) == [["stray"]])
    #expect(up.unknown[0].mentionedBy.map(\.sequence) == [2])
    let lost = graph.upstream(of: [node("elsewhere")]).unknown
    #expect(lost.map(\.artifact.names) == [["lost"]] && lost[0].mentionedBy.map(\.sequence) == [3])
  }

  @Test func cyclesAreNamedFromTheirSmallestNode() {
    let graph = graph(
      Sample.job("pack", ["csv"], ["gz"]), Sample.job("unpack", ["gz"], ["csv"]), Sample.job("same", ["x"], ["x"]),
      Sample.job("train", ["csv"], ["model"]))
    #expect(graph.cycles == [[.job(1), node("csv"), .job(2), node("gz")], [.job(3), node("x")]])
    #expect(graph.upstream(of: [node("model")]).cycles == [[.job(1), node("csv"), .job(2), node("gz")]])
    #expect(graph.upstream(of: [node("x")]).cycles.count == 1)
  }

  /// A directory rests on its files, whoever made or checked them; a file that is taken out of one, on its job.
  @Test func directoriesAreTheirFiles() {
    let files = ["one", "two"].map { ArtifactRecord.File(path: $0, digest: Sample.digest($0), byteCount: 1) }
    let folder = ArtifactRecord(directory: "data", files: files.reversed())
    #expect(folder.digest == .sha256(of: Array(files.map { "\($0.digest.hex)  \($0.path)\n" }.joined().utf8)))
    func job(_ name: String, _ inputs: [ArtifactRecord], _ outputs: [ArtifactRecord]) -> LedgerEntry {
      let record = JobRecord(
        name: name, inputs: inputs, outputs: outputs, code: .init(commit: String(repeating: "a", count: 40)))
      return LedgerEntry(at: Sample.noon, tool: Sample.tool, event: .job(record))
    }
    let read = graph(Sample.run(of: "orders", ["one"]), job("train", [folder], [Sample.artifact("model")]))
    #expect(read.upstream(of: [node("model")]).unknown.map(\.artifact.names) == [["data/two"]])
    #expect(read.upstream(of: [node("model")]).unknown[0].mentionedBy.map(\.sequence) == [2])
    let made = graph(Sample.run(of: "o", ["raw"]), job("split", [Sample.artifact("raw")], [folder]),
      job("train", [Sample.artifact("two")], [Sample.artifact("model")]))
    let up = made.upstream(of: [node("model")])
    #expect(up.jobs.map(\.record.name) == ["split", "train"] && up.unknown.isEmpty && up.cycles.isEmpty)
  }

  /// The newest run speaks for a file, but a look that counted no sources does not hide one that did.
  @Test func theNewestRunThatCountedSourcesSpeaks() {
    let graph = graph(
      Sample.run(of: "orders", ["raw"], sources: ["old"]), Sample.run(of: "orders", ["raw"], sources: ["new"]),
      Sample.run(of: "orders", ["raw"]), Sample.run(of: "copy", ["raw"]))
    let up = graph.upstream(of: [node("raw")])
    #expect(up.checks.map(\.reference.sequence) == [2, 4])
    #expect(up.sources.map(\.id) == ["new"])
    #expect(!graph.contains(.source("old")) && graph.check(1) == nil && graph.check(3) == nil)
  }

  /// A look by another gate does not take the place of the run that the promotion gate judged.
  @Test func theRunThatThePromotionGateJudgedSpeaksAsWell() {
    var stored: [StoredEntry] = []
    func add(_ entry: LedgerEntry) {
      stored.append(StoredEntry(entry, after: stored.last?.reference, recordedAt: Sample.noon))
    }
    for gate in ["promotion", "merge", "promotion", "merge", "monitor"] {
      add(Sample.run(of: "orders", ["raw", "more"]))
      add(Sample.decision("orders", gate: gate, run: stored[stored.count - 1].reference, verdict: .pass))
    }
    let graph = Sample.graph(stored.map(\.entry))
    for name in ["raw", "more"] { #expect(graph.parents(of: node(name)) == [.check(5), .check(9)]) }
    #expect(graph.check(1) == nil && graph.check(3) == nil && graph.check(7) == nil)
  }

  @Test func whatACheckSawIsDataAlsoAsAnEnvironment() {
    let job = JobRecord(
      name: "train", outputs: [Sample.artifact("model")], code: .init(commit: String(repeating: "a", count: 40)),
      environment: [Sample.artifact("raw"), Sample.artifact("uv.lock")])
    let graph = graph(
      LedgerEntry(at: Sample.noon, tool: Sample.tool, event: .job(job)), Sample.run(of: "orders", ["raw"]))
    #expect(graph.upstream(of: [node("model")]).artifacts.flatMap(\.names).sorted() == ["model", "raw"])
  }

  @Test func decisionsAreForTheBytesAndNewestFirst() {
    var stored = Sample.stored([Sample.run(of: "orders", ["raw"]), Sample.run(of: "orders", ["other"])])
    for (run, verdict) in [(0, Verdict.block), (1, .block), (0, .pass)] {
      let decision = Sample.decision("orders", run: stored[run].reference, verdict: verdict)
      stored.append(StoredEntry(decision, after: stored.last?.reference, recordedAt: Sample.noon))
    }
    let graph = Sample.graph(stored.map(\.entry))
    let raw = Sample.digest("raw")
    #expect(graph.decisions(for: raw, gate: "merge").map(\.verdict) == [.pass, .block])
    #expect(graph.decisions(for: raw).map(\.reference.sequence) == [5, 3])
    #expect(graph.decisions(for: raw, gate: "promotion").isEmpty)
    #expect(graph.latestDecisions(for: raw).map(\.verdict) == [.pass])
    #expect(graph.decisions(for: Sample.digest("never")).isEmpty)
  }

  /// A promotion that names decisions and no digest rests on the files that they are about.
  @Test func promotionsRestOnTheirDecisions() {
    var stored = Sample.stored([Sample.run(of: "orders", ["raw"], sources: ["shop"])])
    func add(_ entry: LedgerEntry) {
      stored.append(StoredEntry(entry, after: stored.last?.reference, recordedAt: Sample.noon))
    }
    add(Sample.decision("orders", run: stored[0].reference, verdict: .pass))
    add(Sample.promotion("demand", of: nil, about: [stored[1].reference]))
    add(LedgerEntry(
      at: Sample.noon, tool: Sample.tool,
      event: .rollback(ActRecord(subject: "demand", author: "ada", text: "bad", about: [stored[2].reference]))))
    let promotions = Sample.graph(stored.map(\.entry)).downstream(of: [.source("shop")]).promotions
    #expect(promotions.map(\.reference.sequence) == [3] && promotions[0].rollback?.sequence == 4)
  }

  @Test func namesLeadToNodes() throws {
    let graph = graph(
      Sample.run(of: "orders", ["a.csv", "b.csv"], sources: ["shop"]), Sample.job("train", ["a.csv"], ["model"]),
      LedgerEntry(
        at: Sample.noon, tool: Sample.tool,
        event: .job(JobRecord(
          name: "again", outputs: [ArtifactRecord(name: "model", digest: Sample.digest("other"))],
          code: .init(commit: String(repeating: "a", count: 40))))))
    #expect(try graph.nodes(named: "a.csv") == [node("a.csv")])
    let digest = Sample.digest("model")
    for name in [digest.description, digest.hex, String(digest.hex.prefix(8)).uppercased()] {
      #expect(try graph.nodes(named: name) == [node("model")], "\(name)")
    }
    #expect(try graph.nodes(named: "dataset:orders") == [node("a.csv"), node("b.csv")])
    #expect(try graph.nodes(named: "source:shop") == [.source("shop")])
    func problem(_ name: String) -> LineageGraph.NamingProblem? {
      do throws(LineageGraph.NamingProblem) {
        _ = try graph.nodes(named: name)
        return nil
      } catch { return error }
    }
    #expect(problem("a.cvs") == .unknown(near: "a.csv"))
    #expect(problem("dataset:order") == .unknown(near: "dataset:orders"))
    #expect(problem("source:shpo") == .unknown(near: "source:shop"))
    #expect(problem(String(digest.hex.prefix(7))) == .unknown(near: nil))
    guard case .ambiguous(let found) = problem("model") else { Issue.record("two are called model"); return }
    #expect(found.count == 2)
  }

  @Test func aChainOfAHundredThousandIsNoDepth() {
    var entries = [Sample.run(of: "orders", ["0"])]
    for number in 0..<100_000 { entries.append(Sample.job("step", ["\(number)"], ["\(number + 1)"])) }
    let graph = Sample.graph(entries)
    let up = graph.upstream(of: [node("100000")])
    #expect(up.jobs.count == 100_000 && up.cycles.isEmpty && up.unknown.isEmpty)
    #expect(graph.downstream(of: [node("0")]).artifacts.count == 100_001)
  }

  /// What a node rests on is what rests on it, seen from there; cycles and shared parts included.
  @Test(arguments: 0..<30) func downIsTheInverseOfUp(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let names = (0..<12).map { "f\($0)" }
    func some(_ limit: Int) -> [String] {
      (0..<Int.random(in: 0...limit, using: &random)).map { _ in names.randomElement(using: &random) ?? "" }
    }
    var entries: [LedgerEntry] = []
    for number in 0..<10 {
      switch Int.random(in: 0..<4, using: &random) {
      case 0: entries.append(Sample.run(of: "d\(number % 3)", some(3), sources: Array(Set(some(2))).sorted()))
      case 1: entries.append(Sample.promotion("p\(number)", of: names.randomElement(using: &random)))
      default: entries.append(Sample.job("j\(number)", some(3), some(2)))
      }
    }
    let graph = Sample.graph(entries)
    let up = graph.nodes.map { Set(graph.upstream(of: [$0]).nodes) }
    let down = graph.nodes.map { Set(graph.downstream(of: [$0]).nodes) }
    for (i, a) in graph.nodes.enumerated() {
      #expect(up[i].contains(a))
      for (j, b) in graph.nodes.enumerated() { #expect(up[i].contains(b) == down[j].contains(a), "seed \(seed)") }
      // On a cycle is what rests on itself by way of another.
      let isOnCycle = graph.above[i].contains { up[$0].contains(a) }
      let isNamed = graph.upstream(of: [a]).cycles.contains { way in way.allSatisfy { up[i].contains($0) } }
      if isOnCycle { #expect(isNamed, "seed \(seed)") }
    }
    let hasCycle = graph.nodes.indices.contains { i in graph.above[i].contains { up[$0].contains(graph.nodes[i]) } }
    #expect(graph.cycles.isEmpty != hasCycle, "seed \(seed)")
    for way in graph.cycles {
      for (node, next) in zip(way, way.dropFirst() + [way[0]]) { #expect(graph.parents(of: node).contains(next)) }
    }
  }

  /// The same graph from the file as from memory.
  @Test func aLedgerIsReadBack() throws {
    let scratch = try Scratch()
    let ledger = try Ledger(scratch.path("ledger.db"), .writing)
    let entries = [Sample.run(of: "orders", ["raw"], sources: ["shop"]), Sample.job("train", ["raw"], ["model"])]
    for entry in entries { try ledger.append(entry, recordedAt: Sample.noon) }
    let graph = try LineageGraph(reading: Ledger(scratch.path("ledger.db"), .reading))
    let memory = Sample.graph(entries)
    #expect(graph.nodes == memory.nodes && graph.above == memory.above)
    #expect(graph.upstream(of: [node("model")]).nodes == memory.upstream(of: [node("model")]).nodes)
    #expect(try ledger.verify().problems.isEmpty)
  }
}
