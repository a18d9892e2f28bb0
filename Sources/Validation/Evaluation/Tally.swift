import Contracts

/// An offending value that has not been shown yet: where to find it in its block.
package struct Candidate: Sendable, Hashable, Codable {
  /// Index of the record in the block.
  package var record: UInt32
  /// The record's bytes in the block.
  package var start: UInt32
  package var end: UInt32
  /// Which of the record's values, for fields with several; 0 otherwise.
  package var item: UInt32
}

/// Counts, and the first violations: the state of every check that judges values one by one.
package struct Tally: CheckState {
  package var judgedCount = 0
  package var nullCount = 0
  package var violationCount = 0
  /// By position, at most `Exemplars.limit`; absolute.
  package var exemplars: [Violation] = []
  /// Relative to the block being folded; empty after absorbing.
  package var candidates: [Candidate] = []
  /// Violating records of the block being folded, when records are being split; empty after absorbing.
  package var rejectedRecords: [UInt32] = []
  /// What kept the check from going on. Nothing after it is judged or counted, wherever blocks are cut.
  package var limit: String?
  /// The record of the block being folded that was noted last.
  private var latest: UInt32?

  package init() {}

  private enum CodingKeys: String, CodingKey {
    case judgedCount, nullCount, violationCount, exemplars, candidates, rejectedRecords, limit
  }

  package mutating func absorb(_ block: Tally, _ evidence: Evidence) {
    guard limit == nil else { return }
    add(block)
    for candidate in block.candidates.prefix(max(0, evidence.exemplarLimit - exemplars.count)) {
      exemplars.append(evidence.violation(candidate, ordinal: exemplars.count))
    }
    for record in block.rejectedRecords { evidence.reject(record) }
  }

  package mutating func merge(_ later: Tally) {
    guard limit == nil else { return }
    add(later)
    for var violation in later.exemplars.prefix(max(0, EvaluationOptions.maximumExemplars - exemplars.count)) {
      if exemplars.count >= EvaluationOptions.maximumExcerpts { violation.excerpt = nil }
      exemplars.append(violation)
    }
  }

  private mutating func add(_ other: Tally) {
    judgedCount += other.judgedCount
    nullCount += other.nullCount
    violationCount += other.violationCount
    limit = other.limit
  }

  package var finding: Finding {
    var finding = Finding()
    finding.judgedCount = judgedCount
    finding.nullCount = nullCount
    finding.violationCount = violationCount
    finding.exemplars = exemplars
    finding.limit = limit
    return finding
  }
}

extension Tally {
  /// Notes offending values of a batch, given by their indices in the column, ascending; each record counts once.
  package mutating func note(_ hits: [UInt32], of column: Column, in batch: RecordBatch) {
    for hit in hits {
      let hit = Int(hit)
      let row = Int(column.rows[hit])
      guard batch.records[row] != latest else { continue }
      note(row: row, item: column.isRepeated ? column.ordinal(ofValue: hit) : 0, in: batch)
    }
  }

  /// Takes back the first violation of the block being folded where it is this record's, which has been counted.
  mutating func forgetFirst(ifOf record: UInt32) {
    guard candidates.first?.record == record else { return }
    violationCount -= 1
    candidates.removeFirst()
    if rejectedRecords.first == record { rejectedRecords.removeFirst() }
  }

  /// Notes an offending row of a batch.
  package mutating func note(row: Int, item: Int = 0, in batch: RecordBatch) {
    violationCount += 1
    let record = batch.records[row]
    latest = record
    if candidates.count < EvaluationOptions.maximumExemplars {
      let bounds = batch.bounds(ofRow: row)
      candidates.append(
        Candidate(record: record, start: bounds.lowerBound, end: bounds.upperBound, item: UInt32(item)))
    }
    if batch.collectsRejected { rejectedRecords.append(record) }
  }
}
