/// How old the data may be, judged by exactly one clock.
package struct Freshness: Hashable, Sendable, Codable {
  package enum Clock: Hashable, Sendable, Codable {
    /// The newest event time of a field: an index into `Contract.fields`.
    case field(Int)
    /// A date at a JSON pointer in a JSON or YAML file next to the data.
    case manifest(file: Scalar, pointer: Scalar)
    /// The oldest of many sources: entries at a JSON pointer in a JSON or YAML file, each with a date at another.
    case sources(file: Scalar, pointer: Scalar, date: Scalar)
    /// The newest modification time of the files.
    case modificationTime
  }

  package var clock: Clock
  package var warnAfter: Age?
  package var blockAfter: Age?
  /// How far in the future an event time may lie.
  package var futureTolerance: Age?
  /// `UTC`, `+02:00` or an IANA name; says when a date ends and what a timestamp without a zone means.
  package var timeZone: Scalar?
  /// When new data is due. Without it, at any time: the age is always that at now.
  package var expected: DueTimes?
  /// How much of the time the data must be fresh.
  package var objective: Objective?
  /// The clause in `Contract.clauses` that this belongs to.
  package var clauseID: ClauseID

  package init(
    clock: Clock, warnAfter: Age? = nil, blockAfter: Age? = nil, futureTolerance: Age? = nil, timeZone: Scalar? = nil,
    expected: DueTimes? = nil, objective: Objective? = nil, clauseID: ClauseID
  ) {
    self.clock = clock
    self.warnAfter = warnAfter
    self.blockAfter = blockAfter
    self.futureTolerance = futureTolerance
    self.timeZone = timeZone
    self.expected = expected
    self.objective = objective
    self.clauseID = clauseID
  }
}

/// When new data is due: times of day on weekdays, in a zone, and how late it may come.
package struct DueTimes: Hashable, Sendable, Codable {
  package enum Weekday: String, Hashable, Sendable, Codable, CaseIterable { case mon, tue, wed, thu, fri, sat, sun }

  /// In the order of the week, each once.
  package var days: [Weekday]
  /// Seconds of the day, ascending, each once.
  package var secondsOfDay: [Int]
  package var timeZone: Scalar?
  package var grace: Age?
  /// Days on which nothing is due although their weekday says so: holidays. Ascending, each once.
  package var exceptions: [CivilDate]

  package init(
    days: [Weekday] = Weekday.allCases, secondsOfDay: [Int], timeZone: Scalar? = nil, grace: Age? = nil,
    exceptions: [CivilDate] = []
  ) {
    self.days = days
    self.secondsOfDay = secondsOfDay
    self.timeZone = timeZone
    self.grace = grace
    self.exceptions = exceptions
  }
}

/// How a dataset stands with one freshness clause.
package enum FreshnessState: String, Hashable, Sendable, Codable, CaseIterable {
  /// Within every limit.
  case fresh
  /// Beyond `warn_after`, and within `block_after`.
  case late
  /// Beyond the last limit, or with events from the future, which could hide that.
  case stale
  /// It could not be told.
  case unknown

  /// What the result of a freshness clause says.
  package init(_ result: ClauseResult, _ freshness: Freshness) {
    self.init(result.status, result.level, freshness)
  }

  /// The same, of a result that only its outcome is known of.
  package init(_ status: Status, _ level: Severity?, _ freshness: Freshness) {
    switch (status, level) {
    case (.passed, _): self = .fresh
    case (.failed, .warn): self = freshness.blockAfter == nil ? .stale : .late
    case (.failed, _): self = .stale
    case (.inconclusive, _), (.skipped, _): self = .unknown
    }
  }
}
