import Contracts
import TestSupport
import Testing

@testable import Validation

/// Clocks and calendars, judged at 2026-11-21T12:00:00Z, a Saturday.
struct ClockTests {
  private func stale(_ freshness: String, _ files: [String: String] = [:]) throws -> ClauseResult {
    let text = """
      assay: 1
      id: f
      data: { files: f.csv }
      fields: [{ name: at, type: timestamp }]
      freshness: { \(freshness) }
      """
    var bytes = ["f.csv": Array("at\n2026-11-20T05:10:00Z\n".utf8)]
    for (name, text) in files { bytes[name] = Array(text.utf8) }
    return try #require(try evaluate(text, bytes).clause("data.stale"))
  }

  @Test func dataIsAsOldAsItWasWhenItWasDue() throws {
    // Due on weekdays at six in Berlin: what came on Friday at 06:10 is fresh over the weekend.
    let weekdays = "expected: { days: [mon, tue, wed, thu, fri], at: \"06:00\", time_zone: Europe/Berlin }"
    #expect(try stale("field: at, block_after: 1h").status == .failed)
    let fresh = try stale("field: at, block_after: 1h, \(weekdays)")
    #expect(fresh.status == .passed)
    #expect(fresh.expected == "block after 1h, due mon, tue, wed, thu, fri at 06:00 Europe/Berlin")
    // The next due time that it does not cover is Monday's.
    #expect(fresh.measurements.contains(Measurement(name: "block_at", value: "2026-11-23T05:00:00Z")))
    let daily = try stale("field: at, block_after: 1h, expected: { at: [\"06:00\"], time_zone: Europe/Berlin }")
    #expect(daily.status == .failed)
    #expect(daily.observed == "1d 6h old (newest 2026-11-20T05:10:00Z), due 2026-11-21T05:00:00Z")
    let graced = try stale("field: at, block_after: 1h, expected: { at: \"13:00\", grace: 1h }")
    #expect(graced.status == .failed)
    #expect(try stale("field: at, block_after: 8h, expected: { at: \"13:00\", grace: 1h }").status == .passed)
  }

  /// A sign or a blank is no digit, and what is no date is no ground to call data fresh or stale.
  @Test(arguments: ["2026-+1-+1", "2026--1-01", "-026-01-01", "2026-02-29", "20261-1-01", "2026-11-2 ", "NaN"])
  func whatIsNoDateTellsNothing(date: String) throws {
    let found = try stale(
      "manifest: { file: m.json, pointer: /at }, block_after: 1h", ["m.json": "{\"at\": \"\(date)\"}"])
    #expect(found.status == .inconclusive, "\(found)")
  }

  @Test func holidaysAreNoDeadline() throws {
    let daily = "expected: { at: \"06:00\", time_zone: Europe/Berlin, except: [2026-11-21, 2026-11-22] }"
    let fresh = try stale("field: at, block_after: 1h, \(daily)")
    #expect(fresh.status == .passed)
    #expect(fresh.expected.hasSuffix("due daily at 06:00 Europe/Berlin, except on 2026-11-21, 2026-11-22"))
    #expect(fresh.measurements.contains(Measurement(name: "block_at", value: "2026-11-23T05:00:00Z")))
  }

  @Test func anUnknownZoneIsAMistakeOfTheContract() throws {
    #expect(throws: PlanProblems.self) {
      try stale("mtime: true, block_after: 1h, expected: { at: \"06:00\", time_zone: Europe/Atlantis }")
    }
  }

  @Test func theOldestSourceDecides() throws {
    let sources = "sources: { file: s.yaml }, warn_after: 2d, block_after: 5d"
    func list(_ dates: String...) -> [String: String] {
      ["s.yaml": "sources:\n" + dates.enumerated().map { "  - { id: s\($0), refreshed_at: \($1) }\n" }.joined()]
    }
    #expect(try stale(sources, list("2026-11-20", "2026-11-21T10:00:00Z")).status == .passed)
    let late = try stale(sources, list("2026-11-21", "2026-11-18", "2026-11-17T00:00:00Z"))
    #expect(late.level == .warn)
    #expect(late.violationCount == 2)
    #expect(late.exemplars.map(\.field) == ["s1", "s2"])
    #expect(late.exemplars.map(\.position.line) == [3, 4])
    #expect(late.observed == "4d 12h old (oldest source 2026-11-17T00:00:00Z)")
    // One without a date cannot be told, unless another is stale beyond doubt.
    let undated = try stale(sources, list("2026-11-21", "soon"))
    #expect(undated.status == .inconclusive)
    #expect(undated.reason.map { "\($0)".contains("source s1 has no date") } == true)
    #expect(try stale(sources, list("2026-11-01", "soon")).level == .block)
    #expect(try stale(sources, list("2026-11-30")).status == .failed)
    #expect(try stale(sources, ["s.yaml": "sources: []\n"]).status == .inconclusive)
    #expect(try stale(sources).status == .inconclusive)
  }

  @Test func sourcesMayBeAMappingWithItsOwnPlaces() throws {
    let json = #"{"parts": {"a": {"got": {"on": "2026-11-20"}}, "b": {"got": {"on": "2026-10-01"}}}}"#
    let result = try stale(
      "sources: { file: s.json, pointer: /parts, date: /got/on }, block_after: 7d", ["s.json": json])
    #expect(result.exemplars.map(\.field) == ["b"])
  }
}
