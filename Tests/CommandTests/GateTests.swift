import TestSupport
import Testing

/// Policies and waivers on the command line.
struct GateTests {
  private func bench(policy: String = "", waivers: String = "", rows: String = "1,-5,DE\n2,5,DE\n") throws -> Bench {
    let bench = try Bench.withOrders(rows)
    if !policy.isEmpty { try bench.write("p.yaml", "assay_policy: 1\n" + policy) }
    if !waivers.isEmpty { try bench.write("w.yaml", "assay_waivers: 1\nwaivers:\n" + waivers) }
    return bench
  }

  private func waiver(
    ceiling: String = "1", expires: String = "2026-12-31", clause: String = "orders/amount/cell.below_minimum"
  ) -> String {
    "  - { clause: \(clause), ceiling: \(ceiling), reason: Refunds., owner: shop, issue: \"#7\", expires: \(expires) }\n"
  }

  @Test func theGateDecidesWhichRulesHold() throws {
    let policy = """
      gates:
        merge: { rules: [{ rule: cell.*, effect: block }] }
        monitor: { rules: [{ rule: cell.*, effect: warn, because: already in use }] }

      """
    let bench = try bench(policy: policy)
    #expect(try bench.check("orders.assay.yaml", "--policy", "p.yaml").status == 1)
    let monitor = try bench.check("orders.assay.yaml", "--policy", "p.yaml", "--gate", "monitor")
    #expect(monitor.status == 0, "\(monitor.all)")
    #expect(monitor.output.contains("gate monitor"))
    #expect(monitor.output.contains("already in use"))
    // A gate that the policy leaves out lets clauses act as written, and says so.
    let promotion = try bench.check("orders.assay.yaml", "--policy", "p.yaml", "--gate", "promotion")
    #expect(promotion.status == 1)
    #expect(promotion.output.contains("promotion"))
  }

  @Test func whatIsUndecidedMayWarn() throws {
    let bench = try bench(policy: "gates: { monitor: { inconclusive: warn } }\n")
    let words = ["orders.assay.yaml", "--data", "absent.csv", "--policy", "p.yaml"]
    #expect(try bench.run(["check"] + words).status == 3)
    #expect(try bench.run(["check"] + words + ["--gate", "monitor"]).status == 0)
    #expect(try bench.run(["check"] + words + ["--gate", "monitor", "--fail-on", "warn"]).status == 1)
  }

  @Test func anInvalidPolicyStopsBeforeAnythingIsChecked() throws {
    let bench = try bench(policy: "gates: { merge: { ruls: [] } }\n")
    let run = try bench.check("orders.assay.yaml", "--policy", "p.yaml")
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.complaints.contains("p.yaml:2:19: error: the gate merge has no key `ruls`"), "\(run.complaints)")
    #expect(run.complaints.contains("did you mean `rules`?"), "\(run.complaints)")
    #expect(
      try bench.check("orders.assay.yaml", "--policy", "absent.yaml").complaints.contains("absent.yaml does not exist"))
    #expect(try bench.check("orders.assay.yaml", "--waivers", "absent.yaml").status == 2)
  }

  @Test func anInvalidPolicyIsSaidOnce() throws {
    let bench = try bench()
    try bench.write("more.assay.yaml", Bench.ordersContract.replacing("id: orders\n", with: "id: more\n"))
    try bench.write("assay.policy.yaml", "assay_policy: 1\ngates: { mergee: {} }\n")
    let run = try bench.check(".")
    #expect(run.status == 2)
    #expect(run.complaints.split(separator: "no key `mergee`", omittingEmptySubsequences: false).count == 2, "\(run.complaints)")
  }

  @Test func aWaiverCoversUpToItsCeiling() throws {
    let covered = try bench(waivers: waiver()).check("orders.assay.yaml", "--waivers", "w.yaml")
    #expect(covered.status == 0, "\(covered.all)")
    #expect(covered.output.contains("waived by shop until 2026-12-31: Refunds. (#7) (w.yaml:3)"))
    #expect(covered.output.contains("1 waived"))
    let over = try bench(waivers: waiver(), rows: "1,-5,DE\n2,-5,DE\n").check(
      "orders.assay.yaml", "--waivers", "w.yaml")
    #expect(over.status == 1)
    #expect(over.output.contains("ceiling"), "\(over.output)")
    #expect(try bench(waivers: waiver(ceiling: "50%")).check("orders.assay.yaml", "--waivers", "w.yaml").status == 0)
    #expect(try bench(waivers: waiver(ceiling: "49%")).check("orders.assay.yaml", "--waivers", "w.yaml").status == 1)
  }

  @Test func anExpiredWaiverCoversNothingAndSaysSo() throws {
    let bench = try bench(waivers: waiver(expires: "2026-11-20"))
    let run = try bench.check("orders.assay.yaml", "--waivers", "w.yaml")
    #expect(run.status == 1)
    #expect(run.all.contains("expired"), "\(run.all)")
    // It held to the end of its last day.
    let before = try bench.run(
      "check", "orders.assay.yaml", "--waivers", "w.yaml", "--now", "2026-11-20T23:59:59Z")
    #expect(before.status == 0)
  }

  @Test func anUnusedWaiverIsMentioned() throws {
    let unused = try bench(waivers: waiver(), rows: "1,5,DE\n").check("orders.assay.yaml", "--waivers", "w.yaml")
    #expect(unused.status == 0)
    #expect(unused.output.contains("w.yaml:3"), "\(unused.output)")
    let unknown = try bench(waivers: waiver(clause: "orders/amount/cell.absent")).check(
      "orders.assay.yaml", "--waivers", "w.yaml")
    #expect(unknown.status == 1)
    #expect(unknown.output.contains("orders/amount/cell.absent"), "\(unknown.output)")
  }

  @Test func licencesAreThePolicysToAllow() throws {
    let bench = try bench(policy: "gates: { merge: { licenses: { allow: [CC0-1.0] } } }\n", rows: "1,5,DE\n")
    for (license, status) in [("CC0-1.0", 0), ("CC-BY-NC-4.0", 1), ("CC0-1.0 OR MIT", 0), ("CC0-1.0 AND MIT", 1)]
      as [(String, Int32)]
    {
      try bench.write("orders.assay.yaml", Bench.ordersContract + "license: \(license)\n")
      #expect(try bench.check("orders.assay.yaml", "--policy", "p.yaml").status == status, "\(license)")
      #expect(try bench.check("orders.assay.yaml").status == 0)
    }
    try bench.write("orders.assay.yaml", Bench.ordersContract + "license: CC0-1\n")
    let run = try bench.check("orders.assay.yaml")
    #expect(run.status == 2)
    #expect(run.complaints.contains("CC0-1.0"), "\(run.complaints)")
  }
}
