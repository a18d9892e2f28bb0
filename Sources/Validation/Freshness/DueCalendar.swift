import Contracts

/// The times at which new data is due, one after another.
///
/// A local time that clocks skip is due by the offset before the gap; one that they show twice, the first time.
struct DueCalendar: Sendable {
  /// The rule in short: `due mon, tue at 06:00 Europe/Berlin, 2h grace`.
  let text: String
  private let due: DueTimes
  private let zone: ZoneRules
  private let graceSeconds: Int64
  /// In days since 1970.
  private let exceptions: Set<Int64>

  init(_ due: DueTimes, zone: ZoneRules) {
    precondition(!due.days.isEmpty && !due.secondsOfDay.isEmpty, "data that is never due")
    self.due = due
    self.zone = zone
    graceSeconds = due.grace?.seconds ?? 0
    exceptions = Set(due.exceptions.map(\.daysSinceEpoch))
    let days = due.days.count == 7 ? "daily" : due.days.map(\.rawValue).joined(separator: ", ")
    let times = due.secondsOfDay.map(Self.clock).joined(separator: ", ")
    let except = due.exceptions.isEmpty ? "" : ", except on \(Self.listed(due.exceptions))"
    text = "due \(days) at \(times) \(zone.name)" + (due.grace.map { ", \($0) grace" } ?? "") + except
  }

  /// `2026-12-25, 2026-12-26 and 7 days more`
  private static func listed(_ dates: [CivilDate]) -> String {
    let shown = dates.prefix(2).map(\.description).joined(separator: ", ")
    let more = dates.count - 2
    return shown + (more > 0 ? " and \(more) \(more == 1 ? "day" : "days") more" : "")
  }

  private static func clock(_ second: Int) -> String {
    func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(twoDigits(second / 3600)):\(twoDigits(second / 60 % 60))"
  }

  /// The last time that data was due, its grace over.
  func lastDue(by now: Instant) -> Instant {
    let latest = now.advanced(by: -graceSeconds)
    // Clocks differ from UTC by hours, so that a day's time may lie in the next.
    for day in stride(from: localDay(of: latest) + 1, through: .min, by: -1) {
      if let found = times(on: day).last(where: { $0 <= latest }) { return found }
    }
    preconditionFailure("some day is not excepted")
  }

  /// When data that keeps its limit until `end` breaks it: the end of the grace of the next due time after.
  func deadline(after end: Instant) -> Instant {
    for day in stride(from: localDay(of: end) - 1, through: .max, by: 1) {
      if let found = times(on: day).first(where: { $0 > end }) { return found.advanced(by: graceSeconds) }
    }
    preconditionFailure("some day is not excepted")
  }

  /// `due 2026-11-20T05:00:00Z`
  func lastDueText(by now: Instant) -> String { "due \(lastDue(by: now))" }

  private func localDay(of instant: Instant) -> Int64 {
    (instant.seconds + zone.offset(at: instant.seconds)).floorDivided(by: 86_400)
  }

  /// The due times of one day, in days since 1970 by local clocks, in order.
  private func times(on day: Int64) -> [Instant] {
    guard due.days.contains(Self.weekday(of: day)), !exceptions.contains(day) else { return [] }
    return due.secondsOfDay.map { zone.instant(ofLocal: day * 86_400 + Int64($0), choosing: .earlier) }.sorted()
  }

  /// 1970-01-01 was a Thursday.
  private static func weekday(of day: Int64) -> DueTimes.Weekday {
    let index = (day + 3) - (day + 3).floorDivided(by: 7) * 7
    return DueTimes.Weekday.allCases[Int(index)]
  }
}
