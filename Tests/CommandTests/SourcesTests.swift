import Foundation
import Markup
import TestSupport
import Testing

/// `assay sources`, and provenance as the built binary checks it.
struct SourcesTests {
  private static let manifest = """
    assay_sources: 1
    sources:
      - { id: S1, name: "One, two", license: MIT, legal_basis: consent, refreshed_at: 2026-11-20, derived_from: base }
      - { id: S2, license: CC0-1.0, refreshed_at: 2026-11-20 }
      - { id: base, license: MIT, refreshed_at: 2026-11-20 }

    """

  private func bench(_ rows: String = "a,S1\nb,S2\nc,S1\nd,S9\n", manifest: String = Self.manifest) throws -> Bench {
    let bench = try Bench()
    try bench.writeContract(
      "corpus", of: "data.csv", fields: "name: text, type: string", "name: source, type: string",
      rest: """
        provenance:
          { field: source, sources: s.sources.yaml, require: [license], max_age: 30d, unknown: { block_above: 1 } }

        """)
    try bench.write("s.sources.yaml", manifest)
    try bench.write("data.csv", "text,source\n" + rows)
    return bench
  }

  private func sources(_ bench: Bench, _ words: String...) throws -> CommandResult {
    try bench.run(["sources", "corpus.assay.yaml", "--now", Bench.now] + words)
  }

  @Test func theTableListsSourcesByTheirRows() throws {
    let run = try sources(try bench())
    #expect(run.status == 0 && run.complaints == "")
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0].hasPrefix("corpus: s.sources.yaml (sha256:"))
    #expect(
      lines.dropFirst(2) == [
        "SOURCE  NAME      ROWS  SHARE  LICENCE  LEGAL BASIS  REFRESHED   AGE  STATE",
        "S1      One, two  2     50 %   MIT      consent      2026-11-20  12h  ok",
        "S2                1     25 %   CC0-1.0               2026-11-20  12h  ok",
        "base              0     0 %    MIT                   2026-11-20  12h  ok",
        "S9                1     25 %                                          not declared",
        "", "4 records from 2 of 3 declared sources, 1 through what was made from them",
        "1 record from sources that are not declared", "",
      ], "\(run.output)")
  }

  @Test func csvAndJSONSayTheSame() throws {
    let bench = try bench()
    let csv = try sources(bench, "--format", "csv").output
    #expect(csv.hasPrefix("id,name,url,license,attribution,legal_basis,"), "\(csv)")
    #expect(csv.contains("\r\nS1,\"One, two\",,MIT,,consent,,2026-11-20,,,base,2,43200,ok,data.csv,1\r\n"), "\(csv)")
    #expect(csv.hasSuffix("\r\nS9,,,,,,,,,,,1,,undeclared,data.csv,4\r\n"))
    let json = try Markup.JSON.parse(Array(try sources(bench, "--format", "json").output.utf8))
    #expect(json["sources"]?.items?.compactMap { $0["id"]?.text } == ["S1", "S2", "base"])
    #expect(json["sources"]?.items?.first?["record_count"]?.integer == 2)
    #expect(json["undeclared_count"]?.integer == 1)
  }

  @Test func theExitCodeIsThatOfACheck() throws {
    for (rows, manifest, status) in [
      ("a,S1\nb,S2\n", Self.manifest, 0), ("a,S8\nb,S9\nc,S1\nd,S2\n", Self.manifest, 1),
      ("a,S1\nb,S2\n", "assay_sources: 1\nsources: [{ id: S1, licence: MIT }]\n", 3),
    ] as [(String, String, Int32)] {
      let bench = try bench(rows, manifest: manifest)
      #expect(try sources(bench).status == status)
      #expect(try bench.check("corpus.assay.yaml").status == status)
    }
    let broken = try bench(manifest: "assay_sources: 1\nsources: [{ id: S1, licence: MIT }]\n")
    let report = try broken.check("corpus.assay.yaml").output
    #expect(report.contains("inconclusive: s.sources.yaml:2:21: Unknown key `licence` in `sources`"), "\(report)")
    #expect(try sources(broken).output.contains("the manifest could not be read: s.sources.yaml:2:21: "))
  }

  @Test func aContractWithoutProvenanceHasNoList() throws {
    let run = try Bench.withOrders().run("sources", "orders.assay.yaml")
    #expect(run.status == 2)
    #expect(run.complaints.contains("orders.assay.yaml has no `provenance`"))
  }

  @Test func manifestsAreLinted() throws {
    let bench = try bench()
    #expect(try bench.run("lint", "s.sources.yaml").output == "s.sources.yaml: nothing wrong\n")
    try bench.write("t.csv", "id,licence\na,MIT\n")
    let run = try bench.run("lint", "t.csv")
    #expect(run.status == 2)
    #expect(run.output.contains("t.csv:2:3: error: Unknown key `licence` in the source. [key.unknown]"), "\(run.output)")
    let mistaken = try bench.run("check", "s.sources.yaml")
    #expect(mistaken.complaints.contains("This is a source manifest, where a contract was expected."))
  }

  @Test func outputsNeverOverwriteTheManifest() throws {
    let bench = try bench()
    let before = try bench.text("s.sources.yaml")
    #expect(try bench.check("corpus.assay.yaml", "--json", "s.sources.yaml").status == 2)
    #expect(try bench.text("s.sources.yaml") == before)
  }

  @Test func shardsAndLedgerKeepTheCounts() throws {
    let bench = try bench()
    try bench.write("more.csv", "text,source\ne,S2\n")
    for (name, file) in [("1", "data.csv"), ("2", "more.csv")] {
      #expect(try bench.check("corpus.assay.yaml", "--data", file, "--partial-out", "\(name).partial").status == 0)
    }
    // What the merge says no longer depends on the manifest being there.
    let whole = try bench.check("corpus.assay.yaml", "--data", "data.csv", "--data", "more.csv", "--json", "a.json")
    let merged = try bench.run("merge", "1.partial", "2.partial", "--now", Bench.now, "--json", "b.json")
    #expect(whole.status == merged.status)
    func declared(_ name: String) throws -> Markup.Node? {
      try Markup.JSON.parse(Array(try bench.text(name).utf8))["contracts"]?.items?.first?["sources"]
    }
    #expect(try declared("a.json") != nil && declared("a.json") == declared("b.json"))
    #expect(try bench.check("corpus.assay.yaml", "--ledger", "l.db").status == 0)
    let query = "SELECT source, record_count FROM run_sources ORDER BY record_count DESC, source"
    let rows = try bench.run("ledger", "query", query, "--ledger", "l.db", "--format", "csv").output
    #expect(rows.contains("S1,2") && rows.contains("S9,1") && rows.contains("base,0"), "\(rows)")
  }
}
