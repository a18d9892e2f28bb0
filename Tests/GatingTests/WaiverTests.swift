import Contracts
import Testing

@testable import Gating

struct WaiverTests {
  @Test(arguments: [
    // ceiling, violations of 1000 records, covered
    ("12", 12, true), ("12", 13, false), ("0", 1, false), ("1.2%", 12, true), ("1.2%", 13, false), ("100%", 1000, true),
  ])
  func coversUpToItsCeiling(ceiling: String, violations: Int, covered: Bool) throws {
    let limit = try #require(
      Int(ceiling).map(Limit.count) ?? Share(percent: ceiling).map { Limit.share($0, text: ceiling) })
    let decision = decision(
      result([clause(.failed, .block, count: violations)]), nil, [try waiver(ceiling: limit)])
    #expect(decision.clauses.map(\.effect) == [covered ? .waived : .block])
    #expect(decision.verdict == (covered ? .pass : .block))
    if covered {
      #expect(decision.clauses.first?.waiver?.owner == "ada")
      #expect(decision.clauses.first?.waiver?.expires == "2026-12-31")
    } else {
      #expect(decision.clauses.first?.because?.contains("above the waiver's ceiling of \(ceiling)") == true)
      #expect(decision.clauses.first?.because?.contains("waivers.yaml:3") == true)
    }
  }

  @Test func holdsToTheEndOfItsLastDay() throws {
    let waiver = try waiver(expires: "2026-11-21")
    let midnight = Instant(seconds: 1_795_305_600)
    let lastSecond = Instant(seconds: midnight.seconds - 1, nanoseconds: 999_999_999)
    let failing = result([clause(.failed, .block)])
    #expect(lastSecond.description == "2026-11-21T23:59:59.999999999Z")
    #expect(decision(failing, nil, [waiver], now: lastSecond).verdict == .pass)
    #expect(decision(failing, nil, [waiver], now: midnight).verdict == .block)
  }

  @Test func expiredWaiverIsTold() throws {
    let decision = decision(result([clause(.failed, .block)]), nil, [try waiver(expires: "2026-11-20")])
    #expect(decision.verdict == .block)
    #expect(decision.notices.count == 1)
    #expect(decision.notices.first?.contains("expired on 2026-11-20") == true)
  }

  @Test(arguments: [
    ("2026-11-21", "today"), ("2026-11-22", "tomorrow"), ("2026-11-23", "in 2 days"), ("2026-11-28", "in 7 days"),
    ("2026-11-29", nil),
  ] as [(String, String?)])
  func waiverThatEndsWithinAWeekIsTold(expires: String, words: String?) throws {
    let decision = decision(result([clause(.failed, .block)]), nil, [try waiver(expires: expires)])
    #expect(decision.clauses.map(\.effect) == [.waived])
    #expect(decision.notices.count == (words == nil ? 0 : 1))
    if let words { #expect(decision.notices.first?.contains("expires \(words)") == true) }
  }

  @Test(arguments: [
    (0, "2026-11-21", true), (0, "2026-11-22", false), (30, "2026-12-21", true), (30, "2026-12-22", false),
  ])
  func thePolicySaysHowEarlyAnEndIsTold(days: Int, expires: String, isTold: Bool) throws {
    let policy = Policy(file: "p.yaml", gates: [.merge: GatePolicy(location: here)], waiverNoticeDays: days)
    let decision = decision(result([clause(.failed, .block)]), policy, [try waiver(expires: expires)])
    #expect(decision.clauses.map(\.effect) == [.waived])
    #expect(decision.notices.count == (isTold ? 1 : 0), "\(decision.notices)")
    #expect(decision.waivers?.ending == (isTold ? 1 : 0))
  }

  /// A dataset that is short by a half would pass, since one violation is less than 1 % of its records.
  @Test func aShareCoversNothingOfTheDatasetAsAWhole() throws {
    var short = clause("rows.too_few", .failed, .block, field: nil, count: 1)
    short.clause.measure = .dataset
    let share = try #require(Share(percent: "1%"))
    let id = short.clause.id.rawValue
    let refused = decision(result([short]), nil, [try waiver(id, ceiling: .share(share, text: "1%"))])
    #expect(refused.clauses.map(\.effect) == [.block])
    #expect(refused.clauses.first?.because?.contains("ceiling of 1% covers nothing") == true)
    #expect(refused.clauses.first?.because?.contains("waivers.yaml:3") == true)
    let counted = decision(result([short]), nil, [try waiver(id, ceiling: .count(1))])
    #expect(counted.clauses.map(\.effect) == [.waived])
  }

  @Test func waiverOfAPassingClauseIsNotNeeded() throws {
    let decision = decision(result([clause(.passed)]), nil, [try waiver()])
    #expect(decision.notices.first?.contains("is not needed: the clause passes") == true)
    #expect(decision.clauses.map(\.effect) == [.pass])
  }

  @Test func waiverOfAnIgnoredClauseIsNotNeeded() throws {
    let policy = try policy("rules:", "  - { rule: '*', effect: ignore }")
    let decision = decision(result([clause(.failed, .block)]), policy, [try waiver()])
    #expect(decision.clauses.map(\.effect) == [.ignored])
    #expect(decision.notices.first?.contains("is not needed: the policy ignores") == true)
  }

  @Test func misspelledWaiverGetsADidYouMean() throws {
    let decision = decision(result([clause(.failed, .block)]), nil, [try waiver("orders/emial/cell.missing")])
    #expect(decision.verdict == .block)
    #expect(decision.notices.first?.contains("did you mean orders/email/cell.missing?") == true)
  }

  @Test func waiverOfAnotherContractIsNoBusinessOfThisOne() throws {
    let decision = decision(result([clause(.passed)]), nil, [try waiver("customers/email/cell.missing")])
    #expect(decision.notices.isEmpty)
  }

  @Test func waiverCoversAWarningToo() throws {
    #expect(decision(result([clause(.failed, .warn)]), nil, [try waiver()]).clauses.map(\.effect) == [.waived])
  }

  @Test func waiverNeverCoversWhatIsUndecided() throws {
    let decision = decision(result([clause(.inconclusive)]), nil, [try waiver(ceiling: .count(1_000_000))])
    #expect(decision.verdict == .block)
    #expect(decision.isInconclusive)
    #expect(decision.notices.isEmpty)
  }

  @Test func waiverCoversWhatThePolicyFailed() throws {
    let policy = try policy("licenses: { deny: [CC-BY-NC-4.0] }")
    let clauses = [waiting(.licenseNotAllowed), clause(.passed)]
    let waiver = try waiver("orders/license.not_allowed", ceiling: .count(1))
    let decision = decision(result(clauses, license: "CC-BY-NC-4.0"), policy, [waiver])
    #expect(decision.clauses.map(\.effect) == [.waived, .pass])
    #expect(decision.clauses.first?.because?.contains("CC-BY-NC-4.0 is denied") == true)
  }
}

struct DecideLawTests {
  private static let statuses: [(Status, Severity?)] = [
    (.passed, nil), (.failed, .warn), (.failed, .block), (.inconclusive, nil), (.skipped, nil),
  ]

  /// Every pair of clauses under every policy.
  private static func cases() throws -> [(RunResult, Policy?)] {
    let policies: [Policy?] = [
      nil, try policy("inconclusive: warn"), try policy("rules:", "  - { rule: a, effect: ignore }"),
      try policy("rules:", "  - { rule: a, effect: warn }", "  - { rule: b, effect: block }"),
    ]
    return statuses.flatMap { first in
      statuses.flatMap { second in
        let result = result([clause("a", first.0, first.1), clause("b", second.0, second.1, field: 1)])
        return policies.map { (result, $0) }
      }
    }
  }

  @Test func sameArgumentsGiveTheSameDecision() throws {
    let waivers = [try waiver("orders/email/a"), try waiver("orders/x/y", expires: "2026-01-01")]
    for (result, policy) in try DecideLawTests.cases() {
      #expect(decision(result, policy, waivers) == decision(result, policy, waivers))
    }
  }

  @Test func aWaiverNeverMakesTheVerdictWorse() throws {
    for (result, policy) in try DecideLawTests.cases() {
      let before = decision(result, policy).verdict
      for id in ["orders/email/a", "orders/country/b", "orders/none"] {
        for (ceiling, expires) in [(0, "2026-12-31"), (100, "2026-12-31"), (100, "2026-01-01")] {
          let waiver = try waiver(id, ceiling: .count(ceiling), expires: expires)
          #expect(decision(result, policy, [waiver]).verdict <= before)
        }
      }
    }
  }

  @Test func everyClauseIsListedOnceAndTheVerdictIsTheWorst() throws {
    for (result, policy) in try DecideLawTests.cases() {
      let decision = decision(result, policy, [try waiver("orders/email/a")])
      #expect(decision.clauses.map(\.clauseID).sorted() == result.clauses.map(\.clause.id).sorted())
      if decision.clauses.contains(where: { $0.effect == .block }) { #expect(decision.verdict == .block) }
      if decision.clauses.contains(where: { $0.effect == .warn }) { #expect(decision.verdict >= .warn) }
      if decision.isInconclusive {
        #expect(decision.verdict == .block)
        #expect(!decision.clauses.contains { $0.effect == .block && !$0.isInconclusive })
      }
    }
  }
}
