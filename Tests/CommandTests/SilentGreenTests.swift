import Foundation
import Testing
import TestSupport

/// Ways in which a gate could turn green, or name the wrong culprit, that were once open.
struct SilentGreenTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Checks a contract that is given after `assay: 1`, `id: t`.
  private func check(_ contract: String, _ options: String...) throws -> CommandResult {
    try scratch.write("t.assay.yaml", "assay: 1\nid: t\n" + contract)
    return try assay(["check", "t.assay.yaml"] + options, in: scratch.path)
  }

  @Test func filesWhoseNamesLookTheSameAreBothRead() throws {
    try scratch.write("e\u{301}.csv", "a\n1\n")
    try scratch.write("\u{e9}.csv", "a\nbad\n")
    let run = try check("data: { files: '*.csv' }\nfields: [{ name: a, type: integer }]\n")
    #expect(run.status == 1)
    #expect(run.output.contains("2 files, 2 records"))
  }

  @Test func headersAreComparedByTheirBytes() throws {
    try scratch.write("d.csv", "e\u{301}\n1\n")
    #expect(try check("data: { files: d.csv }\nfields: [{ name: \u{e9}, type: integer }]\n").status == 1)
  }

  @Test(arguments: ["--json", "--junit", "--text", "--accepted", "--rejected"])
  func noOutputReplacesTheData(_ option: String) throws {
    try scratch.write("d.csv", "a\n1\n")
    let run = try check("data: { files: '*.csv' }\n", option, "d.csv")
    #expect(run.status == 2)
    #expect(try scratch.text("d.csv") == "a\n1\n")
  }

  @Test func aWarningDoesNotHideALimit() throws {
    let rows = ["ok", "no", String(repeating: "x", count: 40_000)] + Array(repeating: "no", count: 50)
    try scratch.write("d.csv", "a\n" + rows.joined(separator: "\n") + "\n")
    let run = try check(
      """
      data: { files: d.csv }
      fields:
        - { name: a, type: string, pattern: { value: '(?:x+x+)+y|ok', warn_above: 0, block_above: 50% } }
      """)
    #expect(run.status == 3)
  }

  @Test(arguments: [(200, Int32(1)), (900, 3)])
  func itemsThatCannotBeComparedAreUndecided(_ depth: Int, _ status: Int32) throws {
    let item = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    try scratch.write("d.jsonl", "{\"t\":[\(item),\(item)]}\n")
    let run = try check("data: { files: d.jsonl }\nfields: [{ name: t, type: array, unique_items: true }]\n")
    #expect(run.status == status)
  }

  @Test func everyLineOfAManifestHolds() throws {
    try scratch.write("d.csv", "a\n1\n")
    let right = "309b0e45a73d3fc5325e2b6ed0a01ef8b9cde6b05a5633c1f893f970d52bfddc"
    try scratch.write("d.sha256", "\(right)  d.csv\n" + String(repeating: "0", count: 64) + "  d.csv\n")
    let run = try check("data: { files: d.csv }\npins: d.sha256\n")
    #expect(run.status == 1)
    #expect(run.output.contains("digest mismatch"))
  }

  @Test func underDataAnyPinOfTheNameWillDo() throws {
    try scratch.write("a/d.csv", "a\n1\n")
    try scratch.write("b/d.csv", "a\n2\n")
    _ = try check("data: { files: '*/d.csv' }\n")
    #expect(try assay(["pin", "t.assay.yaml"], in: scratch.path).status == 0)
    for file in ["a/d.csv", "b/d.csv"] {
      #expect(try assay(["check", "t.assay.yaml", "--data", file], in: scratch.path).status == 0)
    }
  }

  @Test(arguments: [("00:00:10Z", Int32(0)), ("00:00:10.9Z", 1)])
  func ageIsComparedToTheNanosecond(_ time: String, _ status: Int32) throws {
    try scratch.write("d.csv", "t\n2026-11-21T00:00:00Z\n")
    let run = try check(
      "data: { files: d.csv }\nfields: [{ name: t, type: timestamp }]\nfreshness: { field: t, block_after: 10s }\n",
      "--now", "2026-11-21T\(time)")
    #expect(run.status == status)
  }

  @Test func dataThatCannotBeReadMayBeTheFreshest() throws {
    try scratch.write("d.csv", "t\n2026-11-01T00:00:00Z\n")
    let run = try check(
      """
      data: { files: [d.csv, nowhere.csv] }
      fields: [{ name: t, type: timestamp }]
      freshness: { field: t, block_after: 24h }
      """, "--now", "2026-11-21T00:00:00Z")
    #expect(run.status == 3)
  }

  @Test func aLongArrayTakesNoQuadraticTime() throws {
    try scratch.write("d.jsonl", "{\"t\":[" + (0..<200_000).map(String.init).joined(separator: ",") + "]}\n")
    let start = ContinuousClock.now
    #expect(try check("data: { files: d.jsonl }\nfields: [{ name: 't[]', type: integer, unique: true }]\n").status == 0)
    #expect(ContinuousClock.now - start < .seconds(3))
  }

  @Test(arguments: ["99999999G", "9223372036854775807", "0", "x"])
  func sizesOutOfRangeAreRefused(_ size: String) throws {
    try scratch.write("d.csv", "a\n1\n")
    #expect(try check("data: { files: d.csv }\n", "--block-size", size).status == 2)
  }

  @Test func aDeniedLicenceOfARowIsNamed() throws {
    try scratch.write("d.jsonl", "{\"l\":\"MIT\"}\n{\"l\":\"CC-BY-NC-4.0\"}\n")
    try scratch.write(
      "p.yaml", "assay_policy: 1\ngates: { merge: { licenses: { allow: [MIT], deny: [CC-BY-NC-4.0] } } }\n")
    let run = try check(
      "data: { files: d.jsonl }\nlicense: MIT\nfields: [{ name: l, type: string, license: true }]\n", "--policy",
      "p.yaml", "--junit", "j.xml")
    #expect(run.status == 1)
    #expect(run.output.contains("block    t/l/cell.license_invalid"))
    #expect(run.output.contains("CC-BY-NC-4.0"))
    #expect(try scratch.text("j.xml").contains("<failure"))
  }

  @Test func arraysWithoutItemsAreNoFailure() throws {
    try scratch.write("d.jsonl", "{\"a\":1,\"t\":[]}\n")
    let run = try check(
      "data: { files: d.jsonl }\nfields: [{ name: a, type: integer }, { name: 't[]', type: string, min_length: 1 }]\n")
    #expect(run.status == 0)
  }

  @Test func contractsOfOneIdAreRefused() throws {
    try scratch.write("d.csv", "a\n1\n")
    for name in ["one", "two"] { try scratch.write("\(name).assay.yaml", "assay: 1\nid: same\ndata: { files: d.csv }\n") }
    let run = try assay(["check", "."], in: scratch.path)
    #expect(run.status == 2)
    #expect(run.complaints.contains("which ./one.assay.yaml has already") || run.complaints.contains("one.assay.yaml"))
  }

  @Test func whereAReportGoesIsNotInIt() throws {
    try scratch.write("d.csv", "a\n1\n")
    _ = try check("data: { files: d.csv }\n", "--json", "one.json", "--now", "2026-11-21T00:00:00Z", "--threads", "1")
    _ = try check("data: { files: d.csv }\n", "--now", "2026-11-21T00:00:00Z", "--quiet", "--json=two.json")
    #expect(try scratch.text("one.json") == scratch.text("two.json"))
  }

  @Test func aPathThatNoRecordHasIsSaid() throws {
    try scratch.write("d.jsonl", "{\"meta\":{\"url\":\"x\"}}\n")
    let run = try check(
      "data: { files: d.jsonl }\nextra_fields: allow\nfields: [{ name: meta.ulr, type: string, format: uri }]\n")
    #expect(run.output.contains("no record has `meta.ulr`"))
  }

  @Test func acceptedRecordsDoNotTurnIntoComments() throws {
    try scratch.write("d.csv", "x\na\n\"#b\"\nc\n")
    let contract = "data: { files: d.csv, csv: { comment_prefix: '#' } }\nfields: [{ name: x, type: string }]\n"
    _ = try check(contract, "--accepted", "a.csv")
    #expect(try check(contract, "--data", "a.csv").output.contains("3 records"))
  }

  @Test func aPreambleLongerThanTheFileIsAFailure() throws {
    try scratch.write("d.csv", "1\n2\n3\n")
    let run = try check(
      """
      data: { files: d.csv, csv: { preamble_lines: 10, header: false } }
      rows: { min: 0 }
      fields: [{ name: a, type: integer }]
      """)
    #expect(run.status == 1)
  }

  @Test func aContractByAnotherEndingIsNamed() throws {
    try scratch.write("d.csv", "a\n1\n")
    try scratch.write("other.assay.yml", "assay: 1\n")
    _ = try check("data: { files: d.csv }\n")
    let run = try assay(["check", "."], in: scratch.path)
    #expect(run.status == 0)
    #expect(run.complaints.contains("other.assay.yml was passed over"))
  }

  @Test func aFileCalledDashIsNoStandardInput() throws {
    try scratch.write("-", "a\n1\n")
    let run = try check("data: { files: ./-, format: csv }\nfields: [{ name: a, type: integer }]\n")
    #expect(run.status == 0)
    #expect(run.output.contains("1 record"))
  }

  @Test func patternsOutsideTheRootAreNotSearched() throws {
    let start = ContinuousClock.now
    let run = try check("data: { files: '/**/no-such-*.csv' }\n", "--root", ".")
    #expect(run.status == 3)
    try scratch.write("in/d.csv", "a\n1\n")
    #expect(try check("data: { files: 'in/*.csv' }\n", "--root", "in/..").status == 0)
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test func aRaggedRecordSaysHowManyCellsItHas() throws {
    try scratch.write("d.csv", "a,b\n1\n1,2,3\n")
    let run = try check("data: { files: d.csv }\n", "--verbose")
    #expect(run.output.contains("1 cell, expected 2"))
    #expect(run.output.contains("3 cells, expected 2"))
  }

  /// Runs a line as somebody from whom permissions can be withheld.
  private func runUnprivileged(_ line: String) throws -> CommandResult {
    let person = getuid() == 0 ? "setpriv --bounding-set=-dac_override,-dac_read_search " : ""
    defer { _ = try? program("/bin/sh", ["-c", "chmod -R u+rwX ."], in: scratch.path) }
    let command = "chmod 000 locked && \(person)\"$ASSAY\" \(line)"
    return try program("/bin/sh", ["-c", command], in: scratch.path, environment: ["ASSAY": assayPath])
  }

  @Test(arguments: ["'**/*.csv'", "'*/*.csv'", "'*/sub/*.csv'", "'*/d.csv'"])
  func aFolderThatCannotBeSearchedIsUndecided(_ pattern: String) throws {
    for path in ["open/d.csv", "open/sub/d.csv", "locked/d.csv", "locked/sub/d.csv"] {
      try scratch.write(path, path.hasPrefix("locked") ? "a\nbad\n" : "a\n1\n")
    }
    try scratch.write(
      "t.assay.yaml", "assay: 1\nid: t\ndata: { files: \(pattern) }\nfields: [{ name: a, type: integer }]\n")
    let run = try runUnprivileged("check t.assay.yaml")
    #expect(run.status == 3, "\(run.all)")
    #expect(run.output.contains("locked") && run.output.contains("permission denied"), "\(run.output)")
  }

  @Test func contractsInAFolderThatCannotBeSearchedAreMissed() throws {
    try scratch.write("d.csv", "a\n1\n")
    try scratch.write("t.assay.yaml", "assay: 1\nid: t\ndata: { files: d.csv }\n")
    try scratch.write("locked/u.assay.yaml", "assay: 1\nid: u\ndata: { files: ../d.csv }\n")
    let run = try runUnprivileged("check .")
    #expect(run.status == 2, "\(run.all)")
    #expect(run.complaints.contains("the folder locked cannot be searched: permission denied"), "\(run.complaints)")
  }

  @Test func aLinkToNothingThatMatchesIsMissing() throws {
    try scratch.write("d.csv", "a\n1\n")
    try FileManager.default.createSymbolicLink(atPath: scratch.path("e.csv"), withDestinationPath: ".git/annex/e")
    let contract = "data: { files: '*.csv' }\nfields: [{ name: a, type: integer }]\n"
    for run in [try check(contract), try check(contract, "--root", ".")] {
      #expect(run.status == 3)
      #expect(run.output.contains("e.csv does not exist: it is a link to .git/annex/e, where nothing is"))
    }
    try FileManager.default.createSymbolicLink(atPath: scratch.path("u.assay.yaml"), withDestinationPath: "nowhere")
    #expect(try assay(["check", "."], in: scratch.path).status == 2)
  }

  @Test func aFileThatIsWrittenToWhileItIsReadIsUndecided() throws {
    let line = """
      (echo a; seq 4000000) > d.csv; (for i in $(seq 200000); do echo 1 >> d.csv; done) & writer=$!; sleep 0.1
      "$ASSAY" check t.assay.yaml; status=$?; kill -9 $writer; exit $status
      """
    try scratch.write(
      "t.assay.yaml", "assay: 1\nid: t\ndata: { files: d.csv }\nfields: [{ name: a, type: integer }]\n")
    let run = try program("/bin/sh", ["-c", line], in: scratch.path, environment: ["ASSAY": assayPath])
    #expect(run.status == 3, "\(run.all)")
    #expect(run.output.contains("d.csv was written to while it was read"), "\(run.output)")
  }
}
