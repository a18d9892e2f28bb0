import TestSupport
import Testing

/// Waivers and baseline entries for a contract that is not there.
@Suite struct StrayExceptionTests {
  private func bench(_ clause: String) throws -> Bench {
    let bench = try Bench()
    try bench.write("contracts/orders.assay.yaml", Bench.ordersContract)
    try bench.write("contracts/orders.csv", "id,amount,country\n1,5.00,DE\n")
    try bench.write(
      "waivers.yaml",
      "assay_waivers: 1\nwaivers:\n"
        + "  - { clause: \(clause), ceiling: 1, reason: r, owner: o, issue: i, expires: 2026-12-01 }\n")
    try bench.write(".git/HEAD", "ref: refs/heads/main\n")
    return bench
  }

  @Test func aSlipInTheContractsIdIsTold() throws {
    let bench = try bench("oders/amount/cell.below_minimum")
    let lint = try bench.run("lint", ".", "--now", Bench.now)
    #expect(lint.status == 0 && lint.output.contains("2 files: 0 errors, 1 warning"), "\(lint.all)")
    #expect(lint.output.contains("waivers.yaml:3:"), "\(lint.output)")
    #expect(lint.output.contains("No contract here has the id `oders`"), "\(lint.output)")
    #expect(lint.output.contains("did you mean `orders`?"), "\(lint.output)")
    for folder in [".", "contracts"] {
      let check = try bench.check(folder)
      #expect(check.status == 0, "\(check.all)")
      #expect(
        check.output.contains(
          "the exception for oders/amount/cell.below_minimum is for none of the contracts checked here, "
            + "did you mean orders?"), "\(check.output)")
    }
  }

  @Test func aContractThatIsGoneIsToldWhereAllIsSeen() throws {
    let bench = try bench("customers/email/cell.missing")
    #expect(try bench.run("lint", ".", "--now", Bench.now).output.contains("No contract here has the id `customers`"))
    #expect(try bench.check(".").output.contains("customers/email/cell.missing is for none of the contracts"))
    // It may be elsewhere.
    for part in ["contracts", "contracts/orders.assay.yaml"] {
      let check = try bench.check(part)
      #expect(check.status == 0 && !check.output.contains("customers"), "\(check.output)")
    }
    let alone = try bench.run("lint", "waivers.yaml", "--now", Bench.now)
    #expect(alone.status == 0 && alone.output.contains("nothing wrong"), "\(alone.output)")
  }

  @Test func whileAContractIsInvalidItsIdIsNotKnown() throws {
    let bench = try bench("oders/amount/cell.below_minimum")
    try bench.write("contracts/broken.assay.yaml", "assay: 1\nid: oders\ndata: { fils: a.csv }\n")
    #expect(try !bench.run("lint", ".", "--now", Bench.now).output.contains("No contract here"))
    #expect(try !bench.check(".").output.contains("is for none of"))
  }

  @Test func baselinesAreToldToo() throws {
    let bench = try bench("orders/amount/cell.below_minimum")
    try bench.write("contracts/orders.csv", "id,amount,country\n1,-5.00,DE\n")
    #expect(try bench.run("baseline", "contracts", "--waivers", "none").status == 0)
    try bench.write(
      "assay.baseline.yaml",
      try bench.text("assay.baseline.yaml").replacing("orders/", with: "oders/"))
    let lint = try bench.run("lint", ".", "--now", Bench.now)
    #expect(lint.output.contains("assay.baseline.yaml:"), "\(lint.output)")
    #expect(lint.output.contains("did you mean `orders`?"), "\(lint.output)")
    #expect(try bench.check(".").output.contains("assay.baseline.yaml:"))
  }
}
