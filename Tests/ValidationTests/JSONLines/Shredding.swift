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
    implementation: String? = nil, windowBytes: Int = SIMDJSONReader.defaultWindowBytes
  ) {
    let plan = ShredPlan(paths: paths.compactMap { FieldPath(path: $0) })
    let reader = JSONLinesReader(
      plan: plan, engine: engine, recordLimitBytes: limit, collectsExtraFields: true, implementation: implementation,
      windowBytes: windowBytes)
    let batch = RecordBatch(columns: plan.paths.map { Column(isRepeated: $0.isRepeated) })
    // Rubbish behind the block must not matter.
    let padded = bytes + Array(repeating: UInt8(ascii: "\""), count: Block.paddingBytes)
    padded.withUnsafeBufferPointer { memory in
      let block = UnsafeBufferPointer(rebasing: memory[..<bytes.count])
      reader.begin(Block(file: 0, offset: 0, bytes: block, isLast: true))
      while reader.fill(batch, limit: rowsPerBatch) {
        for row in 0..<batch.rowCount { rows.append(Self.words(row, batch, plan)) }
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

  private static func words(_ row: Int, _ batch: RecordBatch, _ plan: ShredPlan) -> String {
    var words = ["\(batch.records[row]):"]
    for (column, path) in zip(batch.columns, plan.paths) {
      for i in 0..<column.count where column.rows[i] == row { words.append("\(path)=\(value(i, column))") }
    }
    return words.joined(separator: " ")
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
