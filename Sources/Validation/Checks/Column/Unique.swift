import Contracts

/// No two records share a key: the value of one field, or the values of several together.
///
/// Every copy but the first is a violation. A key with a null or an invalid value is not compared. Grows with the
/// number of distinct keys, up to its share of the run's memory limit, beyond which keys are written to disk.
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
  /// Hides keys of private fields, where a partial will hold them.
  private let hiding: KeyHiding?
  /// This clause's share of the memory.
  package let limits: KeyLimits

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    fields = try clause.field == nil ? context.fields(of: clause) : [context.field(of: clause)]
    if fields.count > 1, let field = fields.first(where: { context.contract.fields[$0].path.isRepeated }) {
      throw ClauseProblem(
        "`\(context.contract.fields[field].path)` has several values a record and cannot be part of a key")
    }
    decoders = fields.map { [decoders = context.decoders] in decoders[$0] }
    let rules = Self.keywords.map(\.rule)
    let clauseCount = max(1, context.contract.clauses.count { rules.contains($0.rule) })
    limits = KeyLimits(
      memoryBytes: context.options.memoryBytes / clauseCount, folder: context.options.temporaryFolder,
      seed: context.options.keySeed)
    let isPrivate = fields.contains { context.masking.isMasked[$0] }
    hiding = isPrivate ? context.options.partialKey.map { KeyHiding($0, of: clause.id) } : nil
    let names = fields.map { context.contract.fields[$0].path.text }
    expected = names.count == 1 ? "no value twice" : "no \(names.joined(separator: " + ")) twice"
  }

  package func textBytes(ofField field: Int) -> Int { fields.contains(field) ? .max : 0 }

  package func fold(_ batch: RecordBatch, into state: inout KeyState) {
    guard fields.allSatisfy({ batch.isPresent[$0] }) else { return }
    var limits = limits
    // Where records are being split, what a record is must be known at once.
    if batch.collectsRejected { limits.folder = nil }
    state.prepare(limits, hasItems: fields.count == 1 && batch.columns[fields[0]].isRepeated)
    if fields.count > 1 {
      foldSeveral(batch, &state)
    } else if batch.columns[fields[0]].isRepeated {
      foldItems(batch, &state)
    } else {
      foldOne(batch, &state)
    }
  }

  private func foldOne(_ batch: RecordBatch, _ state: inout KeyState) {
    let column = batch.columns[fields[0]]
    state.addNulls(column.nullCount)
    if let hider = hiding?.makeHider() {
      return decoders[0].forEachKey(of: column) { i, key in
        state.block.add(KeyEntry(key: hider.hidden(key), place: UInt64(batch.records[i])))
      }
    }
    guard !decoders[0].isInteger || column.hasOthersThanPlainValues else { return foldIntegers(column, batch, &state) }
    decoders[0].forEachKey(of: column) { i, key in
      state.block.add(KeyEntry(key: key, place: UInt64(batch.records[i])))
    }
  }

  /// Integers, none of them missing: ids mostly count records, so that many are taken at once.
  private func foldIntegers(_ column: Column, _ batch: RecordBatch, _ state: inout KeyState) {
    let integers = column.integers
    batch.records.withUnsafeBufferPointer { records in
      guard let records = records.baseAddress else { return }
      var i = 0
      while i < column.count {
        let count = min(16, column.count - i)
        if !state.block.addProgression(integers + i, records + i, count: count) {
          for k in i..<(i + count) {
            state.block.add(KeyEntry(key: CompactKey(ordered: integers[k]), place: UInt64(records[k])))
          }
        }
        i += count
      }
    }
  }

  private func foldItems(_ batch: RecordBatch, _ state: inout KeyState) {
    let column = batch.columns[fields[0]]
    state.addNulls(column.nullCount)
    let hider = hiding?.makeHider()
    var firstOfRow = 0
    decoders[0].forEachKey(of: column) { i, key in
      let row = column.rows[i]
      while column.rows[firstOfRow] != row { firstOfRow += 1 }
      let item = i - firstOfRow + column.firstOrdinal
      guard item <= KeyPlace.maximumItem else {
        return state.stop("more than \(KeyPlace.maximumItem + 1) values in one record")
      }
      let record = UInt64(batch.records[Int(row)]) << KeyPlace.lowerBits
      state.block.add(
        KeyEntry(key: hider?.hidden(key) ?? key, place: record | UInt64(item) << 1))
    }
  }

  private func foldSeveral(_ batch: RecordBatch, _ state: inout KeyState) {
    let columns = fields.map { batch.columns[$0] }
    let hider = hiding?.makeHider()
    var key: [UInt8] = []
    for row in 0..<batch.rowCount {
      guard columns.allSatisfy({ $0.states[row].isJudged }) else {
        let hasNull = columns.contains { $0.states[row] == .null || $0.states[row] == .absent }
        state.addNulls(hasNull ? 1 : 0)
        continue
      }
      key.removeAll(keepingCapacity: true)
      for (column, decoder) in zip(columns, decoders) { decoder.appendKey(of: column, row, to: &key) }
      let compact = key.withUnsafeBufferPointer { CompactKey($0) }
      state.block.add(KeyEntry(key: hider?.hidden(compact) ?? compact, place: UInt64(batch.records[row])))
    }
  }

  package func conclude(_ state: KeyState) -> Finding { state.finding }

  package func adopt(_ state: inout KeyState) { state.limit(to: limits) }
}
