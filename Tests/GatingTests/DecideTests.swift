import Contracts
import Testing

@testable import Gating

struct DecideTests {
  /// Only time mends that, so it must not stop a schedule on its first day; and it is never green.
  @Test func whatHasNoHistoryYetWarns() throws {
    let first = result([clause("objective.missed", .inconclusive, field: nil, reason: .noHistory), clause(.passed)])
    for policy in [nil, try policy("inconclusive: block"), try policy("inconclusive: warn")] {
      let decision = decision(first, policy)
      #expect(decision.verdict == .warn && !decision.isInconclusive)
      #expect(decision.clauses.first?.effect == .warn && decision.clauses.first?.isInconclusive == true)
    }
    let ignoring = try policy("rules:", "  - { rule: objective.missed, effect: ignore }")
    #expect(decision(first, ignoring).clauses.map(\.effect).contains(.ignored))
    var blind = first
    blind.clauses[0].reason = .limit("most of the time is unknown")
    #expect(decision(blind).verdict == .block && decision(blind).isInconclusive)
  }

  @Test(arguments: [
    // status, level, effect, verdict, undecided
    (.passed, nil, .pass, .pass, false),
    (.failed, .warn, .warn, .warn, false),
    (.failed, .block, .block, .block, false),
    (.failed, nil, .block, .block, false),
    (.inconclusive, nil, .block, .block, true),
  ] as [(Status, Severity?, ClauseDecision.Effect, Verdict, Bool)])
  func withoutPolicyClausesActAsWritten(
    status: Status, level: Severity?, effect: ClauseDecision.Effect, verdict: Verdict, undecided: Bool
  ) {
    let decision = decision(result([clause(status, level)]))
    #expect(decision.clauses.map(\.effect) == [effect])
    #expect(decision.verdict == verdict)
    #expect(decision.isInconclusive == undecided)
    #expect(decision.clauses.first?.isInconclusive == undecided)
  }

  @Test func skippedClauseStaysSkippedBesideAPass() {
    let decision = decision(result([clause(.passed), clause(.skipped, field: 1, reason: .missingColumn)]))
    #expect(decision.clauses.map(\.effect) == [.skipped, .pass])
    #expect(decision.verdict == .pass)
  }

  @Test func aFailureThatBlocksIsNoMereInconclusive() {
    let decision = decision(result([clause(.inconclusive), clause(.failed, .block, field: 1)]))
    #expect(decision.verdict == .block)
    #expect(!decision.isInconclusive)
  }

  @Test func aWarningBesideAnUndecidedClauseIsInconclusive() {
    let decision = decision(result([clause(.inconclusive), clause(.failed, .warn, field: 1)]))
    #expect(decision.verdict == .block)
    #expect(decision.isInconclusive)
  }

  @Test func clausesComeWorstFirstThenInTheContractsOrder() throws {
    let rules: [(RuleID, Status, Severity?)] = [
      ("a", .passed, nil), ("b", .failed, .warn), ("c", .failed, .block), ("d", .inconclusive, nil),
      ("e", .skipped, nil), ("f", .failed, .block), ("g", .failed, .block), ("h", .failed, .block), ("i", .passed, nil),
    ]
    let policy = try policy("rules:", "  - { rule: g, effect: ignore }")
    let waiver = try waiver("orders/email/h")
    let decision = decision(result(rules.map { clause($0.0, $0.1, $0.2) }), policy, [waiver])
    #expect(decision.clauses.map { $0.clauseID.rawValue.suffix(1) } == ["c", "f", "d", "b", "h", "g", "e", "a", "i"])
  }

  @Test func noClauseAtAllBlocksAsInconclusive() throws {
    for policy in [nil, try policy("inconclusive: warn")] {
      let decision = decision(result([]), policy)
      #expect(decision.verdict == .block)
      #expect(decision.isInconclusive)
      #expect(decision.notices.contains { $0.contains("nothing was judged") })
    }
  }

  @Test func onlySkippedClausesBlockAsInconclusive() {
    let decision = decision(result([clause(.skipped, reason: .missingColumn)]))
    #expect(decision.verdict == .block)
    #expect(decision.isInconclusive)
  }

  @Test func anInputProblemThatNoClauseTellsBlocks() throws {
    let problem = InputProblem(kind: "not_found", path: "orders-*.csv", message: "nothing matched")
    let result = result([clause(.passed)], problems: [problem])
    #expect(decision(result).verdict == .block)
    #expect(decision(result).isInconclusive)
    #expect(decision(result).notices == ["orders-*.csv: nothing matched"])
    #expect(decision(result, try policy("inconclusive: warn")).verdict == .warn)
  }

  @Test func policyCanLetInconclusiveWarn() throws {
    let decision = decision(result([clause(.inconclusive)]), try policy("inconclusive: warn"))
    #expect(decision.verdict == .warn)
    #expect(!decision.isInconclusive)
    #expect(decision.clauses.first?.isInconclusive == true)
    #expect(decision.clauses.first?.because?.contains("assay.policy.yaml:4") == true)
  }

  @Test func gateThatThePolicyLeavesOutIsTold() throws {
    let policy = try policy("inconclusive: warn")
    let decision = decide(result([clause(.inconclusive)]), gate: "promotion", policy: policy, waivers: [], now: noon)
    #expect(decision.verdict == .block)
    #expect(decision.notices == ["assay.policy.yaml says nothing about the gate promotion, so clauses act as written"])
  }

  @Test func onlyTheThreeGatesAreKnown() throws {
    let policy = try policy("inconclusive: warn")
    #expect(policy.gate(named: "merge")?.inconclusive == .warn)
    #expect(policy.gate(named: "monitor")?.inconclusive == .block)
    #expect(policy.gate(named: "megre") == nil)
    #expect(Gate.allCases.map(\.rawValue) == ["merge", "monitor", "promotion"])
  }
}

struct PolicyRuleTests {
  @Test(arguments: [
    // rule of the policy, effect on a failure that blocks, on one that warns, on an undecided clause
    ("{ rule: cell.missing, effect: block }", .block, .block, .block),
    ("{ rule: cell.missing, effect: warn }", .warn, .warn, .block),
    ("{ rule: cell.missing, effect: ignore }", .ignored, .ignored, .ignored),
    ("{ rule: other, effect: ignore }", .block, .warn, .block),
  ] as [(String, ClauseDecision.Effect, ClauseDecision.Effect, ClauseDecision.Effect)])
  func mappingChangesWhatAFailureDoes(
    rule: String, onBlock: ClauseDecision.Effect, onWarn: ClauseDecision.Effect, onOpen: ClauseDecision.Effect
  ) throws {
    let policy = try policy("rules:", "  - \(rule)")
    #expect(decision(result([clause(.failed, .block)]), policy).clauses.map(\.effect) == [onBlock])
    #expect(decision(result([clause(.failed, .warn)]), policy).clauses.map(\.effect) == [onWarn])
    #expect(decision(result([clause(.inconclusive)]), policy).clauses.map(\.effect) == [onOpen])
    #expect(decision(result([clause(.passed)]), policy).clauses.map(\.effect) == [.pass])
    #expect(decision(result([clause(.skipped)]), policy).clauses.map(\.effect) == [.skipped])
  }

  @Test func changedEffectCitesThePolicy() throws {
    let policy = try policy("rules:", "  - { rule: cell.missing, effect: warn, because: 'vendor is late' }")
    let because = decision(result([clause(.failed, .block)]), policy).clauses.first?.because
    #expect(because == "the policy lets it warn only: vendor is late (assay.policy.yaml:5)")
  }

  @Test func unchangedEffectNeedsNoReason() throws {
    let policy = try policy("rules:", "  - { rule: cell.missing, effect: block }")
    #expect(decision(result([clause(.failed, .block)]), policy).clauses.first?.because == nil)
  }

  @Test(arguments: [
    // selectors, whether they meet `orders/email/cell.missing`, tagged a and b, of a contract tagged c
    ("rule: cell.missing", true), ("rule: cell.miss", false), ("rule: 'cell.*'", true), ("rule: '*'", true),
    ("rule: 'cell.missing*'", true), ("rule: 'table.*'", false),
    ("field: email", true), ("field: 'em*'", true), ("field: country", false),
    ("tag: a", true), ("tag: b", true), ("tag: c", true), ("tag: d", false),
    ("privacy: pii", true), ("privacy: pii.email", true), ("privacy: pii.phone", false), ("privacy: public", false),
    ("contract: orders", true), ("contract: 'ord*'", true), ("contract: order", false),
    ("rule: 'cell.*', tag: a", true), ("rule: 'cell.*', tag: d", false), ("rule: x, tag: a", false),
    ("field: email, contract: orders, privacy: pii, tag: a, rule: '*'", true),
  ])
  func everySelectorMustMatch(selectors: String, matches: Bool) throws {
    let policy = try policy("rules:", "  - { \(selectors), effect: ignore }")
    let failing = result([clause(.failed, .block, tags: ["a", "b"])], tags: ["c"])
    #expect(decision(failing, policy).clauses.map(\.effect) == [matches ? .ignored : .block])
  }

  @Test func fieldAndPrivacyNeverMatchAClauseWithoutField() throws {
    let failing = clause("rows.too_few", .failed, .block, field: nil)
    for selector in ["field: '*'", "privacy: pii"] {
      let policy = try policy("rules:", "  - { \(selector), effect: ignore }")
      #expect(decision(result([failing]), policy).clauses.map(\.effect) == [.block])
    }
  }

  @Test func theLastMatchingRuleWins() throws {
    let effects = ["block", "warn", "ignore"]
    let expected: [String: ClauseDecision.Effect] = ["block": .block, "warn": .warn, "ignore": .ignored]
    for first in effects {
      for second in effects {
        let policy = try policy(
          "rules:", "  - { rule: '*', effect: \(first) }", "  - { tag: a, effect: \(second) }",
          "  - { tag: z, effect: ignore }")
        let decision = decision(result([clause(.failed, .block, tags: ["a"])]), policy)
        #expect(decision.clauses.first?.effect == expected[second])
      }
    }
  }

  @Test func ignoredClausesStayListed() throws {
    let policy = try policy("rules:", "  - { rule: '*', effect: ignore }")
    let clauses = [clause("a", .failed, .block), clause("b", .inconclusive), clause("c", .passed)]
    let decision = decision(result(clauses), policy)
    #expect(Set(decision.clauses.map(\.clauseID)) == Set(clauses.map(\.clause.id)))
    #expect(decision.verdict == .pass)
    #expect(decision.clauses.filter { $0.effect == .ignored }.allSatisfy { $0.because != nil })
  }
}
