import Contracts
import Foundation
import Testing

@testable import Reports

struct JUnitReportTests {
  @Test func strictXMLIsAsExpected() throws {
    try Golden.expect(JUnitReport(dialect: .strict).render(Sample.report), equals: "junit-strict.xml")
  }

  @Test func extendedXMLIsAsExpected() throws {
    try Golden.expect(JUnitReport(dialect: .ci).render(Sample.report), equals: "junit-ci.xml")
  }

  @Test(arguments: ["jenkins/junit-10.xsd", "windyroad/JUnit.xsd"])
  func strictXMLObeysTheSchema(schema: String) throws {
    var reports = [Sample.report, Report(version: "1", now: Instant(seconds: 0), policy: nil, command: [], entries: [])]
    for seed in UInt64(0)..<40 {
      var random = RandomReport(seed: seed)
      reports.append(random.report())
    }
    let complaint = try lint(reports.map(JUnitReport(dialect: .strict).render), schema: schema)
    #expect(complaint == nil, "\(complaint ?? "")")
  }

  @Test func theSchemasRefuseWhatTheyShould() throws {
    let broken = JUnitReport(dialect: .strict).render(Sample.report).replacing("<system-err", with: "<system-oops")
    #expect(try lint([broken], schema: "windyroad/JUnit.xsd") != nil)
  }

  @Test func extendedXMLIsWellFormed() throws {
    var random = RandomReport(seed: 7)
    let texts = [Sample.report, random.report()].map(JUnitReport(dialect: .ci).render)
    let complaint = try lint(texts, schema: nil)
    #expect(complaint == nil, "\(complaint ?? "")")
  }

  @Test func countsAreThoseOfTheElements() {
    for suite in JUnitReport(dialect: .strict).render(Sample.report).split(separator: "<testsuite ").dropFirst() {
      let suite = String(suite)
      func announced(_ name: String) -> Int? {
        suite.firstRange(of: "\(name)=\"").flatMap { Int(suite[$0.upperBound...].prefix { $0 != "\"" }) }
      }
      func found(_ tag: String) -> Int { suite.ranges(of: "<\(tag) ").count }
      #expect(announced("tests") == found("testcase"))
      #expect(announced("failures") == found("failure"))
      #expect(announced("errors") == found("error"))
      #expect(announced("skipped") == found("skipped"))
    }
  }

  @Test func noTwoCasesHaveOneName() throws {
    for seed in UInt64(0)..<40 {
      var random = RandomReport(seed: seed)
      let text = JUnitReport(dialect: .strict).render(random.report())
      let cases = text.matches(of: /<testcase (classname="[^"]*" name="[^"]*")/).map { $0.output.1 }
      #expect(Set(cases).count == cases.count)
    }
  }

  @Test func warningsPassAndAreTold() throws {
    let text = JUnitReport(dialect: .strict).render(Sample.report)
    #expect(text.contains("<testcase classname=\"carriers.name\" name=\"cell.not_in_enum\" time=\"0\"/>"))
    #expect(text.contains("<system-out>warn: carriers/name/cell.not_in_enum: 1 of 3 (33.3 %), limit 0"))
  }

  @Test func waiversAreSkippedAndNameTheirEnd() {
    let text = JUnitReport(dialect: .strict).render(Sample.report)
    #expect(text.contains("<skipped message=\"7 of 1,000,000 (0.0007 %), limit 0; waived by ana until 2026-12-01:"))
  }

  @Test func aBlockIsNeverGreen() {
    var report = Sample.report
    report.entries = report.entries.map { entry in
      var entry = entry
      entry.result.clauses = []
      entry.decision.verdict = .block
      return entry
    }
    let text = JUnitReport(dialect: .strict).render(report)
    #expect(text.ranges(of: "<error ").count == report.entries.count)
  }

  @Test func theTimeIsUTCWithoutZoneAndFraction() {
    #expect(JUnitReport(dialect: .strict).render(Sample.report).contains("timestamp=\"2026-11-21T07:00:00\""))
  }
}

struct XMLWriterTests {
  @Test func textCannotBreakOut() {
    var xml = XMLWriter()
    xml.element("a", ["b": "\"<\n\u{0}\u{FFFF}"], text: "]]> & <b>\r\u{8}\tok")
    #expect(
      xml.text == """
        <?xml version="1.0" encoding="UTF-8"?>
        <a b="&quot;&lt;&#10;\u{FFFD}\u{FFFD}">]]&gt; &amp; &lt;b&gt;&#13;\u{FFFD}\tok</a>

        """)
  }
}

extension JUnitReportTests {
  /// What xmllint (Debian's `libxml2-utils`) has against the texts; `nil` if nothing. Without xmllint, an error.
  private func lint(_ texts: [String], schema: String?) throws -> String? {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("junit-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var arguments = ["xmllint", "--noout", "--nonet"]
    if let schema { arguments += ["--schema", Golden.folder.appendingPathComponent("Data/junit/\(schema)").path] }
    for (index, text) in texts.enumerated() {
      let file = folder.appendingPathComponent("\(index).xml")
      try text.write(to: file, atomically: true, encoding: .utf8)
      arguments.append(file.path)
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardError = pipe
    try process.run()
    let complaint = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return process.terminationStatus == 0 ? nil : "status \(process.terminationStatus): \(complaint.prefix(4000))"
  }
}
