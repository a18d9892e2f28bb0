import Contracts
import Testing

@testable import Monitoring

/// The arithmetic of objectives, against numbers worked out by hand and against counting second by second.
struct ObjectiveStandingTests {
  private static let start: Int64 = 1_800_000_000

  private func samples(_ pairs: [(hours: Int64, state: FreshnessState)]) -> [Sample] {
    pairs.map { Sample(time: Instant(seconds: Self.start + $0.hours * 3600), state: $0.state) }
  }

  private func objective(
    _ target: String = "99%", window: String = "10d", gap: String = "1d", unknown: String = "5%", over: String = "1d",
    warn: String? = nil, block: String? = nil
  ) throws -> Objective {
    Objective(
      target: try #require(Share(percent: target)), targetText: target, window: try #require(Age(window)),
      maximumGap: try #require(Age(gap)), maximumUnknown: try #require(Share(percent: unknown)),
      maximumUnknownText: unknown,
      burn: Objective.Burn(
        over: try #require(Age(over)), warnAbove: warn.flatMap { ExactDecimal($0) },
        blockAbove: block.flatMap { ExactDecimal($0) }))
  }

  private func standing(
    _ objective: Objective, _ pairs: [(hours: Int64, state: FreshnessState)], atHour hour: Int64
  ) -> ObjectiveStanding {
    ObjectiveStanding(objective, samples: samples(pairs), now: Instant(seconds: Self.start + hour * 3600))
  }

  @Test func aWindowByHand() throws {
    // 99 % of 10 days leave 2.4 hours. Looked at every 12 hours; stale from 48 to 49 h.
    let seen: [(hours: Int64, state: FreshnessState)] = [
      (0, .fresh), (12, .fresh), (24, .late), (36, .fresh), (48, .stale), (49, .fresh), (60, .fresh), (72, .fresh),
    ]
    let standing = standing(try objective(), seen, atHour: 72)
    #expect(standing.window == ObservedTime(good: 71 * 3600, bad: 3600, unknown: 0))
    #expect(standing.budgetSeconds == 8640)
    // (8640 - 3600) / 8640 = 0.58333…
    #expect(standing.budgetLeft.rounded(.down, decimals: 6).description == "0.583333")
    // 71 / 72 = 0.986111…
    #expect(standing.attained?.rounded(.down, decimals: 6).description == "0.986111")
    #expect(!standing.isMissed && !standing.isUndecided)
    // The last day has an hour of 24 that was bad: 1/24 over 1/100.
    #expect(standing.burnRate?.rounded(.up, decimals: 3).description == "4.167")
  }

  @Test func theBudgetMayBeUsedUpExactly() throws {
    let objective = try objective("99%", window: "100h")
    let used = standing(objective, [(0, .fresh), (10, .stale), (11, .fresh)], atHour: 20)
    #expect(used.budgetLeft.rounded(.down, decimals: 6).isZero && !used.isMissed)
    let samples = samples([(0, .fresh), (10, .stale)]) + [Sample(time: Instant(seconds: Self.start + 11 * 3600 + 1), state: .fresh)]
    let over = ObjectiveStanding(objective, samples: samples, now: Instant(seconds: Self.start + 20 * 3600))
    #expect(over.isMissed)
  }

  @Test func whatNobodySawIsUnknown() throws {
    let objective = try objective(window: "5d", gap: "6h", unknown: "50%")
    // 6 hours hold, the next 18 are unknown; a look that could not tell is unknown too.
    let standing = standing(objective, [(0, .fresh), (24, .unknown), (30, .stale)], atHour: 31)
    #expect(standing.window == ObservedTime(good: 6 * 3600, bad: 3600, unknown: 24 * 3600))
    #expect(standing.isUndecided)
    #expect(!standing.isMissed)
    // Bad enough is bad enough, whatever is unknown.
    #expect(self.standing(objective, [(0, .fresh), (24, .stale)], atHour: 29).isMissed)
  }

  @Test func theWindowMovesOn() throws {
    let objective = try objective(window: "2d")
    // Stale until hour 10, looked at every 10 hours; the window begins at hour 32.
    let seen: [(hours: Int64, state: FreshnessState)] =
      [(0, .stale)] + (1...8).map { (Int64($0) * 10, FreshnessState.fresh) }
    #expect(standing(objective, seen, atHour: 57).window.bad == 3600)
    #expect(standing(objective, seen, atHour: 80).window == ObservedTime(good: 2 * 86_400, bad: 0, unknown: 0))
  }

  @Test func withoutAPastNothingIsKnown() throws {
    let standing = standing(try objective(), [(5, .fresh)], atHour: 5)
    #expect(standing.hasNoHistory && standing.attained == nil && standing.burnRate == nil)
    // A look that could not tell is a past all the same.
    let blind = self.standing(try objective(), [(4, .unknown), (5, .fresh)], atHour: 5)
    #expect(!blind.hasNoHistory && blind.isUndecided)
  }

  @Test func burnRatesHaveTwoLimits() throws {
    let seen: [(hours: Int64, state: FreshnessState)] = [(0, .fresh), (12, .stale), (18, .fresh)]
    // A quarter of the last day was bad: 25 times 1 %.
    for (warn, block, level) in [
      ("25", "26", nil), ("24.9", "25", .warn), ("2", "24.999", .block),
    ] as [(String, String, Severity?)] {
      #expect(standing(try objective(warn: warn, block: block), seen, atHour: 24).burnLevel == level)
    }
  }

  @Test func orderAndTheFutureDoNotMatter() throws {
    let objective = try objective()
    let seen = samples([(0, .fresh), (5, .stale), (6, .fresh), (30, .stale)])
    let now = Instant(seconds: Self.start + 20 * 3600)
    let ordered = ObjectiveStanding(objective, samples: seen, now: now)
    #expect(ObjectiveStanding(objective, samples: seen.reversed(), now: now) == ordered)
    #expect(ordered.window.bad == 3600)
  }

  @Test func countingSecondBySecondComesToTheSame() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var state = seed
    func random(_ limit: Int64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64(state >> 33) % limit
    }
    for _ in 0..<300 {
      let count = Int(random(8)) + 1
      let all = FreshnessState.allCases
      let samples = (0..<count).map { _ in
        Sample(time: Instant(seconds: random(400)), state: all[Int(random(Int64(all.count)))])
      }
      let (from, now) = (random(300), random(200) + 200)
      let gap = random(120) + 1
      let past = samples.upTo(Instant(seconds: now))
      var counted = ObservedTime()
      for second in from..<max(from, now) {
        guard let last = past.last(where: { $0.time.seconds <= second }) else { continue }
        let isHeld = second - last.time.seconds < gap
        switch isHeld ? last.state : .unknown {
        case .fresh, .late: counted.good += 1
        case .stale: counted.bad += 1
        case .unknown: counted.unknown += 1
        }
      }
      let observed = ObservedTime(
        past, from: Instant(seconds: from), to: Instant(seconds: now), maximumGap: try #require(Age("\(gap)s")))
      #expect(observed == counted, "seed \(seed)")
    }
  }
}
