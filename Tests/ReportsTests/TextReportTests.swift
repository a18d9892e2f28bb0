import Contracts
import Testing

@testable import Reports

struct TextReportTests {
  private func render(_ report: Report, width: Int = 120, color: Bool = false, verbose: Bool = false) -> String {
    TextReport(options: .init(color: color, width: width, verbose: verbose)).render(report)
  }

  @Test(arguments: [("text-80.txt", 80), ("text-120.txt", 120), ("text-200.txt", 200)])
  func textIsAsExpected(name: String, width: Int) throws {
    try Golden.expect(render(Sample.report, width: width), equals: name)
  }

  @Test func colouredTextIsAsExpected() throws {
    try Golden.expect(render(Sample.report, color: true), equals: "text-colour.txt")
  }

  @Test func verboseTextIsAsExpected() throws {
    try Golden.expect(render(Sample.report, width: 160, verbose: true), equals: "text-verbose.txt")
  }

  @Test func aPassingContractIsShort() throws {
    var report = Sample.report
    report.entries = report.entries.filter { $0.decision.verdict == .pass }
    let text = render(report)
    try Golden.expect(text, equals: "text-pass.txt")
    #expect(text.split(separator: "\n").count <= 5)
  }

  @Test func nothingCheckedBlocks() {
    var report = Sample.report
    report.entries = []
    #expect(render(report).contains("BLOCK  nothing was checked"))
  }

  @Test func colourOnlyAddsEscapes() throws {
    let plain = render(Sample.report)
    let coloured = render(Sample.report, color: true)
    #expect(!plain.contains("\u{1B}"))
    #expect(coloured.replacing(try Regex("\u{1B}\\[[0-9;]*m"), with: "") == plain)
  }

  @Test func worstContractsStandFirst() throws {
    let text = render(Sample.report)
    let starts = try ["BLOCK  orders", "BLOCK  returns", "WARN   carriers", "PASS   sources"].map {
      try #require(text.range(of: $0)).lowerBound
    }
    #expect(starts == starts.sorted())
  }

  @Test func aRootCauseIsOneLineWhereItFits() {
    let lines = render(Sample.report, width: 200).split(separator: "\n")
    let line = lines.first { $0.contains("orders/order_id/cell.duplicate") }
    let parts = [
      "142 of 1,000,000 (0.0142 %), limit 0", "fixtures/orders-2026-10.csv:812 and 141 more",
      "contracts/orders.assay.yaml:31",
    ]
    for part in parts { #expect(line?.contains(part) == true) }
  }

  @Test func theMarkStandsUnderTheOffendingFieldEvenAfterWideCharacters() throws {
    let lines = render(Sample.report).split(separator: "\n").map(String.init)
    let index = try #require(lines.firstIndex { $0.contains("国: 日本") })
    let field = try #require(lines[index].range(of: "name: \"宅配便 \""))
    let caret = try #require(lines[index + 1].range(of: "^"))
    let columns = (
      field: String(lines[index][..<field.lowerBound]).displayWidth,
      caret: String(lines[index + 1][..<caret.lowerBound]).displayWidth
    )
    #expect(columns.field == columns.caret)
    let carets = lines[index + 1].filter { $0 == "^" }.count
    #expect(carets == "name: \"宅配便 \"".displayWidth)
  }

  @Test func clausesOnAMissingColumnFallUnderIt() throws {
    let fallen = "2 clauses not judged because of this: shipped_at/cell.wrong_type, shipped_at/cell.below_minimum"
    #expect(render(Sample.report).contains(fallen))
  }

  @Test func clausesWithNothingLeftToJudgeFallUnderTheTypeFailure() throws {
    let lines = render(Sample.report).split(separator: "\n").map(String.init)
    let failure = try #require(lines.firstIndex { $0.contains("orders/weight/cell.wrong_type") })
    let fallen = "1 clause not judged because of this: weight/cell.above_maximum"
    #expect(lines[failure..<failure + 6].contains { $0.contains(fallen) })
  }

  @Test func noLineEndsInABlank() {
    for width in [40, 80, 120, 200] {
      #expect(!render(Sample.report, width: width).split(separator: "\n").contains { $0.hasSuffix(" ") })
    }
  }

  @Test func undecidedClausesSayWhyAndWhatToDo() {
    let text = render(Sample.report, width: 200)
    #expect(text.contains("3 clauses"))
    #expect(text.contains("inconclusive: some of the data could not be read"))
    #expect(text.contains("git lfs pull --include fixtures/returns-2026-11.csv"))
    #expect(text.contains("→ simplify the pattern"))
  }

  @Test func theCommandCanBePasted() {
    #expect(render(Sample.report).contains(#"assay check contracts/ --gate merge --data 'it'\''s here.csv'"#))
  }

  @Test(arguments: [20, 40, 80, 120, 300])
  func recordsStayWithinTheWidth(width: Int) {
    for line in render(Sample.report, width: width).split(separator: "\n") where line.contains(" │ ") && width >= 40 {
      let isNote = line.contains("expected") || line.contains("first at")
      #expect(isNote || String(line).displayWidth <= width, "\(line)")
    }
  }

  @Test func masksAreShownWithTheirLength() {
    let text = render(Sample.report)
    #expect(text.contains("email: [masked, 17 bytes]"))
    #expect(text.contains("[record masked, 120 bytes]"))
  }
}

extension String {
  fileprivate func range(of part: String) -> Range<String.Index>? { firstRange(of: part) }
}

struct LineFoldingTests {
  @Test(arguments: [80, 100, 120, 140, 160, 200])
  func headlinesAndPlacesStayWithinTheWidth(width: Int) {
    let text = TextReport(options: .init(width: width)).render(Sample.report)
    for line in text.split(separator: "\n") where line.contains(".assay.yaml:") {
      #expect(String(line).displayWidth <= width, "\(line)")
    }
  }
}
