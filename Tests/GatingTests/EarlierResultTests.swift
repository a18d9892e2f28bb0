import Contracts
import Testing

@testable import Gating

struct EarlierResultTests {
  /// A clause that failed with these values, all kept.
  private func failing(_ values: String..., level: Severity = .block, count: Int? = nil) -> ClauseResult {
    var made = clause("cell.missing", .failed, level, count: count ?? values.count)
    made.exemplars = values.enumerated().map { index, value in
      Violation(
        position: Position(file: "orders.csv", offset: index * 9, line: index + 2, record: index + 1), field: "email",
        value: .text(value, isCut: false))
    }
    return made
  }

  private func decided(_ now: ClauseResult, against before: ClauseResult?) throws -> (ClauseDecision, Decision) {
    let earlier = result([before].compactMap { $0 } + [clause("other", .passed)])
    let decision = decide(result([now]), gate: "merge", policy: nil, waivers: [], earlier: earlier, now: noon)
    return (try #require(decision.clauses.first), decision)
  }

  @Test func whatWasThereAlreadyOnlyWarns() throws {
    let (clause, decision) = try decided(failing("a", "b"), against: failing("b", "a"))
    #expect(clause.effect == .warn)
    #expect(clause.change == ClauseChange(kind: .same, before: 2, after: 2, introduced: 0, isExact: true))
    #expect(decision.verdict == .warn)
    #expect(decision.comparison == Comparison(introduced: 0, alreadyThere: 2, gone: 0))
  }

  @Test func fewerOnlyWarn() throws {
    let (clause, decision) = try decided(failing("a"), against: failing("a", "b"))
    #expect(clause.effect == .warn)
    #expect(clause.change?.kind == .better)
    #expect(decision.comparison == Comparison(introduced: 0, alreadyThere: 1, gone: 1))
  }

  @Test func oneMoreBlocksAndIsPointedAt() throws {
    let (clause, decision) = try decided(failing("a", "new", "b"), against: failing("a", "b"))
    #expect(clause.effect == .block)
    #expect(clause.change?.newExemplars == [1])
    #expect(decision.comparison == Comparison(introduced: 1, alreadyThere: 2, gone: 0))
  }

  /// As many as before, but not the same ones.
  @Test func oneForAnotherBlocks() throws {
    let (clause, _) = try decided(failing("a", "c"), against: failing("a", "b"))
    #expect(clause.effect == .block)
    #expect(clause.change == ClauseChange(
      kind: .worse, before: 2, after: 2, introduced: 1, isExact: true, newExemplars: [1]))
  }

  /// A clause on the private field `email`, by the record's key and what else its record shows.
  private func masked(_ records: (key: String?, note: String)...) -> ClauseResult {
    var made = clause("cell.missing", .failed, .block, count: records.count)
    made.exemplars = records.enumerated().map { index, record in
      let key = record.key.map { ShownValue.text($0, isCut: false) } ?? .masked(byteCount: 2)
      let cells = [
        Excerpt.Cell(name: "country", value: key), .init(name: "email", value: .masked(byteCount: 5)),
        .init(name: "licence", value: record.note.isEmpty ? .masked(byteCount: 3) : .text(record.note, isCut: false)),
      ]
      return Violation(
        position: Position(file: "orders.csv", offset: index * 9, line: index + 2, record: index + 1), field: "email",
        value: .masked(byteCount: 5), excerpt: .cells(cells, focus: 1))
    }
    return made
  }

  /// The records are known by `country`, which is `unique`, where `hasKey` says so.
  private func change(
    _ now: ClauseResult, from before: ClauseResult, hasKey: Bool = true
  ) throws -> (change: ClauseChange, effect: ClauseDecision.Effect) {
    let rest = hasKey ? [clause("column.duplicate_value", .passed, field: 1)] : []
    let decision = decide(
      result([now] + rest), gate: "merge", policy: nil, waivers: [], earlier: result([before] + rest), now: noon)
    let decided = try #require(decision.clauses.first { $0.clauseID == now.clause.id })
    return (try #require(decided.change), decided.effect)
  }

  @Test func oneMaskedValueMoreIsNew() throws {
    let (change, effect) = try change(masked(("a", "x"), ("b", "x"), ("c", "x")), from: masked(("a", "x"), ("b", "x")))
    #expect(effect == .block)
    #expect(change == ClauseChange(
      kind: .worse, before: 2, after: 3, introduced: 1, isExact: true, newExemplars: [2]))
  }

  /// One record was repaired and another one broken: the values look alike, and the keys tell.
  @Test func aMaskedValueInAnotherRecordIsNew() throws {
    let (change, effect) = try change(masked(("a", "x"), ("c", "x")), from: masked(("a", "x"), ("b", "x")))
    #expect(effect == .block)
    #expect(change.introduced == 1 && change.isExact && change.newExemplars == [1])
  }

  @Test func aMaskedValueInARecordThatChangedElsewhereIsNotNew() throws {
    let (change, effect) = try change(masked(("b", "y"), ("a", "z")), from: masked(("a", "x"), ("b", "x")))
    #expect(effect == .warn)
    #expect(change == ClauseChange(kind: .same, before: 2, after: 2, introduced: 0, isExact: true))
  }

  /// Without a key that is shown, only their number can be compared, and nothing claims to be exact.
  @Test func maskedValuesWithoutAKeyAreCounted() throws {
    for hasKey in [true, false] {
      let key = hasKey ? nil : "a"
      let (same, effect) = try change(masked((key, "y")), from: masked((key, "x")), hasKey: hasKey)
      #expect(effect == .warn && same.introduced == 0 && !same.isExact)
      let (more, worse) = try change(masked((key, "y"), (key, "z")), from: masked((key, "x")), hasKey: hasKey)
      #expect(worse == .block && more.introduced == 1 && !more.isExact && more.newExemplars == [])
    }
    // All is masked: the same lengths are no proof of the same record.
    let (hidden, _) = try change(masked((nil, "")), from: masked((nil, "")))
    #expect(hidden.introduced == 0 && !hidden.isExact)
  }

  @Test func whereNotAllAreKeptTheCountDecides() throws {
    let (same, _) = try decided(failing("x", count: 500), against: failing("y", count: 500))
    #expect(same.effect == .warn && same.change?.isExact == false)
    let (more, _) = try decided(failing("x", count: 501), against: failing("x", count: 500))
    #expect(more.effect == .block && more.change?.introduced == 1 && more.change?.newExemplars == [])
  }

  @Test func whatTheEarlierResultDidNotJudgeIsNew() throws {
    for before in [nil, clause("cell.missing", .inconclusive), clause("cell.missing", .skipped)] {
      let (decided, decision) = try decided(failing("a"), against: before)
      #expect(decided.effect == .block)
      #expect(decided.change == ClauseChange(kind: .new, before: nil, after: 1, introduced: 1, isExact: true))
      #expect(decision.comparison?.introduced == 1)
    }
  }

  /// The contract tolerates less than before: nothing is new, but the promise is another.
  @Test func aLimitThatIsCrossedNewlyBlocks() throws {
    var tolerated = failing("a", "b")
    (tolerated.status, tolerated.level) = (.passed, nil)
    #expect(try decided(failing("a", "b"), against: tolerated).0.change?.kind == .failing)
    #expect(try decided(failing("a", "b"), against: tolerated).0.effect == .block)
    #expect(try decided(failing("a", "b"), against: failing("a", "b", level: .warn)).0.effect == .block)
    #expect(try decided(failing("a", "b", level: .warn), against: failing("a", "b")).0.effect == .warn)
  }

  @Test func theDatasetAsAWholeAlwaysActs() throws {
    var stale = clause("data.stale", .failed, .block, field: nil, count: 1)
    stale.clause.measure = .dataset
    #expect(try decided(stale, against: stale).0.effect == .block)
  }

  @Test func whatIsFixedIsSaid() throws {
    let (clause, decision) = try decided(clause("cell.missing", .passed), against: failing("a", "b"))
    #expect(clause.effect == .pass && clause.change?.kind == .fixed)
    #expect(decision.notices == ["orders/email/cell.missing passes now; the earlier result has 2 violations"])
    #expect(decision.comparison == Comparison(introduced: 0, alreadyThere: 0, gone: 2))
  }

  @Test func aClauseThatLeftTheContractIsSaid() {
    let decision = decide(
      result([clause("other", .passed)]), gate: "merge", policy: nil, waivers: [], earlier: result([failing("a")]),
      now: noon)
    #expect(decision.notices == [
      "orders/email/cell.missing failed in the earlier result, and the contract asks for it no more"
    ])
  }

  @Test func anotherVersionOfTheContractIsSaid() {
    var (now, before) = (result([failing("a")]), result([failing("a")]))
    now.contract.version = "1.1.0"
    before.contract.version = "1.0.0"
    func notices() -> [String] {
      decide(now, gate: "merge", policy: nil, waivers: [], earlier: before, now: noon).notices
    }
    #expect(notices() == ["the earlier result is of version 1.0.0 of the contract, this one of 1.1.0"])
    before.contract.version = "1.1.0"
    #expect(notices() == [])
    now.contractDigest = Digest(.sha256, hex: String(repeating: "0", count: 64))
    #expect(notices() == ["the contract has changed since the earlier result, under the same version"])
  }
}
