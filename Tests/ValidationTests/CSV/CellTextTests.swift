import Contracts
import Testing

@testable import Validation

struct CellTextTests {
  @Test(arguments: [
    ("", ""), ("a", "a"), ("\"\"", ""), ("\"a\"", "a"), ("\"a\"\"b\"", "a\"b"), ("\"\"\"\"", "\""),
    ("\"a\\b\"", "a\\b"),
  ])
  func quotesAreTakenOff(cell: String, text: String) { #expect(unquoted(cell, CSVDialect()) == text) }

  @Test(arguments: [("\"a\\\"b\"", "a\"b"), ("\"\\\\\"", "\\"), ("\"a\\n\"", "an"), ("a\\b", "a\\b")])
  func escapesAreUndone(cell: String, text: String) {
    var dialect = CSVDialect()
    dialect.escape = UInt8(ascii: "\\")
    #expect(unquoted(cell, dialect) == text)
  }

  @Test func textsStayWhereTheyAre() {
    let arena = UnsafeTextArena()
    let reader = CellText(dialect: CSVDialect())
    let cells = (0..<200).map { PaddedBytes(Array("\"\($0)\"\"\(String(repeating: "x", count: $0))\"".utf8)) }
    for _ in 0..<2 {
      let texts = cells.map { reader.unquoted($0.slice(0..<$0.count), in: arena) }
      for (number, text) in texts.enumerated() {
        #expect(String(decoding: text, as: UTF8.self) == "\(number)\"\(String(repeating: "x", count: number))")
      }
      arena.removeAll()
    }
  }

  @Test func libcsvRefusesWhatItCannotRead() {
    var dialect = CSVDialect()
    dialect.delimiter = [1, 2]
    #expect(throws: LibCSVReader.Unsupported.delimiterOfSeveralBytes) { try LibCSVReader(dialect: dialect) }
    dialect = CSVDialect()
    dialect.commentPrefix = [1]
    #expect(throws: LibCSVReader.Unsupported.commentPrefix) { try LibCSVReader(dialect: dialect) }
  }

  @Test func libcsvStopsAtARecordOverTheLimit() throws {
    let index = RecordIndex()
    let bytes = PaddedBytes(Array("ab\nabcde\nf\n".utf8))
    let reader = try LibCSVReader(dialect: CSVDialect(), recordLimitBytes: 4)
    withExtendedLifetime(bytes) { reader.index(bytes.block(), into: index) }
    #expect(index.faults == [RecordFault(record: 1, kind: .recordTooLong, offset: 3)])
    #expect(index.stoppedAtOffset == 7)
  }

  private func unquoted(_ cell: String, _ dialect: CSVDialect) -> String {
    let bytes = PaddedBytes(Array(cell.utf8))
    let arena = UnsafeTextArena()
    return withExtendedLifetime((bytes, arena)) {
      let text = CellText(dialect: dialect).unquoted(bytes.slice(0..<bytes.count), in: arena)
      return String(decoding: text, as: UTF8.self)
    }
  }
}
