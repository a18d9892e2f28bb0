import Contracts
import Foundation
import TestSupport
import Testing

@testable import Validation

/// File, byte offset, physical line and record of violations, exactly, at every block size.
@Suite struct PositionTests {
  /// Where `needle` begins, and on which line.
  private struct Place: Equatable, CustomStringConvertible {
    var offset: Int
    var line: Int
    var record: Int?
    var description: String { "offset \(offset), line \(line), record \(record.map(String.init) ?? "none")" }
  }

  private func place(_ text: [UInt8], at needle: String, record: Int?, lineBreak: UInt8 = 0x0A) throws -> Place {
    let bytes = Array(needle.utf8)
    let offset = try #require(
      (0...(text.count - bytes.count)).first { text[$0..<($0 + bytes.count)].elementsEqual(bytes) }, "\(needle)")
    return Place(offset: offset, line: text[..<offset].count { $0 == lineBreak } + 1, record: record)
  }

  /// Checks a file at several block sizes: the violations of `clause` begin where the needles do.
  private func expect(
    _ contract: String, _ text: [UInt8], _ clause: String, at expected: [(needle: String, record: Int?)],
    lineBreak: UInt8 = 0x0A, file: String = "a.csv", location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let data = try PreparedData("positions", "{ assay: 1, id: p, \(contract) }", [file: text])
    let places = try expected.map { try place(text, at: $0.needle, record: $0.record, lineBreak: lineBreak) }
    for bytes in [1, 5, 16, 1 << 16] {
      for reader in [EvaluationOptions.Reader.plain, .simd] {
        let result = try data.result(EvaluationOptions(now: testClock, blockBytes: bytes, reader: reader))
        let found = result.clause(clause)?.exemplars.map {
          Place(offset: $0.position.offset, line: $0.position.line, record: $0.position.record)
        }
        #expect(found == places, "\(reader), blocks of \(bytes) bytes", sourceLocation: location)
        #expect(result.clause(clause)?.exemplars.allSatisfy { $0.position.file == data.scratch.path(file) } == true)
      }
    }
  }

  private static let integers = "fields: [{ name: a, type: integer }, { name: b, type: string }]"

  @Test func multiLineCellsCountTheirLines() throws {
    try expect(
      "data: { files: a.csv }, \(Self.integers)",
      Array("a,b\n1,\"two\nlines\"\nx,bad\n2,\"three\r\nmore\n\nlines\"\ny,bad".utf8), "a/cell.wrong_type",
      at: [("x,bad", 2), ("y,bad", 4)])
  }

  @Test func carriageReturnsBeforeLineFeedsAreNoLinesOfTheirOwn() throws {
    try expect(
      "data: { files: a.csv }, \(Self.integers)", Array("a,b\r\n1,c\r\nx,d\r\n2,e\nz,f\r\n".utf8),
      "a/cell.wrong_type", at: [("x,d", 2), ("z,f", 4)])
  }

  @Test func aByteOrderMarkCountsInOffsets() throws {
    try expect(
      "data: { files: a.csv }, \(Self.integers)", [0xEF, 0xBB, 0xBF] + Array("a,b\nx,c\n".utf8), "a/cell.wrong_type",
      at: [("x,c", 1)])
  }

  @Test func preambleAndCommentsAreLinesButNoRecords() throws {
    try expect(
      "data: { files: a.csv, csv: { preamble_lines: 2, comment_prefix: '#' } }, \(Self.integers)",
      Array("Made by \"us\nfor you\n# note\na,b\n# 1,2\nx,c\n#\n#\ny,d\n".utf8), "a/cell.wrong_type",
      at: [("x,c", 1), ("y,d", 2)])
  }

  @Test func withoutAHeaderTheFirstLineIsTheFirstRecord() throws {
    try expect(
      "data: { files: a.csv, csv: { header: false } }, \(Self.integers)", Array("x,c\n1,d\ny,e".utf8),
      "a/cell.wrong_type", at: [("x,c", 1), ("y,e", 3)])
  }

  @Test func recordsThatEndWithCarriageReturnsCountThoseAsLines() throws {
    try expect(
      "data: { files: a.csv, csv: { record_delimiter: \"\\r\" } }, \(Self.integers)", Array("a,b\r1,c\rx,d\r2,\ne\ry,f".utf8),
      "a/cell.wrong_type", at: [("x,d", 2), ("y,f", 4)], lineBreak: 0x0D)
  }

  @Test func faultsStandWhereTheyAreAndReadingResumes() throws {
    let text = Array("a,b\n1,q\"q\n2,\"t\"u\n3,\"over\nlines\"v\n4,ok\n5\n6,7,8\n\nx,ok\n9,\"open\n10,ok\n".utf8)
    // A quoted field that runs over lines and then faults ends its record at the first terminator after its quote.
    try expect(
      "data: { files: a.csv }, \(Self.integers)", text, "record.malformed",
      at: [("\"q\n", 1), ("u\n3", 2), ("\"over", 3), ("\"v", 4), ("5\n6", 6), ("8\n\nx", 7), ("\nx", 8), ("\"open", 10)]
    )
    try expect("data: { files: a.csv }, \(Self.integers)", text, "a/cell.wrong_type", at: [("x,ok", 9)])
  }

  @Test func theTailOfAnOverlongRecordCountsInOffsetsAndLines() throws {
    let long = "2," + String(repeating: "y", count: 3000) + "\n"
    let quoted = "3,\"" + String(repeating: "z\n", count: 1500) + "\"\n"
    let text = Array(("a,b\n1,ok\n" + long + "x,ok\n" + quoted.dropLast(4) + "\nw,ok\n").utf8)
    try expect(
      "data: { files: a.csv, record_limit: 64 }, \(Self.integers)", Array(("a,b\n1,ok\n" + long + "x,ok\n").utf8),
      "a/cell.wrong_type", at: [("x,ok", 3)])
    try expect(
      "data: { files: a.csv, record_limit: 64 }, \(Self.integers)", Array(("a,b\n1,ok\n" + long + "x,ok\n").utf8),
      "record.malformed", at: [("2,yy", 2)])
    // Too long within quotes: the record ends at the first terminator after its quote, and each line is read again.
    let result = try PreparedData(
      "overlong", "{ assay: 1, id: p, data: { files: a.csv, record_limit: 64 }, \(Self.integers) }", ["a.csv": text]
    ).result()
    let last = result.clause("a/cell.wrong_type")?.exemplars.last?.position
    #expect(last?.offset == text.count - 5)
    #expect(last?.line == text.count { $0 == 0x0A })
  }

  @Test func overlongDocumentsAreDiscardedToTheirEnd() throws {
    let long = "{\"a\": \"" + String(repeating: "y", count: 3000) + "\"}\n"
    try expect(
      "data: { files: a.jsonl, record_limit: 64 }, fields: [{ name: a, type: integer }]",
      Array(("{\"a\": 1}\n" + long + "\n{\"a\": \"x\"}\n").utf8), "a/cell.wrong_type", at: [("{\"a\": \"x", 4)],
      file: "a.jsonl")
  }

  @Test func recordsAndLinesBeginAgainInEachFile() throws {
    let files = ["a.csv": "a,b\n1,c\nx,d\n", "b.csv": "a,b\ny,\"c\nc\"\nz,d"]
    for bytes in [1, 8, 1 << 16] {
      let data = try PreparedData(
        "files", "{ assay: 1, id: p, data: { files: '?.csv' }, \(Self.integers) }", files.mapValues { Array($0.utf8) })
      let result = try data.result(EvaluationOptions(now: testClock, threadCount: 2, blockBytes: bytes))
      let positions = result.clause("a/cell.wrong_type")?.exemplars.map(\.position)
      #expect(
        positions == [
          Position(file: data.scratch.path("a.csv"), offset: 8, line: 3, record: 2),
          Position(file: data.scratch.path("b.csv"), offset: 4, line: 2, record: 1),
          Position(file: data.scratch.path("b.csv"), offset: 12, line: 4, record: 2),
        ])
    }
  }

  @Test func exemplarsStandInTheOrderOfTheFiles() throws {
    let data = try PreparedData(
      "order", "{ assay: 1, id: p, data: { files: '?.csv' }, \(Self.integers) }",
      ["a.csv": Array("a,b\n1\n".utf8), "b.csv": Array("\"a\"x,b\n1\n".utf8)])
    let clause = try #require(try data.result().clause("record.malformed"))
    #expect(clause.exemplars.map { String($0.position.file.last { $0 != "v" && $0 != "s" && $0 != "c" && $0 != "." } ?? "?") } == ["a", "b", "b"])
    #expect(clause.exemplars.map(\.position.record) == [1, nil, 1])
  }

  @Test func theHeaderIsNoRecord() throws {
    let data = try PreparedData(
      "header", "{ assay: 1, id: p, data: { files: a.csv, csv: { preamble_lines: 1 } }, \(Self.integers) }",
      ["a.csv": [0xEF, 0xBB, 0xBF] + Array("note\na,c\n1,2\n".utf8)])
    let missing = try data.result().clause("b/column.missing")?.exemplars.map(\.position)
    #expect(missing == [Position(file: data.scratch.path("a.csv"), offset: 8, line: 2, record: nil)])
  }
}
