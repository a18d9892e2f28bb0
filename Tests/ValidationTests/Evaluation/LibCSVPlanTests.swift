import Contracts
import TestSupport
import Testing
import Validation

/// What happens when libcsv is asked to read what it cannot.
struct LibCSVPlanTests {
  @Test(arguments: [
    "escape: '\\'", "comment_prefix: '#'", "quote: none", "delimiter: '||'", "record_delimiter: ';'",
  ])
  func dialectThatLibcsvDoesNotKnowIsRefused(_ option: String) throws {
    let text = "assay: 1\nid: t\ndata: { files: t.csv, csv: { \(option) } }\n"
    var options = EvaluationOptions(now: testClock)
    options.reader = .libcsv
    let problems = #expect(throws: PlanProblems.self) { try evaluate(text, "t.csv", "a\n1\n", options: options) }
    let diagnostic = try #require(problems?.diagnostics.first)
    #expect(diagnostic.code == "reader.unsupported")
    options.reader = .plain
    #expect(throws: Never.self) { try evaluate(text, "t.csv", "a\n1\n", options: options) }
  }

  @Test func jsonLinesAreReadWhateverTheCSVReader() throws {
    var options = EvaluationOptions(now: testClock)
    options.reader = .libcsv
    let text = "assay: 1\nid: t\ndata: { files: t.jsonl }\n"
    #expect(try evaluate(text, "t.jsonl", "{}\n", options: options).recordCount == 1)
  }
}
