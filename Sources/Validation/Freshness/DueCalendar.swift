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

  init(_ due: DueTimes, zone: ZoneRules) {
    precondition(!due.days.isEmpty && !due.secondsOfDay.isEmpty, "data that is never due")
    self.due = due
    self.zone = zone
    graceSeconds = due.grace?.seconds ?? 0
    let days = due.days.count == 7 ? "daily" : due.days.map(\.rawValue).joined(separator: ", ")
    let times = due.secondsOfDay.map(Self.clock).joined(separator: ", ")
    text = "due \(days) at \(times) \(zone.name)" + (due.grace.map { ", \($0) grace" } ?? "")
  }

  private static func clock(_ second: Int) -> String {
    func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(twoDigits(second / 3600)):\(twoDigits(second / 60 % 60))"
  }

  /// The last time that data was due, its grace over.
  func lastDue(by now: Instant) -> Instant {
    // Within eight days there is every weekday, and clocks are set by hours at most.
    let latest = now.advanced(by: -graceSeconds)
    let found = times(around: latest, days: -8...1).last { $0 <= latest }
    guard let found else { preconditionFailure("every weekday comes within a week") }
    return found
  }

  /// When data that keeps its limit until `end` breaks it: the end of the grace of the next due time after.
  func deadline(after end: Instant) -> Instant {
    let found = times(around: end, days: -1...8).first { $0 > end }
    guard let found else { preconditionFailure("every weekday comes within a week") }
    return found.advanced(by: graceSeconds)
  }

  /// `due 2026-11-20T05:00:00Z`
  func lastDueText(by now: Instant) -> String { "due \(lastDue(by: now))" }

  private func times(around instant: Instant, days: ClosedRange<Int64>) -> [Instant] {
    let today = (instant.seconds + zone.offset(at: instant.seconds)).floorDivided(by: 86_400)
    return days.map { today + $0 }.filter { due.days.contains(Self.weekday(of: $0)) }
      .flatMap { day in
        due.secondsOfDay.map { zone.instant(ofLocal: day * 86_400 + Int64($0), choosing: .earlier) }
      }.sorted()
  }

  /// 1970-01-01 was a Thursday.
  private static func weekday(of day: Int64) -> DueTimes.Weekday {
    let index = (day + 3) - (day + 3).floorDivided(by: 7) * 7
    return DueTimes.Weekday.allCases[Int(index)]
  }
}
