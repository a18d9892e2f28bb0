import Contracts

/// A report by hand in which everything happens at once: each status and effect, private values, malformed records,
/// unread files, and data that tries to act on a terminal or to break out of XML.
enum Sample {
  static let hostile = "\u{1B}[31mred\u{9B}2J\u{202E}gnp.exe ]]> <b> & \"q\" \u{0}\u{FFFE}\r\nnext"

  static var report: Report {
    Report(
      version: "0.1.0", now: Instant(seconds: 1_795_244_400, nanoseconds: 250_000_000), policy: "assay.policy.yaml",
      command: ["assay", "check", "contracts/", "--gate", "merge", "--data", "it's here.csv"],
      entries: [passing, undecided, orders, warning])
  }

  static let path = "contracts/orders.assay.yaml"

  static func at(_ line: Int, _ file: String = path) -> SourceLocation {
    SourceLocation(file: file, line: line, column: 5)
  }

  static func clause(
    _ contract: String, _ field: String?, _ rule: RuleID, line: Int, thresholds: Thresholds = Thresholds(.block),
    measure: Clause.Measure = .records, because: String? = nil, argument: Argument = .flag, index: Int? = nil
  ) -> Clause {
    Clause(
      id: ClauseID(contract: contract, field: field, rule: rule), rule: rule,
      keyword: String(rule.rawValue.split(separator: ".").last ?? "rule"), field: index, argument: argument,
      thresholds: thresholds, measure: measure, because: because, tags: field == nil ? ["dataset"] : [],
      location: at(line, "contracts/\(contract).assay.yaml"))
  }

  static func contract(_ id: String, title: String?, clauses: [Clause]) -> Contract {
    Contract(
      id: id, version: "2.1.0", title: title,
      owner: Owner(
        team: "commerce-data", contact: "commerce-data@example.com", runbook: "docs/runbooks/\(id).md"),
      tags: ["commerce"],
      data: DataSource(files: [Scalar("../fixtures/\(id)-*.csv", isQuoted: true, at: at(9))], format: .csv),
      fields: [
        Field(path: FieldPath(header: "order_id"), type: .integer, location: at(17)),
        Field(
          path: FieldPath(header: "email"), type: .string, privacy: PrivacyClass(rawValue: "pii.email"),
          title: "E-mail", location: at(18)),
        Field(path: FieldPath(header: "total.net"), type: .decimal, isOptional: true, location: at(19)),
      ],
      clauses: clauses, path: "contracts/\(id).assay.yaml")
  }

  static func decided(
    _ results: [ClauseResult], _ effects: [(ClauseDecision.Effect, String?, WaiverReference?)]
  ) -> [ClauseDecision] {
    let order: [ClauseDecision.Effect] = [.block, .warn, .waived, .known, .ignored, .skipped, .pass]
    var decisions = zip(results, effects).map { result, effect in
      ClauseDecision(
        clauseID: result.clause.id, effect: effect.0, isInconclusive: result.status == .inconclusive,
        because: effect.1, waiver: effect.2)
    }
    let changed = decisions.firstIndex { $0.clauseID.rawValue == "orders/order_id/cell.duplicate" }
    if let changed {
      decisions[changed].change = ClauseChange(
        kind: .worse, before: 145, after: 142, introduced: 1, isExact: false)
    }
    return order.flatMap { effect in decisions.filter { $0.effect == effect } }
  }
}

extension Sample {
  private static var passing: Report.Entry {
    let clauses = [
      ClauseResult(
        clause: clause("sources", "id", "cell.missing", line: 12), field: "id", status: .passed, judgedCount: 210,
        recordCount: 210, expected: "present", measurements: [Measurement(name: "completeness", value: "1")]),
      ClauseResult(
        clause: clause("sources", nil, "rows.too_few", line: 8, measure: .dataset), status: .passed, recordCount: 210,
        expected: "at least 100 rows", observed: "210 rows"),
    ]
    let file = FileResult(
      path: "fixtures/sources.csv", byteCount: 20_480, recordCount: 210,
      digests: [Digest(.sha256, hex: String(repeating: "9f", count: 32))])
    return Report.Entry(
      result: RunResult(
        contract: contract("sources", title: nil, clauses: clauses.map(\.clause)),
        contractDigest: Digest(.sha256, hex: String(repeating: "0a", count: 32)), files: [file], recordCount: 210,
        clauses: clauses),
      decision: Decision(
        gate: "merge", verdict: .pass, isInconclusive: false,
        clauses: decided(clauses, [(.pass, nil, nil), (.pass, nil, nil)])))
  }

  private static var undecided: Report.Entry {
    let names = ["order_id", "email", "total.net"]
    let clauses = names.map { name in
      ClauseResult(
        clause: clause("returns", name, "cell.wrong_type", line: 14), field: name, status: .inconclusive,
        reason: .unreadableData, judgedCount: 40, recordCount: 40, expected: "a value of its type")
    } + [
      ClauseResult(
        clause: clause(
          "returns", "note", "cell.pattern_mismatch", line: 22, argument: .scalar(Scalar(#"(a+)+\d"#, at: at(22)))),
        field: "note", status: .inconclusive, reason: .limit("PCRE2: match limit exceeded"), judgedCount: 12, recordCount: 40,
        expected: #"the whole value matches (a+)+\d"#)
    ]
    let problem = InputProblem(
      kind: "lfs_pointer", path: "fixtures/returns-2026-11.csv", message: "it is a Git LFS pointer, not the data",
      advice: "git lfs pull --include fixtures/returns-2026-11.csv")
    return Report.Entry(
      result: RunResult(
        contract: contract("returns", title: "Returned goods", clauses: clauses.map(\.clause)),
        files: [
          FileResult(path: "fixtures/returns-2026-10.csv", byteCount: 900, recordCount: 40),
          FileResult(path: "fixtures/returns-2026-11.csv", byteCount: 131, problem: problem),
        ],
        recordCount: 40, clauses: clauses),
      decision: Decision(
        gate: "merge", verdict: .block, isInconclusive: true,
        clauses: decided(clauses, Array(repeating: (.block, nil, nil), count: 4))))
  }

  private static var warning: Report.Entry {
    let clauses = [
      ClauseResult(
        clause: clause(
          "carriers", "name", "cell.not_in_enum", line: 31, thresholds: Thresholds(.warn),
          because: "Carriers rename themselves; see the list on the wiki before you change this."),
        field: "name", status: .failed, level: .warn, violationCount: 1, judgedCount: 3, recordCount: 3,
        expected: "one of 郵便局, DHL, 🚚 Fast",
        exemplars: [
          Violation(
            position: Position(file: "fixtures/carriers.jsonl", offset: 80, line: 2, record: 2), field: "/name",
            value: .text("宅配便 ", isCut: false),
            excerpt: .cells(
              [
                Excerpt.Cell(name: "国", value: .text("日本", isCut: false)),
                Excerpt.Cell(name: "name", value: .text("宅配便 ", isCut: false)),
                Excerpt.Cell(name: "phone", value: .absent),
              ], focus: 1))
        ])
    ]
    return Report.Entry(
      result: RunResult(
        contract: contract("carriers", title: "Carriers", clauses: clauses.map(\.clause)),
        files: [FileResult(path: "fixtures/carriers.jsonl", byteCount: 210, recordCount: 3)], recordCount: 3,
        clauses: clauses),
      decision: Decision(
        gate: "merge", verdict: .warn, isInconclusive: false, clauses: decided(clauses, [(.warn, nil, nil)])))
  }
}
