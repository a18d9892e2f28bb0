import Contracts

/// Tells how old data is, by one freshness clause.
struct FreshnessJudge: Sendable {
  /// Unless the contract says otherwise: clocks differ, and a minute ahead is no forgery.
  static let defaultFutureToleranceSeconds: Int64 = 300

  let expected: String
  private let freshness: Freshness
  private let now: Instant
  private let zone: ZoneRules
  private let calendar: DueCalendar?
  private let masksEvents: Bool

  /// With `masksEvents`, what is found says neither the newest event nor its age, which is the same thing.
  init(_ freshness: Freshness, now: Instant, masksEvents: Bool = false) throws(ClauseProblem) {
    zone = try Self.zone(freshness.timeZone)
    calendar = try freshness.expected.map { due throws(ClauseProblem) in
      DueCalendar(due, zone: try Self.zone(due.timeZone ?? freshness.timeZone))
    }
    self.freshness = freshness
    self.now = now
    self.masksEvents = masksEvents
    let limits = [
      freshness.blockAfter.map { "block after \($0)" }, freshness.warnAfter.map { "warn after \($0)" },
    ]
    expected = (limits + [calendar?.text]).compactMap { $0 }.joined(separator: ", ")
  }

  private static func zone(_ name: Scalar?) throws(ClauseProblem) -> ZoneRules {
    let name = name?.text ?? "UTC"
    guard let zone = ZoneRules(name: name) else {
      throw ClauseProblem("`\(name)` is no time zone known here; use UTC, an offset such as +02:00, or an IANA name")
    }
    return zone
  }

  private var horizonInstant: Instant {
    let tolerance = freshness.futureTolerance?.seconds ?? Self.defaultFutureToleranceSeconds
    return Instant(seconds: now.seconds + tolerance, nanoseconds: now.nanoseconds)
  }

  /// The latest event of a field that is not in the future, in the field's own terms.
  func horizon(for field: Field) -> TypedValue {
    let horizon = horizonInstant
    let local = horizon.seconds + zone.offset(at: horizon.seconds)
    if field.type == .date { return .integer(local.floorDivided(by: 86_400)) }
    let seconds = field.spelling.zone == .forbidden ? local : horizon.seconds
    return .nanoseconds(seconds: seconds, nanoseconds: horizon.nanoseconds)
  }

  /// When an event was, as far as its value tells: a date is the end of that day.
  func instant(of value: TypedValue, field: Field) -> Instant? {
    if field.type == .date {
      guard case .integer(let days) = value else { return nil }
      return zone.end(of: CivilDate(daysSinceEpoch: days))
    }
    guard let (seconds, nanoseconds) = value.secondsAndNanoseconds else { return nil }
    guard field.spelling.zone == .forbidden else { return Instant(seconds: seconds, nanoseconds: nanoseconds) }
    return Instant(seconds: zone.instant(ofLocal: seconds).seconds, nanoseconds: nanoseconds)
  }

  /// Whether a time lies further ahead than clocks may differ.
  func isFuture(_ instant: Instant) -> Bool { instant > horizonInstant }

  /// The same for a date or timestamp in a manifest; today's date is not in the future, though its end is.
  func isFuture(text: String) -> Bool {
    if let instant = Instant(rfc3339: text) { return isFuture(instant) }
    guard let date = date(ofText: text) else { return false }
    return isFuture(zone.end(of: CivilDate(daysSinceEpoch: date.daysSinceEpoch - 1)))
  }

  /// Reads a date or a timestamp from a manifest; `nil` when it is neither.
  func instant(ofText text: String) -> Instant? {
    Instant(rfc3339: text) ?? date(ofText: text).map(zone.end(of:))
  }

  private func date(ofText text: String) -> CivilDate? {
    CivilDate(iso: text).flatMap { $0.isValid ? $0 : nil }
  }

  /// Judges the newest event's age, and events from the future, which would make stale data look fresh.
  func conclude(newest: Instant?, futureCount: Int, into finding: inout Finding) {
    var facts: [String] = []
    if let newest, !masksEvents {
      finding.measurements = measurements(of: newest)
      let age = durationText(seconds: max(0, ageSeconds(of: newest)))
      facts.append("\(age) old (\(freshness.clock.subject) \(newest))")
      if let calendar { facts.append(calendar.lastDueText(by: now)) }
    }
    if futureCount > 0 { facts.append("\(futureCount) in the future") }
    finding.observed = facts.isEmpty ? nil : facts.joined(separator: ", ")
    finding.outcome = outcome(newest, futureCount)
    finding.isCertain = futureCount > 0
    finding.violationCount = finding.outcome.isFailure ? max(1, futureCount) : 0
  }

  private func outcome(_ newest: Instant?, _ futureCount: Int) -> DatasetOutcome {
    if futureCount > 0 { return .failed(freshness.blockAfter == nil ? .warn : .block) }
    guard let newest else { return .undecided(.limit("no value tells when an event was")) }
    if let limit = freshness.blockAfter, isOlder(newest, than: limit) { return .failed(.block) }
    if let limit = freshness.warnAfter, isOlder(newest, than: limit) { return .failed(.warn) }
    return .passed
  }

  /// Whether something so old fails the clause.
  func isBeyondLimit(_ instant: Instant) -> Bool {
    [freshness.warnAfter, freshness.blockAfter].compactMap { $0 }.contains { isOlder(instant, than: $0) }
  }

  /// To the nanosecond: ten seconds and a bit are more than ten seconds. Between two times at which data is due, it
  /// stays as old as it was at the first.
  private func isOlder(_ instant: Instant, than limit: Age) -> Bool {
    instant.advanced(by: limit.seconds) < (calendar?.lastDue(by: now) ?? now)
  }

  /// The event, its age, and until when it keeps each limit if nothing newer comes.
  private func measurements(of newest: Instant) -> [Measurement] {
    let limits = [("warn_at", freshness.warnAfter), ("block_at", freshness.blockAfter)]
    return [
      Measurement(name: "newest", value: newest.description),
      Measurement(name: "age_seconds", value: String(ageSeconds(of: newest))),
    ] + limits.compactMap { name, limit in
      guard let limit else { return nil }
      let end = newest.advanced(by: limit.seconds)
      return Measurement(name: name, value: (calendar?.deadline(after: end) ?? end).description)
    }
  }

  private func ageSeconds(of instant: Instant) -> Int64 { now.seconds - instant.seconds }
}

extension Freshness.Clock {
  /// Which of the times the age is taken from.
  fileprivate var subject: String {
    switch self {
    case .field, .manifest, .modificationTime: "newest"
    case .sources: "oldest source"
    }
  }
}

extension TypedValue {
  /// The payload of a timestamp.
  static func nanoseconds(seconds: Int64, nanoseconds: Int32) -> TypedValue {
    let (product, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflowsToo) = product.addingReportingOverflow(Int64(nanoseconds))
    if !overflows, !overflowsToo { return .integer(sum) }
    let exact = ExactDecimal("\(seconds)e9") ?? ExactDecimal(seconds)
    return .decimal(exact)
  }

  /// What a timestamp's payload says; `nil` where it does not fit.
  var secondsAndNanoseconds: (Int64, Int32)? {
    switch self {
    case .integer(let value):
      let seconds = value.floorDivided(by: 1_000_000_000)
      return (seconds, Int32(value - seconds * 1_000_000_000))
    case .decimal(let exact):
      var inSeconds = exact
      inSeconds.exponent -= 9
      let (seconds, _) = inSeconds.floor(timesTenTo: 0)
      return (seconds, 0)
    case .number, .text, .uuid: return nil
    }
  }
}
