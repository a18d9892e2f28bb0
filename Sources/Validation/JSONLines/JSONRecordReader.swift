import Contracts

/// Blocks of JSON Lines, column by column.
final class JSONRecordReader: RecordReader {
  private let reader: JSONLinesReader
  private let collectsExtraFields: Bool

  init(_ plan: Plan, wholeTexts: Bool) {
    let contract = plan.contract
    collectsExtraFields = contract.clauses.contains { $0.rule == ExtraFields.rule }
    let shredPlan = ShredPlan(fields: contract.fields, textBytes: wholeTexts ? nil : plan.textBytes)
    reader = JSONLinesReader(
      plan: shredPlan, engine: plan.options.reader == .plain ? .plain : .simd,
      recordLimitBytes: contract.data.recordLimitBytes, collectsExtraFields: collectsExtraFields,
      valueLimit: plan.batchValues)
  }

  var recordCount: Int { reader.index.recordCount }
  var faults: [RecordFault] { reader.index.faults }
  var stoppedAtOffset: Int? { nil }
  var lineFeedCount: Int? { reader.index.lineFeedCount }

  func begin(_ block: Block, _ binding: FileBinding) { reader.begin(block) }

  func detail(of fault: RecordFault) -> String? { nil }

  func bounds(ofRecord record: Int) -> Range<Int> {
    Int(reader.index.recordStarts[record])..<Int(reader.index.recordStarts[record + 1])
  }

  func fill(_ batch: RecordBatch, maximumRows: Int, onSlice: @escaping () -> Void) -> Bool {
    batch.recordStarts = UnsafePointer(reader.index.recordStarts)
    guard reader.fill(batch, limit: maximumRows, onSlice: onSlice) else { return false }
    if collectsExtraFields { batch.extraFields = reader.extraFields.map { ($0.row, $0.offset) } }
    return true
  }

  func trim() { reader.trim() }

  func texts(ofRecord record: Int) -> [[UInt8]]? { nil }
}
