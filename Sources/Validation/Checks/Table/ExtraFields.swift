import Contracts

/// JSONL: no object that the contract names has a key that it does not name. Implied unless `extra_fields: allow`.
package struct ExtraFields: Check {
  package static let keywords: [Keyword] = []
  package static let rule: RuleID = "object.extra_field"

  package var expected: String { "only declared fields" }

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {}

  package func textBytes(ofField field: Int) -> Int { 0 }

  package func fold(_ batch: RecordBatch, into state: inout Tally) {
    state.judgedCount += batch.isContinued ? 0 : batch.rowCount
    for extra in batch.extraFields {
      // In place of an item's number, where the key stands in its record.
      state.note(row: extra.row, item: extra.offset - Int(batch.bounds(ofRow: extra.row).lowerBound), in: batch)
    }
  }

  package func conclude(_ state: Tally) -> Finding { state.finding }
}
