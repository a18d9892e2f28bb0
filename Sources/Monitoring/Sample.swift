import Contracts

/// How a freshness clause stood when the monitor looked.
package struct Sample: Hashable, Sendable {
  package var time: Instant
  package var state: FreshnessState

  package init(time: Instant, state: FreshnessState) {
    self.time = time
    self.state = state
  }
}

extension [Sample] {
  /// The samples up to `now`, by time; of several at one time, the last that was given.
  package func upTo(_ now: Instant) -> [Sample] {
    var kept: [Sample] = []
    let past = self.enumerated().filter { $0.element.time <= now }
    for (_, sample) in past.sorted(by: { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }) {
      if kept.last?.time == sample.time { kept.removeLast() }
      kept.append(sample)
    }
    return kept
  }
}
