import Foundation
import TestSupport
import Testing

/// `assay record` and `assay lineage`.
@Suite struct LineageTests {
  private static let commit = String(repeating: "c", count: 40)

  /// Data that was checked, cleaned and trained on.
  private func bench() throws -> Bench {
    let bench = try Bench.withOrders()
    try bench.write("clean.csv", "id\n1\n")
    try bench.write("model.bin", "weights")
    try bench.write("uv.lock", "locked")
    #expect(try bench.check("orders.assay.yaml", "--ledger", "l.db").status == 0)
    for words in [["clean", "orders.csv", "clean.csv"], ["train", "clean.csv", "model.bin"]] {
      let run = try record(bench, words[0], words[1], words[2])
      #expect(run.status == 0, "\(run.all)")
    }
    return bench
  }

  private func record(_ bench: Bench, _ name: String, _ input: String, _ output: String) throws -> CommandResult {
    try bench.run(
      "record", "--name", name, "--input", input, "--output", output, "--environment", "uv.lock", "--commit", Self.commit,
      "--ledger", "l.db", "--now", Bench.now)
  }

  private func lineage(_ bench: Bench, _ words: String...) throws -> CommandResult {
    try bench.run(["lineage"] + words + ["--ledger", "l.db"])
  }

  private func sum(_ bench: Bench, _ name: String) throws -> String {
    String(try bench.shell("sha256sum \(name)").output.prefix(64))
  }

  @Test func aModelLeadsToItsData() throws {
    let bench = try bench()
    let run = try lineage(bench, "model.bin")
    #expect(run.status == 0 && run.complaints.isEmpty, "\(run.all)")
    let short = try ["model.bin", "uv.lock", "clean.csv", "orders.csv"].map { "sha256:\(try sum(bench, $0).prefix(12))…" }
    let expected = """
      model.bin (\(short[0]))
        job train (entry 4)  2026-11-21T12:00:00Z  commit cccccccccccc  uv.lock (\(short[1]))
          clean.csv (\(short[2]))
            job clean (entry 3)  2026-11-21T12:00:00Z  commit cccccccccccc  uv.lock (\(short[1]))
              orders.csv (\(short[3]))  merge pass (entry 2)
                dataset orders (entry 1)  merge pass  no licence

      """
    #expect(run.output == expected, "\(run.output)")
    let down = try lineage(bench, "dataset:orders", "--down")
    #expect(down.status == 0 && down.output.hasPrefix("orders.csv (") && down.output.contains("        model.bin ("))
  }

  @Test func whatWasDeclaredBadIsMarked() throws {
    let bench = try bench()
    #expect(try !lineage(bench, "model.bin").output.contains("declared bad"))
    let words = ["--author", "ada@example.com", "--text", "wrong tenant", "--ledger", "l.db"]
    _ = try bench.run(["rollback", "--dataset", "orders.csv"] + words)
    for direction in ["--up", "--down"] {
      let run = try lineage(bench, direction == "--up" ? "model.bin" : "dataset:orders", direction)
      let line = run.output.split(separator: "\n").first { $0.contains("orders.csv") }
      #expect(line?.hasSuffix("merge pass (entry 2)  declared bad (entry 5)") == true, "\(run.output)")
      #expect(run.output.components(separatedBy: "declared bad").count == 2, "\(run.output)")
    }
  }

  /// Its run is "failed", since a clause of it failed; what a reader asks is what the gate said.
  @Test func dataThatOnlyWarnedIsNotCalledFailed() throws {
    let bench = try Bench()
    try bench.write("d.csv", "id\n1\n")
    try bench.writeContract(
      "d", of: "d.csv", fields: "name: id, type: integer", rest: "rows: { min: { value: 5, severity: warn } }")
    let check = try bench.run("check", "d.assay.yaml", "--ledger", "l.db")
    #expect(check.output.hasPrefix("WARN"), "\(check.all)")
    let run = try lineage(bench, "d.csv")
    #expect(run.output.contains("dataset d (entry 1)  merge warn  no licence\n"), "\(run.all)")
    #expect(!run.output.contains("failed"), "\(run.output)")
  }

  @Test func everyNameOfAnArtifactWorks() throws {
    let bench = try bench()
    let digits = try sum(bench, "model.bin")
    _ = try bench.shell("mv model.bin moved.bin")
    for name in ["moved.bin", "model.bin", digits, "sha256:\(digits)", String(digits.prefix(8))] {
      let run = try lineage(bench, name)
      #expect(run.status == 0 && run.output.contains("job train"), "\(name): \(run.all)")
    }
    try bench.write("clean.csv", "id\n2\n")
    let changed = try lineage(bench, "clean.csv")
    #expect(changed.status == 1 && changed.complaints.contains("with other bytes: sha256:"), "\(changed.all)")
    let near = try lineage(bench, "modle.bin")
    #expect(near.status == 1 && near.complaints.contains("did you mean `model.bin`?"), "\(near.all)")
    #expect(try lineage(bench, "model.bin", "--up", "--down").status == 2)
    #expect(try bench.run("lineage", "--ledger", "l.db").status == 2)
  }

  @Test func unknownBytesAreAnError() throws {
    let bench = try bench()
    try bench.write("stray.csv", "x\n")
    #expect(try record(bench, "join", "stray.csv", "uv.lock").status == 0)
    let run = try lineage(bench, "uv.lock")
    #expect(run.status == 1, "\(run.all)")
    #expect(run.complaints.contains("unknown: stray.csv (sha256:"), "\(run.complaints)")
    #expect(run.complaints.contains("in entry 5: no job made it and no check saw it"), "\(run.complaints)")
  }

  /// A cycle is refused at the door.
  @Test func aJobThatMadeItsOwnInputIsRefused() throws {
    let bench = try bench()
    for (input, output) in [("model.bin", "clean.csv"), ("model.bin", "model.bin")] {
      let run = try record(bench, "back", input, output)
      #expect(run.status == 2 && run.complaints.contains("is what the job's own inputs rest on"), "\(run.all)")
    }
    #expect(try lineage(bench, "model.bin").status == 0)
  }

  @Test func dotIsWellFormed() throws {
    let bench = try bench()
    try bench.write("a \"b\" \\ <c> & d", "odd")
    #expect(try record(bench, "ends in \\", "model.bin", "a \"b\" \\ <c> & d").status == 0)
    let run = try lineage(bench, "a \"b\" \\ <c> & d", "--format", "dot")
    #expect(run.status == 0, "\(run.all)")
    let graph = try DOT(run.output)
    #expect(graph.nodes.count == 8 && graph.edges.count == 7, "\(run.output)")
    #expect(graph.edges.allSatisfy { graph.nodes[$0.0] != nil && graph.nodes[$0.1] != nil })
    #expect(graph.nodes.values.contains { $0.hasPrefix(#"a \"b\" \\ <c> &amp; d (sha256:"#) }, "\(run.output)")
    #expect(graph.nodes.values.contains { $0.hasPrefix(#"job ends in \\ (entry 5)"#) }, "\(run.output)")
  }

  @Test func jsonHasEveryNodeOnce() throws {
    let bench = try bench()
    let json = try lineage(bench, "model.bin", "--format", "json").json()
    #expect(json["assay_lineage"].int == 1 && json["direction"].string == "up")
    let lists = ["artifacts", "jobs", "checks", "sources", "promotions"]
    let ids = lists.flatMap { json[$0].items.compactMap { $0["id"].string } }
    #expect(ids.count == 6 && Set(ids).count == 6)
    #expect(json["edges"].items.count == 5)
    for edge in json["edges"].items {
      #expect(ids.contains(edge["from"].string ?? "") && ids.contains(edge["rests_on"].string ?? ""))
    }
    let orders = json["artifacts"].items.first { $0["names"][0].string == "orders.csv" }
    #expect(orders?["decisions"][0]["verdict"].string == "pass")
  }

  @Test func theCommitIsAskedOfGit() throws {
    let bench = try bench()
    let words = ["record", "--name", "n", "--input", "clean.csv", "--output", "uv.lock", "--ledger", "l.db"]
    let without = try bench.run(words)
    #expect(without.status == 2 && without.complaints.contains("name the commit with --commit"), "\(without.all)")
    let git = "git -c user.name=a -c user.email=a@example.com"
    #expect(try bench.shell("git init -q . && git add clean.csv && \(git) commit -qm x").status == 0)
    _ = try bench.shell("git remote add origin https://ada:secret@example.com/x.git")
    #expect(try bench.run(words).complaints.isEmpty)
    try bench.write("clean.csv", "id\n1\n\n")
    let dirty = try bench.run(words.map { $0 == "clean.csv" ? "orders.csv" : $0 })
    #expect(dirty.status == 0 && dirty.complaints.contains("files differ from commit"), "\(dirty.all)")
    let head = try bench.shell("git rev-parse HEAD").output.trimmingCharacters(in: .whitespacesAndNewlines)
    let rows = try bench.run(
      "ledger", "query", "SELECT repository, commit_id, is_dirty FROM jobs WHERE name = 'n'", "--format", "csv", "--ledger",
      "l.db"
    ).output
    let address = "https://example.com/x.git"
    #expect(rows == "repository,commit_id,is_dirty\n\(address),\(head),0\n\(address),\(head),1\n", "\(rows)")
  }

  @Test func eventsOfOpenLineageAreTaken() throws {
    let bench = try bench()
    let digest = "sha256:\(try sum(bench, "model.bin"))"
    func event(_ type: String, facets: String) -> String {
      """
      {"eventType": "\(type)", "eventTime": "2026-11-21T07:00:00Z", "run": {"runId": "r1"},
       "job": {"namespace": "etl", "name": "score"}, "inputs": [{"namespace": "s3://lake", "name": "m", "facets": \(facets)}],
       "outputs": [{"namespace": "s3://lake", "name": "/scores", "facets": {"x": {"digests": {"sha256": "\(String(repeating: "e", count: 64))"}}}}]}
      """
    }
    func take(_ text: String) throws -> CommandResult {
      try bench.run(["record", "--openlineage", "-", "--ledger", "l.db", "--commit", Self.commit], input: Array(text.utf8))
    }
    let version = "{\"version\": {\"datasetVersion\": \"\(digest)\"}}"
    for type in ["START", "RUNNING", "FAIL", "ABORT"] {
      let run = try take(event(type, facets: version))
      #expect(run.status == 0 && run.output.isEmpty && run.complaints.contains("type \(type) is not recorded"), "\(run.all)")
    }
    let bare = try take(event("COMPLETE", facets: "{}"))
    #expect(bare.status == 2 && bare.complaints.contains("the input s3://lake/m has no digest"), "\(bare.all)")
    let first = try take(event("COMPLETE", facets: version))
    #expect(first.status == 0 && first.output.hasPrefix("5 sha256:"), "\(first.all)")
    let again = try take(event("COMPLETE", facets: version))
    #expect(again.status == 0 && again.output == first.output && again.complaints.contains("already"), "\(again.all)")
    let up = try lineage(bench, "s3://lake/scores")
    #expect(up.status == 0 && up.output.contains("job etl/score (entry 5)") && up.output.contains("job train"), "\(up.all)")
    // A run has one set of bytes; another one is forged, or wrong.
    let forged = try take(event("COMPLETE", facets: "{\"version\": {\"datasetVersion\": \"sha256:\(try sum(bench, "clean.csv"))\"}}"))
    #expect(forged.status == 2 && forged.complaints.contains("is entry 5 with other inputs or outputs"), "\(forged.all)")
    for text in ["", "[]", "{}", "{\"eventType\": \"DONE\"}"] { #expect(try take(text).status == 2) }
  }

  @Test func directoriesAreTreesOfFiles() throws {
    let bench = try bench()
    _ = try bench.shell("mkdir -p m/deep && echo a > m/a && echo b > m/deep/b && ln -s ../m/a m/link")
    #expect(try record(bench, "pack", "model.bin", "m").status == 0)
    let run = try lineage(bench, "m/deep/b")
    #expect(run.status == 0 && run.output.contains("job pack"), "\(run.all)")
    let tree = try lineage(bench, "m")
    #expect(tree.output.hasPrefix("m (sha256:") && tree.output.contains("of its files, made with it"), "\(tree.output)")
    for (line, what) in [("mkdir e", "e"), ("mkdir -p f && ln -s .. f/up", "f"), ("mkdir g && mkfifo g/p", "g")] {
      _ = try bench.shell(line)
      #expect(try record(bench, "no", "model.bin", what).status == 2, "\(what)")
    }
  }
}

/// The nodes, with their labels as they are written, and edges of a text in the subset of DOT that is written here.
private struct DOT {
  var nodes: [String: String] = [:]
  var edges: [(String, String)] = []

  init(_ text: String) throws {
    let lines = text.split(separator: "\n").map(String.init)
    try #require(lines.first == "digraph lineage {" && lines.last == "}")
    for line in lines.dropFirst(3).dropLast() {
      if let match = try #/  (n\d+) -> (n\d+);/#.wholeMatch(in: line) {
        edges.append((String(match.1), String(match.2)))
      } else {
        // Within quotes, a backslash takes the next character with it, and nothing else ends but a quote.
        let match = try #require(
          try #/  (n\d+) \[shape=[a-z]+, label="((?:[^"\\]|\\.)*)"(, color=red)?\];/#.wholeMatch(in: line), "\(line)")
        nodes[String(match.1)] = String(match.2)
      }
    }
  }
}
