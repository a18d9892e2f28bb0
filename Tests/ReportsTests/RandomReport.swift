import Contracts

/// Reports at random, from a seed, with values that no reader would expect.
struct RandomReport {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
  private mutating func flag() -> Bool { below(2) == 0 }
  private mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
  private mutating func maybe<Value>(_ make: (inout Self) -> Value) -> Value? { flag() ? make(&self) : nil }
  private mutating func some<Value>(_ make: (inout Self) -> Value) -> [Value] {
    (0..<below(4)).map { _ in make(&self) }
  }
  private mutating func number() -> Int { pick([0, 1, 2, below(1000), below(.max), .max]) }

  private mutating func text() -> String {
    let pieces = [
      "", "a", "orders", "/", ".", "é", "e\u{301}", "\u{0}", "\u{1B}[0m", "\"", "\\", "\n", "\r\n", "\u{2028}", "🧪",
      "👩‍👩‍👧", "]]>", "<", "&", "\u{FFFE}", "\u{202E}", "郵", " ", "null", "true", "12", "\u{7F}", "\u{10FFFF}",
      "\u{D7FF}",
    ]
    return (0..<below(4)).map { _ in pick(pieces) }.joined()
  }

  mutating func report() -> Report {
    Report(
      version: text(), now: instant(), policy: maybe { $0.text() }, command: some { $0.text() },
      entries: some { $0.entry() }, timings: maybe { $0.timings() },
      ledger: maybe { $0.ledger() })
  }

  private mutating func timings() -> Timings {
    Timings(
      wallNanoseconds: number(), threadCount: number(),
      runs: some { random in
        Timings.Run(
          contract: random.text(), wallNanoseconds: random.number(), threadCount: random.number(),
          stages: random.some { random in
            Timings.StageTime(
              stage: random.pick(Timings.Stage.allCases), nanoseconds: random.below(1 << 40),
              callCount: random.below(1 << 40))
          },
          checks: random.some { random in
            Timings.CheckTime(
              clauseID: ClauseID(rawValue: random.text()), keyword: random.text(),
              nanoseconds: random.below(1 << 40), callCount: random.below(1 << 40))
          })
      })
  }

  private mutating func ledger() -> LedgerNote {
    let outcome: LedgerNote.Outcome =
      flag() ? .failed(text()) : .recorded(sequence: number(), head: digest())
    return LedgerNote(path: text(), outcome: outcome)
  }

  /// Within years of four digits, which JUnit's schema wants.
  private mutating func instant() -> Instant {
    let nanoseconds = Int32(pick([0, 5, below(1_000_000_000)]))
    return Instant(seconds: Int64(below(200_000_000_000)) - 30_000_000_000, nanoseconds: nanoseconds)
  }

  private mutating func entry() -> Report.Entry {
    let results = some { $0.clauseResult() } + some { $0.clauseResult() }
    let decisions = results.map { $0.clause.id } + some { ClauseID(rawValue: $0.text()) }
    return Report.Entry(
      result: RunResult(
        contract: contract(results), contractDigest: maybe { $0.digest() }, files: some { $0.file() },
        recordCount: number(), malformedCount: number(), clauses: results, problems: some { $0.problem() },
        observedLicenses: some { random in
          ObservedLicense(
            expression: random.text(), recordCount: random.number(), first: random.position(),
            clauseID: ClauseID(rawValue: random.text()))
        }, sources: maybe { $0.sources() }, notices: some { $0.text() }),
      decision: Decision(
        gate: text(), verdict: pick([.pass, .warn, .block]), isInconclusive: flag(),
        clauses: decisions.map { decision(of: $0) }, reasons: some { $0.decisionReason() }, notices: some { $0.text() },
        waivers: maybe { random in
          WaiverTally(
            count: random.number(), used: random.number(), exceeded: random.number(), unused: random.number(),
            expired: random.number(), ending: random.number())
        },
        baseline: maybe { random in
          BaselineTally(
            count: random.number(), used: random.number(), accepted: random.number(), exceeded: random.number(),
            slack: random.number())
        },
        comparison: maybe { random in
          Comparison(introduced: random.number(), alreadyThere: random.number(), gone: random.number())
        },
        basis: DecisionBasis(
          policy: maybe { $0.file() }, waivers: maybe { $0.file() }, baseline: maybe { $0.file() },
          against: maybe { $0.file() })))
  }

  private mutating func file() -> FileReference { FileReference(path: text(), digest: digest()) }

  private mutating func decisionReason() -> DecisionReason {
    DecisionReason(
      effect: pick(Self.effects), isInconclusive: flag(), clauseID: maybe { ClauseID(rawValue: $0.text()) },
      because: maybe { $0.text() }, location: maybe { $0.location() }, owner: maybe { $0.text() },
      runbook: maybe { $0.text() })
  }

  private static let effects: [ClauseDecision.Effect] = [.pass, .warn, .block, .ignored, .waived, .known, .skipped]

  /// The indices need not be those of exemplars that are there.
  private mutating func change() -> ClauseChange {
    ClauseChange(
      kind: pick(ClauseChange.Kind.allCases), before: maybe { $0.number() }, after: number(), introduced: number(),
      isExact: flag(), newExemplars: Set(some { $0.below(4) }).sorted())
  }

  private mutating func decision(of id: ClauseID) -> ClauseDecision {
    ClauseDecision(
      clauseID: id, effect: pick(Self.effects), isInconclusive: flag(),
      because: maybe { $0.text() },
      waiver: maybe { random in
        WaiverReference(
          reason: random.text(), owner: random.text(), expires: random.text(), location: random.location())
      }, change: maybe { $0.change() })
  }

  private mutating func location() -> SourceLocation {
    SourceLocation(file: text(), line: number(), column: number())
  }

  private mutating func scalar() -> Scalar { Scalar(text(), isNull: flag(), isQuoted: flag(), at: location()) }

  private mutating func position() -> Position {
    Position(file: text(), offset: number(), line: number(), record: maybe { $0.number() })
  }

  private mutating func digest() -> Digest {
    let algorithm = pick(Digest.Algorithm.allCases)
    return Digest(algorithm, hex: String(repeating: pick(["0", "a", "f"]), count: algorithm.hexLength))
  }

  private mutating func problem() -> InputProblem {
    InputProblem(kind: text(), path: text(), message: text(), advice: maybe { $0.text() })
  }

  private mutating func file() -> FileResult {
    FileResult(
      path: text(), byteCount: below(1 << 40), recordCount: number(), malformedCount: number(),
      digests: some { $0.digest() }, problem: maybe { $0.problem() })
  }
}

extension RandomReport {
  private mutating func limit() -> Limit {
    let percent = pick(["0%", "0.5%", "0.000000000001%", "100%", "100.0%", "7.25%"])
    guard flag(), let share = Share(percent: percent) else { return .count(number()) }
    return .share(share, text: percent)
  }

  private mutating func argument() -> Argument {
    switch below(4) {
    case 0: .flag
    case 1: .count(number())
    case 2: .scalar(scalar())
    default: .list(some { $0.scalar() })
    }
  }

  private mutating func clause() -> Clause {
    Clause(
      id: ClauseID(rawValue: pick(["orders/a/cell.missing", "orders/b", text()])),
      rule: RuleID(rawValue: pick(["column.missing", "cell.wrong_type", "record.malformed", text()])),
      keyword: text(), field: maybe { $0.number() }, argument: argument(),
      thresholds: Thresholds(warnAbove: maybe { $0.limit() }, blockAbove: maybe { $0.limit() }),
      measure: pick([.records, .dataset]), because: maybe { $0.text() }, owner: maybe { $0.text() },
      tags: some { $0.text() }, location: location())
  }

  private mutating func clauseResult() -> ClauseResult {
    ClauseResult(
      clause: clause(), field: maybe { $0.pick(["a", $0.text()]) },
      status: pick([.passed, .failed, .inconclusive, .skipped]),
      level: maybe { $0.pick(Severity.allCases) }, reason: maybe { $0.reason() }, violationCount: number(),
      judgedCount: number(), recordCount: number(), expected: text(), observed: maybe { $0.text() },
      kinds: some { ClauseResult.KindCount(kind: $0.text(), count: $0.number()) }, exemplars: some { $0.violation() },
      measurements: some { Measurement(name: $0.text(), value: $0.text()) })
  }

  private mutating func reason() -> Reason {
    pick([
      .unreadableData, .nothingLeftToJudge, .noRecords, .limit(text()), .missingColumn, .absentOptionalColumn,
      .noPolicy, .noHistory, .replacedData, .notApplicable(text()),
    ])
  }

  private mutating func value() -> ShownValue {
    pick([.text(text(), isCut: flag()), .masked(byteCount: number()), .null, .absent])
  }

  private mutating func violation() -> Violation {
    let cells = some { Excerpt.Cell(name: $0.text(), value: $0.value()) }
    let excerpt = pick([
      Excerpt.cells(cells, focus: maybe { $0.below(5) }), .text(text(), isCut: flag()), .masked(byteCount: number()),
    ])
    return Violation(
      position: position(), field: maybe { $0.text() }, kind: maybe { $0.text() }, value: maybe { $0.value() },
      detail: maybe { $0.text() }, excerpt: flag() ? excerpt : nil)
  }
}

extension RandomReport {
  private mutating func spelling() -> Spelling {
    var spelling = Spelling()
    spelling.layout = maybe { $0.text() }
    spelling.decimalMark = maybe { $0.text() }
    spelling.groupMark = maybe { $0.text() }
    spelling.trueSpellings = maybe { random in random.some { $0.text() } }
    spelling.falseSpellings = maybe { random in random.some { $0.text() } }
    spelling.missing = maybe { random in random.some { $0.text() } }
    spelling.trim = maybe { $0.flag() }
    spelling.zone = maybe { $0.pick(Spelling.Zone.allCases) }
    return spelling
  }

  private mutating func field() -> Field {
    let path = flag() ? FieldPath(header: text()) : FieldPath(path: pick(["a", "meta.url", "tags[]", #"a\.b"#]))
    return Field(
      path: path ?? FieldPath(header: ""), type: pick(FieldType.allCases), isOptional: flag(),
      isNullable: flag(), privacy: maybe { PrivacyClass(rawValue: $0.text()) }, spelling: spelling(), title: maybe { $0.text() },
      location: location())
  }

  private mutating func dataSource() -> DataSource {
    var csv = CSVDialect()
    csv.delimiter = pick([[44], [0xC2, 0xA7], [0xFF], Array("||".utf8)])
    csv.quote = pick([nil, 34, 0, 0xFF])
    csv.escape = maybe { $0.pick([92, 0xE9]) }
    csv.recordDelimiter = pick([.newline, .exactly([13, 10]), .exactly([0xFE])])
    csv.forbidsLineBreaks = flag()
    csv.hasHeader = flag()
    csv.preambleLines = number()
    csv.commentPrefix = maybe { $0.pick([[35], [], [0xC3]]) }
    csv.spelling = spelling()
    return DataSource(
      files: some { $0.scalar() }, format: maybe { $0.pick(DataSource.Format.allCases) },
      encoding: pick(DataSource.Encoding.allCases), byteOrderMark: pick(DataSource.ByteOrderMark.allCases), csv: csv,
      recordLimitBytes: number())
  }

  private mutating func pins() -> Pins {
    let entries = some { Pins.Entry(name: $0.scalar(), digest: $0.digest()) }
    return Pins(source: flag() ? .inline(entries) : .manifest(scalar()), location: location())
  }

  private mutating func age() -> Age? { Age(pick(["90s", "15m", "24h", "030d", "2w"])) }

  private mutating func freshness() -> Freshness {
    Freshness(
      clock: pick([
        .field(number()), .manifest(file: scalar(), pointer: scalar()),
        .sources(file: scalar(), pointer: scalar(), date: scalar()), .modificationTime,
      ]),
      warnAfter: flag() ? age() : nil, blockAfter: flag() ? age() : nil, futureTolerance: flag() ? age() : nil,
      timeZone: maybe { $0.scalar() }, expected: maybe { $0.dueTimes() }, objective: flag() ? objective() : nil,
      clauseID: ClauseID(rawValue: text()))
  }

  private mutating func dueTimes() -> DueTimes {
    DueTimes(
      days: some { $0.pick(DueTimes.Weekday.allCases) }, secondsOfDay: some { $0.below(86_400) },
      timeZone: maybe { $0.scalar() }, grace: flag() ? age() : nil,
      exceptions: some { CivilDate(daysSinceEpoch: Int64($0.below(40_000))) })
  }

  private mutating func objective() -> Objective? {
    guard let target = Share(percent: "99.5%"), let unknown = Share(percent: "5%"), let window = Age("30d"),
      let over = age()
    else { return nil }
    return Objective(
      target: target, targetText: "99.5%", window: window, maximumGap: over, maximumUnknown: unknown,
      maximumUnknownText: "5%",
      burn: Objective.Burn(over: over, warnAbove: maybe { ExactDecimal(Int64($0.number())) }, blockAbove: ExactDecimal("14.4")))
  }

  private mutating func contract(_ results: [ClauseResult]) -> Contract {
    Contract(
      id: text(), version: maybe { $0.text() }, title: maybe { $0.text() },
      owner: maybe { random in
        Owner(
          team: random.maybe { $0.text() }, contact: random.maybe { $0.text() }, runbook: random.maybe { $0.text() })
      },
      tags: some { $0.text() }, data: dataSource(), fields: some { $0.field() }, allowsExtraFields: flag(),
      allowsAnyOrder: flag(),
      rows: RowBounds(
        minimum: maybe { $0.number() }, maximum: maybe { $0.number() }, perFileMinimum: maybe { $0.number() },
        perFileMaximum: maybe { $0.number() }),
      clauses: results.map(\.clause) + some { $0.clause() }, pins: maybe { $0.pins() },
      freshness: some { $0.freshness() },
      license: maybe { LicenseDeclaration(expression: $0.text(), location: $0.location()) },
      uses: some { $0.scalar() },
      privacy: maybe { random in
        PrivacyDeclaration(
          classification: random.maybe { PrivacyClass(rawValue: $0.text()) }, legalBasis: random.maybe { $0.text() },
          location: random.location())
      }, provenance: maybe { $0.provenance() }, path: text())
  }

  private mutating func provenance() -> Provenance {
    let columns = some { Provenance.Column(key: $0.pick(SourceKey.allCases), name: $0.text()) }
    return Provenance(
      field: number(), manifest: flag() ? .file(scalar()) : .contract(scalar(), columns: columns),
      required: some { $0.pick(SourceKey.allCases) }, maximumAge: flag() ? age() : nil, countsMissing: flag(),
      location: location())
  }

  private mutating func sources() -> SourceUsage {
    SourceUsage(
      files: some { $0.file() }, license: maybe { $0.text() }, isMasked: flag(), tallies: some { $0.sourceTally() },
      undeclared: some { random in
        UndeclaredSource(id: random.value(), recordCount: random.number(), first: random.some { $0.position() })
      }, hasTooManyUndeclared: flag(), undeclaredCount: number(), missingCount: number(), problem: maybe { $0.text() })
  }

  private mutating func sourceTally() -> SourceTally {
    SourceTally(
      source: Source(
        id: text(), name: maybe { $0.text() }, url: maybe { $0.text() }, license: maybe { $0.text() },
        attribution: maybe { $0.text() }, legalBasis: maybe { $0.text() }, retrievedAt: flag() ? sourceDate() : nil,
        refreshedAt: flag() ? sourceDate() : nil, expiresAt: flag() ? sourceDate() : nil,
        digest: maybe { $0.digest() }, derivedFrom: some { $0.text() }, location: location()),
      recordCount: number(), first: some { $0.position() }, through: maybe { $0.text() },
      problems: some { $0.pick(SourceProblem.allCases) })
  }

  private mutating func sourceDate() -> SourceDate? {
    SourceDate(pick(["2026-11-20", "2026-11-20T07:00:00.5+01:00", "1999-02-28 00:00:00Z"]))
  }
}
