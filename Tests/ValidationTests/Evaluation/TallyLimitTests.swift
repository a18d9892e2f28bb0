import Testing

@testable import Validation

/// A check that hit a limit says nothing about what comes after, however the data was cut.
struct TallyLimitTests {
  private func tally(judged: Int, violations: Int = 0, limit: String? = nil) -> Tally {
    var tally = Tally()
    tally.judgedCount = judged
    tally.violationCount = violations
    tally.limit = limit
    return tally
  }

  @Test func nothingAfterALimitIsCounted() {
    let parts = [tally(judged: 3, violations: 1), tally(judged: 1, limit: "first"), tally(judged: 5, limit: "second")]
    var left = parts[0]
    left.merge(parts[1])
    left.merge(parts[2])
    var tail = parts[1]
    tail.merge(parts[2])
    var right = parts[0]
    right.merge(tail)
    for merged in [left, right] {
      #expect(merged.judgedCount == 4)
      #expect(merged.violationCount == 1)
      #expect(merged.limit == "first")
    }
  }
}
