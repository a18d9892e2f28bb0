import Foundation
import TestSupport
import Testing

/// Policy, waivers and baseline are found by themselves.
struct NearestFileTests {
  private static let policy = "assay_policy: 1\ngates: { merge: { rules: [{ rule: cell.*, effect: EFFECT }] } }\n"

  /// A contract in `repo/contracts/shop` whose data has one failure that blocks.
  private func bench(marker: String? = "repo/.git/HEAD") throws -> Bench {
    let bench = try Bench()
    try bench.write("repo/contracts/shop/orders.assay.yaml", Bench.ordersContract)
    try bench.write("repo/contracts/shop/orders.csv", "id,amount,country\n1,-5,DE\n2,5,DE\n")
    if let marker { try bench.write(marker, "ref: refs/heads/main\n") }
    return bench
  }

  private func policy(_ effect: String) -> String { Self.policy.replacingOccurrences(of: "EFFECT", with: effect) }

  private func waivers(ceiling: Int = 1, expires: String = "2026-12-31") -> String {
    """
    assay_waivers: 1
    waivers:
      - clause: orders/amount/cell.below_minimum
        ceiling: \(ceiling)
        reason: Refunds.
        owner: shop
        issue: https://example.com/issues/7
        expires: \(expires)

    """
  }

  private let contract = "repo/contracts/shop/orders.assay.yaml"

  @Test func theNearestPolicyInTheRepositoryIsFound() throws {
    let bench = try bench()
    #expect(try bench.check(contract).status == 1)
    try bench.write("repo/assay.policy.yaml", policy("warn"))
    let outer = try bench.check(contract)
    #expect(outer.status == 0)
    #expect(outer.output.contains("repo/assay.policy.yaml (sha256:"), "\(outer.output)")
    try bench.write("repo/contracts/assay.policy.yaml", policy("block"))
    let inner = try bench.check(contract)
    #expect(inner.status == 1)
    #expect(inner.output.contains("policy repo/contracts/assay.policy.yaml"), "\(inner.output)")
    #expect(try bench.check(contract, "--policy", "repo/assay.policy.yaml").status == 0)
    #expect(try bench.check(contract, "--policy", "none").status == 1)
  }

  /// A worktree or a submodule has a file `.git`.
  @Test(arguments: ["repo/.git", "repo/.git/HEAD"]) func nothingAboveTheRepositoryIsUsed(marker: String) throws {
    let bench = try bench(marker: marker)
    try bench.write("assay.policy.yaml", policy("ignore"))
    try bench.write("waivers.yaml", waivers())
    let run = try bench.check(contract)
    #expect(run.status == 1)
    #expect(!run.output.contains("policy"), "\(run.output)")
  }

  @Test func nothingAboveTheRootIsUsed() throws {
    let bench = try bench(marker: nil)
    try bench.write("repo/waivers.yaml", waivers())
    #expect(try bench.check(contract, "--root", "repo").status == 0)
    #expect(try bench.check(contract, "--root", "repo/contracts").status == 1)
  }

  @Test func withoutARepositoryOnlyTheContractsFolderIsLookedAt() throws {
    let bench = try bench(marker: nil)
    try bench.write("repo/contracts/waivers.yaml", waivers())
    #expect(try bench.check(contract).status == 1)
    try bench.write("repo/contracts/shop/waivers.yaml", waivers())
    #expect(try bench.check(contract).status == 0)
  }

  @Test func pathsAreSeenFromTheWorkingDirectory() throws {
    let bench = try bench()
    try bench.write("repo/waivers.yaml", waivers())
    let inside = try assay(
      ["check", "orders.assay.yaml", "--now", Bench.now], in: bench.path("repo/contracts/shop"))
    #expect(inside.status == 0)
    #expect(inside.output.contains("waivers ../../waivers.yaml (sha256:"), "\(inside.output)")
    #expect(inside.output.contains("(../../waivers.yaml:3)"), "\(inside.output)")
  }

  @Test func everyReportNamesTheFilesWithTheirDigests() throws {
    let bench = try bench()
    try bench.write("repo/assay.policy.yaml", policy("block"))
    try bench.write("repo/waivers.yaml", waivers())
    let sum = try bench.shell("sha256sum < repo/waivers.yaml").output.prefix(64)
    let json = try bench.check(contract, "--json", "-").json()
    let basis = json["contracts"][0]["decision"]["basis"]
    #expect(basis["waivers"]["path"].string == "repo/waivers.yaml")
    #expect(basis["waivers"]["digest"].string == "sha256:\(sum)")
    #expect(basis["policy"]["path"].string == "repo/assay.policy.yaml")
    #expect(json["policy"].string == "repo/assay.policy.yaml")
    #expect(json["contracts"][0]["decision"]["waivers"]["used"].int == 1)
    let junit = try bench.check(contract, "--junit", "-").output
    #expect(junit.contains("name=\"assay.waivers.digest\" value=\"sha256:\(sum)\""))
    #expect(junit.contains("name=\"assay.tally.waivers\" value=\"1: 1 used\""))
    let text = try bench.check(contract).output
    #expect(text.contains("waivers repo/waivers.yaml (sha256:\(sum.prefix(12))…)"), "\(text)")
    #expect(text.contains("waivers: 1: 1 used"), "\(text)")
  }

  /// A change under test must not bring an exception that the operator did not name.
  @Test func onceOneIsNamedExceptionsAreNotLookedFor() throws {
    let bench = try bench()
    try bench.write("repo/waivers.yaml", waivers())
    try bench.write("named.yaml", policy("block"))
    #expect(try bench.check(contract).status == 0)
    #expect(try bench.check(contract, "--policy", "named.yaml").status == 1)
    #expect(try bench.check(contract, "--policy", "none").status == 1)
    #expect(try bench.check(contract, "--baseline", "none").status == 1)
    #expect(try bench.check(contract, "--policy", "named.yaml", "--waivers", "repo/waivers.yaml").status == 0)
    // The policy is no exception: naming waivers must not drop it.
    try bench.write("repo/assay.policy.yaml", policy("ignore"))
    let run = try bench.check(contract, "--waivers", "none")
    #expect(run.status == 0)
    #expect(run.output.contains("the policy ignores it"))
  }

  @Test func anInvalidFileThatWasFoundStopsTheRun() throws {
    let bench = try bench()
    try bench.write("repo/waivers.yaml", "assay_waivers: 1\nwaivers: [{ claus: 1 }]\n")
    let run = try bench.check(contract)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.complaints.contains("repo/waivers.yaml:2:"), "\(run.complaints)")
    try bench.write("repo/waivers.yaml", policy("warn"))
    #expect(try bench.check(contract).complaints.contains("This is a policy, where a list of waivers was expected."))
  }

  @Test func aLinkThatLeadsOutOfTheRepositoryIsRefused() throws {
    let bench = try bench()
    try bench.write("mine.yaml", waivers())
    try FileManager.default.createSymbolicLink(
      atPath: bench.path("repo/waivers.yaml"), withDestinationPath: "../mine.yaml")
    let run = try bench.check(contract)
    #expect(run.status == 2)
    #expect(run.complaints.contains("lies outside"), "\(run.complaints)")
    try FileManager.default.removeItem(atPath: bench.path("mine.yaml"))
    #expect(try bench.check(contract).status == 2)
  }

  @Test func eachContractHasItsOwn() throws {
    let bench = try bench()
    try bench.write(
      "repo/contracts/other/o.assay.yaml",
      "assay: 1\nid: other\ndata: { files: o.csv }\nfields: [{ name: a, type: integer }]\n")
    try bench.write("repo/contracts/other/o.csv", "a\nx\n")
    try bench.write("repo/contracts/shop/assay.policy.yaml", policy("ignore"))
    let json = try bench.check("repo/contracts", "--json", "-").json()
    let entries = json["contracts"].items
    #expect(entries.map { $0["decision"]["verdict"].string } == ["block", "pass"])
    #expect(entries[0]["decision"]["basis"]["policy"].value == nil)
    #expect(json["policy"].value == nil)
  }

  @Test func aReportNeverOverwritesAFileThatWasFound() throws {
    let bench = try bench()
    try bench.write("repo/waivers.yaml", waivers())
    let run = try bench.check(contract, "--json", "repo/waivers.yaml")
    #expect(run.status == 2)
    #expect(run.complaints.contains("would overwrite repo/waivers.yaml"), "\(run.complaints)")
  }

  @Test func lintHoldsWaiversToTheNearestPolicy() throws {
    let bench = try bench()
    try bench.write("repo/assay.policy.yaml", "assay_policy: 1\ngates: {}\nwaivers: { max_days: 30 }\n")
    try bench.write("repo/waivers.yaml", waivers())
    let run = try bench.run("lint", "repo/waivers.yaml", "--now", Bench.now)
    #expect(run.status == 2)
    #expect(run.output.contains("more than the 30 days that repo/assay.policy.yaml allows"), "\(run.output)")
  }
}

/// What a decision says of its reasons.
struct ReasonTests {
  @Test func everyReasonHasItsPlaceOwnerAndRunbook() throws {
    let bench = try Bench()
    try bench.write(
      "orders.assay.yaml",
      """
      assay: 1
      id: orders
      owner: { team: commerce, contact: commerce@example.com, runbook: docs/orders.md }
      data: { files: orders.csv }
      fields:
        - { name: id, type: integer, required: true }
        - { name: amount, type: decimal, minimum: { value: 0, owner: billing } }
        - { name: country, type: string, enum: { value: [DE], severity: warn } }

      """)
    try bench.write("orders.csv", "id,amount,country\n,-5,FR\n")
    let decision = try bench.check("orders.assay.yaml", "--json", "-").json()["contracts"][0]["decision"]
    let reasons = decision["reasons"].items
    #expect(reasons.map { $0["clause"].string } == [
      "orders/id/cell.missing", "orders/amount/cell.below_minimum", "orders/country/cell.not_in_enum",
    ])
    #expect(reasons.map { $0["effect"].string } == ["block", "block", "warn"])
    #expect(reasons.map { $0["location"]["line"].int } == [6, 7, 8])
    #expect(reasons.allSatisfy { $0["location"]["file"].string == "orders.assay.yaml" })
    #expect(reasons.map { $0["owner"].string } == ["commerce", "billing", "commerce"])
    #expect(reasons.allSatisfy { $0["runbook"].string == "docs/orders.md" })
    let text = try bench.check("orders.assay.yaml").output
    for words in ["orders.assay.yaml:7", "owner: billing", "commerce@example.com", "docs/orders.md"] {
      #expect(text.contains(words), "\(text)")
    }
    let junit = try bench.check("orders.assay.yaml", "--junit", "-").output
    for words in ["owner: billing", "owner: commerce", "runbook: docs/orders.md"] {
      #expect(junit.contains(words), "\(junit)")
    }
  }
}
