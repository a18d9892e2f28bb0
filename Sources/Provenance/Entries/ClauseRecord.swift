import Contracts

/// What became of one clause in a run: counts and measurements, no values.
package struct ClauseRecord: Hashable, Sendable {
  package var id: ClauseID
  package var rule: RuleID
  package var field: String?
  package var status: Status
  /// For `failed`: what the clause's own thresholds make of it.
  package var level: Severity?
  package var violationCount: Int
  package var judgedCount: Int
  package var recordCount: Int
  /// For clauses on the dataset: `998 rows`.
  package var observed: String?
  package var measurements: [Measurement]
  /// For a freshness clause: how old the data may be.
  package var freshness: FreshnessLimits?

  package init(
    id: ClauseID, rule: RuleID, field: String? = nil, status: Status, level: Severity? = nil, violationCount: Int = 0,
    judgedCount: Int = 0, recordCount: Int = 0, observed: String? = nil, measurements: [Measurement] = [],
    freshness: FreshnessLimits? = nil
  ) {
    self.id = id
    self.rule = rule
    self.field = field
    self.status = status
    self.level = level
    self.violationCount = violationCount
    self.judgedCount = judgedCount
    self.recordCount = recordCount
    self.observed = observed
    self.measurements = measurements
    self.freshness = freshness
  }

  /// Limits of an age. The newest event and its age are measurements: `newest`, `age_seconds`.
  package struct FreshnessLimits: Hashable, Sendable {
    package var warnAfterSeconds: Int?
    package var blockAfterSeconds: Int?

    package init(warnAfterSeconds: Int?, blockAfterSeconds: Int?) {
      self.warnAfterSeconds = warnAfterSeconds
      self.blockAfterSeconds = blockAfterSeconds
    }
  }
}

extension ClauseRecord: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "id": id.rawValue.canonical, "rule": rule.rawValue.canonical, "field": field?.canonical,
      "status": status.canonical, "level": level?.canonical, "violation_count": violationCount.canonical,
      "judged_count": judgedCount.canonical, "record_count": recordCount.canonical, "observed": observed?.canonical,
      "measurements": measurements.canonical, "freshness": freshness?.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(
      id: ClauseID(rawValue: try reader["id"]), rule: RuleID(rawValue: try reader["rule"]),
      field: try reader["field"], status: try reader["status"], level: try reader["level"],
      violationCount: try reader["violation_count"], judgedCount: try reader["judged_count"],
      recordCount: try reader["record_count"], observed: try reader["observed"],
      measurements: try reader["measurements"], freshness: try reader["freshness"])
  }
}

extension ClauseRecord.FreshnessLimits: CanonicalForm {
  var canonical: CanonicalJSON {
    .object(["warn_after_seconds": warnAfterSeconds?.canonical, "block_after_seconds": blockAfterSeconds?.canonical])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(warnAfterSeconds: try reader["warn_after_seconds"], blockAfterSeconds: try reader["block_after_seconds"])
  }
}
