import Comparison
import Contracts
import Foundation
import Markup
import Testing

@testable import Reports

/// A diff of two versions in which everything has changed, with names that would act as markup.
enum DiffSample {
  private typealias Place = Contracts.SourceLocation
  static let digests = ["1", "2"].map { Digest(.sha256, hex: String(repeating: $0, count: 64)) }

  private static func place(_ line: Int) -> Place { Place(file: "orders.assay.yaml", line: line, column: 5) }

  static func version(_ side: Int) -> DatasetVersion {
    DatasetVersion(
      origin: .init(.result, "v3\(7 + side).json"), at: Instant(seconds: 1_795_262_400), dataset: "orders",
      version: side == 0 ? "2.0.0" : "2.1.0", contractDigest: digests[side], contract: contract(side),
      files: [.init(path: "orders.csv", digest: digests[side], byteCount: 90, recordCount: 1000 + side)],
      recordCount: 1000 + side * 234, malformedCount: side,
      clauses: [
        .init(
          clause: "email/cell.missing", rule: "cell.missing", field: "email", status: side == 0 ? .passed : .failed, violationCount: side * 3,
          measurements: [Measurement(name: "completeness", value: side == 0 ? "1" : "0.997")])
      ],
      license: side == 0 ? "CC-BY-4.0" : "CC-BY-NC-4.0", uses: ["analytics"], legalBasis: "contract",
      observedLicenses: [], sources: .known(sources(side)),
      manifest: [FileReference(path: "s|.yaml", digest: digests[side])], problems: [])
  }

  private static func sources(_ side: Int) -> [CountedSource] {
    side == 0
      ? [
        CountedSource(id: "S1", rowCount: 600, license: "MIT", legalBasis: "contract", refreshed: "2026-10-01"),
        CountedSource(id: "S2", rowCount: 300, license: "MIT"), CountedSource(id: "old|`shop`", rowCount: 100),
      ]
      : [
        CountedSource(id: "S1", rowCount: 650, license: "MIT", legalBasis: "contract", refreshed: "2026-11-01"),
        CountedSource(id: "S2", rowCount: 300, license: "CC-BY-NC-4.0"),
        CountedSource(id: "@all <b>https://example.com</b>\n# new\u{1B}[31m", rowCount: 284),
      ]
  }

  private static func contract(_ side: Int) -> Contract {
    let fields = [
      Field(path: FieldPath(header: "id"), type: .integer, location: place(5)),
      Field(path: FieldPath(header: side == 0 ? "mail" : "email"), type: .string, location: place(6)),
    ]
    let missing = Clause(
      id: ClauseID(contract: "orders", field: "id", rule: "cell.missing"), rule: "cell.missing", keyword: "required",
      field: 0, thresholds: Thresholds(side == 0 ? .block : .warn), location: place(5))
    return Contract(
      id: "orders", version: side == 0 ? "2.0.0" : "2.1.0", data: DataSource(files: [], format: .csv), fields: fields,
      clauses: [missing], path: "orders.assay.yaml")
  }

  static var moves: Knowable<RowMoves> {
    var counts = RowMoves(key: ["id"])
    (counts.keptCount, counts.movedCount, counts.addedCount, counts.removedCount) = (950, 2, 284, 50)
    counts.incomparableCount = 1
    counts.examples = [
      .init(recordBefore: 4, recordAfter: 5, sourceBefore: "S1", sourceAfter: "S2"),
      .init(recordBefore: 1200, recordAfter: 9, sourceBefore: "S2", sourceAfter: nil),
    ]
    return .known(counts)
  }

  static var report: DiffReport {
    let comparison = VersionComparison(version(0), version(1), moves: moves)
    let effects: [ChangeKind: ChangeDecision.Effect] = [.newSource: .block, .relicensed: .warn, .droppedSource: .approved]
    let findings = comparison.changes.map { change in
      ChangeDecision.Finding(change, effects[change.kind] ?? .reported, cited: effects[change.kind].map { _ in "(p.yaml:7)" })
    }
    return DiffReport(
      toolVersion: "0.1.0", subject: .versions(comparison),
      decision: ChangeDecision(gate: "merge", policy: "p.yaml", findings: findings))
  }

  /// Two versions of which little is known.
  static var unknown: DiffReport {
    var sides = [version(0), version(1)]
    for side in 0...1 {
      sides[side].contract = nil
      sides[side].sources = .unknown(because: "the ids of sources are masked")
      sides[side].manifest = nil
      sides[side].problems = ["orders.csv does not exist"]
    }
    let comparison = VersionComparison(sides[0], sides[1], moves: .unknown(because: "results do not tell rows apart"))
    let findings = comparison.changes.map { ChangeDecision.Finding($0, .warn, cited: "(p.yaml:7)") }
    return DiffReport(
      toolVersion: "0.1.0", subject: .versions(comparison),
      decision: ChangeDecision(gate: "merge", policy: "p.yaml", findings: findings))
  }

  static var contracts: DiffReport {
    let comparison = ContractComparison(contract(0), contract(1))
    let decision = ChangeDecision(
      gate: "merge", policy: nil, findings: comparison.changes.map { ChangeDecision.Finding($0, .reported) })
    return DiffReport(toolVersion: "0.1.0", subject: .contracts(comparison), decision: decision)
  }
}

struct DiffReportTests {
  @Test func tables() throws {
    try Golden.expect(DiffTable().render(DiffSample.report), equals: "diff-versions.txt")
    try Golden.expect(DiffTable().render(DiffSample.contracts), equals: "diff-contracts.txt")
  }

  /// On which terms a source stands is never cut: it goes below where there is no room beside.
  @Test(arguments: [80, 100, 120, 200])
  func theTermsOfASourceAreShownWhole(width: Int) throws {
    let table = DiffTable(options: .init(width: width)).render(DiffSample.report)
    let sources = table.components(separatedBy: "\nRows that changed")[0]
    for line in sources.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
    let words = sources.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("MIT → CC-BY-NC-4.0"), "\(sources)")
    #expect(words.contains("2026-10-01 → 2026-11-01"), "\(sources)")
    if width == 80 { try Golden.expect(table, equals: "diff-versions-80.txt") }
  }

  @Test func markdown() throws {
    try Golden.expect(DiffMarkdown().render(DiffSample.report), equals: "diff-versions.md")
    try Golden.expect(DiffMarkdown().render(DiffSample.contracts), equals: "diff-contracts.md")
  }

  @Test func json() throws {
    try Golden.expect(DiffJSON().render(DiffSample.report), equals: "diff-versions.json")
    try Golden.expect(DiffJSON().render(DiffSample.contracts), equals: "diff-contracts.json")
    for report in [DiffSample.report, DiffSample.contracts] {
      let root = try JSON.parse(Array(DiffJSON().render(report).utf8))
      #expect(root["assay_diff"]?.integer == 1)
    }
  }

  /// Nothing that stands in data can end a line, a cell or a span, nor reach a terminal.
  @Test func namesFromDataActAsNothing() {
    for text in [DiffTable().render(DiffSample.report), DiffMarkdown().render(DiffSample.report), DiffJSON().render(DiffSample.report)] {
      #expect(!text.contains("\u{1B}"))
      #expect(!text.contains("\n# new"))
    }
    let markdown = DiffMarkdown().render(DiffSample.report)
    let rows = markdown.split(separator: "\n").filter { $0.contains("S1") && $0.hasPrefix("|") }
    #expect(!rows.isEmpty)
    #expect(markdown.contains("<code>old&#124;&#96;shop&#96;</code>"))
  }

  @Test(arguments: ["a", "a b", "a|b", "`", "``a", "\\", " a", "a ", "", "<b>", "@x", "a\nb", "|", "&amp;", "\\|"])
  func codeHoldsAnyText(text: String) {
    let code = DiffMarkdown.code(text)
    #expect(!code.contains("\n"))
    #expect(!code.contains("|"), "\(code)")
    if code.hasPrefix("`") { #expect(code.dropFirst().dropLast().contains("`") == false) }
  }

  /// Each row of a section has a cell for each heading: the tables insist.
  @Test func longListsAreCutAndSayso() {
    let rows = (0..<150).map { [DiffSection.Cell.theirs("S\($0)")] }
    let section = DiffSection("Sources", headings: ["SOURCE"], rows: rows)
    #expect(section.rows.count == DiffSection.rowLimit)
    #expect(section.notes.map { $0.map(\.text).joined() } == ["and 50 more, which the JSON report lists"])
  }
}
