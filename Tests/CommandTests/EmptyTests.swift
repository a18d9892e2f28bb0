import TestSupport
import Testing

/// No records: rows and the header clauses decide, the others are skipped or inconclusive.
struct EmptyTests {
  private func statuses(_ run: CommandResult) throws -> [String: String] {
    Dictionary(
      try run.json()["contracts"][0]["clauses"].items.map { ($0["id"].string ?? "", $0["outcome"].string ?? "") },
      uniquingKeysWith: { a, _ in a })
  }

  @Test func withoutRecordsClausesOnRecordsAreInconclusive() throws {
    let run = try Bench.withOrders("").check("orders.assay.yaml", "--json", "-")
    #expect(run.status == 3)
    let statuses = try statuses(run)
    for id in ["id/cell.missing", "id/column.duplicate_value", "amount/cell.below_minimum", "record.malformed"] {
      #expect(statuses["orders/\(id)"] == "inconclusive", "\(id)")
    }
    for id in ["column.duplicate", "column.order", "column.extra", "id/column.missing", "data.unreadable"] {
      #expect(statuses["orders/\(id)"] == "passed", "\(id)")
    }
  }

  @Test func whereZeroRecordsAreAllowedTheyAreSkipped() throws {
    let bench = try Bench.withOrders("")
    try bench.write("orders.assay.yaml", Bench.ordersContract + "rows: { min: 0 }\n")
    let run = try bench.check("orders.assay.yaml", "--json", "-")
    #expect(run.status == 0)
    let statuses = try statuses(run)
    #expect(statuses["orders/id/cell.missing"] == "skipped")
    #expect(statuses["orders/record.malformed"] == "skipped")
    #expect(statuses["orders/rows.too_few"] == "passed")
  }

  @Test func aHeaderStillFailsWithoutRecords() throws {
    let bench = try Bench.withOrders()
    try bench.write("orders.assay.yaml", Bench.ordersContract + "rows: { min: 0 }\n")
    try bench.write("orders.csv", "id,amount,lnad\n")
    let run = try bench.check("orders.assay.yaml", "--json", "-")
    #expect(run.status == 1)
    let statuses = try statuses(run)
    #expect(statuses["orders/country/column.missing"] == "failed")
    #expect(statuses["orders/column.extra"] == "failed")
    #expect(statuses["orders/country/cell.not_allowed"] ?? "skipped" == "skipped")
  }

  @Test func tooFewRowsFail() throws {
    let bench = try Bench.withOrders("")
    try bench.write("orders.assay.yaml", Bench.ordersContract + "rows: { min: 1 }\n")
    #expect(try bench.check("orders.assay.yaml").status == 1)
  }

  @Test func anEmptyFileHasNoHeader() throws {
    let bench = try Bench.withOrders()
    try bench.write("orders.csv", "")
    for rows in ["", "rows: { min: 0 }\n"] {
      try bench.write("orders.assay.yaml", Bench.ordersContract + rows)
      let run = try bench.check("orders.assay.yaml")
      #expect(run.status == 1)
      #expect(run.output.contains("orders.csv is empty, where a header line was expected"))
    }
  }

  @Test func anEmptyJSONLinesFileHasNoRecords() throws {
    let bench = try Bench()
    try bench.write("e.jsonl", "")
    let contract = "assay: 1\nid: e\ndata: { files: e.jsonl }\nfields: [{ name: x, type: integer }]\n"
    try bench.write("e.assay.yaml", contract)
    #expect(try bench.check("e.assay.yaml").status == 3)
    try bench.write("e.assay.yaml", contract + "rows: { min: 0 }\n")
    #expect(try bench.check("e.assay.yaml").status == 0)
  }
}
