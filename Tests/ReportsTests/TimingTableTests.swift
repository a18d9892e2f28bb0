import Contracts
import Testing

@testable import Reports

struct TimingTableTests {
  static let timings = Timings(
    wallNanoseconds: 512_400_000, threadCount: 2,
    runs: [
      Timings.Run(
        contract: "orders", wallNanoseconds: 512_000_000, threadCount: 2,
        stages: [
          Timings.StageTime(stage: .read, nanoseconds: 100_000_000, callCount: 763),
          Timings.StageTime(stage: .cut, nanoseconds: 40_600_000, callCount: 765),
          Timings.StageTime(stage: .decode, nanoseconds: 300_000_000, callCount: 3100),
          Timings.StageTime(stage: .absorb, nanoseconds: 9_000_000, callCount: 1526),
          Timings.StageTime(stage: .wait, nanoseconds: 20_000_000, callCount: 1528),
          Timings.StageTime(stage: .conclude, nanoseconds: 400_000, callCount: 2),
        ],
        checks: (1...11).map { number in
          Timings.CheckTime(
            clauseID: ClauseID(rawValue: "orders/field_\(number)/cell.missing"), keyword: "required",
            nanoseconds: number * 1_000_000, callCount: 3863)
        }),
      Timings.Run(
        contract: "sources", wallNanoseconds: 12_000_000, threadCount: 1,
        stages: [Timings.StageTime(stage: .read, nanoseconds: 10_000_000, callCount: 2)],
        checks: [
          Timings.CheckTime(
            clauseID: ClauseID(rawValue: "sources/id/column.duplicate_value"), keyword: "unique",
            nanoseconds: 440_000_000, callCount: 3863)
        ]),
    ])

  private static var report: Report {
    var report = Sample.report
    report.entries = report.entries.filter { $0.decision.verdict == .pass }
    report.timings = timings
    return report
  }

  @Test func timesAreAsExpected() throws {
    try Golden.expect(TextReport().render(Self.report), equals: "text-timings.txt")
  }

  @Test func verboseShowsEveryCheck() throws {
    let text = TextReport(options: .init(verbose: true)).render(Self.report)
    #expect(text.contains("orders/field_1/cell.missing"))
    #expect(!text.contains("more check"))
  }

  @Test func sharesAddUp() {
    let runs = Self.timings.runs
    #expect(runs[0].totalNanoseconds == 470_000_000 + 66_000_000)
    #expect(runs[0].checkNanoseconds == 66_000_000)
  }

  @Test func withoutTimesTheReportsAreAsBefore() {
    var report = Self.report
    let timed = JSONReport().render(report)
    report.timings = nil
    let plain = JSONReport().render(report)
    #expect(!plain.contains("timings"))
    // All that is timed stands at the end.
    #expect(timed.hasPrefix(plain.dropLast("\n}\n".count) + ",\n  \"timings\": {"))
    #expect(!TextReport().render(report).contains("where the time went"))
  }
}
