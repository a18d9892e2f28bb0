import Contracts

/// A reviewed exception: how many violations of one clause are accepted, by whom, why, and until when.
package struct Waiver: Hashable, Sendable {
  package var clause: ClauseID
  /// The most violations that are covered. As the report counts them: records, files, or one for the dataset.
  package var ceiling: Limit
  package var reason: String
  package var owner: String
  package var issue: String?
  /// The last day on which it holds, in UTC.
  package var expires: CivilDate
  package var location: SourceLocation

  package init(
    clause: ClauseID, ceiling: Limit, reason: String, owner: String, issue: String? = nil, expires: CivilDate,
    location: SourceLocation
  ) {
    self.clause = clause
    self.ceiling = ceiling
    self.reason = reason
    self.owner = owner
    self.issue = issue
    self.expires = expires
    self.location = location
  }

  /// Days from today to the last day: 0 on the last day itself, negative once expired.
  package func daysLeft(at now: Instant) -> Int64 { expires.daysSinceEpoch - now.daysSinceEpoch }

  package func isExpired(at now: Instant) -> Bool { daysLeft(at: now) < 0 }

  /// Whether so many violations are within the ceiling.
  package func covers(_ violations: Int, of records: Int) -> Bool { !ceiling.isExceeded(by: violations, of: records) }

  /// Whether its ceiling says something of such a clause: half of the records is not half of a missing file.
  func canCover(_ measure: Clause.Measure) -> Bool {
    switch (measure, ceiling) {
    case (.dataset, .share): false
    case (.dataset, .count), (.records, _): true
    }
  }

  package var reference: WaiverReference {
    WaiverReference(
      reason: issue.map { "\(reason) (\($0))" } ?? reason, owner: owner, expires: expires.description,
      location: location)
  }
}

extension Waiver: Comparable {
  /// By place in the file.
  package static func < (a: Self, b: Self) -> Bool { a.location < b.location }
}

extension Instant {
  /// The day in UTC.
  package var daysSinceEpoch: Int64 { seconds.floorDivided(by: 86_400) }
}
