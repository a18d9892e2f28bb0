import Contracts

/// No two records share a key: the value of one field, or the values of several together.
///
/// Every copy but the first is a violation. A key with a null or an invalid value is not compared. Grows with the
/// number of distinct keys, up to its share of the run's memory limit, beyond which the clause is inconclusive.
package struct Unique: Check {
  package static let keywords = [
    Keyword(
      "unique", rule: "column.duplicate_value", argument: .flag,
      types: Set(FieldType.allCases).subtracting([.object, .array]), cost: .distinctKeys,
      summary: "No two records have the same value here."),
    Keyword(
      "unique", rule: "record.duplicate_key", place: .checks, argument: .fields(minimum: 1), cost: .distinctKeys,
      summary: "No two records have the same values in these fields."),
  ]

  package let expected: String
  private let fields: [Int]
  private let decoders: [FieldDecoder]
  private let memoryBytes: Int

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    fields = try clause.field == nil ? context.fields(of: clause) : [context.field(of: clause)]
    if fields.count > 1, let field = fields.first(where: { context.contract.fields[$0].path.isRepeated }) {
      throw ClauseProblem(
        "`\(context.contract.fields[field].path)` has several values a record and cannot be part of a key")
    }
    decoders = fields.map { [decoders = context.decoders] in decoders[$0] }
    let rules = Self.keywords.map(\.rule)
    memoryBytes = context.options.memoryBytes / max(1, context.contract.clauses.count { rules.contains($0.rule) })
    let names = fields.map { context.contract.fields[$0].path.text }
    expected = names.count == 1 ? "no value twice" : "no \(names.joined(separator: " + ")) twice"
  }

  package func fold(_ batch: RecordBatch, into state: inout KeyState) {
    guard fields.allSatisfy({ batch.isPresent[$0] }) else { return }
    state.limitBytes = memoryBytes
    state.collectsRejected = batch.collectsRejected
    fields.count == 1 ? foldOne(batch, &state) : foldSeveral(batch, &state)
  }

  private func foldOne(_ batch: RecordBatch, _ state: inout KeyState) {
    let column = batch.columns[fields[0]]
    let decoder = decoders[0]
    state.tally.nullCount += column.nullCount
    var key: [UInt8] = []
    var firstOfRow = 0
    for i in 0..<column.count {
      if column.rows[i] != column.rows[firstOfRow] { firstOfRow = i }
      guard column.states[i].isJudged else { continue }
      key.removeAll(keepingCapacity: true)
      decoder.appendKey(of: column, i, to: &key)
      state.add(key, row: Int(column.rows[i]), item: i - firstOfRow, batch)
    }
  }

  private func foldSeveral(_ batch: RecordBatch, _ state: inout KeyState) {
    let columns = fields.map { batch.columns[$0] }
    var key: [UInt8] = []
    for row in 0..<batch.rowCount {
      guard columns.allSatisfy({ $0.states[row].isJudged }) else {
        let hasNull = columns.contains { $0.states[row] == .null || $0.states[row] == .absent }
        state.tally.nullCount += hasNull ? 1 : 0
        continue
      }
      key.removeAll(keepingCapacity: true)
      for (column, decoder) in zip(columns, decoders) { decoder.appendKey(of: column, row, to: &key) }
      state.add(key, row: row, item: 0, batch)
    }
  }

  package func conclude(_ state: KeyState) -> Finding {
    var finding = state.tally.finding
    finding.judgedCount = state.keyCount
    finding.measurements = [Measurement(name: "distinct", value: String(state.table.count))]
    return finding
  }
}

/// The keys met so far. A block's keys are pending until the blocks before it have been absorbed.
package struct KeyState: CheckState {
  package struct Pending: Sendable, Codable {
    package var key: CompactKey
    package var candidate: Candidate
  }

  private static let lookahead = 16

  package var pending: [Pending] = []
  package var table = KeyTable()
  package var tally = Tally()
  package var keyCount = 0
  package var limitBytes = Int.max
  package var collectsRejected = false
  /// Some record has several keys, the items of an array.
  package var holdsRecordsOfSeveralKeys = false

  private static let limitName = "memory for unique keys (raise --memory)"

  package init() {}

  /// Notes the key of a row, to be looked up when the blocks before it have been.
  @inline(__always)
  mutating func add(_ key: [UInt8], row: Int, item: Int, _ batch: RecordBatch) {
    let bounds = batch.bounds(ofRow: row)
    pending.append(
      Pending(
        key: key.withUnsafeBufferPointer { CompactKey($0) },
        candidate: Candidate(
          record: batch.records[row], start: bounds.lowerBound, end: bounds.upperBound, item: UInt32(item))))
  }

  package mutating func absorb(_ block: KeyState, _ evidence: Evidence) {
    limitBytes = min(limitBytes, block.limitBytes)
    tally.absorb(block.tally, evidence)
    keyCount += block.pending.count
    var copies: Set<UInt32> = []
    var previous: UInt32?
    for (i, entry) in block.pending.enumerated() {
      // A table of millions is out of every cache; the keys to come are asked for ahead of time.
      if i + Self.lookahead < block.pending.count { table.prefetch(block.pending[i + Self.lookahead].key) }
      let place = evidence.place(entry.candidate)
      if previous == entry.candidate.record { holdsRecordsOfSeveralKeys = true }
      previous = entry.candidate.record
      switch table.insert(entry.key, at: place, limitBytes: limitBytes) {
      case .isNew: continue
      case .isFull: tally.limit = tally.limit ?? Self.limitName
      case .met(let first):
        guard copies.insert(entry.candidate.record).inserted else { continue }
        note(entry.candidate, metFirstAt: first, evidence)
        if block.collectsRejected { evidence.reject(entry.candidate.record) }
      }
    }
    guard holdsRecordsOfSeveralKeys else { return }
    for entry in block.pending where copies.contains(entry.candidate.record) {
      table.markCounted(entry.key, at: evidence.place(entry.candidate))
    }
  }

  private mutating func note(_ candidate: Candidate, metFirstAt first: KeyPlace, _ evidence: Evidence) {
    tally.violationCount += 1
    guard tally.exemplars.count < evidence.exemplarLimit else { return }
    var violation = evidence.violation(candidate, ordinal: tally.exemplars.count)
    violation.detail = "first in \(evidence.name(of: first))"
    tally.exemplars.append(violation)
  }

  /// Counts are those of the whole. Keys that turn out to be copies only here are counted, but not shown: the table
  /// keeps no values. Files must have the indices that they have in the whole dataset.
  package mutating func merge(_ later: KeyState) {
    tally.merge(later.tally)
    keyCount += later.keyCount
    limitBytes = min(limitBytes, later.limitBytes)
    holdsRecordsOfSeveralKeys = holdsRecordsOfSeveralKeys || later.holdsRecordsOfSeveralKeys
    var copies: Set<KeyPlace> = []
    later.table.forEach { key, place, isCounted in
      guard table.contains(key), !isCounted else { return }
      if !holdsRecordsOfSeveralKeys || copies.insert(place).inserted { tally.violationCount += 1 }
    }
    later.table.forEach { key, place, isCounted in
      switch table.insert(key, at: place, limitBytes: limitBytes) {
      case .isNew: if isCounted || copies.contains(place) { table.markCounted(key, at: place) }
      case .isFull: tally.limit = tally.limit ?? Self.limitName
      case .met: break
      }
    }
  }
}
