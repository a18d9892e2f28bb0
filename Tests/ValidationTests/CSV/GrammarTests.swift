import Contracts
import Testing

@testable import Validation

/// The grammar by hand. `|` ends a cell, `⏎` a record; a faulty record shows its kind and where it stands instead.
struct GrammarTests {
  @Test(arguments: [
    ("", ""),
    ("a,b\n", "a|b|⏎"),
    ("a,b", "a|b|⏎"),
    ("a,b\r\nc\n", "a|b|⏎c|⏎"),
    (",\n", "||⏎"),
    ("a,", "a||⏎"),
    ("\n\r\n", "|⏎|⏎"),
    ("\"a,\"\"b\r\n\"\n", "\"a,\"\"b\r\n\"|⏎"),
    ("\"\"", "\"\"|⏎"),
    ("é\n", "é|⏎"),
    ("# x\n", "# x|⏎"),
  ])
  func wellFormed(text: String, expected: String) { #expect(shown(text) == expected) }

  @Test(arguments: [
    // A fault leaves the record whole, and the first one counts.
    (" \"a\"\n", "⟨bareQuote@1⟩⏎"),
    ("a\"b,c\nd\n", "⟨bareQuote@1⟩⏎d|⏎"),
    ("a\"b\"c\"\n\"d\"\n", "⟨bareQuote@1⟩⏎\"d\"|⏎"),
    ("\"a\"b\"c,d\ne", "⟨textAfterQuote@3⟩⏎e|⏎"),
    ("\"a\" ,b\n", "⟨textAfterQuote@3⟩⏎"),
    ("\"a\"\rb\nc", "⟨textAfterQuote@3⟩⏎c|⏎"),
    ("a\rb\nc", "⟨bareCarriageReturn@1⟩⏎c|⏎"),
    ("a\r", "⟨bareCarriageReturn@1⟩⏎"),
    ("a\r\r\nb", "⟨bareCarriageReturn@1⟩⏎b|⏎"),
    ("\"a\rb\"\n", "\"a\rb\"|⏎"),
    ("a\0\nb", "⟨nulByte@1⟩⏎b|⏎"),
    ("\"a\0\n\"\nb", "⟨nulByte@2⟩⏎b|⏎"),
    ("a\0\"b\n", "⟨nulByte@1⟩⏎"),
    ("a\"\0b\n", "⟨bareQuote@1⟩⏎"),
  ])
  func faultsOnOneLine(text: String, expected: String) { #expect(shown(text) == expected) }

  @Test(arguments: [
    // The field ran over lines, so its record ends at the first terminator after its opening quote.
    ("\"a\nb\"c\nd\n", "⟨textAfterQuote@0⟩⏎⟨bareQuote@4⟩⏎d|⏎"),
    ("x,\"a\r\nb\nc", "⟨unclosedQuote@2⟩⏎b|⏎c|⏎"),
    ("\"a\n\"b\nc\n", "⟨textAfterQuote@0⟩⏎⟨unclosedQuote@3⟩⏎c|⏎"),
    ("\"a\n\"", "\"a\n\"|⏎"),
    ("\"a", "⟨unclosedQuote@0⟩⏎"),
    ("b,\"a,c", "⟨unclosedQuote@2⟩⏎"),
    ("x\"y,\"a\nb\"c\nd\n", "⟨bareQuote@1⟩⏎⟨bareQuote@8⟩⏎d|⏎"),
    ("\"\0\nb", "⟨unclosedQuote@0⟩⏎b|⏎"),
  ])
  func faultsOverLines(text: String, expected: String) { #expect(shown(text) == expected) }

  @Test(arguments: [
    ("abcde\nf\n", "abcde|⏎f|⏎"),
    ("abcdef\ng\n", "⟨recordTooLong@0⟩⏎g|⏎"),
    ("x\nab,def\ng\n", "x|⏎⟨recordTooLong@2⟩⏎g|⏎"),
    ("a\"bcdef\ng\n", "⟨recordTooLong@0⟩⏎g|⏎"),
    ("abcde\r\nf", "abcde|⏎f|⏎"),
    ("\"abc\"\n", "\"abc\"|⏎"),
    // Inside quotes, without a terminator up to the limit: at the next one.
    ("\"abcdef\ng\"\nh", "⟨recordTooLong@0⟩⏎⟨bareQuote@9⟩⏎h|⏎"),
    // It ran over lines: at the first one.
    ("\"a\nbcdef\ng", "⟨recordTooLong@0⟩⏎bcdef|⏎g|⏎"),
    ("abcdef", "⟨recordTooLong@0⟩⏎"),
  ])
  func recordsOverALimitOfFiveBytes(text: String, expected: String) { #expect(shown(text, limit: 5) == expected) }

  @Test func severalByteDelimiter() {
    var dialect = CSVDialect()
    dialect.delimiter = Array("||".utf8)
    #expect(shown("a|b||\"c||\"||\n", dialect) == "a|b|\"c||\"||⏎")
    #expect(shown("\"a\"|b||c\n", dialect) == "⟨textAfterQuote@3⟩⏎")
  }

  @Test func escapedQuotes() {
    var dialect = CSVDialect()
    dialect.escape = UInt8(ascii: "\\")
    #expect(shown("\"a\\\"b\\\\\",\\\n", dialect) == "\"a\\\"b\\\\\"|\\|⏎")
    #expect(shown("\"a\"\"b\"\n", dialect) == "⟨textAfterQuote@3⟩⏎")
    #expect(shown("\"a\\\nb", dialect) == "⟨unclosedQuote@0⟩⏎b|⏎")
  }

  @Test func exactRecordDelimiter() {
    var dialect = CSVDialect()
    dialect.recordDelimiter = .exactly(Array("\r\n".utf8))
    #expect(shown("a\nb\rc\r\n\"d\r\n\",e", dialect) == "a\nb\rc|⏎\"d\r\n\"|e|⏎")
    #expect(shown("\"a\nb\r\nc", dialect) == "⟨unclosedQuote@0⟩⏎c|⏎")
    dialect.recordDelimiter = .exactly(Array(";".utf8))
    #expect(shown("a,b;\nc;", dialect) == "a|b|⏎\nc|⏎")
  }

  @Test func commentsAreNoRecords() {
    var dialect = CSVDialect()
    dialect.commentPrefix = Array("//".utf8)
    #expect(shown("//\"x\na,//b\n\"//\n//\"\n//", dialect) == "a|//b|⏎\"//\n//\"|⏎")
    #expect(shown("/\n", dialect) == "/|⏎")
  }

  @Test func forbiddenLineBreaksEndTheRecord() {
    var dialect = CSVDialect()
    dialect.forbidsLineBreaks = true
    #expect(shown("\"a,b\",c\n", dialect) == "\"a,b\"|c|⏎")
    #expect(shown("1,\"a\nb\"\n2\n", dialect) == "⟨lineBreakInCell@2⟩⏎⟨bareQuote@6⟩⏎2|⏎")
    #expect(shown("\"a\r\n2\n", dialect) == "⟨lineBreakInCell@0⟩⏎2|⏎")
    #expect(shown("\"a\"\r\n\"\"\"\"\r\n", dialect) == "\"a\"|⏎\"\"\"\"|⏎")
    #expect(shown("\"a", dialect) == "⟨unclosedQuote@0⟩⏎")
  }

  @Test func withoutQuoteAQuoteIsText() {
    var dialect = CSVDialect()
    dialect.quote = nil
    #expect(shown("\"a,b\"c\n", dialect) == "\"a|b\"c|⏎")
  }

  private func shown(
    _ text: String, _ dialect: CSVDialect = CSVDialect(), limit: Int = DataSource.defaultRecordLimitBytes
  ) -> String {
    let bytes = Array(text.utf8)
    return Bench(dialect: dialect, limit: limit).plain(PaddedBytes(bytes)).map { record in
      let cells = record.cells.map { String(decoding: bytes[$0], as: UTF8.self) + "|" }.joined()
      return (record.fault.map { "⟨\($0)@\(record.faultOffset ?? -1)⟩" } ?? cells) + "⏎"
    }.joined()
  }
}
