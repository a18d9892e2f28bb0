import Contracts

extension Sample {
  private static let file = "fixtures/orders-2026-10.csv"
  private static let count = 1_000_000

  private static func cells(focus: Int, _ values: [(String, ShownValue)]) -> Excerpt {
    .cells(values.map { Excerpt.Cell(name: $0.0, value: $0.1) }, focus: focus)
  }

  private static func place(_ line: Int) -> Position {
    Position(file: file, offset: line * 84, line: line, record: line - 1)
  }

  static var orders: Report.Entry {
    let judged = ordersFailed + ordersExcused + ordersNotJudged
    let results = judged.map(\.0)
    return Report.Entry(
      result: RunResult(
        contract: contract("orders", title: "Customer orders", clauses: results.map(\.clause)),
        contractDigest: Digest(.sha256, hex: String(repeating: "c4", count: 32)),
        files: [
          FileResult(path: file, byteCount: 80_000_123, recordCount: 999_000, malformedCount: 3),
          FileResult(path: "fixtures/orders-2026-11.csv", byteCount: 81_000, recordCount: 1000),
        ],
        recordCount: count, malformedCount: 3, clauses: results,
        observedLicenses: [
          ObservedLicense(
            expression: "CC-BY-4.0", recordCount: 12, first: place(2),
            clauseID: ClauseID(contract: "orders", field: nil, rule: "license.not_allowed"))
        ],
        notices: ["offsets are those of the decoded stream"]),
      decision: Decision(
        gate: "merge", verdict: .block, isInconclusive: false, clauses: decided(results, judged.map(\.1)),
        reasons: reasons(results, judged.map(\.1)),
        notices: ["waivers.yaml:14: the waiver for orders/comment/cell.too_long expired on 2026-11-01"],
        waivers: WaiverTally(count: 2, used: 1, expired: 1), baseline: BaselineTally(count: 1, used: 1, accepted: 2),
        comparison: Comparison(introduced: 1, alreadyThere: 141, gone: 4), basis: basis))
  }

  private static var basis: DecisionBasis {
    func file(_ path: String, _ byte: String) -> FileReference {
      FileReference(path: path, digest: Digest(.sha256, hex: String(repeating: byte, count: 32)))
    }
    return DecisionBasis(
      policy: file("assay.policy.yaml", "1b"), waivers: file("waivers.yaml", "2c"),
      baseline: file("assay.baseline.yaml", "3d"), against: file("main.json", "4e"))
  }

  private static func reasons(
    _ results: [ClauseResult], _ effects: [(ClauseDecision.Effect, String?, WaiverReference?)]
  ) -> [DecisionReason] {
    zip(results, effects).filter { $1.0 == .block }.map { result, effect in
      DecisionReason(
        effect: effect.0, clauseID: result.clause.id, because: effect.1, location: result.clause.location,
        owner: result.clause.owner ?? "commerce-data", runbook: "docs/runbooks/orders.md")
    }
  }

  private typealias Judged = (ClauseResult, (ClauseDecision.Effect, String?, WaiverReference?))

  private static func failed(
    _ field: String?, _ rule: RuleID, line: Int, count: Int, level: Severity = .block, thresholds: Thresholds? = nil,
    expected: String, kinds: [ClauseResult.KindCount] = [], because: String? = nil, _ exemplars: [Violation]
  ) -> ClauseResult {
    ClauseResult(
      clause: clause("orders", field, rule, line: line, thresholds: thresholds ?? Thresholds(level), because: because),
      field: field, status: .failed, level: level, violationCount: count, judgedCount: Sample.count,
      recordCount: Sample.count, expected: expected, kinds: kinds, exemplars: exemplars)
  }

  /// With an owner of its own.
  private static func owned(
    _ field: String?, _ rule: RuleID, line: Int, count: Int, expected: String, _ exemplars: [Violation]
  ) -> ClauseResult {
    var result = failed(field, rule, line: line, count: count, expected: expected, exemplars)
    result.clause.owner = "order-desk"
    return result
  }

  private static var ordersFailed: [Judged] {
    [
      (
        owned(
          "order_id", "cell.duplicate", line: 31, count: 142, expected: "unique",
          [
            Violation(
              position: place(812), field: "order_id", value: .text("10017", isCut: false), detail: "first at line 17",
              excerpt: cells(focus: 0, [
                ("order_id", .text("10017", isCut: false)), ("email", .masked(byteCount: 17)),
                ("country", .text("DE", isCut: false)), ("amount", .text("12.50", isCut: false)),
                ("created_at", .text("2026-10-03T10:00:00Z", isCut: false)), ("shipped_at", .null),
                ("comment", .text("please, leave it at the door", isCut: false)), ("voucher", .absent),
              ]))
          ]), (.block, nil, nil)
      ),
      (
        failed(
          "email", "cell.missing", line: 32, count: 5_100,
          thresholds: Thresholds(
            warnAbove: .count(0), blockAbove: Share(percent: "0.5%").map { .share($0, text: "0.5%") }),
          expected: "a value",
          [
            Violation(
              position: place(31), field: "email", value: .null,
              excerpt: cells(focus: 1, [
                ("order_id", .text("10018", isCut: false)), ("email", .null), ("country", .text("NO", isCut: false)),
              ]))
          ]), (.block, nil, nil)
      ),
      (
        failed(
          nil, "record.malformed", line: 15, count: 3, expected: "records of RFC 4180",
          kinds: [.init(kind: "bare_quote", count: 2), .init(kind: "unclosed_quote", count: 1)],
          [
            Violation(
              position: place(99), kind: "bare_quote",
              excerpt: .masked(byteCount: 120))
          ]), (.block, nil, nil)
      ),
      (
        failed(
          "comment", "cell.too_long", line: 38, count: 1, level: .warn, expected: "at most 2000 characters",
          because: "The warehouse cuts what is longer.",
          [
            Violation(
              position: place(4000), field: "comment", value: .text(hostile, isCut: true),
              excerpt: cells(focus: 1, [
                ("order_id", .text("10019", isCut: false)), ("comment", .text(hostile, isCut: true)),
              ]))
          ]), (.warn, "assay.policy.yaml:7: text limits only warn at this gate", nil)
      ),
      (
        failed(
          "weight", "cell.wrong_type", line: 41, count: count, expected: "a decimal",
          [
            Violation(
              position: place(2), field: "weight", value: .text("1,5", isCut: false),
              excerpt: cells(focus: 2, [
                ("order_id", .text("10001", isCut: false)), ("email", .masked(byteCount: 21)),
                ("weight", .text("1,5", isCut: false)),
              ]))
          ]), (.block, nil, nil)
      ),
    ]
  }

  private static var ordersExcused: [Judged] {
    let waiver = WaiverReference(
      reason: "Test orders of 2026-10, removed by #412", owner: "ana", expires: "2026-12-01",
      location: at(3, "waivers.yaml"))
    return [
      (
        failed(
          "amount", "cell.above_maximum", line: 34, count: 7, expected: "at most 10000",
          [Violation(position: place(55), field: "amount", value: .text("10000.01", isCut: false))]),
        (.waived, nil, waiver)
      ),
      (
        failed(
          "country", "cell.not_in_enum", line: 33, count: 2, expected: "one of DE, FR, NA, NO",
          [Violation(position: place(70), field: "country", value: .text("NO\u{200B}", isCut: false))]),
        (.ignored, "assay.policy.yaml:12: ignored at this gate", nil)
      ),
      (
        failed(
          "phone", "cell.wrong_format", line: 36, count: 2, expected: "an E.164 number",
          [Violation(position: place(71), field: "phone", value: .text("0049 30", isCut: false))]),
        (.known, "the baseline accepts 2 (assay.baseline.yaml:6)", nil)
      ),
    ]
  }

  private static func other(
    _ field: String?, _ rule: RuleID, line: Int, _ status: Status, _ reason: Reason?, measure: Clause.Measure = .records
  ) -> ClauseResult {
    ClauseResult(
      clause: clause("orders", field, rule, line: line, measure: measure), field: field, status: status, reason: reason,
      recordCount: count)
  }

  private static var ordersNotJudged: [Judged] {
    var stale = other(nil, "data.stale", line: 48, .failed, nil, measure: .dataset)
    stale.level = .block
    stale.violationCount = 1
    stale.expected = "at most 72h"
    stale.observed = "96h old"
    var absent = other(nil, "column.missing", line: 20, .failed, nil, measure: .dataset)
    absent.level = .block
    absent.violationCount = 2
    absent.expected = "every declared column"
    absent.observed = "no column shipped_at"
    absent.exemplars = [
      Violation(position: Position(file: file, offset: 0, line: 1, record: nil), field: "shipped_at")
    ]
    var tolerated = other("source_id", "cell.missing", line: 39, .passed, nil)
    tolerated.violationCount = 1
    tolerated.clause.thresholds = Thresholds(blockAbove: .count(10))
    return [
      (stale, (.block, nil, nil)),
      (absent, (.block, nil, nil)),
      (tolerated, (.pass, nil, nil)),
      (other("shipped_at", "cell.wrong_type", line: 36, .skipped, .missingColumn), (.skipped, nil, nil)),
      (other("shipped_at", "cell.below_minimum", line: 36, .skipped, .missingColumn), (.skipped, nil, nil)),
      (other("weight", "cell.above_maximum", line: 41, .inconclusive, .nothingLeftToJudge), (.block, nil, nil)),
      (other(nil, "cell.duplicate", line: 43, .inconclusive, .limit("memory for unique keys (raise --memory)")), (.block, nil, nil)),
      (other(nil, "license.not_allowed", line: 50, .skipped, .noPolicy), (.skipped, nil, nil)),
      (other(nil, "privacy.not_allowed", line: 51, .skipped, .noPolicy), (.skipped, nil, nil)),
      (other("voucher", "cell.pattern_mismatch", line: 40, .skipped, .absentOptionalColumn), (.skipped, nil, nil)),
      (other("order_id", "cell.wrong_type", line: 31, .passed, nil), (.pass, nil, nil)),
      (other("email", "cell.wrong_format", line: 32, .passed, nil), (.pass, nil, nil)),
    ]
  }
}
