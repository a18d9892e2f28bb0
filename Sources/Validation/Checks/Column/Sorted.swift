import Contracts

/// The values of each file never fall (`ascending`), or always rise (`strict`). Nulls are passed over.
package struct Sorted: Check {
  package static let keywords = [
    Keyword(
      "sorted", rule: "column.unsorted", argument: .oneOf(["ascending", "strict"]),
      types: Set(FieldType.allCases.filter(\.isOrdered)), summary: "Values never fall, or always rise, within a file.")
  ]

  package let expected: String
  private let field: Int
  private let decoder: FieldDecoder
  private let isStrict: Bool

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    field = try context.field(of: clause)
    decoder = context.decoders[field]
    let order = try clause.text()
    guard order == "ascending" || order == "strict" else { throw ClauseProblem("`sorted` is `ascending` or `strict`") }
    isStrict = order == "strict"
    expected = isStrict ? "each value above the one before" : "no value below the one before"
  }

  package func textBytes(ofField field: Int) -> Int { field == self.field ? .max : 0 }

  package func fold(_ batch: RecordBatch, into state: inout OrderState) {
    guard batch.isPresent[field] else { return }
    state.isStrict = isStrict
    let column = batch.columns[field]
    var hits = Hits()
    for i in 0..<column.count where column.states[i].isJudged {
      if let last = state.last {
        if state.isOutOfOrder(decoder.compare(column, i, to: last)) { hits.append(i) }
      } else {
        let bounds = batch.bounds(ofRow: Int(column.rows[i]))
        state.first = decoder.value(of: column, i)
        state.firstCandidate = Candidate(
          record: batch.records[Int(column.rows[i])], start: bounds.lowerBound, end: bounds.upperBound,
          item: column.isRepeated ? UInt32(column.ordinal(ofValue: i)) : 0)
      }
      state.last = decoder.value(of: column, i)
    }
    state.tally.note(hits.indices, of: column, in: batch)
    state.tally.judgedCount += column.validCount
    state.tally.nullCount += column.nullCount
  }

  package func conclude(_ state: OrderState) -> Finding { state.tally.finding }
}

/// Both ends of what was folded, since the order across a seam matters too.
package struct OrderState: CheckState {
  package var first: TypedValue?
  package var last: TypedValue?
  package var firstCandidate: Candidate?
  /// The file that `last` is from, once absorbed.
  package var lastFile: Int?
  package var isStrict = false
  package var tally = Tally()

  package init() {}

  /// Whether a value that compares so to the one before it is out of order.
  func isOutOfOrder(_ comparison: Int) -> Bool { isStrict ? comparison <= 0 : comparison < 0 }

  package mutating func absorb(_ block: OrderState, _ evidence: Evidence) {
    isStrict = block.isStrict
    var rest = block.tally
    if lastFile == evidence.file, let last, let first = block.first, let candidate = block.firstCandidate,
      block.isOutOfOrder(TypedValue.compare(first, last))
    {
      tally.violationCount += 1
      if tally.exemplars.count < evidence.exemplarLimit {
        tally.exemplars.append(evidence.violation(candidate, ordinal: tally.exemplars.count))
      }
      if evidence.collectsRejected { evidence.reject(candidate.record) }
      rest.forgetFirst(ifOf: candidate.record)
    }
    tally.absorb(rest, evidence)
    if block.last != nil {
      last = block.last
      lastFile = evidence.file
    }
  }

  package mutating func merge(_ later: OrderState) {
    // A shard is whole files, and order is a promise within a file: the seam needs no look.
    tally.merge(later.tally)
    if later.last != nil { (last, lastFile) = (later.last, later.lastFile) }
  }

  /// For the same reason no values are stored, which may be private.
  private enum CodingKeys: String, CodingKey { case isStrict, tally }
}
