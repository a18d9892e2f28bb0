import Markup
import TestSupport
import Testing

/// `assay licenses`, and what a check says of licences that do not go together.
struct LicensesTests {
  private func bench(
    license: String? = "CC-BY-4.0", uses: String? = nil, privacy: String = "", _ rows: String
  ) throws -> Bench {
    let bench = try Bench()
    try bench.writeContract(
      "corpus", of: "data.csv", license: license, fields: "name: id, type: integer",
      "name: licence, type: string, license: true\(privacy)",
      rest: "title: A corpus\n" + (uses.map { "uses: [\($0)]\n" } ?? ""))
    try bench.write("data.csv", "id,licence\n" + rows)
    return bench
  }

  private let table = "By the table of 2026-11-21 and the SPDX list 3.27.0; this is no legal advice.\n"

  @Test func yesWithItsReasonIsZero() throws {
    let bench = try bench("1,CC-BY-4.0\n2,CC0-1.0\n3,\n")
    let result = try bench.run("licenses", "corpus.assay.yaml", "--for", "commercial-training")
    #expect(result.output == "corpus for commercial-training: yes\ncorpus as CC-BY-4.0: yes\n" + table)
    #expect(result.status == 0, "\(result.all)")
  }

  @Test func noNamesRecordsLicenceAndObligation() throws {
    let bench = try bench("1,CC-BY-4.0\n2,CC-BY-NC-4.0\n3,CC-BY-NC-4.0\n")
    let result = try bench.run("licenses", "corpus.assay.yaml", "--for", "commercial-training")
    #expect(result.output == """
      corpus for commercial-training: no
        commercial-training: 2 records (2, 3) stand under CC-BY-NC-4.0, which allows non-commercial use only
      corpus as CC-BY-4.0: no
        declared CC-BY-4.0, but 2 records (2, 3) stand under CC-BY-NC-4.0, which allows non-commercial use only
      \(table)
      """)
    #expect(result.status == 1)
    let research = try bench.run("licenses", "corpus.assay.yaml", "--for=research")
    #expect(research.output.hasPrefix("corpus for research: yes\ncorpus as CC-BY-4.0: no\n"), "\(research.all)")
  }

  @Test(arguments: ["1,LicenseRef-terms\n", "1,not a licence\n"])
  func unknownIsUndecided(rows: String) throws {
    let result = try bench(rows).run("licenses", "corpus.assay.yaml", "--for", "analytics")
    #expect(result.output.hasPrefix("corpus for analytics: undecided\n"), "\(result.all)")
    #expect(result.status == 3)
  }

  @Test func recordsWithoutLicenceNeedADeclaredOne() throws {
    let bench = try bench(license: nil, "1,MIT\n2,\n")
    let result = try bench.run("licenses", "corpus.assay.yaml", "--for", "analytics")
    #expect(result.output.contains("1 record (2) stands under no known licence"), "\(result.all)")
    #expect(result.status == 3)
  }

  @Test func malformedRecordsLeaveItUndecided() throws {
    let result = try bench("1,MIT\n2,MIT,x\n").run("licenses", "corpus.assay.yaml", "--for", "analytics")
    #expect(result.status == 3)
    #expect(result.output == "")
    #expect(result.all.contains("1 malformed record"), "\(result.all)")
  }

  @Test func usesOfTheContractAreTheDefault() throws {
    let result = try bench(uses: "research, analytics", "1,MIT\n").run("licenses", "corpus.assay.yaml")
    #expect(result.output.hasPrefix("corpus for analytics: yes\ncorpus for research: yes\n"), "\(result.all)")
    let none = try bench("1,MIT\n").run("licenses", "corpus.assay.yaml")
    #expect(none.status == 2)
    #expect(none.all.contains("add --for commercial-training"), "\(none.all)")
    let other = try bench("1,MIT\n").run("licenses", "corpus.assay.yaml", "--for", "fortune-telling")
    #expect(other.status == 3)
    #expect(other.output.contains("known are research, education,"), "\(other.all)")
  }

  @Test func textsThatAreNoLicenceAreToldApart() throws {
    let bench = try bench("1,our terms\n2,\"a, b\"\n3,our terms\n4,MIT\n")
    let result = try bench.run("licenses", "corpus.assay.yaml", "--for", "analytics", "--notice", "NOTICE")
    #expect(result.status == 3)
    #expect(result.output.hasPrefix("""
      corpus for analytics: undecided
        analytics: 1 record (2) stands under `a, b`, which is no SPDX expression
        analytics: 2 records (1, 3) stand under `our terms`, which is no SPDX expression

      """), "\(result.all)")
    let notice = try bench.text("NOTICE")
    #expect(
      notice.hasPrefix(
        "NOTICE\n\nNOT SETTLED; `assay licenses` says why:\n  for analytics: undecided\n"
          + "  as CC-BY-4.0: undecided\n\nA corpus, under CC-BY-4.0.\n"), "\(notice)")
    #expect(notice.contains("  Licence: `our terms`, which is no SPDX expression; find out"), "\(notice)")
    let json = try bench.run("licenses", "corpus.assay.yaml", "--for", "analytics", "--json", "-").output
    let origins = try #require(Markup.JSON.parse(Array(json.utf8))["origins"]?.items)
    #expect(origins.compactMap { $0["unread_text"]?.text } == ["a, b", "our terms"])
  }

  @Test func tooManyTextsAreToldAsOne() throws {
    let rows = (1...101).map { "\($0),our terms\n" }.joined()
    let result = try bench(rows).run("licenses", "corpus.assay.yaml", "--for", "analytics")
    #expect(result.status == 3)
    #expect(result.output.contains("101 records (1, 2, 3 …) stand under no known licence"), "\(result.all)")
  }

  @Test func maskedTextsAreNotTold() throws {
    let bench = try bench(privacy: ", privacy: x.terms", "1,our terms\n2,a b\n")
    let result = try bench.run("licenses", "corpus.assay.yaml", "--for", "analytics", "--json", "j.json")
    #expect(result.status == 3)
    #expect(result.output.contains("2 records (1, 2) stand under no known licence"), "\(result.all)")
    #expect(try !(result.all + bench.text("j.json")).contains("our terms"))
  }

  @Test func noticeIsWrittenWhole() throws {
    let bench = try bench("1,CC-BY-4.0\n2,ODbL-1.0 OR MIT\n")
    let result = try bench.run("licenses", "corpus.assay.yaml", "--for", "analytics", "--notice", "NOTICE")
    #expect(result.status == 0, "\(result.all)")
    let notice = try bench.text("NOTICE")
    #expect(notice.hasPrefix("NOTICE\n\nA corpus, under CC-BY-4.0.\n"), "\(notice)")
    #expect(notice.contains("1 record of corpus, by their `licence`\n  Licence: CC-BY-4.0\n"), "\(notice)")
    #expect(notice.contains("  MIT: keep the copyright notices and the licence's text\n"), "\(notice)")
    let clash = try bench.run("licenses", "corpus.assay.yaml", "--for", "analytics", "--notice", "corpus.assay.yaml")
    #expect(clash.status == 2)
    #expect(clash.all.contains("would overwrite corpus.assay.yaml"), "\(clash.all)")
  }

  @Test func answerForPrograms() throws {
    let bench = try bench("1,CC-BY-NC-4.0\n")
    let result = try bench.run("licenses", "corpus.assay.yaml", "--for", "analytics", "--json", "-")
    #expect(result.status == 1)
    for part in [
      #""answer": "no""#, #""obligation": "use""#, #""license": "CC-BY-NC-4.0""#, #""record": 1"#,
      #""version": "3.27.0""#, #""is_legal_advice": false"#,
    ] { #expect(result.output.contains(part), "\(part) in \(result.output)") }
    #expect(try Markup.JSON.parse(Array(result.output.utf8))["contract"]?.text == "corpus")
  }

  @Test func privateLicencesAreNotTold() throws {
    let bench = try bench(uses: "analytics", privacy: ", privacy: x.terms", "1,CC-BY-NC-4.0\n")
    for words in [["licenses", "corpus.assay.yaml"], ["check", "corpus.assay.yaml", "--json", "-", "--verbose"]] {
      let result = try bench.run(words)
      #expect(result.status == 1, "\(result.all)")
      #expect(!result.all.contains("CC-BY-NC") && !result.all.contains("non-commercial"), "\(result.all)")
      #expect(result.all.contains("a masked licence"), "\(result.all)")
    }
    let notice = try bench.run("licenses", "corpus.assay.yaml", "--notice", "NOTICE")
    #expect(notice.status == 2)
    #expect(!bench.exists("NOTICE"))
  }

  @Test func checkBlocksOnClashingRecords() throws {
    let bench = try bench("1,CC-BY-4.0\n2,CC-BY-NC-4.0\n3,CC-BY-NC-4.0\n")
    let result = try bench.check("corpus.assay.yaml")
    #expect(result.status == 1)
    #expect(result.output.contains("license.incompatible"), "\(result.output)")
    #expect(result.output.contains("2 records (2, 3) stand under CC-BY-NC-4.0"), "\(result.output)")
    let one = try bench.check("corpus.assay.yaml", "--json", "-", "--threads", "1", "--block-size", "16")
    let many = try bench.check("corpus.assay.yaml", "--json", "-", "--threads", "4")
    #expect(one.output == many.output)
  }

  @Test func foreignNamesSayWhatToWrite() throws {
    let bench = try bench(license: "https://creativecommons.org/licenses/by/4.0/", "1,MIT\n")
    let result = try bench.run("lint", "corpus.assay.yaml")
    #expect(result.status == 2)
    #expect(result.output.contains("did you mean `CC-BY-4.0`?"), "\(result.output)")
  }
}
