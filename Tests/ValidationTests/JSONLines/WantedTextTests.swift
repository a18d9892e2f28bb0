import Contracts
import TestSupport
import Testing

@testable import Validation

/// Where a plan says how many bytes of a text are wanted, the fast reader leaves the rest out, and judges it all the
/// same.
@Suite struct WantedTextTests {
  /// Pieces of JSON strings, most of them sound.
  private static let pieces = [
    "a", "word ", "é", "😀", #"\n"#, #"\""#, #"\\"#, #"\\\\"#, #"\/"#, #"\u0041"#, #"\u00e9"#, #"\uD7FF"#, #"\ud83d\ude00"#,
    String(repeating: "plain text ", count: 7), String(repeating: #"\\"#, count: 33), #"\udbff\uDFFF"#, #"\u0ddd"#,
  ]
  /// What no string may have in it.
  private static let faults = [
    #"\x"#, #"\u12"#, #"\u123g"#, #"\ud83d"#, #"\ud83d\n"#, #"\ud83d\u0041"#, #"\ude00"#, #"\ud83dxx"#, #"\é"#, #"\u00é0"#,
  ]

  private struct Reading: Equatable {
    var texts: [[UInt8]] = []
    var records: [UInt32] = []
    var faults: [RecordFault] = []
  }

  private static func reading(_ document: String, wanted: Int?, _ implementation: String?) throws -> Reading {
    let path = try #require(FieldPath(path: "t"))
    let plan = ShredPlan(paths: [path], textBytes: wanted.map { [$0] })
    let reader = JSONLinesReader(
      plan: plan, engine: implementation == nil ? .plain : .simd, recordLimitBytes: 1 << 20,
      implementation: implementation)
    let batch = RecordBatch(columns: [Column(isRepeated: false)])
    var reading = Reading()
    // A block without room to spare but what is promised, full of what would end an escape.
    let bytes = Array(document.utf8) + Array(repeating: UInt8(ascii: "u"), count: Block.paddingBytes)
    bytes.withUnsafeBufferPointer { memory in
      let block = UnsafeBufferPointer(rebasing: memory[..<(bytes.count - Block.paddingBytes)])
      reader.begin(Block(file: 0, offset: 0, bytes: block, isLast: true))
      while reader.fill(batch, limit: 7) {
        let column = batch.columns[0]
        reading.texts += (0..<column.count).map { Array(column.text($0)) }
        reading.records += batch.records[..<batch.rowCount]
      }
    }
    reading.faults = reader.index.faults
    return reading
  }

  @Test func whatIsLeftOutIsJudgedAllTheSame() throws {
    var random = SplitMix(seed: 11)
    for _ in 0..<150 {
      let lines = (0..<12).map { _ in
        var parts = (0..<Int.random(in: 0...30, using: &random)).map { _ in
          Self.pieces.randomElement(using: &random) ?? ""
        }
        if Int.random(in: 0..<3, using: &random) == 0 {
          parts.insert(
            Self.faults.randomElement(using: &random) ?? "", at: Int.random(in: 0...parts.count, using: &random))
        }
        let text = parts.joined()
        // Where no field stands, strings are judged, too.
        return Bool.random(using: &random) ? "{\"t\":\"\(text)\"}" : "{\"s\":[\"\(text)\"],\"t\":\"\(text)\" }"
      }
      let document = lines.joined(separator: "\n")
      let whole = try Self.reading(document, wanted: nil, nil)
      for implementation in SIMDJSONReader.implementations {
        for wanted in [0, 1, 5, 64, 100, 1000] {
          let reading = try Self.reading(document, wanted: wanted, implementation)
          try #require(reading.faults == whole.faults, "\(implementation), \(wanted) bytes: \(document)")
          try #require(reading.records == whole.records)
          for (text, all) in zip(reading.texts, whole.texts) {
            let isFront = text.count >= min(wanted, all.count) && all.starts(with: text)
            try #require(isFront, "\(implementation), \(wanted) bytes: \(document)")
          }
        }
      }
    }
  }

  /// An escape at every place around the ends of what is read at once.
  @Test func escapesMayLieAnywhere() throws {
    for escape in [#"\n"#, #"\u0041"#, #"\ud83d\ude00"#, #"\\"#] + Self.faults {
      for place in 0..<140 {
        for behind in [0, 1, 64] {
          let text = String(repeating: "x", count: place) + escape + String(repeating: "y", count: behind)
          let document = "{\"t\":\"\(text)\"}\n"
          let whole = try Self.reading(document, wanted: nil, nil)
          for implementation in SIMDJSONReader.implementations {
            let reading = try Self.reading(document, wanted: 0, implementation)
            try #require(reading.faults == whole.faults, "\(implementation): \(document)")
          }
        }
      }
    }
  }

  @Test func aPlanKnowsWhatItsChecksLookAt() throws {
    let read = try contract(
      """
      assay: 1
      id: texts
      data: { files: "*.jsonl", format: jsonl }
      fields:
        - { name: bare, type: string, required: true }
        - { name: least, type: string, min_length: 1 }
        - { name: most, type: string, min_length: 1, max_length: 200 }
        - { name: sought, type: string, search: "^a" }
        - { name: number, type: integer, required: true }
        - { name: spelled, type: string, missing: ["n/a", "-"] }
        - { name: trimmed, type: string, trim: true }
        - { name: day, type: date }
        - { name: key, type: string, unique: true }
        - { name: part, type: string }
        - { name: anything, type: any }
      checks:
        - unique: [part, day]
      """, file: "texts.assay.yaml")
    let plan = try Plan(read, EvaluationOptions(now: Instant(seconds: 0)))
    let whole = Int.max
    #expect(plan.textBytes == [0, 5, 801, whole, 0, 4, whole, whole, whole, whole, 0])
  }
}
