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

  /// How many bytes of a text it looks at, from its beginning.
  var textBytes: Int { get }
}

/// Indices of offending values, and whether a limit kept the check from knowing.
package struct Hits {
  package var indices: [UInt32] = []
  /// What kept the check from judging the value at `limitIndex`; it judges none after that.
  package private(set) var limit: String?
  package private(set) var limitIndex = Int.max

  package init() {}

  @inline(__always)
  package mutating func append(_ index: Int) { indices.append(UInt32(truncatingIfNeeded: index)) }

  /// Ends the judging.
  package mutating func stop(at index: Int, _ reason: String) {
    limit = reason
    limitIndex = index
  }
}

extension ValueCheck {
  package func judgedCount(_ column: Column) -> Int { column.validCount }
  package var textBytes: Int { .max }
  package func textBytes(ofField field: Int) -> Int { field == self.field ? textBytes : 0 }

  package func fold(_ batch: RecordBatch, into state: inout Tally) {
    guard batch.isPresent[field], state.limit == nil else { return }
    let column = batch.columns[field]
    var hits = Hits()
    select(column, into: &hits)
    if hits.limit != nil {
      state.judgedCount += (0..<hits.limitIndex).count { column.states[$0].isJudged }
      state.nullCount += (0..<hits.limitIndex).count { column.states[$0] == .null || column.states[$0] == .absent }
      state.limit = hits.limit
    } else {
      state.judgedCount += judgedCount(column)
      state.nullCount += column.nullCount
    }
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
