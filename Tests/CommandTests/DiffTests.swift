import Foundation
import Markup
import TestSupport
import Testing

struct DiffTests {
  private static let contract = """
    assay: 1
    id: orders
    version: 1.0.0
    data: { files: v1.csv }
    fields:
      - { name: id, type: integer, required: true, unique: true }
      - { name: source, type: string, required: true }
      - { name: note, type: string, max_length: 20 }
    license: CC-BY-4.0

    """

  private func bench() throws -> Bench {
    let bench = try Bench()
    try bench.write("orders.assay.yaml", Self.contract)
    try bench.write("v1.csv", "id,source,note\n1,S1,a\n2,S1,b\n3,S2,c\n")
    try bench.write("v2.csv", "id,source,note\n1,S1,a\n2,S3,b\n4,S3,d\n5,S1,e\n")
    return bench
  }

  private func diff(_ bench: Bench, _ words: String...) throws -> CommandResult {
    try bench.run(["diff"] + words + ["--now", Bench.now])
  }

  private func json(_ run: CommandResult) throws -> Node { try Markup.JSON.parse(Array(run.output.utf8)) }

  @Test func twoDataFilesShowSourcesAndRowsThatMoved() throws {
    let bench = try bench()
    let run = try diff(
      bench, "v1.csv", "v2.csv", "--contract", "orders.assay.yaml", "--source", "source", "--format", "json")
    #expect(run.status == 0, "\(run.complaints)")
    let root = try json(run)
    let sources = (root["sources"]?.items ?? []).map { "\($0["id"]?.text ?? "") \($0["kind"]?.text ?? "")" }
    #expect(sources == ["S1 same", "S2 dropped", "S3 added"])
    let moves = root["moved_rows"]
    #expect(["kept_count", "moved_count", "added_count", "removed_count"].map { moves?[$0]?.integer } == [2, 1, 2, 1])
    #expect(moves?["examples"]?.items?.first?["source_after"]?.text == "S3")
    #expect(root["rows"]?["before"]?.integer == 3 && root["rows"]?["after"]?.integer == 4)
    #expect(root["proposal"]?["bump"]?.text == "major")
    #expect(root["files"]?.items?.first?["is_same"]?.text == "false")
  }

  @Test func aSourceThatIsNotApprovedBlocksByName() throws {
    let bench = try bench()
    let words = ["v1.csv", "v2.csv", "--contract", "orders.assay.yaml", "--source", "source"]
    func policy(_ approved: String) -> String {
      "assay_policy: 1\ngates: { merge: { changes: { new_source: block, approved_sources: [\(approved)] } } }\n"
    }
    try bench.write("assay.policy.yaml", policy(""))
    let blocked = try bench.run(["diff"] + words)
    #expect(blocked.status == 1)
    #expect(blocked.output.contains("block   new_source  S3"), "\(blocked.output)")
    try bench.write("assay.policy.yaml", policy("S3"))
    let approved = try bench.run(["diff"] + words)
    #expect(approved.status == 0, "\(approved.output)")
    #expect(approved.output.contains("approved  new_source  S3"), "\(approved.output)")
    #expect(try bench.run(["diff"] + words + ["--gate", "promotion"]).status == 0)
    try bench.write("assay.policy.yaml", policy(""))
    #expect(try bench.run(["diff"] + words + ["--policy", "none"]).status == 0)
  }

  /// Never a silent green: where sources are not counted, nobody knows that none is new.
  @Test func unknownSourcesBlockAsUndecided() throws {
    let bench = try bench()
    try bench.write("assay.policy.yaml", "assay_policy: 1\ngates: { merge: { changes: { new_source: block } } }\n")
    let run = try diff(bench, "v1.csv", "v2.csv", "--contract", "orders.assay.yaml")
    #expect(run.status == 3)
    #expect(run.output.contains("block (not known)"), "\(run.output)")
  }

  @Test func twoResultsAndTheLedgerTellTheSame() throws {
    let bench = try bench()
    _ = try bench.run("ledger", "init")
    #expect(try bench.check("orders.assay.yaml", "--json", "r1.json", "--quiet").status == 0)
    try bench.write(
      "orders.assay.yaml",
      Self.contract.replacing("1.0.0", with: "2.0.0").replacing("v1.csv", with: "v2.csv")
        .replacing("CC-BY-4.0", with: "CC-BY-NC-4.0").replacing(", max_length: 20", with: ""))
    #expect(try bench.check("orders.assay.yaml", "--json", "r2.json", "--quiet").status == 0)
    let results = try json(diff(bench, "r1.json", "r2.json", "--format", "json"))
    #expect(results["terms"]?.items?.first?["after"]?.text == "CC-BY-NC-4.0")
    #expect(results["contract"]?.items?.contains { $0["keyword"]?.text == "max_length" } == true)
    #expect(results["proposal"]?["outcome"]?.text == "sufficient")
    for name in [["orders@1.0.0", "orders@2.0.0"], ["orders@1", "orders@latest"], ["ledger:1", "ledger:4"], ["v1.0.0", "2.0.0"]] {
      let run = try diff(bench, name[0], name[1], "--format", "json")
      #expect(run.status == 0, "\(name) \(run.complaints)")
      let root = try json(run)
      #expect(root["before"]?["origin"]?.text == "ledger")
      #expect(root["terms"]?.items?.first?["after"]?.text == "CC-BY-NC-4.0", "\(name)")
      #expect(root["rows"]?["after"]?.integer == 4, "\(name)")
      // The contract of the first run is no longer where it was, and the ledger keeps it.
      let lines = (root["contract"]?.items ?? []).map { "\($0["kind"]?.text ?? "") \($0["keyword"]?.text ?? "")" }
      #expect(lines == ["changed data/files", "removed max_length", "changed license"], "\(name)")
      let doubts = (root["proposal"]?["doubts"]?.items ?? []).map { $0.text ?? "" }
      #expect(doubts == ["the sources are not known: its contract has no `provenance`, which says where rows come from"])
    }
    let mixed = try diff(bench, "r1.json", "orders@latest", "--format", "markdown")
    #expect(mixed.output.contains("### Licence and use"), "\(mixed.output)")
  }

  @Test func twoContractsSayForWhomTheyBreak() throws {
    let bench = try bench()
    try bench.write("new.assay.yaml", Self.contract.replacing("max_length: 20", with: "max_length: 30"))
    try bench.write(
      "assay.policy.yaml", "assay_policy: 1\ngates: { merge: { changes: { wrong_version: block } } }\n")
    let run = try diff(bench, "orders.assay.yaml", "new.assay.yaml")
    #expect(run.status == 1)
    #expect(run.output.contains("1 line breaks consumers"), "\(run.output)")
    #expect(run.output.contains("Nothing breaks producers"), "\(run.output)")
    #expect(run.output.contains("2.0.0 or later"), "\(run.output)")
    try bench.write(
      "new.assay.yaml",
      Self.contract.replacing("max_length: 20", with: "max_length: 30").replacing("1.0.0", with: "2.0.0"))
    #expect(try diff(bench, "orders.assay.yaml", "new.assay.yaml").status == 0)
    #expect(try diff(bench, "orders.assay.yaml", "orders.assay.yaml").output.contains("Nothing changed"))
  }

  @Test(arguments: [
    (["v1.csv"], "expected two things"), (["v1.csv", "v2.csv"], "add --contract FILE"),
    (["v1.csv", "orders.assay.yaml"], "cannot be compared"), (["v1.csv", "r.json"], "cannot be compared"),
    (["absent/a.csv", "v2.csv"], "absent/a.csv does not exist"), ([".", "v2.csv"], "is a directory"),
    (["absent.csv", "v2.csv"], "absent.csv does not exist"), (["absent.jsonl.gz", "v2.csv"], "absent.jsonl.gz does not exist"),
    (["absent.yml", "v2.csv"], "absent.yml does not exist"), (["ledger:", "ledger:1"], "ledger: names no entry"),
    (["-", "v2.csv"], "is no regular file"), (["orders@1", "orders@2"], "there is no ledger"),
    (["v1.csv", "v2.csv", "--contract", "orders.assay.yaml", "--source", "x"], "is no field"),
    (["orders.assay.yaml", "orders.assay.yaml", "--source", "x"], "goes with two data files"),
    (["broken.assay.yaml", "orders.assay.yaml"], "key.unknown"), (["r.json", "r.json"], "is no JSON result"),
    (["v1.csv", "v2.csv", "--contract", "private.assay.yaml", "--source", "source"], "is private"),
  ])
  func refusesWhatMakesNoSense(words: [String], complaint: String) throws {
    let bench = try bench()
    try bench.write("r.json", "{\"assay_result\": 9}")
    try bench.write("broken.assay.yaml", Self.contract + "licence: MIT\n")
    try bench.write("private.assay.yaml", Self.contract.replacing("source, type: string", with: "source, type: string, privacy: pii"))
    try FileManager.default.createDirectory(atPath: bench.path(".git"), withIntermediateDirectories: true)
    let run = try bench.run(["diff"] + words)
    #expect(run.status == 2)
    #expect(run.complaints.contains(complaint), "\(run.complaints)")
    #expect(run.output.isEmpty)
  }

  /// Rows that nobody could read may come from anywhere: what is not counted is never taken for gone, nor for not new.
  @Test(arguments: ["column", "malformed"], ["new_source", "dropped_source", "moved_rows"])
  func rowsWhoseSourceCannotBeReadAreUndecided(fault: String, kind: String) throws {
    let bench = try bench()
    try bench.write("assay.policy.yaml", "assay_policy: 1\ngates: { merge: { changes: { \(kind): block } } }\n")
    try bench.write("v1.csv", "id,source,note\n1,S1,a\n2,S1,b\n")
    try bench.write(
      "v2.csv", fault == "column" ? "id,origin,note\n1,S9,a\n2,S9,b\n" : "id,source,note\n1,S1,a\n2,S1,b\n3,S9,c,d\n")
    let declared = Self.contract + "provenance: { field: source, sources: s.yaml, unknown: { severity: warn } }\n"
    try bench.write("s.yaml", "assay_sources: 1\nsources: [{ id: S1, license: CC-BY-4.0 }]\n")
    try bench.write("declared.assay.yaml", declared)
    _ = try bench.run("ledger", "init")
    for name in ["v1", "v2"] {
      _ = try bench.check("declared.assay.yaml", "--data", "\(name).csv", "--json", "\(name).json", "--quiet")
    }
    for words in [
      ["v1.csv", "v2.csv", "--contract", "orders.assay.yaml", "--source", "source"],
      ["v1.csv", "v2.csv", "--contract", "declared.assay.yaml"], ["v1.json", "v2.json"], ["orders@1", "orders@3"],
    ] {
      let run = try bench.run(["diff"] + words)
      #expect(run.status == 3, "\(words) \(run.output)\(run.complaints)")
      let lost = fault == "column" ? "lacks the column source" : "1 of 3 rows are malformed"
      #expect(run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(lost), "\(words) \(run.output)")
    }
  }

  @Test func aFileThatIsMissingIsNeverGreen() throws {
    let bench = try bench()
    try bench.write("assay.policy.yaml", "assay_policy: 1\ngates: { merge: { changes: { dropped_source: block } } }\n")
    try bench.write("v2.csv.gz", [0x1F, 0x8B, 8, 0, 0])
    let run = try diff(bench, "v1.csv", "v2.csv.gz", "--contract", "orders.assay.yaml", "--source", "source")
    #expect(run.status == 3, "\(run.output)\(run.complaints)")
    #expect(run.output.contains("Not read whole"), "\(run.output)")
  }
}

/// Three versions of a dataset whose contract says where its rows come from, told three ways.
struct DiffSourcesTests {
  private static let contract = """
    assay: 1
    id: orders
    version: 37.0.0
    data: { files: v37.csv }
    fields:
      - { name: id, type: integer, required: true, unique: true }
      - { name: source, type: string, required: true }
    provenance: { field: source, sources: orders.sources.yaml, unknown: { severity: warn } }

    """
  private static let manifest = """
    assay_sources: 1
    sources:
      - { id: S1, license: CC-BY-4.0, legal_basis: contract, refreshed_at: 2026-10-01, derived_from: base }
      - { id: S2, license: CC0-1.0, refreshed_at: 2026-10-01 }
      - { id: base, license: CC-BY-4.0 }
      - { id: idle, license: MIT }

    """
  private static let data = [
    37: "id,source\n1,S1\n2,S1\n3,S2\n", 38: "id,source\n1,S1\n2,S9\n4,S9\n5,S1\n",
    39: "id,source\n1,S1\n2,S3\n4,S3\n5,S1\n",
  ]

  /// Checks each version in its turn, under the manifest of its time: 39 declares S3, and S1 is tightened.
  private func bench() throws -> Bench {
    let bench = try Bench()
    _ = try bench.run("ledger", "init")
    for version in 37...39 {
      try bench.write("v\(version).csv", Self.data[version] ?? "")
      try bench.write(
        "orders.assay.yaml",
        Self.contract.replacing("37.0.0", with: "\(version).0.0").replacing("v37", with: "v\(version)"))
      let later = Self.manifest.replacing("S1, license: CC-BY-4.0", with: "S1, license: CC-BY-NC-4.0")
        + "  - { id: S3, license: CC0-1.0, legal_basis: public_task }\n"
      try bench.write("orders.sources.yaml", version == 39 ? later : Self.manifest)
      let run = try bench.check("orders.assay.yaml", "--json", "v\(version).json", "--quiet")
      #expect(run.status == 0, "\(run.output)\(run.complaints)")
    }
    return bench
  }

  private func diff(_ bench: Bench, _ words: String...) throws -> (root: Node, sources: String) {
    let run = try bench.run(["diff"] + words + ["--format", "json", "--now", Bench.now])
    #expect(run.status == 0, "\(words) \(run.complaints)")
    let start = run.output.range(of: "\"sources\":")?.lowerBound ?? run.output.startIndex
    let end = run.output.range(of: "\"moved_rows\":")?.lowerBound ?? run.output.endIndex
    return (try Markup.JSON.parse(Array(run.output.utf8)), String(run.output[start..<end]))
  }

  private func kinds(_ root: Node) -> [String] {
    (root["sources"]?.items ?? []).map { source in
      [source["id"]?.text, source["kind"]?.text, source["license_move"]?.text].compactMap { $0 }.joined(separator: " ")
    }
  }

  @Test func dataResultsAndTheLedgerTellTheSameSources() throws {
    let bench = try bench()
    let results = try diff(bench, "v37.json", "v38.json")
    #expect(kinds(results.root) == ["S1 same", "S2 dropped", "S9 added", "base same"])
    let ledger = try diff(bench, "orders@37.0.0", "orders@38.0.0")
    #expect(ledger.sources == results.sources)
    #expect(try diff(bench, "v37.json", "v38.0.0").sources == results.sources)
    #expect(results.root["proposal"]?["bump"]?.text == "major")
    // Data is read under the contract of now: its manifest holds for both sides.
    try bench.write("orders.sources.yaml", Self.manifest)
    let data = try diff(bench, "v37.csv", "v38.csv", "--contract", "orders.assay.yaml")
    #expect(data.sources == results.sources)
    #expect(try diff(bench, "v37.csv", "v38.csv", "--contract", "orders.assay.yaml", "--source", "source").sources == results.sources)
    #expect(data.root["moved_rows"]?["moved_count"]?.integer == 1)
    #expect(results.root["moved_rows"]?["unknown"] != nil)
  }

  /// The manifest of each time is in its result and in the ledger, so that what moved there shows too.
  @Test func aTightenedLicenceOfASourceIsTold() throws {
    let bench = try bench()
    let results = try diff(bench, "v38.json", "v39.json")
    #expect(kinds(results.root) == ["S1 relicensed tightened", "S3 added", "S9 dropped", "base same"])
    #expect(try diff(bench, "orders@38.0.0", "orders@latest").sources == results.sources)
    let undone = try diff(bench, "v39.json", "v38.json")
    #expect(kinds(undone.root).first == "S1 relicensed loosened")
    let table = try bench.run("diff", "v38.json", "v39.json", "--now", Bench.now).output
    #expect(table.contains("  tightened  S1 "), "\(table)")
    try bench.write("assay.policy.yaml", "assay_policy: 1\ngates: { merge: { changes: { relicensed: block } } }\n")
    let blocked = try bench.run("diff", "v38.json", "v39.json", "--now", Bench.now)
    #expect(blocked.status == 1)
    // The reason is folded.
    let words = blocked.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("CC-BY-NC-4.0 allows non-commercial use only"), "\(blocked.output)")
  }

  /// Another manifest may say another attribution, which no row and no licence shows.
  @Test func aChangedManifestIsToldByResultsAndTheLedger() throws {
    let bench = try bench()
    try bench.write("orders.sources.yaml", Self.manifest.replacing("id: idle", with: "id: other"))
    try bench.write("orders.assay.yaml", Self.contract.replacing("v37", with: "v38").replacing("37.0.0", with: "38.0.1"))
    _ = try bench.check("orders.assay.yaml", "--json", "now.json", "--quiet")
    for words in [["v38.json", "now.json"], ["orders@38.0.0", "orders@38.0.1"]] {
      let (root, _) = try diff(bench, words[0], words[1])
      let files = root["source_manifest"]?.items ?? []
      #expect(files.map { $0["path"]?.text } == ["orders.sources.yaml"])
      #expect(files.first?["is_same"]?.text == "false")
      #expect(files.first?["before"]?.text != files.first?["after"]?.text)
      #expect(root["proposal"]?["bump"]?.text == "patch")
      let table = try bench.run(["diff"] + words + ["--now", Bench.now]).output
      #expect(table.contains("The source manifest orders.sources.yaml is another: sha256:"), "\(table)")
    }
    let same = try diff(bench, "v37.json", "v38.json").root["source_manifest"]?.items?.first
    #expect(same?["is_same"]?.text == "true")
  }

  /// Never a silent green: a manifest that cannot be read leaves all three undecided, and so do masked ids.
  @Test(arguments: ["manifest", "masked"])
  func whatIsNotKnownIsSaidByAllThree(reason: String) throws {
    let bench = try bench()
    let hidden = Self.contract.replacing("type: string", with: "type: string, privacy: pii")
    try bench.write("orders.assay.yaml", reason == "masked" ? hidden : Self.contract)
    if reason == "manifest" { try bench.write("orders.sources.yaml", "assay_sources: 1\nsorces: []\n") }
    _ = try bench.check("orders.assay.yaml", "--json", "now.json", "--quiet")
    try bench.write(
      "assay.policy.yaml", "assay_policy: 1\ngates: { merge: { changes: { new_source: block } } }\n")
    for words in [["v37.json", "now.json"], ["orders@38.0.0", "orders@latest"], ["v37.csv", "v38.csv", "--contract", "orders.assay.yaml"]] {
      let run = try bench.run(["diff"] + words + ["--now", Bench.now])
      #expect(run.status == 3, "\(words) \(run.output)\(run.complaints)")
      #expect(run.output.contains("Sources\n  Not known: "), "\(run.output)")
      if reason == "masked" { #expect(!run.output.contains("S9"), "\(words)") }
    }
  }

  /// Every line stays within the terminal, but for words that are longer.
  @Test func theTableKeepsToTheWidth() throws {
    let bench = try bench()
    try bench.write("assay.policy.yaml", "assay_policy: 1\ngates: { merge: { changes: { relicensed: block } } }\n")
    let table = try bench.run("diff", "v37.json", "v39.json", "--now", Bench.now).output
    for line in table.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
    #expect(table.contains("CC-BY-4.0 → CC-BY-NC-4.0"), "\(table)")
  }
}

/// Every command of `docs/diff.md`, in its order.
struct DiffPageTests {
  @Test func everyCommandOfThePageWorks() throws {
    let bench = try Bench()
    let page = try Repository.text("docs/diff.md")
    let parts = page.components(separatedBy: "\n```sh")
    #expect(parts.count >= 6)
    for (text, part) in zip(parts, parts.dropFirst()) {
      for (name, file) in files(of: text) { try bench.write(name, file) }
      let block = part.components(separatedBy: "\n```")[0]
      let lines = block.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      let expected = Int32(lines[0].split(separator: " ").last ?? "") ?? 0
      let run = try bench.shell("assay() { \"$ASSAY\" \"$@\"; }\n\(lines[1])")
      #expect(run.status == expected, "\(block)\n\(run.output)")
    }
  }

  /// `<!-- file: name -->` stands before a block that is a file of the story.
  private func files(of text: String) -> [(String, String)] {
    text.components(separatedBy: "<!-- file: ").dropFirst().map { part in
      let name = part.components(separatedBy: " -->")[0]
      let block = part.components(separatedBy: "```")[1].split(separator: "\n", maxSplits: 1)[1]
      return (name, String(block))
    }
  }

  @Test func thePageNamesEveryKindOfChange() throws {
    let page = try Repository.text("docs/diff.md")
    for kind in [
      "new_source", "dropped_source", "relicensed", "breaking_schema", "breaking_for_producers", "moved_rows",
      "wrong_version",
    ] { #expect(page.contains("| `\(kind)` |"), "\(kind)") }
  }
}
