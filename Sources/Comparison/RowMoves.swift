/// Rows that both versions have, by their key, and whether each still comes from the source that it came from.
package struct RowMoves: Hashable, Sendable {
  /// The fields whose values together name a row.
  package var key: [String]
  /// Keys on both sides.
  package var keptCount = 0
  /// Of those, how many name another source now.
  package var movedCount = 0
  package var addedCount = 0
  package var removedCount = 0
  /// Rows that have no key, or one that their side has twice: they cannot be compared.
  package var incomparableCount = 0
  /// The first by their place in the later version.
  package var examples: [Move] = []

  package init(key: [String]) { self.key = key }

  /// One row that changed its source.
  package struct Move: Hashable, Sendable {
    /// From 1, over the whole version.
    package var recordBefore: Int
    package var recordAfter: Int
    /// `nil` where the row names none.
    package var sourceBefore: String?
    package var sourceAfter: String?

    package init(recordBefore: Int, recordAfter: Int, sourceBefore: String?, sourceAfter: String?) {
      self.recordBefore = recordBefore
      self.recordAfter = recordAfter
      self.sourceBefore = sourceBefore
      self.sourceAfter = sourceAfter
    }
  }
}
