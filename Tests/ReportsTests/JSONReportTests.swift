import Contracts
import Markup
import Testing

@testable import Reports

struct JSONReportTests {
  @Test func prettyJSONIsAsExpected() throws {
    try Golden.expect(JSONReport().render(Sample.report), equals: "report.json")
  }

  @Test func compactJSONIsOneLineOfTheSameValue() throws {
    let compact = JSONReport(layout: .compact).render(Sample.report)
    #expect(compact.split(separator: "\n").count == 1)
    #expect(try JSONReport.read(Array(compact.utf8)) == Sample.report)
  }

  @Test(arguments: UInt64(0)..<300)
  func whatIsWrittenIsReadBackExactly(seed: UInt64) throws {
    var random = RandomReport(seed: seed)
    let report = random.report()
    for layout in [JSONReport.Layout.pretty, .compact] {
      let text = JSONReport(layout: layout).render(report)
      let read = try JSONReport.read(Array(text.utf8))
      #expect(read == report, "seed \(seed)")
      // Equality of strings is canonical equivalence; the bytes say more.
      #expect(JSONReport(layout: layout).render(read).utf8.elementsEqual(text.utf8), "seed \(seed)")
    }
  }

  @Test func otherReportsCanBeWrittenAgainFromTheJSON() throws {
    let read = try JSONReport.read(Array(JSONReport().render(Sample.report).utf8))
    for format in ReportFormat.all { #expect(format.render(read) == format.render(Sample.report)) }
  }

  @Test(arguments: [
    ("BLOCK orders", "orders/order_id/cell.duplicate", "fail"), ("waived", "orders/amount/cell.above_maximum", "skip"),
    ("ignored", "orders/country/cell.not_in_enum", "skip"), ("warned", "orders/comment/cell.too_long", "warn"),
    ("undecided", "returns/email/cell.wrong_type", "error"), ("skipped", "orders/license.not_allowed", "skip"),
    ("passed", "sources/id/cell.missing", "pass"),
  ])
  func statusesAreThoseOfOORS(what: String, id: String, status: String) throws {
    let node = try JSON.parse(Array(JSONReport().render(Sample.report).utf8))
    let clauses = (node["contracts"]?.items ?? []).flatMap { $0["clauses"]?.items ?? [] }
    let clause = try #require(clauses.first { $0["id"]?.text == id })
    #expect(clause["status"]?.text == status)
  }

  @Test(arguments: [
    ("{}", "1:1: `assay_result` is missing"),
    (#"{"assay_result": 2}"#, "1:1: this is a result of format 2; this program reads format 1"),
    ("[1]", "1:1: an object was expected"),
    ("{\"assay_result\": 1,\n \"version\": 3}", "2:13: a string was expected"),
  ])
  func whatIsNoReportIsRefusedWithItsPlace(text: String, message: String) {
    let problem = #expect(throws: JSONReport.Problem.self) { try JSONReport.read(Array(text.utf8)) }
    #expect(problem?.description == message)
  }

  @Test func whatIsNoJSONIsRefusedWithItsPlace() {
    let problem = #expect(throws: JSONReport.Problem.self) { try JSONReport.read(Array("{\n  \"a\": }".utf8)) }
    #expect(problem?.line == 2)
  }

  @Test func membersFromLaterVersionsArePassedOver() throws {
    let version = "\"assay_result\": 1,"
    let text = JSONReport().render(Sample.report).replacing(version, with: version + "\"new\": {},")
    #expect(try JSONReport.read(Array(text.utf8)) == Sample.report)
  }
}
