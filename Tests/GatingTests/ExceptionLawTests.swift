import Contracts
import Testing

@testable import Gating

/// Laws of waivers, baselines and earlier results, over results at random.
struct ExceptionLawTests {
  @Test(arguments: UInt64(0)..<300) func orderOfWaiversDoesNotMatter(seed: UInt64) throws {
    var random = RandomGate(seed: seed)
    let (result, policy, waivers) = (random.result(), try random.policy(), try random.waivers())
    let expected = decision(result, policy, waivers)
    #expect(decision(result, policy, waivers.reversed()) == expected)
    #expect(decision(result, policy, random.shuffled(waivers)) == expected)
  }

  @Test(arguments: UInt64(0)..<300) func exceptionsNeverMakeAVerdictWorse(seed: UInt64) throws {
    var random = RandomGate(seed: seed)
    let (result, policy) = (random.result(), try random.policy())
    var waivers: [Waiver] = []
    var before = decision(result, policy).verdict
    for waiver in try random.waivers() {
      waivers.append(waiver)
      let after = decision(result, policy, waivers).verdict
      #expect(after <= before, "seed \(seed)")
      before = after
    }
    let (baseline, earlier) = (random.baseline(), random.result())
    let all = decide(
      result, gate: "merge", policy: policy, waivers: waivers, baseline: baseline, earlier: earlier, now: noon)
    #expect(all.verdict <= before, "seed \(seed)")
  }

  @Test(arguments: UInt64(0)..<300) func whatIsUndecidedIsNeverExcused(seed: UInt64) throws {
    var random = RandomGate(seed: seed)
    let (result, policy, waivers) = (random.result(), try random.policy(), try random.waivers())
    let bare = decision(result, policy)
    let excused = decide(
      result, gate: "merge", policy: policy, waivers: waivers, baseline: random.baseline(), earlier: result, now: noon)
    for clause in result.clauses where clause.status == .inconclusive || clause.reason != nil {
      let id = clause.clause.id
      let before = try #require(bare.clauses.first { $0.clauseID == id })
      let after = try #require(excused.clauses.first { $0.clauseID == id })
      #expect(after.effect != .waived && after.effect != .known, "seed \(seed)")
      if clause.status == .inconclusive { #expect(after.effect == before.effect, "seed \(seed)") }
      if policy == nil, clause.level == .block || clause.status == .inconclusive {
        #expect(after.effect == .block, "seed \(seed)")
      }
    }
  }

  @Test(arguments: UInt64(0)..<300) func anExpiredWaiverIsNoWaiver(seed: UInt64) throws {
    var random = RandomGate(seed: seed)
    let (result, policy) = (random.result(), try random.policy())
    var expired = try random.waivers()
    for index in expired.indices { expired[index].expires = CivilDate(year: 2026, month: 11, day: 20) }
    let (with, without) = (decision(result, policy, expired), decision(result, policy))
    #expect(with.clauses == without.clauses)
    #expect(with.verdict == without.verdict)
    #expect(with.reasons == without.reasons)
    #expect(with.waivers?.expired ?? 0 == expired.count)
  }

  @Test(arguments: UInt64(0)..<300) func aBaselineOfAResultAcceptsItAndNotOneMore(seed: UInt64) throws {
    var random = RandomGate(seed: seed)
    let (result, policy) = (random.result(), try random.policy())
    var baseline = random.baseline()
    _ = baseline.accept(result, gate: "merge", policy: policy, waivers: [], now: noon)
    func decided(_ result: RunResult) -> Decision {
      decide(result, gate: "merge", policy: policy, waivers: [], baseline: baseline, now: noon)
    }
    let same = decided(result)
    let known = same.clauses.filter { $0.effect == .known }
    for clause in same.clauses where clause.effect == .block || clause.effect == .warn {
      let found = try #require(result.clauses.first { $0.clause.id == clause.clauseID })
      #expect(clause.isInconclusive || found.clause.measure == .dataset || found.reason != nil, "seed \(seed)")
    }
    #expect(same.baseline?.slack == 0 && same.baseline?.exceeded == 0)
    let bare = decision(result, policy)
    for id in known.map(\.clauseID) {
      var worse = result
      let index = try #require(result.clauses.firstIndex { $0.clause.id == id })
      worse.clauses[index].violationCount += 1
      let effect = decided(worse).clauses.first { $0.clauseID == id }?.effect
      #expect(effect == bare.clauses.first { $0.clauseID == id }?.effect, "seed \(seed)")
    }
  }

  @Test(arguments: UInt64(0)..<300) func tighteningNeverAcceptsMoreAndKeepsTheVerdict(seed: UInt64) throws {
    var random = RandomGate(seed: seed)
    let (result, policy, before) = (random.result(), try random.policy(), random.baseline())
    var after = before
    let changes = after.tighten(result, gate: "merge", policy: policy)
    for entry in after.entries {
      #expect(entry.violations <= (before.entry(for: entry.clause)?.violations ?? 0), "seed \(seed)")
    }
    for change in changes {
      switch change.kind {
      case .lowered, .removed: break
      case .added, .raised, .undecided, .wholeDataset: Issue.record("\(change), seed \(seed)")
      }
    }
    func decided(_ baseline: Baseline) -> Decision {
      decide(result, gate: "merge", policy: policy, waivers: [], baseline: baseline, now: noon)
    }
    #expect(decided(after).verdict == decided(before).verdict, "seed \(seed)")
    #expect(decided(after).clauses.map(\.effect) == decided(before).clauses.map(\.effect), "seed \(seed)")
    var again = after
    #expect(again.tighten(result, gate: "merge", policy: policy) == [])
  }

  @Test(arguments: UInt64(0)..<300) func againstItselfNothingIsNew(seed: UInt64) throws {
    var random = RandomGate(seed: seed)
    let (result, policy) = (random.result(), try random.policy())
    let decision = decide(result, gate: "merge", policy: policy, waivers: [], earlier: result, now: noon)
    #expect(decision.comparison?.introduced == 0 && decision.comparison?.gone == 0)
    for clause in decision.clauses where clause.effect == .block && !clause.isInconclusive {
      let found = try #require(result.clauses.first { $0.clause.id == clause.clauseID })
      #expect(found.clause.measure == .dataset || found.reason != nil, "seed \(seed)")
    }
  }

  @Test(arguments: UInt64(0)..<300) func everythingThatActsIsAReasonInOrder(seed: UInt64) throws {
    var random = RandomGate(seed: seed)
    let decision = decide(
      random.result(), gate: "merge", policy: try random.policy(), waivers: try random.waivers(),
      baseline: random.baseline(), earlier: random.result(), now: noon)
    let acting = decision.clauses.filter { $0.effect != .pass && $0.effect != .skipped }
    #expect(decision.reasons.compactMap(\.clauseID) == acting.map(\.clauseID), "seed \(seed)")
    #expect(decision.reasons.filter { $0.clauseID != nil }.allSatisfy { $0.location != nil })
    let worst = decision.reasons.first?.effect
    #expect((decision.verdict == .block) == (worst == .block), "seed \(seed)")
  }

  @Test(arguments: UInt64(0)..<100) func aWrittenBaselineIsReadBackAndSorted(seed: UInt64) {
    var random = RandomGate(seed: seed)
    var baseline = random.baseline()
    baseline.entries.append(
      Baseline.Entry(ClauseID(rawValue: "o/a: \"b\" # \\ \u{1}\u{85}é🧪/x"), violations: 7, location: here))
    let (read, diagnostics) = BaselineReader.read(Array(baseline.text.utf8), file: baseline.file)
    #expect(diagnostics == [], "\(baseline.text)")
    #expect(read?.text == baseline.text)
    #expect(read?.entries.map(\.clause) == baseline.entries.map(\.clause).sorted())
    #expect(read.map { Set($0.entries.map(\.violations)) } == Set(baseline.entries.map(\.violations)))
  }
}

/// Results, policies, waivers and baselines from a seed.
private struct RandomGate {
  private var state: UInt64
  private static let rules: [RuleID] = ["a", "b", "c", "d", "e", "f"]

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  private mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }

  mutating func result() -> RunResult {
    var clauses: [ClauseResult] = []
    for rule in Self.rules where below(6) > 0 {
      let ends: [(Status, Severity?)] = [
        (.passed, nil), (.failed, .warn), (.failed, .block), (.failed, .block), (.inconclusive, nil), (.skipped, nil),
      ]
      let (status, level) = ends[below(ends.count)]
      let isPartial = level == .block && below(5) == 0
      var made = clause(
        rule, status, level, count: status == .failed ? 1 + below(20) : 0, reason: isPartial ? .unreadableData : nil)
      if below(4) == 0 { made.clause.measure = .dataset }
      if below(2) == 0 {
        made.exemplars = (0..<made.violationCount).map { index in
          Violation(
            position: Position(file: "f", offset: index, line: index + 1, record: index), field: "email",
            value: .text("\(below(6))", isCut: false))
        }
      }
      clauses.append(made)
    }
    return GatingTests.result(clauses)
  }

  mutating func policy() throws -> Policy? {
    switch below(4) {
    case 0: nil
    case 1: try GatingTests.policy("inconclusive: warn")
    case 2: try GatingTests.policy("rules:", "  - { rule: a, effect: ignore }", "  - { rule: b, effect: block }")
    default: try GatingTests.policy("rules:", "  - { rule: c, effect: warn }", "  - { rule: d, effect: ignore }")
    }
  }

  /// At most one for each clause, as the reader makes sure; some name no clause.
  mutating func waivers() throws -> [Waiver] {
    var waivers: [Waiver] = []
    for (line, rule) in (Self.rules + ["zz"]).enumerated() where below(2) == 0 {
      var made = try waiver("orders/email/\(rule)", ceiling: .count(below(20)))
      made.location.line = line + 3
      waivers.append(made)
    }
    return waivers
  }

  mutating func baseline() -> Baseline {
    var baseline = Baseline(file: "b.yaml", tool: "assay", date: CivilDate(year: 2026, month: 11, day: 1))
    for rule in Self.rules + ["zz"] where below(2) == 0 {
      baseline.entries.append(
        Baseline.Entry(ClauseID(rawValue: "orders/email/\(rule)"), violations: 1 + below(20), location: here))
    }
    return baseline
  }

  mutating func shuffled<Value>(_ values: [Value]) -> [Value] {
    var values = values
    for index in values.indices { values.swapAt(index, below(values.count)) }
    return values
  }
}
