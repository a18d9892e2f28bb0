import Contracts
import Glibc
import Provenance
import Reports

/// `assay lineage`: what an artifact rests on, or what rests on it.
enum LineageCommand: Command {
  static let description = CommandDescription(
    name: "lineage", summary: "Show what an artifact rests on, or what rests on it.", operands: "ARTIFACT",
    options: [
      OptionDescription("up", "what it rests on: jobs, data, sources (the default)"),
      OptionDescription("down", "what rests on it: jobs, artifacts, promotions"),
      OptionDescription("format", choices: ["tree", "dot", "json"], "how to print it (tree)"),
      LedgerPlace.option,
    ],
    discussion: """
      An ARTIFACT is a file or directory, which is hashed; sha256:… or the first digits of it, 8 or more; a name by
      which it was recorded; dataset:ID, which is all its files; or source:ID.

      Exit codes: 0, 1 a cycle, bytes that no job made and no check saw, or an ARTIFACT that the ledger does not know,
      2 usage, or the ledger cannot be read.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    guard arguments.operands.count == 1 else {
      throw UsageError(message: "expected one artifact", advice: "a file, sha256:…, a name, dataset:ID or source:ID")
    }
    guard !arguments.has("up") || !arguments.has("down") else {
      throw UsageError(message: "--up and --down contradict each other")
    }
    let path = try LedgerPlace.required(arguments)
    let name = arguments.operands[0]
    let digest = try digest(ofFile: name)
    return try LedgerCommand.run { () throws(LedgerError) in
      let graph = try LineageGraph(reading: Ledger(path, .reading))
      let roots: [LineageNode]
      do throws(LineageGraph.NamingProblem) { roots = try graph.nodes(named: digest?.description ?? name) } catch {
        complain(error, name, digest, graph, path)
        return 1
      }
      let closure = graph.closure(of: roots, arguments.has("down") ? .down : .up)
      let text =
        switch arguments.value("format") {
        case "dot": LineageDOT(graph: graph, closure: closure).text
        case "json": LineageJSON(graph: graph, closure: closure).text
        default: LineageTree(graph: graph, closure: closure).text
        }
      guard Output.print(text) else {
        Output.complain("assay: stdout cannot be written: \(String(cString: strerror(errno)))")
        return 2
      }
      LineageFaults(closure, graph).complain()
      return closure.cycles.isEmpty && closure.unknown.isEmpty ? 0 : 1
    }
  }

  /// What is no name of something else and exists is a file.
  private static func digest(ofFile name: String) throws(UsageError) -> Digest? {
    guard !["sha256:", "dataset:", "source:"].contains(where: name.hasPrefix), access(name, F_OK) == 0 else {
      return nil
    }
    return try ArtifactFile.read(name).digest
  }

  private static func complain(
    _ problem: LineageGraph.NamingProblem, _ name: String, _ digest: Digest?, _ graph: LineageGraph, _ path: String
  ) {
    let shown = name.harmless
    switch problem {
    case .ambiguous(let artifacts):
      let list = artifacts.map { "    \($0.digest)  \($0.names.joined(separator: ", ").harmless)\n" }.joined()
      Output.complain("assay: `\(shown)` is more than one artifact\n  help: give the digest of one of them\n\(list)")
    case .unknown(let near):
      let others = digest == nil ? [] : graph.artifacts(called: name)
      let what = digest.map { "\(shown) (\($0))" } ?? "`\(shown)`"
      var advice = near.map { "did you mean `\($0.harmless)`?" } ?? "`assay check` records data, `assay record` jobs"
      if let other = others.last {
        advice = "the ledger knows `\(shown)` with other bytes: \(other.digest); was it changed since?"
      }
      Output.complain("assay: the ledger \(path.harmless) does not know \(what)\n  help: \(advice)")
    }
  }
}

/// Cycles and unknown digests, which are errors.
struct LineageFaults {
  private let closure: LineageClosure
  private let words: LineageWords

  init(_ closure: LineageClosure, _ graph: LineageGraph) {
    self.closure = closure
    words = LineageWords(graph: graph)
  }

  func complain() {
    for cycle in closure.cycles {
      let way = (cycle + cycle.prefix(1)).map(words.short).joined(separator: " rests on ")
      Output.complain(
        "assay: cycle: \(way)\n"
          + "  help: one of these jobs gave back bytes that were there before; only one of them made them")
    }
    for unknown in closure.unknown {
      let entries = unknown.mentionedBy.map { "entry \($0.sequence)" }.joined(separator: ", ")
      let name = words.short(.artifact(unknown.artifact.digest))
      let place = entries.isEmpty ? "in no job" : "in \(entries)"
      Output.complain(
        "assay: unknown: \(name), \(place): no job made it and no check saw it\n"
          + "  help: `assay check` it if it is data, or `assay record` the job that made it")
    }
  }
}
