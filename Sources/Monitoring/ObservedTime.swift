import Contracts

/// A stretch of time by what was known of it, in whole seconds.
package struct ObservedTime: Hashable, Sendable {
  /// Fresh or late: within the promise.
  package var good: Int64 = 0
  /// Stale.
  package var bad: Int64 = 0
  /// Nobody looked, or it could not be told.
  package var unknown: Int64 = 0

  package init(good: Int64 = 0, bad: Int64 = 0, unknown: Int64 = 0) {
    self.good = good
    self.bad = bad
    self.unknown = unknown
  }

  package var known: Int64 { good + bad }
  package var total: Int64 { good + bad + unknown }

  /// The time from `start`, or from the first sample if that came later, to `now`.
  ///
  /// What a sample saw holds until the next one, but no longer than `maximumGap`; after that, nothing is known.
  /// `samples` are in order, none after `now`.
  package init(_ samples: [Sample], from start: Instant, to now: Instant, maximumGap: Age) {
    for (index, sample) in samples.enumerated() {
      let next = index + 1 < samples.count ? samples[index + 1].time.seconds : now.seconds
      let held = min(next, sample.time.seconds + maximumGap.seconds)
      let from = max(sample.time.seconds, start.seconds)
      add(max(0, held - from), as: sample.state)
      unknown += max(0, next - max(held, start.seconds))
    }
  }

  private mutating func add(_ seconds: Int64, as state: FreshnessState) {
    switch state {
    case .fresh, .late: good += seconds
    case .stale: bad += seconds
    case .unknown: unknown += seconds
    }
  }
}
