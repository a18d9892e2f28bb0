import Contracts

/// A change of a dataset's state between two looks of the monitor.
package struct Transition: Hashable, Sendable {
  package var from: FreshnessState
  package var to: FreshnessState
  /// When the state that ended was first seen.
  package var since: Instant
  /// When the new one was seen.
  package var at: Instant

  package init(from: FreshnessState, to: FreshnessState, since: Instant, at: Instant) {
    self.from = from
    self.to = to
    self.since = since
    self.at = at
  }

  /// How long the state that ended was seen to last.
  package var seconds: Int64 { at.seconds - since.seconds }

  /// What `sample` changes about a history; `nil` where the state is the same, or either is unknown.
  ///
  /// Looks that could not tell are passed over: fresh, unknown, fresh is no change.
  package init?(from history: [Sample], to sample: Sample) {
    let known = history.upTo(sample.time).filter { $0.state != .unknown && $0.time < sample.time }
    guard sample.state != .unknown, let last = known.last, last.state != sample.state else { return nil }
    let run = known.reversed().prefix { $0.state == last.state }
    self.init(from: last.state, to: sample.state, since: run.last?.time ?? last.time, at: sample.time)
  }

  /// Every change in a history, in order.
  package static func all(in samples: [Sample]) -> [Transition] {
    let ordered = samples.sorted { $0.time < $1.time }
    return ordered.indices.compactMap { Transition(from: Array(ordered[..<$0]), to: ordered[$0]) }
  }
}
