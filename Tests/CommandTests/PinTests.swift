import Foundation
import TestSupport
import Testing

/// Hash pins: written, read from every kind of manifest, and compared.
struct PinTests {
  private static let contract = "assay: 1\nid: p\ndata: { files: \"d/*.csv\" }\nfields: [{ name: a, type: string }]\n"

  private func bench(_ pins: String = "", files: [String: String] = ["d/1.csv": "a\n1\n", "d/2.csv": "a\n2\n"]) throws
    -> Bench
  {
    let bench = try Bench()
    for (name, text) in files { try bench.write(name, text) }
    try bench.write("p.assay.yaml", Self.contract + pins)
    return bench
  }

  /// What coreutils say, which share no code with us.
  private func sum(_ bench: Bench, _ tool: String, _ file: String) throws -> String {
    String(try bench.shell("\(tool) \(file)").output.prefix { $0 != " " })
  }

  @Test(arguments: ["sha256sum", "sha512sum", "md5sum"]) func inlinePinsAreCompared(tool: String) throws {
    let bench = try bench()
    let kind = String(tool.dropLast(3))
    let entries = try ["d/1.csv", "d/2.csv"].map { "  \($0): \(kind):\(try sum(bench, tool, $0))\n" }
    let pins = "pins:\n" + entries.joined()
    try bench.write("p.assay.yaml", Self.contract + pins)
    #expect(try bench.check("p.assay.yaml").status == 0)
    try bench.write("d/2.csv", "a\n3\n")
    let run = try bench.check("p.assay.yaml")
    #expect(run.status == 1)
    #expect(run.output.contains("p/file.not_pinned"))
    #expect(run.output.contains("expected \(kind):"), "\(run.output)")
  }

  @Test func filesWithoutPinsAndPinsWithoutFilesAreViolations() throws {
    let bench = try bench()
    #expect(try bench.run("pin", "p.assay.yaml").status == 0)
    try bench.write("d/3.csv", "a\n3\n")
    try FileManager.default.removeItem(atPath: bench.path("d/1.csv"))
    let run = try bench.check("p.assay.yaml", "--verbose")
    #expect(run.status == 1)
    #expect(run.output.contains("missing file"))
    #expect(run.output.contains("unpinned file"))
    #expect(run.output.contains("kinds: missing_file 1, unpinned_file 1"), "\(run.output)")
  }

  @Test(arguments: ["%s  %s\n", "%s *%s\n", "SHA256 (%2$s) = %1$s\n", "# comment\n\n%s  ./%s\n", "%s  %s\r\n"])
  func manifestsOfEveryWritingAreRead(form: String) throws {
    let bench = try bench("pins: sums\n", files: ["d/1.csv": "a\n1\n"])
    let digest = try sum(bench, "sha256sum", "d/1.csv")
    let line =
      form.contains("%2$s")
      ? "SHA256 (d/1.csv) = \(digest)\n"
      : form.replacing("%s", digest, count: 1).replacing("%s", "d/1.csv", count: 1)
    try bench.write("sums", line)
    let run = try bench.check("p.assay.yaml")
    #expect(run.status == 0, "\(run.output)")
    try bench.write("d/1.csv", "a\nx\n")
    #expect(try bench.check("p.assay.yaml").status == 1)
  }

  @Test func escapedNamesGoBothWays() throws {
    let bench = try bench("", files: ["d/back\\slash.csv": "a\n1\n", "d/it's, odd.csv": "a\n2\n"])
    #expect(try bench.run("pin", "p.assay.yaml").status == 0)
    #expect(try bench.check("p.assay.yaml").status == 0)
    try bench.write("p.assay.yaml", Self.contract + "pins: sums\n")
    #expect(try bench.shell("sha256sum d/* > sums").status == 0)
    #expect(try bench.text("sums").hasPrefix("\\"))
    let run = try bench.check("p.assay.yaml")
    #expect(run.status == 0, "\(run.output)")
    let theirs = try bench.text("sums")
    #expect(try bench.run("pin", "p.assay.yaml").status == 0)
    #expect(try bench.text("sums") == theirs)
  }

  @Test func sha256sumAcceptsTheManifest() throws {
    let bench = try bench()
    let run = try bench.run("pin", "p.assay.yaml", "--manifest", "SHA256SUMS")
    #expect(run.status == 0, "\(run.all)")
    let check = try bench.shell("sha256sum -c --strict SHA256SUMS")
    #expect(check.output == "d/1.csv: OK\nd/2.csv: OK\n")
    #expect(try bench.text("p.assay.yaml").hasSuffix("pins: SHA256SUMS\n"))
    #expect(try bench.check("p.assay.yaml").status == 0)
    // From then on the manifest is what `pin` renews.
    try bench.write("d/1.csv", "a\nnew\n")
    #expect(try bench.check("p.assay.yaml").status == 1)
    #expect(try bench.run("pin", "p.assay.yaml").output == "pinned in SHA256SUMS\n")
    #expect(try bench.check("p.assay.yaml").status == 0)
  }

  @Test func aManifestMayNotLeaveItsFolder() throws {
    let bench = try bench()
    try bench.write("sums/.keep", "")
    let run = try bench.run("pin", "p.assay.yaml", "--manifest", "sums/s.sha256")
    #expect(run.status == 2)
    #expect(run.complaints.contains("d/1.csv lies outside of the manifest's folder"))
    #expect(!bench.exists("sums/s.sha256"))
  }

  @Test func aBrokenManifestIsUndecided() throws {
    let bench = try bench("pins: sums\n")
    try bench.write("sums", "nonsense\n")
    let run = try bench.check("p.assay.yaml")
    #expect(run.status == 3)
    #expect(run.output.contains("sums:1: expected `<digest>  <file>`"), "\(run.output)")
    try bench.write("p.assay.yaml", Self.contract + "pins: absent\n")
    #expect(try bench.check("p.assay.yaml").output.contains("absent does not exist"))
  }

  // MARK: Pointers

  @Test func aDVCPointerPinsAFile() throws {
    let bench = try bench("pins: d/1.csv.dvc\n", files: ["d/1.csv": "a\n1\n"])
    let md5 = try sum(bench, "md5sum", "d/1.csv")
    try bench.write("d/1.csv.dvc", "outs:\n- md5: \(md5)\n  size: 4\n  hash: md5\n  path: 1.csv\n")
    #expect(try bench.check("p.assay.yaml").status == 0)
    let pin = try bench.run("pin", "p.assay.yaml")
    #expect(pin.status == 2)
    #expect(pin.complaints.contains("the pins are in d/1.csv.dvc, which DVC writes"))
    try bench.write("d/1.csv", "a\r\n1\r\n")
    #expect(try bench.check("p.assay.yaml").status == 1)
    // Before DVC 3 line ends were changed before hashing, so nobody can compare.
    try bench.write("d/1.csv.dvc", "outs:\n- md5: \(md5)\n  path: 1.csv\n")
    let legacy = try bench.check("p.assay.yaml")
    #expect(legacy.status == 3)
    #expect(legacy.output.contains("DVC before 3.0"), "\(legacy.output)")
  }

  @Test func aDVCPointerPinsADirectory() throws {
    let bench = try bench("pins: d.dvc\n", files: ["d/b.csv": "a\n1\n", "d/ä.csv": "a\n2\n"])
    let list = """
      [{"md5": "\(try sum(bench, "md5sum", "d/b.csv"))", "relpath": "b.csv"}, \
      {"md5": "\(try sum(bench, "md5sum", "d/ä.csv"))", "relpath": "\\u00e4.csv"}]
      """
    try bench.write("list.json", list)
    try bench.write(
      "d.dvc", "outs:\n- { md5: \(try sum(bench, "md5sum", "list.json")).dir, hash: md5, path: d, nfiles: 2 }\n")
    let run = try bench.check("p.assay.yaml")
    #expect(run.status == 0, "\(run.output)")
    try bench.write("d/c.csv", "a\n1\n")
    let more = try bench.check("p.assay.yaml")
    #expect(more.status == 1)
    #expect(more.output.contains("over 3 files"), "\(more.output)")
  }

  @Test func aGitLFSPointerPinsTheOnlyFile() throws {
    let bench = try bench("pins: d/1.pointer\n", files: ["d/1.csv": "a\n1\n"])
    let digest = try sum(bench, "sha256sum", "d/1.csv")
    try bench.write("d/1.pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:\(digest)\nsize 4\n")
    #expect(try bench.check("p.assay.yaml").status == 0)
    try bench.write("d/1.csv", "a\n2\n")
    #expect(try bench.check("p.assay.yaml").status == 1)
  }

  @Test func underDataPinsMatchByNameOrAreSkipped() throws {
    let bench = try bench()
    #expect(try bench.run("pin", "p.assay.yaml").status == 0)
    try bench.write("copy/1.csv", "a\n1\n")
    try bench.write("copy/other.csv", "a\nx\n")
    #expect(try bench.check("p.assay.yaml", "--data", "copy/1.csv").status == 0)
    let other = try bench.check("p.assay.yaml", "--data", "copy/other.csv")
    #expect(other.status == 0)
    #expect(other.output.contains("`--data` replaced the files, and no pin matches them by name"))
    try bench.write("copy/1.csv", "a\nforged\n")
    #expect(try bench.check("p.assay.yaml", "--data", "copy/1.csv").status == 1)
  }

  // MARK: Writing

  private static let commented = """
    # The head.
    assay: 1   # one
    id: p
    data: { files: "d/*.csv" }
    fields: [{ name: a, type: string }]

    pins:
      # Approved in October.
      'd/1.csv':   sha256:0000000000000000000000000000000000000000000000000000000000000000  # by Ann

      # Approved in November.
      d/2.csv: "sha256:0000000000000000000000000000000000000000000000000000000000000000"
      d/gone.csv: sha256:0000000000000000000000000000000000000000000000000000000000000000
      # The end of the pins.
    # After the pins.
    license: CC0-1.0 # yes

    """

  @Test(arguments: ["\n", "\r\n"]) func pinningKeepsEveryComment(lineEnd: String) throws {
    let bench = try bench("", files: ["d/1.csv": "a\n1\n", "d/2.csv": "a\n2\n", "d/3.csv": "a\n3\n"])
    func written(_ text: String) -> String { text.replacing("\n", with: lineEnd) }
    try bench.write("p.assay.yaml", written(Self.commented))
    let run = try bench.run("pin", "p.assay.yaml")
    #expect(run.status == 0, "\(run.all)")
    let zero = String(repeating: "0", count: 64)
    let expected = Self.commented
      .replacing(zero, try sum(bench, "sha256sum", "d/1.csv"), count: 1)
      .replacing(zero, try sum(bench, "sha256sum", "d/2.csv"), count: 1)
      .replacing(
        "  d/gone.csv: sha256:\(zero)\n", "  d/3.csv: sha256:\(try sum(bench, "sha256sum", "d/3.csv"))\n", count: 1)
    #expect(try bench.text("p.assay.yaml") == written(expected))
    #expect(try bench.check("p.assay.yaml").status == 0)
    #expect(try bench.run("pin", "p.assay.yaml").status == 0)
    #expect(try bench.text("p.assay.yaml") == written(expected))
  }

  @Test func firstPinsAreAddedAtTheEnd() throws {
    let bench = try bench()
    let dry = try bench.run("pin", "p.assay.yaml", "--dry-run")
    #expect(
      dry.output.hasPrefix(
        Self.contract + "\n# Written by `assay pin`: the bytes that were approved.\npins:\n  d/1.csv: sha256:"))
    #expect(try bench.text("p.assay.yaml") == Self.contract)
    #expect(try bench.run("pin", "p.assay.yaml").output == "pinned in p.assay.yaml\n")
    #expect(try bench.text("p.assay.yaml") == dry.output)
  }

  @Test func pinsInBracesAreExchangedInPlace() throws {
    let zero = String(repeating: "0", count: 64)
    let bench = try bench("pins: { d/1.csv: sha256:\(zero), d/2.csv: 'sha256:\(zero)' } # both\n")
    #expect(try bench.run("pin", "p.assay.yaml").status == 0)
    #expect(try bench.text("p.assay.yaml").hasSuffix("' } # both\n"))
    #expect(try bench.check("p.assay.yaml").status == 0)
    try bench.write("d/3.csv", "a\n3\n")
    let before = try bench.text("p.assay.yaml")
    let run = try bench.run("pin", "p.assay.yaml")
    #expect(run.status == 2)
    #expect(run.complaints.contains("they are written in braces, and files came or went"))
    #expect(try bench.text("p.assay.yaml") == before)
  }

  @Test func sha512PinsStaySo() throws {
    let zero = String(repeating: "0", count: 128)
    let bench = try bench("pins:\n  d/1.csv: sha512:\(zero)\n", files: ["d/1.csv": "a\n1\n"])
    #expect(try bench.run("pin", "p.assay.yaml").status == 0)
    #expect(try bench.text("p.assay.yaml").hasSuffix("d/1.csv: sha512:\(try sum(bench, "sha512sum", "d/1.csv"))\n"))
  }

  @Test func pinningFailsWithoutTheData() throws {
    let bench = try bench("", files: [:])
    let run = try bench.run("pin", "p.assay.yaml")
    #expect(run.status == 3)
    #expect(run.complaints.contains("no file matches d/*.csv"))
    #expect(try bench.text("p.assay.yaml") == Self.contract)
    try bench.write(
      "p.assay.yaml", "assay: 1\nid: p\ndata: { files: '-', format: csv }\nfields: [{ name: a, type: string }]\n")
    #expect(try bench.run("pin", "p.assay.yaml").complaints.contains("standard input cannot be pinned"))
  }
}
