import Contracts
import Testing

@testable import Validation

/// When data is due, in the zone of Berlin unless said otherwise: CET is UTC+1, CEST UTC+2.
struct DueCalendarTests {
  private func calendar(
    _ days: [DueTimes.Weekday] = DueTimes.Weekday.allCases, at times: [String], zone: String = "Europe/Berlin",
    grace: String? = nil, except: [String] = []
  ) throws -> DueCalendar {
    let seconds = times.compactMap { text -> Int? in
      let parts = text.split(separator: ":").compactMap { Int($0) }
      return parts.count == 2 ? parts[0] * 3600 + parts[1] * 60 : nil
    }
    let due = DueTimes(days: days, secondsOfDay: seconds, grace: grace.flatMap { Age($0) }, exceptions: except.compactMap { CivilDate(iso: $0) })
    return DueCalendar(due, zone: try #require(ZoneRules(name: zone)))
  }

  private func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

  @Test(
    arguments: [
      // Monday to Friday at six, two hours of grace; 2026-11-20 is a Friday.
      ("2026-11-20T06:59:59Z", "2026-11-19T05:00:00Z"), ("2026-11-20T07:00:00Z", "2026-11-20T05:00:00Z"),
      ("2026-11-22T23:00:00Z", "2026-11-20T05:00:00Z"), ("2026-11-23T06:59:00Z", "2026-11-20T05:00:00Z"),
      ("2026-11-23T07:00:00Z", "2026-11-23T05:00:00Z"),
    ])
  func weekendsAreNoDeadline(now: String, due: String) throws {
    let calendar = try calendar([.mon, .tue, .wed, .thu, .fri], at: ["06:00"], grace: "2h")
    #expect(calendar.lastDue(by: try instant(now)).description == due)
  }

  @Test func clocksAreSetForwardAndBack() throws {
    let daily = try calendar(at: ["06:00"])
    // Saturday before, Sunday of the change to summer time on 2026-03-29.
    #expect(daily.lastDue(by: try instant("2026-03-28T12:00:00Z")).description == "2026-03-28T05:00:00Z")
    #expect(daily.lastDue(by: try instant("2026-03-29T12:00:00Z")).description == "2026-03-29T04:00:00Z")
    // And back on 2026-10-25.
    #expect(daily.lastDue(by: try instant("2026-10-24T12:00:00Z")).description == "2026-10-24T04:00:00Z")
    #expect(daily.lastDue(by: try instant("2026-10-25T12:00:00Z")).description == "2026-10-25T05:00:00Z")
  }

  @Test func aTimeThatClocksSkipIsDueByTheOffsetBefore() throws {
    // 02:30 is not there on 2026-03-29: an hour and a half after 01:00 CET, clocks show 03:30.
    let nightly = try calendar(at: ["02:30"])
    #expect(nightly.lastDue(by: try instant("2026-03-29T12:00:00Z")).description == "2026-03-29T01:30:00Z")
  }

  @Test func aTimeThatClocksShowTwiceIsDueTheFirstTime() throws {
    let nightly = try calendar(at: ["02:30"])
    #expect(nightly.lastDue(by: try instant("2026-10-25T00:30:00Z")).description == "2026-10-25T00:30:00Z")
    #expect(nightly.lastDue(by: try instant("2026-10-25T12:00:00Z")).description == "2026-10-25T00:30:00Z")
  }

  @Test func severalTimesADay() throws {
    let calendar = try calendar(at: ["06:00", "18:00"], zone: "UTC", grace: "30m")
    #expect(calendar.lastDue(by: try instant("2026-11-20T18:29:59Z")).description == "2026-11-20T06:00:00Z")
    #expect(calendar.lastDue(by: try instant("2026-11-20T18:30:00Z")).description == "2026-11-20T18:00:00Z")
    #expect(calendar.text == "due daily at 06:00, 18:00 UTC, 30m grace")
  }

  @Test func aDayMayBeExcepted() throws {
    // From Thursday, the 24th of December, to Monday, the 4th of January, with one due time between.
    let holidays = ["2026-12-25", "2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31", "2027-01-01"]
    let calendar = try calendar([.mon, .wed, .thu, .fri], at: ["06:00"], grace: "2h", except: holidays)
    #expect(calendar.lastDue(by: try instant("2027-01-04T06:59:59Z")).description == "2026-12-24T05:00:00Z")
    #expect(calendar.lastDue(by: try instant("2027-01-04T07:00:00Z")).description == "2027-01-04T05:00:00Z")
    #expect(calendar.deadline(after: try instant("2026-12-24T05:00:00Z")).description == "2027-01-04T07:00:00Z")
    #expect(calendar.text.hasSuffix("2h grace, except on 2026-12-25, 2026-12-28 and 4 days more"))
  }

  @Test func aYearOfHolidaysEnds() throws {
    let days = (0..<400).map { CivilDate(daysSinceEpoch: 20_454 + $0).description }
    let calendar = try calendar(at: ["06:00"], zone: "UTC", except: days)
    #expect(calendar.lastDue(by: try instant("2026-12-31T12:00:00Z")).description == "2025-12-31T06:00:00Z")
    #expect(calendar.deadline(after: try instant("2026-01-01T00:00:00Z")).description == "2027-02-05T06:00:00Z")
  }

  @Test func theDeadlineIsTheEndOfTheGraceOfTheNextDueTime() throws {
    let calendar = try calendar([.mon, .fri], at: ["06:00"], grace: "2h")
    // What keeps its limit beyond Friday's due time has until Monday's.
    #expect(calendar.deadline(after: try instant("2026-11-20T04:59:59Z")).description == "2026-11-20T07:00:00Z")
    #expect(calendar.deadline(after: try instant("2026-11-20T05:00:00Z")).description == "2026-11-23T07:00:00Z")
  }

  @Test(arguments: ["Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kathmandu", "UTC", "-03:30"])
  func aDeadlineIsWhenTheLastDueTimePassesTheEnd(zone: String) throws {
    let calendar = try calendar([.tue, .sun], at: ["00:00", "23:45"], zone: zone, grace: "90m")
    var random = SeededGenerator(state: UInt64.random(in: 0...UInt64.max))
    for _ in 0..<300 {
      let end = Instant(seconds: Int64.random(in: 1_300_000_000...2_000_000_000, using: &random))
      let deadline = calendar.deadline(after: end)
      #expect(calendar.lastDue(by: deadline) > end, "\(end) in \(zone)")
      #expect(calendar.lastDue(by: deadline.advanced(by: -1)) <= end, "\(end) in \(zone)")
    }
  }
}
