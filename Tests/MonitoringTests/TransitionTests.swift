import Contracts
import Testing

@testable import Monitoring

struct TransitionTests {
  private func samples(_ states: [FreshnessState]) -> [Sample] {
    states.enumerated().map { Sample(time: Instant(seconds: Int64($0) * 60), state: $1) }
  }

  @Test func eachChangeIsToldOnceWithItsDuration() {
    let found = Transition.all(in: samples([.fresh, .fresh, .stale, .stale, .stale, .fresh, .fresh]))
    #expect(
      found == [
        Transition(from: .fresh, to: .stale, since: Instant(seconds: 0), at: Instant(seconds: 120)),
        Transition(from: .stale, to: .fresh, since: Instant(seconds: 120), at: Instant(seconds: 300)),
      ])
    #expect(found.map(\.seconds) == [120, 180])
  }

  @Test func whatIsUnknownIsNoChange() {
    #expect(Transition.all(in: samples([.unknown, .fresh, .unknown, .fresh, .unknown])).isEmpty)
    let found = Transition.all(in: samples([.late, .unknown, .stale]))
    #expect(found == [Transition(from: .late, to: .stale, since: Instant(seconds: 0), at: Instant(seconds: 120))])
  }

  @Test func theFirstLookIsNoChange() {
    #expect(Transition(from: [], to: Sample(time: Instant(seconds: 5), state: .stale)) == nil)
  }
}
