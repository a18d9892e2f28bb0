import Contracts

/// A check that judges the values of one field one by one.
package protocol ValueCheck: Check where State == Tally {
  /// Index of the field.
  var field: Int { get }

  /// Appends the indices of the offending values, ascending. Only values of state `value` or `wide` are to be judged,
  /// unless the check is about the state itself.
  func select(_ column: Column, into hits: inout Hits)

  /// How many values of the column this check judges.
  func judgedCount(_ column: Column) -> Int
}

/// Indices of offending values, and whether a limit kept the check from knowing.
package struct Hits {
  package var indices: [UInt32] = []
  package var limit: String?

  package init() {}

  @inline(__always)
  package mutating func append(_ index: Int) { indices.append(UInt32(truncatingIfNeeded: index)) }
}

extension ValueCheck {
  package func judgedCount(_ column: Column) -> Int { column.validCount }

  package func fold(_ batch: RecordBatch, into state: inout Tally) {
    guard batch.isPresent[field] else { return }
    let column = batch.columns[field]
    var hits = Hits()
    select(column, into: &hits)
    state.judgedCount += judgedCount(column)
    state.nullCount += column.nullCount
    state.limit = state.limit ?? hits.limit
    if !hits.indices.isEmpty { state.note(hits.indices, of: column, in: batch) }
  }

  package func conclude(_ state: Tally) -> Finding { state.finding }
}

extension CellState {
  /// A value of the column's type.
  @inline(__always)
  package var isJudged: Bool { self == .value || self == .wide }
}

/// What a clause compares with.
extension Clause {
  /// The argument's text, for keywords that take one scalar.
  package func text() throws(ClauseProblem) -> String {
    guard case .scalar(let scalar) = argument else { throw ClauseProblem("`\(keyword)` needs a value") }
    return scalar.text
  }

  /// The argument, for keywords that take a number of things.
  package func count() throws(ClauseProblem) -> Int {
    guard case .count(let count) = argument else { throw ClauseProblem("`\(keyword)` needs a whole number") }
    return count
  }

  /// The argument's scalars, for keywords that take a list.
  package func list() throws(ClauseProblem) -> [Scalar] {
    guard case .list(let scalars) = argument else { throw ClauseProblem("`\(keyword)` needs a list") }
    return scalars
  }
}
