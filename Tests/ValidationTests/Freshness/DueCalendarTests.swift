import Contracts
import Testing

@testable import Validation

/// When data is due, in the zone of Berlin unless said otherwise: CET is UTC+1, CEST UTC+2.
struct DueCalendarTests {
  private func calendar(
    _ days: [DueTimes.Weekday] = DueTimes.Weekday.allCases, at times: [String], zone: String = "Europe/Berlin",
    grace: String? = nil
  ) throws -> DueCalendar {
    let seconds = times.compactMap { text -> Int? in
      let parts = text.split(separator: ":").compactMap { Int($0) }
      return parts.count == 2 ? parts[0] * 3600 + parts[1] * 60 : nil
    }
    let due = DueTimes(days: days, secondsOfDay: seconds, grace: grace.flatMap { Age($0) })
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
