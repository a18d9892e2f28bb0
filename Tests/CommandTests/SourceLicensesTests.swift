import Markup
import TestSupport
import Testing

/// Licences of sources, of datasets upstream, and of terms that a policy declares, as the built binary judges them.
struct SourceLicensesTests {
  private static let manifest = """
    assay_sources: 1
    sources:
      - { id: S1, name: Town hall, url: "https://example.org/town", license: CC-BY-4.0, attribution: © Town hall }
      - { id: S17, name: Reports, license: LICENSE, derived_from: base }
      - { id: base, license: CC0-1.0 }

    """

  private func bench(
    _ license: String = "CC-BY-NC-4.0", rows: [String] = ["S1", "S17", "S1", "S17"],
    field: String = "type: string"
  ) throws -> Bench {
    let bench = try Bench()
    try bench.writeContract(
      "corpus", of: "data.csv", license: "CC-BY-4.0", fields: "name: id, type: integer", "name: source, \(field)",
      rest: """
        uses: [commercial-training]
        provenance: { field: source, sources: s.sources.yaml }

        """)
    try bench.write("s.sources.yaml", Self.manifest.replacing("LICENSE", with: license))
    try bench.write("data.csv", "id,source\n" + rows.enumerated().map { "\($0.offset),\($0.element)\n" }.joined())
    return bench
  }

  private func policy(_ use: String) -> String {
    """
    assay_policy: 1
    gates: { merge: {} }
    license_terms:
      LicenseRef-acme: { use: \(use), attribution: true, share_alike: none, derivatives: true }

    """
  }

  @Test func checkNamesSourceRowsAndObligation() throws {
    let result = try bench().check("corpus.assay.yaml", "--verbose")
    #expect(result.status == 1)
    let words = "2 records (2, 4) come from S17 under CC-BY-NC-4.0, which allows non-commercial use only"
    #expect(result.output.contains("declared CC-BY-4.0, but \(words)"), "\(result.output)")
    let shuffled = try bench(rows: ["S17", "S17", "S1"]).check("corpus.assay.yaml")
    #expect(shuffled.status == 1)
    #expect(shuffled.output.contains("2 records (1, 2) come from S17"), "\(shuffled.output)")
    #expect(try bench("CC0-1.0").check("corpus.assay.yaml").status == 0)
  }

  @Test func oneShardAndManySayTheSame() throws {
    let bench = try bench()
    let one = try bench.check("corpus.assay.yaml", "--json", "-", "--threads", "1", "--block-size", "16")
    let many = try bench.check("corpus.assay.yaml", "--json", "-", "--threads", "4")
    #expect(one.output == many.output)
  }

  @Test func licensesAnswersOverSources() throws {
    let result = try bench().run("licenses", "corpus.assay.yaml")
    #expect(result.status == 1)
    let words = "2 records (2, 4) come from S17 under CC-BY-NC-4.0, which allows non-commercial use only"
    #expect(
      result.output.hasPrefix(
        "corpus for commercial-training: no\n  commercial-training: \(words)\n"
          + "corpus as CC-BY-4.0: no\n  declared CC-BY-4.0, but \(words)\n"), "\(result.output)")
    let json = try bench().run("licenses", "corpus.assay.yaml", "--json", "-").output
    let origins = try #require(Markup.JSON.parse(Array(json.utf8))["origins"]?.items)
    #expect(origins.map { $0["name"]?.text } == ["S1", "S17", "base"])
    #expect(origins.last?["through"]?.text == "S17")
  }

  @Test func noticeHasNameLinkAndAttributionOfSources() throws {
    let bench = try bench("CC-BY-4.0")
    let result = try bench.run("licenses", "corpus.assay.yaml", "--notice", "NOTICE")
    #expect(result.status == 0, "\(result.all)")
    let notice = try bench.text("NOTICE")
    #expect(
      notice.contains(
        "\nTown hall\n  Source: https://example.org/town\n  Attribution: © Town hall\n  Licence: CC-BY-4.0\n"),
      "\(notice)")
    #expect(notice.contains("\nReports\n  Licence: CC-BY-4.0\n"), "\(notice)")
    #expect(notice.contains("\nbase\n  Licence: CC0-1.0\n"), "\(notice)")
  }

  @Test func maskedSourcesAreJudgedAndNotNamed() throws {
    for (license, status) in [("CC-BY-NC-4.0", Int32(1)), ("CC-BY-4.0", 0)] {
      let bench = try bench(license, field: "type: string, privacy: pii.name")
      #expect(try bench.check("corpus.assay.yaml").status == status)
      let result = try bench.run("licenses", "corpus.assay.yaml")
      #expect(result.status == status, "\(result.all)")
      for word in ["S17", "CC-BY-NC", "non-commercial"] { #expect(!result.all.contains(word), "\(result.all)") }
      let notice = try bench.run("licenses", "corpus.assay.yaml", "--notice", "-")
      #expect(notice.status == 2, "a NOTICE would tell: \(notice.all)")
    }
    let told = try bench(field: "type: string, privacy: pii.name").run("licenses", "corpus.assay.yaml").output
    #expect(told.contains("2 records (2, 4) come from a masked source under a masked licence"), "\(told)")
  }

  @Test func policyDeclaresTerms() throws {
    let bench = try bench("LicenseRef-acme")
    let open = try bench.check("corpus.assay.yaml")
    #expect(open.status == 3)
    #expect(open.output.contains("a policy can declare them: `license_terms`"), "\(open.output)")
    try bench.write("open.yaml", policy("any"))
    try bench.write("closed.yaml", policy("research"))
    for (file, status) in [("open.yaml", Int32(0)), ("closed.yaml", 1), ("none", 3)] {
      #expect(try bench.check("corpus.assay.yaml", "--policy", file).status == status, "\(file)")
      #expect(try bench.run("licenses", "corpus.assay.yaml", "--policy", file).status == status, "\(file)")
    }
    let notice = try bench.run("licenses", "corpus.assay.yaml", "--policy", "open.yaml", "--notice", "-")
    #expect(notice.output.contains("LicenseRef-acme: name the source and link the licence"), "\(notice.output)")
    try bench.write("part.yaml", policy("any").replacing(", derivatives: true", with: ""))
    #expect(try bench.check("corpus.assay.yaml", "--policy", "part.yaml").status == 2)
  }

  @Test func mergedPartialsTakeTheTermsOfThePolicy() throws {
    let bench = try bench("LicenseRef-acme")
    let options = ["--now", Bench.now]
    #expect(try bench.run(["check", "corpus.assay.yaml", "--partial-out", "p"] + options).status == 0)
    try bench.write("open.yaml", policy("any"))
    #expect(try bench.run("merge", "p", "--policy", "open.yaml").status == 0)
    #expect(try bench.run("merge", "p").status == 3)
  }

  @Test func datasetsUpstreamCount() throws {
    let bench = try Bench()
    for (name, license) in [("raw", "CC-BY-NC-4.0"), ("made", "CC-BY-4.0")] {
      try bench.write("\(name).csv", "id\n1\n\(name.count)\n")
      try bench.writeContract(name, of: "\(name).csv", license: license, fields: "name: id, type: integer")
    }
    let ask = ["licenses", "made.assay.yaml", "--for", "analytics", "--ledger", "l.db"]
    #expect(try bench.run("ledger", "init", "--ledger", "l.db").status == 0)
    let before = try bench.run(ask)
    #expect(before.status == 0 && before.complaints.contains("has no job that made these files"), "\(before.all)")
    #expect(try bench.run("check", "raw.assay.yaml", "--ledger", "l.db").status == 0)
    let job = [
      "record", "--name", "make", "--input", "raw.csv", "--output", "made.csv", "--ledger", "l.db",
      "--commit", String(repeating: "0a", count: 20), "--environment", "uv.lock",
    ]
    try bench.write("uv.lock", "")
    let recorded = try bench.run(job)
    #expect(recorded.status == 0, "\(recorded.all)")
    let after = try bench.run(ask)
    #expect(after.status == 1, "\(after.all)")
    #expect(
      after.output.contains(
        "declared CC-BY-4.0, but dataset raw stands under CC-BY-NC-4.0, which allows non-commercial use only"),
      "\(after.all)")
    // What the records of a dataset upstream say counts as well.
    try bench.write("raw.jsonl", "{\"licence\": \"MIT\"}\n{\"licence\": \"CC-BY-NC-4.0\"}\n")
    try bench.writeContract("mixed", of: "raw.jsonl", fields: "name: licence, type: string, license: true")
    try bench.write("picked.csv", "id\n9\n")
    try bench.writeContract("picked", of: "picked.csv", license: "MIT", fields: "name: id, type: integer")
    #expect(try bench.run("check", "mixed.assay.yaml", "--ledger", "l.db").status == 0)
    let pick = job.map { $0 == "raw.csv" ? "raw.jsonl" : $0 == "made.csv" ? "picked.csv" : $0 == "make" ? "pick" : $0 }
    #expect(try bench.run(pick).status == 0)
    let picked = try bench.run(ask.map { $0 == "made.assay.yaml" ? "picked.assay.yaml" : $0 })
    #expect(picked.status == 1, "\(picked.all)")
    #expect(picked.output.contains("records of dataset mixed stand under CC-BY-NC-4.0"), "\(picked.all)")
    #expect(try bench.run(ask + ["--no-ledger"]).status == 2)
    #expect(try bench.run("licenses", "made.assay.yaml", "--for", "analytics").status == 0)
  }

  /// A source that names no licence stands under its contract's, whoever is asked, and in the ledger.
  @Test func aSourceOfADatasetHasOneLicenceEverywhere() throws {
    let bench = try Bench()
    try bench.writeContract("places", of: "places.csv", license: "CC-BY-4.0", fields: "name: id, type: string")
    try bench.write("places.csv", "id\nA\n")
    try bench.writeContract(
      "seen", of: "seen.csv", fields: "name: place, type: string",
      rest: """
        uses: [commercial-training]
        provenance: { field: place, sources: { contract: places.assay.yaml }, require: [license] }

        """)
    try bench.write("seen.csv", "place\nA\nA\n")
    #expect(try bench.run("ledger", "init", "--ledger", "l.db").status == 0)
    let check = try bench.run("check", "seen.assay.yaml", "--ledger", "l.db", "--now", Bench.now)
    #expect(check.status == 0, "\(check.all)")
    let list = try bench.run("sources", "seen.assay.yaml", "--now", Bench.now)
    #expect(list.status == 0, "\(list.all)")
    #expect(list.output.contains("sources that name no licence stand under CC-BY-4.0"), "\(list.output)")
    #expect(list.output.contains("A             2     100 %  CC-BY-4.0"), "\(list.output)")
    #expect(try bench.run("licenses", "seen.assay.yaml", "--no-ledger").status == 0)
    let recorded = try bench.run("ledger", "query", "SELECT license FROM run_sources", "--ledger", "l.db")
    #expect(recorded.output.contains("CC-BY-4.0"), "\(recorded.all)")
    try bench.write("places.assay.yaml", bench.text("places.assay.yaml").replacing("license: CC-BY-4.0\n", with: ""))
    #expect(try bench.run("check", "seen.assay.yaml", "--now", Bench.now).status == 1)
    #expect(try bench.run("sources", "seen.assay.yaml", "--now", Bench.now).status == 1)
    #expect(try bench.run("licenses", "seen.assay.yaml", "--no-ledger").status == 3)
  }

  @Test func recordsThatNameNoLicenceAreUndecidedEverywhere() throws {
    let bench = try Bench()
    func write(license: String?) throws {
      try bench.writeContract(
        "t", of: "d.jsonl", license: license, fields: "name: \"lic[]\", type: string, license: true",
        rest: "uses: [commercial-training]\n")
    }
    try bench.write("d.jsonl", "{\"lic\":[\"MIT\",\"mit\",\"MIT\"]}\n{\"lic\":[]}\n{\"lic\":[\"MIT\"]}\n")
    try write(license: nil)
    let check = try bench.check("t.assay.yaml")
    let words = "1 record (2) stands under no known licence, so that nobody has allowed anything"
    #expect(check.status == 3 && check.output.contains(words), "\(check.all)")
    let ask = try bench.run("licenses", "t.assay.yaml", "--no-ledger")
    #expect(ask.status == 3 && ask.output.contains(words), "\(ask.all)")
    try write(license: "MIT")
    #expect(try bench.check("t.assay.yaml").status == 0)
    let json = try bench.run("licenses", "t.assay.yaml", "--no-ledger", "--json", "-").output
    let origins = try #require(Markup.JSON.parse(Array(json.utf8))["origins"]?.items)
    #expect(origins.map { $0["records"]?.integer } == [2], "a record counts once: \(json)")
    #expect(origins.first?["first"]?.items?.map { $0["record"]?.integer } == [1, 3])
  }

  @Test func foreignNamesInTheDataAreToldTheirSPDXNames() throws {
    let bench = try Bench()
    func check(_ field: String) throws -> CommandResult {
      try bench.writeContract("t", of: "d.csv", fields: "name: licence, type: string, license: true\(field)")
      try bench.write("d.csv", "licence\nodc-by\ncc-by\nnonsense words\n")
      return try bench.check("t.assay.yaml", "--verbose")
    }
    let shown = try check("")
    #expect(shown.output.contains("write ODC-By-1.0"), "\(shown.output)")
    #expect(shown.output.contains("it names no version"), "\(shown.output)")
    #expect(try !check(", privacy: x.terms").output.contains("ODC-By"))
  }
}
