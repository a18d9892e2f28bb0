import Foundation
import TestSupport
import Testing

/// Two weeks of a monitor that looks at 06:00 and 18:00, played with its clock over the orders of the jaffle shop.
///
/// Each night at 03:00 the orders up to the day before arrive, but from the 16th to the 20th none do. An order's date is
/// the end of that day. The newest is of the 14th, so its age passes two days at the 17th, 00:00, and four days at the
/// 19th, 00:00. On the 23rd the monitor itself does not run.
struct MonitorTwoWeeksTests {
  private static let contract = """
    assay: 1
    id: orders
    owner: { team: shop, runbook: docs/orders.md }
    data: { files: orders.csv, csv: { line_breaks: forbid } }
    fields:
      - { name: id, type: integer }
      - { name: user_id, type: integer }
      - { name: order_date, type: date, sorted: ascending }
      - { name: status, type: string }
    freshness:
      field: order_date
      warn_after: 2d
      block_after: 4d
      objective: { target: 90%, window: 14d, max_gap: 1d, severity: warn, burn: { over: 3d, warn_above: 3 } }

    """

  private static let waivers = """
    assay_waivers: 1
    waivers:
      - clause: orders/data.stale
        ceiling: 1
        reason: The warehouse moves to another building.
        owner: shop
        issue: https://example.com/issues/7
        expires: 2018-02-19

    """

  /// The look at a day and hour of February 2018, after that day's delivery.
  private static func look(_ bench: Bench, day: Int, hour: String) throws -> CommandResult {
    try bench.run(["monitor", "orders.assay.yaml", "--waivers", "waivers.yaml", "--metrics", "m.prom",
      "--json", "r.json", "--now", "2018-02-\(day)T\(hour):00:00Z"])
  }

  private static func deliver(_ bench: Bench, before day: Int) throws {
    let all = try String(contentsOfFile: Repository.path("fixtures/jaffle_shop/raw_orders.csv"), encoding: .utf8)
    let lines = all.split(whereSeparator: \.isNewline).map(String.init)
    let kept = lines.dropFirst().filter { $0.split(separator: ",")[2] < "2018-02-\(day)" }
    try bench.write("orders.csv", ([lines[0]] + kept).joined(separator: "\n") + "\n")
  }

  /// What a clause of the last look was measured to be.
  private static func measured(_ bench: Bench, _ rule: String, _ name: String) throws -> String? {
    let report = JSON(try JSONSerialization.jsonObject(with: Data(bench.text("r.json").utf8)))
    let clause = report["contracts"][0]["clauses"].items.first { $0["rule"].string == rule }
    return clause?["measurements"].items.first { $0["name"].string == name }?["value"].string
  }

  @Test func freshLateStaleRecovered() throws {
    let bench = try Bench()
    try bench.write("orders.assay.yaml", Self.contract)
    try bench.write("waivers.yaml", Self.waivers)
    var seen: [String] = []
    for day in 12...25 where day != 23 {
      if !(16...20).contains(day) { try Self.deliver(bench, before: day) }
      for hour in ["06", "18"] {
        let run = try Self.look(bench, day: day, hour: hour)
        let state = run.output.split(separator: "\n")[1].prefix { $0 != " " }
        seen.append("\(day)T\(hour) \(state) \(run.status)")
        #expect(run.output.contains("orders.csv is assumed sorted") == false, "the file is smaller than a tail")
        if day == 20, hour == "06" { try atTheWorst(bench, run) }
      }
    }
    #expect(
      seen == [
        // The very first look has no past, so the objective cannot be decided, which warns.
        "12T06 fresh 0", "12T18 fresh 0", "13T06 fresh 0", "13T18 fresh 0", "14T06 fresh 0", "14T18 fresh 0",
        "15T06 fresh 0", "15T18 fresh 0", "16T06 fresh 0", "16T18 fresh 0",
        "17T06 late 0", "17T18 late 0", "18T06 late 0", "18T18 late 0",
        // Waived to the end of the 19th.
        "19T06 stale 0", "19T18 stale 0", "20T06 stale 1", "20T18 stale 1",
        "21T06 fresh 0", "21T18 fresh 0", "22T06 fresh 0", "22T18 fresh 0",
        // Half a day of the last three, over which the burn rate is taken, is unknown: too much to judge by.
        "24T06 fresh 3", "24T18 fresh 3", "25T06 fresh 3", "25T18 fresh 3",
      ])
    try atTheEnd(bench)
    try theLedgerReplaysIt(bench)
  }

  /// On the 20th, 06:00: stale for 24 hours, of a budget of 10 % of 14 days, 33.6 hours.
  private func atTheWorst(_ bench: Bench, _ run: CommandResult) throws {
    #expect(run.output.contains("waiver for orders/data.stale expired on 2018-02-19"), "\(run.output)")
    #expect(run.output.contains("warn orders/objective.burning: "), "\(run.output)")
    // (33.6 - 24) / 33.6 = 0.285714…
    #expect(try Self.measured(bench, "objective.missed", "budget_left") == "0.285714")
    // 24 of the last 72 hours, a third, over a tenth: 3.33…, rounded up.
    #expect(try Self.measured(bench, "objective.burning", "burn_rate") == "3.334")
  }

  /// On the 25th, 18:00: 324 hours since the first look, 48 stale; of the 36 without a look, a day holds, 12 are unknown.
  private func atTheEnd(_ bench: Bench) throws {
    let expected = [
      "bad_seconds": 48 * 3600, "unknown_seconds": 12 * 3600, "good_seconds": 264 * 3600,
      "budget_seconds": 120_960,
    ]
    for (name, seconds) in expected {
      #expect(try Self.measured(bench, "objective.missed", name) == "\(seconds)", "\(name)")
    }
    // (33.6 - 48) / 33.6 = -0.428571…, rounded down; 264 / 312 = 0.846153…
    #expect(try Self.measured(bench, "objective.missed", "budget_left") == "-0.428572")
    #expect(try Self.measured(bench, "objective.missed", "attained") == "0.846153")
    let metrics = try bench.text("m.prom")
    let labels = "{dataset=\"orders\",clause=\"orders/data.stale\"}"
    #expect(metrics.contains("assay_objective_budget_left_ratio\(labels) -0.428572\n"), "\(metrics)")
    #expect(metrics.contains("assay_objective_unknown_seconds\(labels) 43200\n"))
    #expect(metrics.contains("assay_gate_status{dataset=\"orders\",gate=\"monitor\"} 2\n"))
    #expect(metrics.contains("assay_gate_inconclusive{dataset=\"orders\",gate=\"monitor\"} 1\n"))
  }

  private func theLedgerReplaysIt(_ bench: Bench) throws {
    // A run and a decision for each of 26 looks, and three changes.
    let verified = try bench.run("ledger", "verify")
    #expect(verified.status == 0 && verified.output.contains("55 entries"), "\(verified.all)")
    let changes = try bench.run("ledger", "query", "SELECT at, stage, text FROM acts ORDER BY sequence")
    #expect(changes.status == 0, "\(changes.all)")
    for change in [
      "orders/data.stale: late, after 5d fresh (since 2018-02-12T06:00:00Z)",
      "orders/data.stale: stale, after 2d late (since 2018-02-17T06:00:00Z)",
      "orders/data.stale: fresh, after 2d stale (since 2018-02-19T06:00:00Z)",
    ] { #expect(changes.output.components(separatedBy: change).count == 2, "\(change) in \(changes.output)") }
    let waived = try bench.run(
      "ledger", "query", "SELECT at, owner, expires FROM waivers WHERE clause = 'orders/data.stale' ORDER BY at")
    #expect(waived.output.components(separatedBy: "2018-02-19T").count == 3, "\(waived.output)")
    #expect(!waived.output.contains("2018-02-20T"))
    let levels = try bench.run(
      "ledger", "query", "SELECT count(*) AS looks, sum(level = 'block') AS stale, sum(level = 'warn') AS late FROM freshness")
    #expect(levels.output.contains("26"), "\(levels.all)")
    #expect(levels.output.split(separator: "\n").contains { $0.split(separator: " ") == ["26", "4", "4"] }, "\(levels.output)")
  }
}
