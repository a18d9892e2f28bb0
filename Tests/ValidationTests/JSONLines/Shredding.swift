import Contracts
import Foundation

@testable import Validation

/// What a reader makes of a text, in words that a test can write down.
struct Shredding: Equatable {
  /// For each well-formed record, its number in the block and its values: `0: a=string(x) tags[]=number(1)`.
  var rows: [String] = []
  /// `1: duplicate_key at 17`; the offset is the block's.
  var faults: [String] = []
  /// Pointers of the extra fields.
  var extraFields: [String] = []

  init(
    _ bytes: [UInt8], paths: [String], engine: JSONLinesReader.Engine, limit: Int = 1 << 24, rowsPerBatch: Int = 3,
    valueLimit: Int? = nil, implementation: String? = nil, windowBytes: Int = SIMDJSONReader.defaultWindowBytes
  ) {
    let plan = ShredPlan(paths: paths.compactMap { FieldPath(path: $0) })
    let reader = JSONLinesReader(
      plan: plan, engine: engine, recordLimitBytes: limit, collectsExtraFields: true,
      valueLimit: valueLimit ?? 1, implementation: implementation, windowBytes: windowBytes)
    let batch = RecordBatch(columns: plan.paths.map { Column(isRepeated: $0.isRepeated) })
    // Rubbish behind the block must not matter.
    let padded = bytes + Array(repeating: UInt8(ascii: "\""), count: Block.paddingBytes)
    padded.withUnsafeBufferPointer { memory in
      let block = UnsafeBufferPointer(rebasing: memory[..<bytes.count])
      reader.begin(Block(file: 0, offset: 0, bytes: block, isLast: true))
      // Of each column, the values of a long record that earlier batches had.
      var earlier = Array(repeating: [String](), count: plan.paths.count)
      var problems: [String] = []
      let onSlice = {
        if let problem = Self.problem(with: batch, valueLimit, behind: earlier) { problems.append(problem) }
        for (c, values) in Self.values(0, batch, plan).enumerated() { earlier[c] += values }
      }
      while reader.fill(batch, limit: rowsPerBatch, onSlice: valueLimit == nil ? nil : onSlice) {
        if let problem = Self.problem(with: batch, valueLimit, behind: earlier) { rows.append(problem) }
        for row in 0..<batch.rowCount {
          let all = zip(earlier, Self.values(row, batch, plan)).flatMap { $0 + $1 }
          rows.append((["\(batch.records[row]):"] + all).joined(separator: " "))
          earlier = Array(repeating: [], count: plan.paths.count)
        }
        rows += problems
        for extra in reader.extraFields {
          let record = Int(batch.records[extra.row])
          let offset = extra.offset - Int(reader.index.recordStarts[record])
          extraFields.append(ShredPlan.pointer(ofKeyAt: offset, in: reader.record(record)) ?? "?")
        }
      }
    }
    faults = reader.index.faults.map { "\($0.record): \($0.kind.name) at \($0.offset)" }
  }

  init(_ text: String, paths: [String], engine: JSONLinesReader.Engine, limit: Int = 1 << 24, rowsPerBatch: Int = 3) {
    self.init(Array(text.utf8), paths: paths, engine: engine, limit: limit, rowsPerBatch: rowsPerBatch)
  }

  /// For each column, its values of a row.
  private static func values(_ row: Int, _ batch: RecordBatch, _ plan: ShredPlan) -> [[String]] {
    zip(batch.columns, plan.paths).enumerated().map { c, pair in
      let (column, path) = pair
      guard batch.isPresent[c] else { return [] }
      return (0..<column.count).filter { column.rows[$0] == row }.map { "\(path)=\(value($0, column))" }
    }
  }

  /// Where a batch has more than it may, or other rows beside a long record, or counts its values wrongly.
  private static func problem(with batch: RecordBatch, _ valueLimit: Int?, behind earlier: [[String]]) -> String? {
    guard let valueLimit else { return nil }
    for (column, earlier) in zip(batch.columns, earlier) where column.count > 0 && column.rows[0] == 0 {
      if column.ordinal(ofValue: 0) != earlier.count { return "a value has the wrong number" }
    }
    if batch.isContinued || batch.continuesRecord, batch.rowCount != 1 { return "a long record is not alone" }
    let isTooLarge = batch.columns.contains { $0.isRepeated && $0.count > valueLimit }
    return isTooLarge ? "a column has more than \(valueLimit) values" : nil
  }

  private static func value(_ i: Int, _ column: Column) -> String {
    let text = String(decoding: column.text(i), as: UTF8.self)
    switch column.states[i] {
    case .absent: return text.isEmpty ? "absent" : "absent with text"
    case .null: return column.kinds[i] == .null && text == "null" ? "null" : "null with text"
    case .value where column.kinds[i] == .array: return "array#\(column.integers[i])(\(text))"
    case .value: return "\(column.kinds[i])(\(text))"
    case .invalid, .wide: return "decoded too early"
    }
  }
}

/// Both readers' answer, which must be one.
func shredding(
  _ text: String, _ paths: String..., limit: Int = 1 << 24, rowsPerBatch: Int = 3
) -> Shredding? {
  let both = JSONLinesReader.Engine.allCases.map {
    Shredding(text, paths: paths, engine: $0, limit: limit, rowsPerBatch: rowsPerBatch)
  }
  return both[0] == both[1] ? both[0] : nil
}

/// The same numbers for the same seed, on every machine.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// The third-party files beside the tests.
enum SuiteData {
  static func folder(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Data").appending(path: name)
  }
}
