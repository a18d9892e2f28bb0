import Contracts
import Foundation
import Testing

@testable import Promotion
@testable import Provenance

/// The reports, and what the ledger keeps.
@Suite struct PromotionReportTests {
  /// What is not in the ledger differs from run to run, and is left out.
  private static func report(_ change: (inout Story) -> Void = { _ in }) -> PromotionReport {
    var story = Story.whole
    change(&story)
    let promotion = story.promotion
    var report = PromotionReport(
      model: story.model, manifest: promotion.manifest, policy: story.policyFile, now: story.now,
      verdict: PromotionGate.judge(promotion))
    report.ledger = LedgerNote(
      path: ".assay/ledger.db", outcome: .recorded(sequence: 57, head: Story.digest("entry 57")))
    return report
  }

  private static let broken = report {
    $0.files["uv.lock"] = nil
    $0.files["model.bin"] = .digest(Story.digest("other"))
    $0.model.owner = nil
    $0.job("mix", ["stray.csv"], ["orders.csv"])
    $0.rollBack(BadVersion(.source, id: "S1"))
    $0.model.id = "demand\u{1B}[2J"
  }

  @Test func textAndJSONArePinned() throws {
    try Self.expect(Self.report().text(), equals: "pass.txt")
    try Self.expect(Self.report().json, equals: "pass.json")
    try Self.expect(Self.broken.text(), equals: "block.txt")
    try Self.expect(Self.broken.text(color: true, all: true), equals: "block-all.ansi")
    try Self.expect(Self.broken.json, equals: "block.json")
  }

  @Test func everyBreakIsInTheJSON() {
    for link in Self.broken.verdict.links {
      for broken in link.breaks {
        let subject = broken.subject.split(separator: "\u{1B}", omittingEmptySubsequences: false).joined(separator: "\\u001b")
        #expect(Self.broken.json.contains("\"subject\": \"\(subject)\""), "\(subject)")
      }
    }
    #expect(!Self.broken.text().contains("\u{1B}"))
  }

  @Test func theLedgerGivesBackWhatItWasTold() throws {
    for report in [Self.report(), Self.broken] {
      let act = ActRecord(
        subject: "demand", version: "1", stage: "production", author: "ada", text: report.summary, gate: report.record)
      let entry = LedgerEntry(
        at: Story.now, tool: ToolRecord(version: "1", digest: nil, system: "", architecture: "", kernel: ""),
        event: .promotion(act))
      let stored = StoredEntry(entry, after: nil, recordedAt: Story.now)
      let back = try StoredEntry(stored.bytes)
      #expect(back.entry == entry)
      #expect(back.columns.outcome == report.verdict.verdict.rawValue)
    }
    let bad = BadVersion(
      .source, id: "S1", version: "2", refreshedBefore: "2026-11-01", digests: [Story.digest("a")])
    let entry = LedgerEntry(
      at: Story.now, tool: ToolRecord(version: "1", digest: nil, system: "", architecture: "", kernel: ""),
      event: .rollback(ActRecord(author: "ada", text: "bad", bad: bad)))
    #expect(try StoredEntry(StoredEntry(entry, after: nil, recordedAt: Story.now).bytes).entry == entry)
  }

  /// `ASSAY_UPDATE_GOLDENS=1` writes them anew.
  private static func expect(_ text: String, equals name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = folder.appendingPathComponent("Goldens/\(name)")
    if ProcessInfo.processInfo.environment["ASSAY_UPDATE_GOLDENS"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(text.unicodeScalars.elementsEqual(expected.unicodeScalars), "\(name) differs; see ASSAY_UPDATE_GOLDENS=1")
  }
}
