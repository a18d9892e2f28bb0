import Contracts
import Testing

@testable import Gating

struct BaselineTests {
  private func baseline(_ entries: (String, Int)...) -> Baseline {
    Baseline(
      file: "b.yaml", tool: "assay 0.1.0", date: CivilDate(year: 2026, month: 11, day: 21),
      entries: entries.enumerated().map { index, entry in
        Baseline.Entry(
          ClauseID(rawValue: entry.0), violations: entry.1,
          location: SourceLocation(file: "b.yaml", line: index + 6, column: 5))
      })
  }

  private func decided(_ result: RunResult, _ baseline: Baseline, _ waivers: [Waiver] = []) -> Decision {
    decide(result, gate: "merge", policy: nil, waivers: waivers, baseline: baseline, now: noon)
  }

  @Test func asManyAsAcceptedAreKnownAndOneMoreBlocks() {
    let twelve = baseline(("orders/email/cell.missing", 12))
    let same = decided(result([clause(.failed, .block)]), twelve)
    #expect(same.verdict == .pass)
    #expect(same.clauses.map(\.effect) == [.known])
    #expect(same.clauses.first?.because == "the baseline accepts 12 (b.yaml:6)")
    #expect(same.baseline == BaselineTally(count: 1, used: 1, accepted: 12))
    let more = decided(result([clause(.failed, .block, count: 13)]), twelve)
    #expect(more.verdict == .block)
    #expect(more.clauses.first?.because == "13 violations are above the 12 of the baseline (b.yaml:6)")
    #expect(more.baseline?.exceeded == 1)
  }

  @Test func fewerAreSaidToAllowTightening() {
    let decision = decided(result([clause(.failed, .block, count: 9)]), baseline(("orders/email/cell.missing", 12)))
    #expect(decision.verdict == .pass)
    #expect(decision.notices == [
      "b.yaml accepts 3 violations more than there are, in 1 clause; `assay baseline --tighten` lowers it"
    ])
    #expect(decision.baseline?.slack == 3)
    let passing = decided(result([clause(.passed)]), baseline(("orders/email/cell.missing", 12)))
    #expect(passing.baseline?.slack == 12)
  }

  @Test func anEntryThatNamesNoClauseIsSaid() {
    let decision = decided(
      result([clause(.passed)]), baseline(("orders/emial/cell.missing", 1), ("customers/x/y", 1)))
    #expect(decision.notices == [
      "b.yaml:6:5: the baseline's entry for orders/emial/cell.missing names no clause of orders; did you mean "
        + "orders/email/cell.missing?"
    ])
    #expect(decision.baseline?.count == 1)
  }

  @Test func theDatasetAsAWholeIsNeverKnown() {
    var rows = clause("rows.too_few", .failed, .block, field: nil, count: 1)
    rows.clause.measure = .dataset
    let decision = decided(result([rows]), baseline(("orders/rows.too_few", 1)))
    #expect(decision.verdict == .block)
    #expect(decision.notices.first?.contains("needs a waiver") == true)
    var empty = baseline()
    let changes = empty.accept(result([rows]), gate: "merge", policy: nil, waivers: [], now: noon)
    #expect(changes.map(\.kind) == [.wholeDataset])
    #expect(empty.entries.isEmpty)
  }

  @Test func aWaiverGoesFirst() throws {
    let decision = decided(
      result([clause(.failed, .block)]), baseline(("orders/email/cell.missing", 12)), [try waiver()])
    #expect(decision.clauses.map(\.effect) == [.waived])
    #expect(decision.waivers == WaiverTally(count: 1, used: 1))
  }

  @Test func acceptingRaisesLowersAddsAndRemoves() throws {
    var baseline = baseline(
      ("orders/email/a", 3), ("orders/email/b", 3), ("orders/email/c", 3), ("orders/email/gone", 3),
      ("orders/email/e", 3), ("other/x/y", 9))
    let result = result([
      clause("a", .failed, .block, count: 5), clause("b", .failed, .warn, count: 1), clause("c", .passed),
      clause("d", .failed, .block, count: 2), clause("e", .inconclusive), clause("f", .failed, .block, count: 4),
    ])
    let changes = baseline.accept(
      result, gate: "merge", policy: nil, waivers: [try waiver("orders/email/f")], now: noon)
    #expect(changes.map(\.kind) == [
      .raised(from: 3, to: 5), .lowered(from: 3, to: 1), .removed(3), .added(2), .undecided, .removed(3),
    ])
    #expect(baseline.text == """
      # Violations that are accepted for now, written by `assay baseline`: one more of a clause, and it blocks.
      assay_baseline: 1
      tool: "assay 0.1.0"
      date: 2026-11-21
      clauses:
        - { clause: orders/email/a, violations: 5 }
        - { clause: orders/email/b, violations: 1 }
        - { clause: orders/email/d, violations: 2 }
        - { clause: orders/email/e, violations: 3 }
        - { clause: other/x/y, violations: 9 }

      """)
  }

  /// Issue: 1 violation is waived, and the pattern hit its limit right after it.
  @Test func aFailureThatWasNotJudgedToTheEndIsNeverExcused() throws {
    let partial = clause("cell.missing", .failed, .block, count: 1, reason: .limit("PCRE2: match limit exceeded"))
    let decisions = [
      decision(result([partial]), nil, [try waiver()]),
      decided(result([partial]), baseline(("orders/email/cell.missing", 12))),
    ]
    for decision in decisions {
      #expect(decision.verdict == .block)
      #expect(decision.isInconclusive)
      #expect(decision.clauses.first?.because?.contains("not everything could be judged") == true)
    }
    #expect(!decision(result([partial])).isInconclusive)
  }
}
