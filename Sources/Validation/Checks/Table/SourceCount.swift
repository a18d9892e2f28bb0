import Contracts

/// Counts records by the source that they name. Records whose source the manifest does not have are violations.
///
/// What is wrong with the sources themselves follows from the counts: see `SourceFindings`.
package struct SourceCount: Check {
  package static let keywords: [Keyword] = []
  package static let rule = RuleID.sourceUnknown

  private let field: Int
  private let countsMissing: Bool
  private let isMasked: Bool
  /// What stands for no source in CSV.
  private let missing: [String]
  private let ids: TextIndex
  private let census: SourceCensus

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    guard let provenance = context.contract.provenance else { throw ClauseProblem("the contract has no provenance") }
    let manifest = context.sources ?? SourceManifest(problem: "the source manifest was not read")
    field = provenance.field
    countsMissing = provenance.countsMissing
    isMasked = context.masking.isMasked[provenance.field]
    let declared = context.contract.fields[field].spelling.missing
    missing = declared ?? (context.contract.data.format == .jsonl ? [] : [""])
    ids = TextIndex(manifest.sources.map { Array($0.id.utf8) })
    census = SourceCensus(manifest, provenance, now: context.options.now, isMasked: isMasked)
  }

  package var expected: String { "a source that \(census.name) declares" }

  package func textBytes(ofField field: Int) -> Int { field == self.field ? .max : 0 }

  package func fold(_ batch: RecordBatch, into state: inout SourceState) {
    if !batch.continuesRecord { state.latest = SourceState.ItemsMet() }
    guard batch.isPresent[field], census.manifest.problem == nil else { return }
    let column = batch.columns[field]
    state.reserve(census.manifest.sources.count)
    var hits = column.isRepeated ? countItems(column, batch, &state) : countValues(column, batch, &state)
    state.undeclaredCount += Self.rowCount(hits, column, isFirstCounted: state.latest.isUndeclared)
    if !hits.isEmpty { state.latest.isUndeclared = true }
    if column.nullCount > 0 {
      let missing = (0..<column.count).filter { column.states[$0] == .null || column.states[$0] == .absent }
        .map { UInt32(truncatingIfNeeded: $0) }
      state.missingCount += Self.rowCount(missing, column, isFirstCounted: state.latest.isMissing)
      state.latest.isMissing = true
      if countsMissing { hits = (hits + missing).sorted() }
    }
    if !hits.isEmpty { state.tally.note(hits, of: column, in: batch) }
    state.tally.judgedCount += column.validCount + (countsMissing ? column.nullCount : 0)
    state.tally.nullCount += countsMissing ? 0 : column.nullCount
  }

  /// How many records some values belong to, which are given in order; without row 0 where that has been counted.
  private static func rowCount(_ values: [UInt32], _ column: Column, isFirstCounted: Bool) -> Int {
    var last = isFirstCounted ? 0 : UInt32.max
    return values.count { value in
      defer { last = column.rows[Int(value)] }
      return column.rows[Int(value)] != last
    }
  }

  /// Values whose source is not declared.
  private func countValues(_ column: Column, _ batch: RecordBatch, _ state: inout SourceState) -> [UInt32] {
    var unknown: [UInt32] = []
    state.withNotes(limit: column.count) { notes in
      ids.forEachNumber(in: column) { value, number in
        if number == TextIndex.absent {
          unknown.append(UInt32(truncatingIfNeeded: value))
        } else {
          notes.count(number, record: batch.records[value])
        }
      }
    }
    for value in unknown { noteUndeclared(column, Int(value), batch, &state) }
    return unknown
  }

  /// The same for a field with several values a record, which counts once for a source that it names twice.
  private func countItems(_ column: Column, _ batch: RecordBatch, _ state: inout SourceState) -> [UInt32] {
    var unknown: [UInt32] = []
    var row: UInt32 = batch.continuesRecord ? 0 : .max
    ids.forEachNumber(in: column) { value, number in
      if column.rows[value] != row {
        row = column.rows[value]
        state.latest.declared.removeAll(keepingCapacity: true)
        state.latest.undeclared.removeAll(keepingCapacity: true)
      }
      if number == TextIndex.absent {
        unknown.append(UInt32(truncatingIfNeeded: value))
        let isNew = state.latest.undeclared.insert(Array(column.text(value))).inserted
        if isNew { noteUndeclared(column, value, batch, &state) }
      } else if state.latest.declared.insert(number).inserted {
        state.withNotes(limit: 1) { $0.count(number, record: batch.records[Int(row)]) }
      }
    }
    return unknown
  }

  private func noteUndeclared(_ column: Column, _ value: Int, _ batch: RecordBatch, _ state: inout SourceState) {
    guard !isMasked else { return }
    state.noteUndeclared(Array(column.text(value)), record: batch.records[Int(column.rows[value])])
  }

  package func conclude(_ state: SourceState) -> Finding {
    var finding = state.tally.finding
    finding.limit = finding.limit ?? census.manifest.problem
    let usage = census.usage(state)
    let counts = Dictionary(
      usage.undeclared.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for i in finding.exemplars.indices {
      guard let value = finding.exemplars[i].value else { continue }
      finding.exemplars[i].kind = kind(of: value)
      finding.exemplars[i].detail = counts[value].map { "\(counted($0.recordCount, "record")) in all" }
    }
    let kinds = [("missing", countsMissing ? state.missingCount : 0), ("undeclared", usage.undeclaredCount)]
    finding.kinds = kinds.filter { $0.1 > 0 }.map { ClauseResult.KindCount(kind: $0.0, count: $0.1) }
    finding.sources = usage
    return finding
  }

  /// A masked value does not tell.
  private func kind(of value: ShownValue) -> String? {
    switch value {
    case .null, .absent: "missing"
    case .text(let text, _): missing.contains(text) ? "missing" : "undeclared"
    case .masked: nil
    }
  }
}
