import Foundation
import TestSupport
import Testing

/// `--accepted` and `--rejected` split the records as they stream.
struct QuarantineTests {
  private static let rows = """
    1,5.00,DE
    2,-1,FR
    3,500,DE
    1,6,NO
    4,"7.5
    x",DE
    5,8,"D""E"
    6,9
    7,1,DE

    """

  @Test func everyRecordIsInOneFileOrTheOther() throws {
    let bench = try Bench.withOrders(Self.rows)
    let run = try bench.check("orders.assay.yaml", "--accepted", "a.csv", "--rejected", "r.csv")
    #expect(run.status == 1)
    // A warning does not reject (3); a second key does (the second 1).
    #expect(try bench.text("a.csv") == "id,amount,country\r\n1,5.00,DE\r\n3,500,DE\r\n7,1,DE\r\n")
    let rejected = try bench.text("r.csv")
    let expected = [
      "id,amount,country,assay_file,assay_record,assay_findings,assay_raw",
      "2,-1,FR,orders.csv,2,orders/amount/cell.below_minimum,",
      "1,6,NO,orders.csv,4,orders/id/column.duplicate_value,",
      "4,\"7.5\nx\",DE,orders.csv,5,orders/amount/cell.wrong_type,",
      "5,8,\"D\"\"E\",orders.csv,6,orders/country/cell.not_in_enum,",
      ",,,orders.csv,7,orders/record.malformed,\"6,9\"", "",
    ].joined(separator: "\r\n")
    #expect(rejected == expected)
    #expect(run.output.contains("3 records accepted, 5 rejected"))
    #expect(run.output.contains("r.csv holds the rejected records in clear, private fields included"))
    #expect(try bench.check("orders.assay.yaml", "--data", "a.csv").status == 0)
  }

  @Test func bothFilesAreForTheirOwnerOnlyAndWhole() throws {
    let bench = try Bench.withOrders(Self.rows)
    try bench.write("a.csv", "old")
    _ = try bench.check("orders.assay.yaml", "--accepted", "a.csv", "--rejected", "r.jsonl", "--quiet")
    #expect(bench.names == ["a.csv", "orders.assay.yaml", "orders.csv", "r.jsonl"])
    for name in ["a.csv", "r.jsonl"] {
      let mode = try FileManager.default.attributesOfItem(atPath: bench.path(name))[.posixPermissions] as? Int
      #expect(mode == 0o600, "\(name)")
    }
  }

  @Test func rejectedRecordsMayBeJSONLines() throws {
    let bench = try Bench.withOrders(Self.rows)
    _ = try bench.check("orders.assay.yaml", "--accepted", "a.jsonl", "--rejected", "r.jsonl", "--quiet")
    let accepted = try bench.text("a.jsonl").split(separator: "\n")
    #expect(accepted.first == #"{"id":"1","amount":"5.00","country":"DE"}"#)
    let rejected = try bench.text("r.jsonl").split(separator: "\n").map {
      JSON(try JSONSerialization.jsonObject(with: Data($0.utf8)))
    }
    #expect(accepted.count == 3 && rejected.count == 5)
    #expect(rejected[2]["data"]["amount"].string == "7.5\nx")
    #expect(rejected[4]["raw"].string == "6,9")
    #expect(rejected[4]["findings"][0].string == "orders/record.malformed")
  }

  @Test func theSplitDoesNotDependOnThreadsAndBlocks() throws {
    var rows = ""
    for i in 1...2000 { rows += "\(i % 1900),\(i % 13 == 0 ? "-1" : "5"),\(i % 3 == 0 ? "\"D\nE\"" : "DE")\n" }
    let bench = try Bench.withOrders(rows)
    func split(_ words: String...) throws -> [String] {
      _ = try bench.run(
        ["check", "orders.assay.yaml", "--accepted", "a.csv", "--rejected", "r.csv", "--quiet"] + words)
      return [try bench.text("a.csv"), try bench.text("r.csv")]
    }
    let expected = try split("--threads", "1")
    #expect(expected[0].utf8.filter { $0 == 0x0D }.count + expected[1].utf8.filter { $0 == 0x0D }.count == 2002)
    for block in ["1K", "5003", "1M"] { #expect(try split("--threads", "4", "--block-size", block) == expected) }
  }

  @Test func jsonLinesStayAsTheyWere() throws {
    let bench = try Bench()
    try bench.write(
      "j.assay.yaml",
      "assay: 1\nid: j\ndata: { files: j.jsonl }\n"
        + "fields: [{ name: n, type: integer, minimum: 0, unique: true, sorted: ascending }]\n")
    let lines = ["{\"n\": 1}", "{ \"n\":-1 }", "{\"n\": 5}", "{broken", "{\"n\":5}", "{\"n\": 4}", "{\"n\": 6}"]
    try bench.write("j.jsonl", lines.joined(separator: "\n"))
    let run = try bench.check("j.assay.yaml", "--accepted", "a.jsonl", "--rejected", "r.jsonl")
    #expect(run.status == 1)
    let accepted = try bench.text("a.jsonl")
    let rejected = try bench.text("r.jsonl").split(separator: "\n").map(String.init)
    #expect(accepted == "{\"n\": 1}\n{\"n\": 5}\n{\"n\": 6}\n")
    #expect(rejected.count == 4)
    #expect(rejected[1].contains("\"raw\":\"{broken\""), "\(rejected)")
    #expect(rejected[3].contains("\"data\":{\"n\": 4}") && rejected[3].contains("j/n/column.unsorted"), "\(rejected)")
    #expect(try bench.check("j.assay.yaml", "--data", "a.jsonl").status == 0)
    let csv = try bench.check("j.assay.yaml", "--rejected", "r.csv")
    #expect(csv.status == 2)
    #expect(csv.complaints.contains("r.csv: records of JSONL are written as .jsonl"))
  }

  @Test func filesWithHeadersInAnotherOrderAreAligned() throws {
    let bench = try Bench.withOrders("1,5,DE\n")
    try bench.write("orders.assay.yaml", Bench.ordersContract + "order: any\n")
    try bench.write("two.csv", "country,id,amount\nFR,2,6\nFR,3,-6\n")
    let run = try bench.check(
      "orders.assay.yaml", "--data", "orders.csv", "--data", "two.csv", "--accepted", "a.csv", "--rejected", "r.csv")
    #expect(run.status == 1)
    #expect(try bench.text("a.csv") == "id,amount,country\r\n1,5,DE\r\n2,6,FR\r\n")
    #expect(try bench.text("r.csv").contains("3,-6,FR,two.csv,2,orders/amount/cell.below_minimum,\r\n"))
  }

  @Test func aFileThatCannotBeWrittenIsSaid() throws {
    let bench = try Bench.withOrders(Self.rows)
    let suffix = try bench.check("orders.assay.yaml", "--accepted", "a.txt")
    #expect(suffix.status == 2)
    #expect(suffix.complaints.contains("a.txt must end in .csv or .jsonl"))
    let absent = try bench.check("orders.assay.yaml", "--accepted", "absent/a.csv")
    #expect(absent.status == 2)
    #expect(absent.complaints.contains("absent/a.csv cannot be written: No such file or directory"))
    try FileManager.default.createSymbolicLink(atPath: bench.path("full.csv"), withDestinationPath: "/dev/full")
    let full = try bench.check("orders.assay.yaml", "--rejected", "full.csv")
    #expect(full.status == 2)
    #expect(full.complaints.contains("full.csv cannot be written: No space left on device"))
    #expect(full.output.contains("BLOCK  orders"))
  }

  @Test func whatWasNotJudgedIsSaid() throws {
    let bench = try Bench()
    try bench.write(
      "p.assay.yaml",
      "assay: 1\nid: p\ndata: { files: p.csv }\nfields: [{ name: a, type: string, pattern: '(a+)+$' }]\n")
    try bench.write("p.csv", "a\n" + String(repeating: "a", count: 40) + "b\nzzz\n")
    let run = try bench.check("p.assay.yaml", "--accepted", "a.csv")
    #expect(run.status == 3)
    #expect(
      run.output.contains(
        "p/a/cell.pattern_mismatch could not be decided, so records that violate it may be among the accepted ones"))
  }
}
