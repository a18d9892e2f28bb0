import TestSupport
import Testing

/// What the exit code says, and that reports say the same.
struct VerdictTests {
  @Test func dataThatKeepsItsContractPasses() throws {
    let run = try Bench.withOrders().check("orders.assay.yaml")
    #expect(run.status == 0, "\(run.all)")
    #expect(run.output.hasPrefix("PASS   orders\n"))
    #expect(run.complaints.isEmpty)
  }

  @Test func aWarningPassesUnlessAskedToFail() throws {
    let bench = try Bench.withOrders("1,500,DE\n")
    let run = try bench.check("orders.assay.yaml")
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("WARN   orders\n"))
    #expect(try bench.check("orders.assay.yaml", "--fail-on", "warn").status == 1)
    #expect(try bench.check("orders.assay.yaml", "--fail-on=block").status == 0)
  }

  @Test func aFailureBlocks() throws {
    let run = try Bench.withOrders("1,5,DE\n1,-2,XX\n").check("orders.assay.yaml")
    #expect(run.status == 1)
    #expect(run.output.hasPrefix("BLOCK  orders\n"))
    #expect(run.output.contains("orders/id/column.duplicate_value  1 of 2 (50 %), limit 0"))
    #expect(run.output.contains("orders.csv:3"))
    #expect(run.output.contains("run again  assay check orders.assay.yaml --now 2026-11-21T12:00:00Z"))
  }

  @Test func whatCannotBeDecidedBlocksWithACodeOfItsOwn() throws {
    let bench = try Bench.withOrders()
    let run = try bench.check("orders.assay.yaml", "--data", "absent.csv")
    #expect(run.status == 3)
    #expect(run.output.contains("unread   absent.csv does not exist"))
  }

  @Test func aFailureOutweighsWhatIsUndecided() throws {
    let bench = try Bench.withOrders("1,-5,DE\n")
    let run = try bench.check("orders.assay.yaml", "--data", "orders.csv", "--data", "absent.csv")
    #expect(run.status == 1)
    #expect(run.output.contains("orders/amount/cell.below_minimum"))
  }

  @Test func severalContractsAreCheckedInOneCall() throws {
    let bench = try Bench.withOrders()
    try bench.write("other.assay.yaml", Bench.ordersContract.replacing("id: orders", "id: other", count: 1))
    let run = try bench.check("orders.assay.yaml", "other.assay.yaml")
    #expect(run.status == 0)
    let size = "1 file, 2 records, 38 bytes"
    #expect(
      run.output == """
        PASS   orders  \(size)  orders.assay.yaml
        PASS   other  \(size)  other.assay.yaml

        PASS  2 contracts: 2 pass

        """, "\(run.output)")
  }

  @Test func aDirectoryStandsForEveryContractInIt() throws {
    let bench = try Bench.withOrders()
    let two = Bench.ordersContract.replacing("orders.csv", "../../orders.csv", count: 1)
    try bench.write("b/deep/two.assay.yaml", two.replacing("id: orders", "id: two", count: 1))
    try bench.write("notes.yaml", "not: a contract")
    let run = try bench.check(".")
    #expect(run.status == 0, "\(run.all)")
    #expect(run.output.contains("2 contracts: 2 pass"))
  }

  @Test func aDirectoryWithoutContractsIsAUsageError() throws {
    let bench = try Bench()
    let run = try bench.check(".")
    #expect(run.status == 2)
    #expect(run.complaints.contains("no contract (*.assay.yaml) lies in ."))
  }

  @Test func anInvalidContractDoesNotHideTheOthers() throws {
    let bench = try Bench.withOrders("1,-5,DE\n")
    try bench.write("bad.assay.yaml", "assay: 1\nid: bad\nfeilds: []\ndata: { files: orders.csv }\n")
    let run = try bench.check(
      "bad.assay.yaml", "orders.assay.yaml", "absent.assay.yaml", "--json", "r.json", "--junit", "r.xml")
    #expect(run.status == 2)
    #expect(run.complaints.contains("bad.assay.yaml:3:1: error: Unknown key `feilds`"))
    #expect(run.complaints.contains("absent.assay.yaml does not exist"))
    #expect(run.output.contains("orders/amount/cell.below_minimum"))
    #expect(run.output.contains("BLOCK  bad  (the contract cannot be used)"))
    #expect(run.output.contains("bad.assay.yaml is no valid contract: 1 error"))
    // A reader of the files alone must not take the invalid ones for green, or for never there.
    #expect(try bench.text("r.xml").contains("bad.assay.yaml is no valid contract"))
    #expect(try bench.run("report", "r.json").status == 2)
  }

  @Test func onlyInvalidContractsStillLeaveAReport() throws {
    let bench = try Bench()
    try bench.write("bad.assay.yaml", "assay: 2\n")
    let run = try bench.check("bad.assay.yaml", "--json", "-")
    #expect(run.status == 2)
    #expect(try run.json()["verdict"].string == "block")
  }

  @Test func standardInputIsReadByOneContractOnly() throws {
    let bench = try Bench()
    for name in ["a", "b"] {
      try bench.write(
        "\(name).assay.yaml",
        "assay: 1\nid: \(name)\ndata: { files: '-', format: csv }\nfields: [{ name: x, type: integer }]\n")
    }
    let run = try bench.check("a.assay.yaml", "b.assay.yaml", input: "x\n1\n")
    #expect(run.status == 3)
    #expect(run.output.contains("PASS   a  1 file, 1 record, "))
    #expect(run.output.contains("b.assay.yaml reads standard input, which a.assay.yaml has read already"))
  }

  @Test func aContractMayReadStandardInput() throws {
    let bench = try Bench()
    try bench.write(
      "in.assay.yaml", "assay: 1\nid: in\ndata: { files: '-', format: csv }\nfields: [{ name: x, type: integer }]\n")
    #expect(try bench.check("in.assay.yaml", input: "x\n1\n").status == 0)
    #expect(try bench.check("in.assay.yaml", input: "x\none\n").status == 1)
    #expect(try bench.check("in.assay.yaml", input: "").status == 1)
  }

  @Test func dataFromTheCommandLineReplacesTheContractsFiles() throws {
    let bench = try Bench.withOrders()
    try bench.write("new/a-1.csv", "id,amount,country\n7,1,DE\n")
    try bench.write("new/a-2.csv", "id,amount,country\n7,1,DE\n")
    // Together they hold one id twice.
    let both = try bench.check("orders.assay.yaml", "--data", "new/*.csv")
    #expect(both.status == 1)
    #expect(both.output.contains("first in new/a-1.csv, record 1"))
    #expect(try bench.check("orders.assay.yaml", "--data", "new/a-1.csv").status == 0)
    #expect(try bench.check("orders.assay.yaml", "--data", "-", input: "id,amount,country\n1,1,DE\n").status == 0)
    let none = try bench.check("orders.assay.yaml", "--data", "new/*.txt")
    #expect(none.status == 3)
    #expect(none.output.contains("no file matches new/*.txt"))
    #expect(none.output.contains("relative to the working directory"))
  }

  @Test func dataGoesWithOneContract() throws {
    let bench = try Bench.withOrders()
    try bench.write("two.assay.yaml", Bench.ordersContract)
    let run = try bench.check("orders.assay.yaml", "two.assay.yaml", "--data", "orders.csv")
    #expect(run.status == 2)
    #expect(run.complaints.contains("--data goes with one contract, and 2 are given"))
  }
}

extension String {
  /// The first `count` occurrences replaced.
  func replacing(_ old: String, _ new: String, count: Int) -> String {
    replacing(old, with: new, maxReplacements: count)
  }
}
