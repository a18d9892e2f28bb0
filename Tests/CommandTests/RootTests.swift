import Foundation
import TestSupport
import Testing

/// `--root`: a contract may come from a stranger.
struct RootTests {
  /// `inside/` is the root; a secret lies beside it.
  private func bench(files: String) throws -> Bench {
    let bench = try Bench()
    try bench.write("secret.csv", "id\nhunter2\n")
    try bench.write("inside/own.csv", "id\n1\n")
    try bench.write(
      "inside/c.assay.yaml",
      "assay: 1\nid: c\ndata: { files: \"\(files)\", format: csv }\nfields: [{ name: id, type: integer }]\n")
    return bench
  }

  private func link(_ bench: Bench, _ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: bench.path(name), withDestinationPath: target)
  }

  @Test func whatLiesInsideIsRead() throws {
    #expect(try bench(files: "own.csv").check("inside/c.assay.yaml", "--root", "inside").status == 0)
    #expect(try bench(files: "*.csv").check("inside/c.assay.yaml", "--root", ".").status == 0)
  }

  @Test(arguments: ["../secret.csv", "link.csv", "folder/secret.csv", "../*.csv", "folder/*.csv", "l*.csv"])
  func whatLiesOutsideIsNot(files: String) throws {
    let bench = try bench(files: files)
    try link(bench, "inside/link.csv", to: "../secret.csv")
    try link(bench, "inside/folder", to: "..")
    let run = try bench.check("inside/c.assay.yaml", "--root", "inside")
    #expect(run.status == 3)
    #expect(!run.all.contains("hunter2"))
    #expect(run.output.contains("lies outside of --root inside, so it was not read"), "\(run.output)")
    // A pattern must not list what is there either.
    if files.contains("*"), !files.hasPrefix("l") { #expect(!run.all.contains("secret")) }
    #expect(try bench.check("inside/c.assay.yaml").status == 1)
  }

  @Test func aContractOutsideIsRefused() throws {
    let bench = try bench(files: "own.csv")
    try bench.write(
      "c.assay.yaml", "assay: 1\nid: c\ndata: { files: inside/own.csv }\nfields: [{ name: id, type: integer }]\n")
    let run = try bench.check("c.assay.yaml", "--root", "inside")
    #expect(run.status == 2)
    #expect(run.complaints.contains("c.assay.yaml lies outside of --root inside"))
  }

  @Test func manifestsOutsideAreNotRead() throws {
    let bench = try bench(files: "own.csv")
    let contract = try bench.text("inside/c.assay.yaml")
    try bench.write("inside/c.assay.yaml", contract + "pins: ../pins.sha256\n")
    try bench.write("pins.sha256", "\(String(repeating: "0", count: 64))  inside/own.csv\n")
    let run = try bench.check("inside/c.assay.yaml", "--root", "inside")
    #expect(run.status == 3)
    #expect(run.output.contains("pins.sha256 lies outside of --root inside"), "\(run.output)")
    try bench.write(
      "inside/c.assay.yaml",
      contract + "freshness: [{ manifest: { file: ../m.json, pointer: /at }, block_after: 1d }]\n")
    try bench.write("m.json", "{\"at\": \"2026-11-21\"}")
    #expect(try bench.check("inside/c.assay.yaml", "--root", "inside").status == 3)
    #expect(try bench.check("inside/c.assay.yaml").status == 0)
  }

  @Test(arguments: ["../secret.csv", "/etc/passwd", "a/../../secret.csv"])
  func manifestEntriesNeverLeaveTheirFolder(entry: String) throws {
    let bench = try bench(files: "own.csv")
    try bench.write("inside/c.assay.yaml", try bench.text("inside/c.assay.yaml") + "pins: pins.sha256\n")
    try bench.write("inside/pins.sha256", "\(String(repeating: "0", count: 64))  \(entry)\n")
    let run = try bench.check("inside/c.assay.yaml")
    #expect(run.status == 3)
    #expect(run.output.contains("names \(entry), which lies outside of its folder"), "\(run.output)")
    try bench.write(
      "inside/c.assay.yaml", try bench.text("inside/c.assay.yaml").replacing("pins.sha256", "p.dvc", count: 1))
    for md5 in ["d41d8cd98f00b204e9800998ecf8427e", "d41d8cd98f00b204e9800998ecf8427e.dir"] {
      try bench.write("inside/p.dvc", "outs:\n- { md5: \(md5), hash: md5, path: \(entry) }\n")
      #expect(try bench.check("inside/c.assay.yaml").output.contains("which lies outside of its folder"))
    }
  }

  @Test func policyAndWaiversAreTheOperatorsAndMayLieOutside() throws {
    let bench = try bench(files: "own.csv")
    try bench.write("assay.policy.yaml", "assay_policy: 1\ngates: { merge: {} }\n")
    try bench.write("waivers.yaml", "assay_waivers: 1\nwaivers: []\n")
    let run = try bench.check(
      "inside/c.assay.yaml", "--root", "inside", "--policy", "assay.policy.yaml", "--waivers", "waivers.yaml")
    #expect(run.status == 0, "\(run.all)")
  }
}
