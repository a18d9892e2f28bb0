import Contracts

/// The newest event time of a field, for freshness. Events beyond now and the tolerance are violations, not news.
package struct NewestEvent: Check {
  package static let keywords: [Keyword] = []
  package static let rule: RuleID = "data.stale"

  private let field: Int
  private let decoder: FieldDecoder
  private let judge: FreshnessJudge
  private let horizon: TypedValue

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    guard let freshness = context.contract.freshness.first(where: { $0.clauseID == clause.id }),
      case .field(let field) = freshness.clock
    else { throw ClauseProblem("this freshness clause names no field") }
    self.field = field
    decoder = context.decoders[field]
    judge = try FreshnessJudge(freshness, now: context.options.now, masksEvents: context.masking.isMasked[field])
    horizon = judge.horizon(for: context.contract.fields[field])
  }

  package var expected: String { judge.expected }

  package func textBytes(ofField field: Int) -> Int { field == self.field ? .max : 0 }

  package func fold(_ batch: RecordBatch, into state: inout EventState) {
    guard batch.isPresent[field] else { return }
    let column = batch.columns[field]
    var hits = Hits()
    for i in 0..<column.count where column.states[i].isJudged {
      if decoder.compare(column, i, to: horizon) > 0 {
        hits.append(i)
      } else if state.newest == nil || state.newest.map({ decoder.compare(column, i, to: $0) > 0 }) == true {
        state.newest = decoder.value(of: column, i)
      }
    }
    state.tally.note(hits.indices, of: column, in: batch)
    state.tally.judgedCount += column.validCount
    state.tally.nullCount += column.nullCount
  }

  package func conclude(_ state: EventState) -> Finding {
    var finding = state.tally.finding
    let newest = state.newest.flatMap { judge.instant(of: $0, field: decoder.field) }
    judge.conclude(newest: newest, futureCount: state.tally.violationCount, into: &finding)
    return finding
  }
}

/// The newest event so far, and those that lie in the future.
package struct EventState: CheckState {
  package var newest: TypedValue?
  package var tally = Tally()

  package init() {}

  package mutating func absorb(_ block: EventState, _ evidence: Evidence) {
    tally.absorb(block.tally, evidence)
    newest = Self.later(newest, block.newest)
  }

  package mutating func merge(_ later: EventState) {
    tally.merge(later.tally)
    newest = Self.later(newest, later.newest)
  }

  private static func later(_ a: TypedValue?, _ b: TypedValue?) -> TypedValue? {
    guard let a, let b else { return a ?? b }
    return TypedValue.compare(b, a) > 0 ? b : a
  }
}
