import TestSupport
import Testing

/// `assay baseline`, and what a check makes of what it wrote.
struct BaselineTests {
  private func bench(_ rows: String = "1,-5,DE\n2,-6,XX\n3,5,DE\n") throws -> Bench { try Bench.withOrders(rows) }

  private func baseline(_ bench: Bench, _ words: String..., now: String = Bench.now) throws -> CommandResult {
    try bench.run(["baseline", "orders.assay.yaml", "--now", now] + words)
  }

  private func rows(_ bench: Bench, _ rows: String) throws { try bench.write("orders.csv", "id,amount,country\n" + rows) }

  @Test func acceptsWhatIsThereAndBlocksOneMore() throws {
    let bench = try bench()
    #expect(try bench.check("orders.assay.yaml").status == 1)
    let written = try baseline(bench)
    #expect(written.status == 0, "\(written.all)")
    #expect(written.output == """
      orders/amount/cell.below_minimum: accepts 2
      orders/country/cell.not_in_enum: accepts 1
      assay.baseline.yaml: accepts 3 violations of 2 clauses

      """)
    #expect(try bench.text("assay.baseline.yaml").hasSuffix("""
      assay_baseline: 1
      tool: "assay 0.1.0"
      date: 2026-11-21
      clauses:
        - { clause: orders/amount/cell.below_minimum, violations: 2 }
        - { clause: orders/country/cell.not_in_enum, violations: 1 }

      """))
    let accepted = try bench.check("orders.assay.yaml")
    #expect(accepted.status == 0, "\(accepted.all)")
    #expect(accepted.output.hasPrefix("PASS"))
    #expect(accepted.output.contains("known    orders/amount/cell.below_minimum"), "\(accepted.output)")
    #expect(accepted.output.contains("the baseline accepts 2 (assay.baseline.yaml:6)"), "\(accepted.output)")
    #expect(accepted.output.contains("baseline: 3 violations of 2 clauses accepted"), "\(accepted.output)")
    try rows(bench, "1,-5,DE\n2,-6,XX\n3,5,DE\n4,-1,DE\n")
    let more = try bench.check("orders.assay.yaml")
    #expect(more.status == 1)
    #expect(more.output.contains("3 violations are above the 2 of the baseline"), "\(more.output)")
    #expect(try bench.check("orders.assay.yaml", "--baseline", "none").status == 1)
    #expect(try bench.run("lint", "assay.baseline.yaml").status == 0)
  }

  @Test func fewerAreSaidAndTightened() throws {
    let bench = try bench()
    _ = try baseline(bench)
    let before = try bench.text("assay.baseline.yaml")
    try rows(bench, "1,-5,DE\n")
    let check = try bench.check("orders.assay.yaml")
    #expect(check.status == 0)
    #expect(check.output.contains("accepts 2 violations more than there are, in 2 clauses"), "\(check.output)")
    #expect(try bench.text("assay.baseline.yaml") == before, "a check never writes it")
    let dry = try baseline(bench, "--tighten", "--dry-run")
    #expect(dry.output.contains("assay.baseline.yaml: would accept 1 violation of 1 clause\n"), "\(dry.all)")
    #expect(try bench.text("assay.baseline.yaml") == before)
    let tightened = try baseline(bench, "--tighten", now: "2026-12-01T00:00:00Z")
    #expect(tightened.status == 0)
    #expect(tightened.output.contains("orders/amount/cell.below_minimum: accepts 1, lowered from 2"))
    #expect(tightened.output.contains("orders/country/cell.not_in_enum: removed, accepted 1"))
    #expect(try bench.text("assay.baseline.yaml").contains("date: 2026-12-01"))
    try rows(bench, "1,-5,DE\n2,-6,DE\n")
    #expect(try bench.check("orders.assay.yaml").status == 1, "the ratchet does not turn back")
    let again = try baseline(bench, "--tighten")
    #expect(again.output == "orders: nothing to change\n", "\(again.all)")
    #expect(try bench.check("orders.assay.yaml").status == 1, "tightening raises nothing")
  }

  @Test func writingTwiceChangesNothing() throws {
    let bench = try bench()
    _ = try baseline(bench)
    let before = try bench.text("assay.baseline.yaml")
    let again = try baseline(bench, now: "2026-12-24T00:00:00Z")
    #expect(again.status == 0)
    #expect(again.output == "orders: nothing to change\n")
    #expect(try bench.text("assay.baseline.yaml") == before)
  }

  @Test func whatIsUndecidedIsNeverAccepted() throws {
    let bench = try bench()
    let run = try baseline(bench, "--data", "absent.csv")
    #expect(run.status == 3)
    #expect(run.output.contains("not accepted, since it could not be decided"), "\(run.output)")
    #expect(!bench.exists("assay.baseline.yaml"))
  }

  @Test func theDatasetAsAWholeIsNotAccepted() throws {
    let bench = try bench()
    try bench.write("orders.assay.yaml", Bench.ordersContract + "rows: { min: 100 }\n")
    let run = try baseline(bench)
    #expect(run.status == 0)
    #expect(run.output.contains("orders/rows.too_few: not accepted, since it is on the dataset as a whole"))
    #expect(try bench.check("orders.assay.yaml").status == 1)
  }

  @Test func whatIsWaivedNeedsNoEntry() throws {
    let bench = try bench()
    try bench.write(
      "waivers.yaml",
      """
      assay_waivers: 1
      waivers:
        - { clause: orders/amount/cell.below_minimum, ceiling: 9, reason: r, owner: o, issue: i, expires: 2026-12-31 }

      """)
    #expect(try baseline(bench).output.contains("accepts 1 violation of 1 clause"))
    #expect(try bench.check("orders.assay.yaml").output.contains("1 waived, 1 known"))
  }

  @Test func contractsShareTheFileOfTheirRepository() throws {
    let bench = try Bench()
    try bench.write(".git/HEAD", "")
    for name in ["a", "b"] {
      try bench.write(
        "\(name)/\(name).assay.yaml",
        "assay: 1\nid: \(name)\ndata: { files: d.csv }\nfields: [{ name: x, type: integer }]\n")
      try bench.write("\(name)/d.csv", "x\nbad\n")
    }
    #expect(try bench.run("baseline", "b", "--now", Bench.now).status == 0)
    #expect(try bench.run("baseline", "a/a.assay.yaml", "--now", Bench.now).status == 0)
    #expect(bench.names.contains("assay.baseline.yaml"))
    let lines = try bench.text("assay.baseline.yaml").split(separator: "\n").suffix(2)
    #expect(lines == [
      "  - { clause: a/x/cell.wrong_type, violations: 1 }", "  - { clause: b/x/cell.wrong_type, violations: 1 }",
    ])
    #expect(try bench.check("a", "b").status == 0)
  }

  @Test func aBaselineLiesBesideThePolicy() throws {
    let bench = try Bench()
    try bench.write("r/.git/HEAD", "")
    try bench.write("r/data/assay.policy.yaml", "assay_policy: 1\ngates: {}\n")
    try bench.write("r/data/c/orders.assay.yaml", Bench.ordersContract)
    try bench.write("r/data/c/orders.csv", "id,amount,country\n1,-5,DE\n")
    #expect(try bench.run("baseline", "r/data/c", "--now", Bench.now).output.contains("r/data/assay.baseline.yaml:"))
    #expect(try bench.check("r/data/c").status == 0)
  }

  @Test func anInvalidBaselineStopsTheRun() throws {
    let bench = try bench()
    try bench.write("assay.baseline.yaml", "assay_baseline: 1\ntool: t\ndate: 2026-11-21\nclause: []\n")
    for run in [try bench.check("orders.assay.yaml"), try baseline(bench)] {
      #expect(run.status == 2)
      #expect(run.complaints.contains("did you mean `clauses`?"), "\(run.complaints)")
    }
    try bench.write("p.yaml", "assay_policy: 1\ngates: {}\n")
    let other = try baseline(bench, "--baseline", "p.yaml")
    #expect(other.status == 2)
    #expect(try bench.text("p.yaml").hasPrefix("assay_policy"))
    #expect(try baseline(bench, "--baseline", "none").status == 2)
  }
}
