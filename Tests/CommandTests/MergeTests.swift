import Foundation
import TestSupport
import Testing

/// `assay check --partial-out` and `assay merge`, as users run them.
@Suite struct MergeTests {
  private static let files = [
    "part-1.csv": "id,amount,country\n1,5.00,DE\n2,500.00,FR\n",
    "part-2.csv": "id,amount,country\n2,7.50,XX\n3,-1,DE\nbroken\n",
    "part-3.csv": "id,amount,country\n4,1,DE\n1,1,NO\n4,2,DE\n",
  ]

  private func bench() throws -> Bench {
    let bench = try Bench()
    try bench.write("orders.assay.yaml", Bench.ordersContract)
    for (name, text) in Self.files { try bench.write(name, text) }
    return bench
  }

  private func partial(_ bench: Bench, _ name: String, _ files: String..., more: [String] = []) throws -> CommandResult {
    let data = files.flatMap { ["--data", $0] }
    return try bench.run(
      ["check", "orders.assay.yaml"] + data + ["--partial-out", name, "--now", Bench.now] + more)
  }

  /// `t.assay.yaml` on `a.csv` and `b.csv`, each a shard, and in one run.
  private func mergedAndWhole(_ bench: Bench) throws -> (merged: CommandResult, whole: CommandResult) {
    for file in ["a", "b"] {
      _ = try bench.run(
        "check", "t.assay.yaml", "--data", "\(file).csv", "--partial-out", "\(file).p", "--now", Bench.now)
    }
    let merged = try bench.run("merge", "a.p", "b.p", "--now", Bench.now, "--json", "-")
    return (merged, try bench.check("t.assay.yaml", "--data", "a.csv", "--data", "b.csv", "--json", "-"))
  }

  @Test func mergedShardsGiveTheSameReportsAndExitCodeAsOneRun() throws {
    let bench = try bench()
    // Interleaved: the first and the last file in one shard.
    #expect(try partial(bench, "a", "part-3.csv", "part-1.csv", more: ["--threads", "1", "--block-size", "8"]).status == 0)
    #expect(try partial(bench, "b", "part-2.csv").status == 0)
    for format in ["json", "junit", "text"] {
      let whole = try bench.run(
        "check", "orders.assay.yaml", "--data", "part-1.csv", "--data", "part-2.csv", "--data", "part-3.csv", "--now",
        Bench.now, "--\(format)", "-")
      for order in [["a", "b"], ["b", "a"]] {
        let merged = try bench.run(["merge"] + order + ["--now", Bench.now, "--\(format)", "-"])
        #expect(merged.output == whole.output, "\(format): \(merged.all)")
        #expect(merged.status == whole.status)
        #expect(merged.status == 1)
      }
    }
  }

  /// The last block of a file ends where the file does, though no record has ended there. Files of one chunk are known
  /// to end when they are opened.
  @Test(arguments: ["", "\n", "\"", "\"unclosed\nand on"])
  func aCopyInTheLastBlockIsShownHoweverTheFileEnds(end: String) throws {
    let bench = try Bench()
    try bench.writeContract("t", of: "'*.csv'", fields: "name: id, type: string, unique: true")
    try bench.write("a.csv", "id\n1\n2\n")
    try bench.write("b.csv", "id\n" + (0..<6000).map { "\($0)" }.joined(separator: "\n") + end)
    let (merged, whole) = try mergedAndWhole(bench)
    #expect(merged.output == whole.output)
    #expect(merged.output.contains("first in a.csv, record 1"))
    #expect(!merged.output.contains("has changed"))
  }

  /// A file counts for the first pattern that finds it, and the others have found it as well.
  @Test func aPatternWhoseFilesAnotherFoundIsNotMissing() throws {
    let bench = try Bench()
    try bench.writeContract("t", of: "['a*.csv', 'a1*.csv', 'a9*.csv']", fields: "name: id, type: integer")
    for name in ["a1", "a2"] {
      try bench.write("\(name).csv", "id\n1\n")
      _ = try bench.run("check", "t.assay.yaml", "--partial-out", "\(name).p", "--now", Bench.now)
      _ = try bench.shell("mv \(name).csv \(name)")
    }
    _ = try bench.shell("mv a1 a1.csv; mv a2 a2.csv")
    let merged = try bench.run("merge", "a1.p", "a2.p", "--now", Bench.now, "--json", "-")
    #expect(merged.output == (try bench.check("t.assay.yaml", "--json", "-")).output)
    #expect(merged.output.contains("no file matches a9*.csv") && !merged.output.contains("no file matches a1*.csv"))
  }

  /// A partial does not say a masked header's names, but what they say of the dialect.
  @Test func theHintAtADelimiterOutlivesMasking() throws {
    let bench = try Bench()
    try bench.writeContract(
      "t", of: "'*.csv'", fields: "name: id, type: integer", "name: s, type: string, privacy: pii.email")
    try bench.write("a.csv", "id;s\n1;a\n")
    try bench.write("b.csv", "id,s\n1,b\n")
    let (merged, whole) = try mergedAndWhole(bench)
    #expect(merged.output == whole.output)
    #expect(whole.output.contains(#"perhaps the contract needs `csv: { delimiter: \";\" }`"#), "\(whole.output)")
  }

  @Test func whatAPartialCannotHoldIsRefused() throws {
    let bench = try bench()
    let timed = try partial(bench, "a", "part-1.csv", more: ["--timings"])
    #expect(timed.status == 2 && timed.complaints.contains("without --partial-out"), "\(timed.all)")
    let streamed = try partial(bench, "-", "part-1.csv")
    #expect(streamed.status == 2 && streamed.complaints.contains("name a file"), "\(streamed.all)")
    #expect(!bench.exists("-"))
  }

  /// Files are opened again for copies of keys in different files, with the limit that the check had.
  @Test func theDecompressedLimitHoldsAtTheMergeToo() throws {
    let bench = try bench()
    _ = try bench.shell("gzip -k part-1.csv part-3.csv")
    let limit = ["--decompressed-limit", "1M"]
    let first = try partial(bench, "a", "part-1.csv.gz", more: limit)
    #expect(first.output == "a: 2 records of 1 file; `assay merge` decides on them\n", "\(first.all)")
    _ = try partial(bench, "b", "part-3.csv.gz", more: limit)
    let merged = try bench.run(["merge", "a", "b", "--now", Bench.now] + limit)
    #expect(merged.status == 1, "\(merged.all)")
    #expect(merged.output.contains("first in part-1.csv.gz, record 1"), "\(merged.output)")
    #expect(merged.output.contains("--decompressed-limit 1M"), "\(merged.output)")
  }

  @Test func waiversAndPolicyDecideAtTheMerge() throws {
    let bench = try bench()
    _ = try partial(bench, "a", "part-1.csv")
    try bench.write(
      "orders.policy.yaml", "assay_policy: 1\ngates:\n  merge:\n    rules:\n      - { rule: cell.above_maximum, effect: block }\n")
    let merged = try bench.run("merge", "a", "--policy", "orders.policy.yaml", "--now", Bench.now, "--json", "-")
    let whole = try bench.run(
      "check", "orders.assay.yaml", "--data", "part-1.csv", "--policy", "orders.policy.yaml", "--now", Bench.now,
      "--json", "-")
    #expect(merged.output == whole.output)
    #expect(merged.status == whole.status, "\(merged.all)")
    #expect(try bench.run("merge", "a", "--fail-on", "warn").status == 1)
    #expect(try bench.run("merge", "a").status == 0)
  }

  @Test func whatDecidesDoesNotGoWithAShard() throws {
    let bench = try bench()
    for words in [["--gate", "merge"], ["--json", "-"], ["--fail-on", "warn"], ["--rejected", "r.csv"]] {
      let result = try partial(bench, "a", "part-1.csv", more: words)
      #expect(result.status == 2)
      #expect(result.complaints.contains("does not go with --partial-out"), "\(result.all)")
      #expect(!bench.exists("a"))
    }
    #expect(try partial(bench, "part-1.csv", "part-1.csv").complaints.contains("would overwrite"))
    #expect(try bench.check("orders.assay.yaml", "--partial-key", "k").status == 2)
  }

  @Test func partialsThatDoNotBelongTogetherAreRefused() throws {
    let bench = try bench()
    _ = try partial(bench, "a", "part-1.csv")
    _ = try partial(bench, "b", "part-1.csv", "part-2.csv")
    let overlap = try bench.run("merge", "a", "b")
    #expect(overlap.status == 2)
    #expect(overlap.complaints.contains("part-1.csv is in a and in b"), "\(overlap.all)")
    try bench.write("orders.assay.yaml", Bench.ordersContract + "rows: { min: 1 }\n")
    _ = try partial(bench, "c", "part-3.csv")
    let other = try bench.run("merge", "a", "c")
    #expect(other.status == 2)
    #expect(other.complaints.contains("a and c do not belong together"), "\(other.all)")
    try bench.write("cut", Array(Data(contentsOf: URL(fileURLWithPath: bench.path("a"))).dropLast(9)))
    #expect(try bench.run("merge", "cut").complaints.contains("cut short"))
    #expect(try bench.run("merge").status == 2)
    #expect(try bench.run("merge", "a", "--json", "a").complaints.contains("would overwrite"))
  }

  @Test func privateKeysNeedASecretAndAreHidden() throws {
    let bench = try Bench()
    try bench.write(
      "p.assay.yaml",
      """
      assay: 1
      id: people
      data: { files: p.csv }
      fields:
        - { name: phone, type: string, privacy: pii.phone, unique: true }
      """)
    try bench.write("p.csv", "phone\n0170123\n")
    try bench.write("q.csv", "phone\n0170999\n0170123\n")
    func shard(_ name: String, _ file: String, _ more: String...) throws -> CommandResult {
      try bench.run(["check", "p.assay.yaml", "--data", file, "--partial-out", name, "--now", Bench.now] + more)
    }
    let refused = try shard("a", "p.csv")
    #expect(refused.status == 2)
    #expect(refused.complaints.contains("--partial-key FILE"), "\(refused.all)")
    try bench.write("short", "abc")
    #expect(try shard("a", "p.csv", "--partial-key", "short").complaints.contains("16 to 4096"))
    try bench.write("key", "a secret of many bytes")
    try bench.write("other", "another secret of many bytes")
    #expect(try shard("a", "p.csv", "--partial-key", "key").status == 0)
    #expect(try shard("b", "q.csv", "--partial-key", "key").status == 0)
    #expect(try shard("c", "q.csv", "--partial-key", "other").status == 0)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: bench.path("a")))
    for text in ["0170123", String("0170123".reversed())] { #expect(bytes.range(of: Data(text.utf8)) == nil) }
    #expect(try bench.run("merge", "a", "c").complaints.contains("the keys of --partial-key differ"))
    let merged = try bench.run("merge", "a", "b", "--now", Bench.now, "--json", "-")
    let whole = try bench.check("p.assay.yaml", "--data", "p.csv", "--data", "q.csv", "--json", "-")
    #expect(merged.output == whole.output, "\(merged.all)")
    #expect(merged.status == 1)
  }

  @Test func shardsOfTheContractsOwnFilesAreItsDataset() throws {
    let bench = try Bench()
    try bench.write(
      "one/c.assay.yaml",
      """
      assay: 1
      id: c
      data: { files: [last.csv, "p-*.csv", first.csv] }
      fields:
        - { name: id, type: integer, unique: true }
      """)
    let contract = try bench.text("one/c.assay.yaml")
    try bench.write("two/c.assay.yaml", contract)
    try bench.write("all/c.assay.yaml", contract)
    for (place, name, rows) in [("one", "p-1.csv", "1\n"), ("two", "last.csv", "1\n2\n"), ("two", "first.csv", "2\n")] {
      try bench.write("\(place)/\(name)", "id\n" + rows)
      try bench.write("all/\(name)", "id\n" + rows)
    }
    for place in ["one", "two"] {
      let made = try bench.shell("cd \(place) && $ASSAY check c.assay.yaml --partial-out ../\(place).partial --now \(Bench.now)")
      #expect(made.status == 0, "\(made.output)")
    }
    let whole = try bench.shell("cd all && $ASSAY check c.assay.yaml --now \(Bench.now) --json -")
    let merged = try bench.shell("cd all && $ASSAY merge ../one.partial ../two.partial --now \(Bench.now) --json -")
    #expect(merged.output == whole.output, "\(merged.output)")
    let missing = try bench.shell("cd all && $ASSAY merge ../two.partial --now \(Bench.now) --json - --quiet")
    #expect(missing.output.contains("no file matches p-*.csv"))
  }

  @Test func freshnessByAFieldNeedsOneClock() throws {
    let bench = try Bench()
    try bench.write(
      "f.assay.yaml",
      """
      assay: 1
      id: f
      data: { files: f.csv }
      fields:
        - { name: at, type: timestamp }
      freshness: { field: at, block_after: 24h }
      """)
    try bench.write("f.csv", "at\n2026-11-21T10:00:00Z\n")
    #expect(try bench.check("f.assay.yaml", "--partial-out", "f").status == 0)
    #expect(try bench.run("merge", "f").status == 0)
    let other = try bench.run("merge", "f", "--now", "2026-11-22T12:00:00Z")
    #expect(other.status == 2)
    #expect(other.complaints.contains("the same --now"), "\(other.all)")
  }

  /// The commands of the page, with its files.
  @Test func theExampleOfTheDocumentationDoesWhatItSays() throws {
    let bench = try Bench()
    let page = try String(contentsOfFile: Repository.path("docs/shards.md"), encoding: .utf8)
    var blocks: [(info: String, text: String)] = []
    for (number, part) in page.components(separatedBy: "```").enumerated() where number % 2 == 1 {
      let end = part.firstIndex(of: "\n") ?? part.endIndex
      blocks.append((String(part[..<end]), String(part[part.index(after: end)...])))
    }
    for block in blocks {
      if let name = block.info.components(separatedBy: "file=").dropFirst().first { try bench.write(name, block.text) }
    }
    let shell = blocks.filter { $0.info == "sh" }.map { $0.text.replacingOccurrences(of: "assay check", with: "$ASSAY check") }
    let shards = try bench.shell("set -e\n" + shell[0])
    #expect(shards.status == 0, "\(shards.output)")
    let merged = try bench.shell(shell[1].replacingOccurrences(of: "assay merge", with: "$ASSAY merge"))
    #expect(merged.status == 1)
    #expect(merged.output.contains("first in orders-1.csv, record 2"), "\(merged.output)")
    let keyed = try bench.shell("set -e\n" + shell[2])
    #expect(keyed.status == 0, "\(keyed.output)")
  }
}
