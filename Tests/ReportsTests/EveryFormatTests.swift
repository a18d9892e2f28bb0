import Contracts
import Testing

@testable import Reports

/// What must hold for every format, now and later.
struct EveryFormatTests {
  private static func findings(_ report: Report) -> [ClauseResult] {
    report.entries.flatMap { $0.result.clauses.filter { $0.status != .passed } }
  }

  /// The identity, or field and rule, or class and name as JUnit splits it.
  private static func names(_ result: ClauseResult) -> [String] {
    let id = result.clause.id.rawValue
    let tail = id.split(separator: "/").dropFirst().joined(separator: "/")
    let rule = result.clause.rule.rawValue
    let contract = id.split(separator: "/").first ?? ""
    let className = ([String(contract)] + (result.field.map { [$0] } ?? [])).joined(separator: ".")
    return [id, tail, "classname=\"\(className)\" name=\"\(rule)\""]
  }

  @Test(arguments: ReportFormat.all.map(\.name))
  func everyFindingIsNamed(format: String) throws {
    let text = try #require(ReportFormat.named(format)).render(Sample.report)
    let findings = Self.findings(Sample.report)
    #expect(findings.count > 15)
    for finding in findings {
      #expect(Self.names(finding).contains { text.contains($0) }, "\(finding.clause.id) is missing in \(format)")
    }
  }

  @Test(arguments: ReportFormat.all.map(\.name))
  func reportsAreDeterministicAndEndWithALineBreak(format: String) throws {
    let format = try #require(ReportFormat.named(format))
    for seed in UInt64(0)..<20 {
      var random = RandomReport(seed: seed)
      let report = random.report()
      let text = format.render(report)
      #expect(text.utf8.elementsEqual(format.render(report).utf8))
      #expect(text.utf8.last == 0x0A)
    }
  }

  @Test(arguments: ReportFormat.all.map(\.name))
  func noReportLetsDataActOnATerminal(format: String) throws {
    let format = try #require(ReportFormat.named(format))
    for seed in UInt64(0)..<20 {
      var random = RandomReport(seed: seed)
      for scalar in format.render(random.report()).unicodeScalars where scalar != "\n" {
        #expect(!scalar.isInvisible || scalar == "\u{200D}", "U+\(String(scalar.value, radix: 16)) in seed \(seed)")
      }
    }
  }
}
