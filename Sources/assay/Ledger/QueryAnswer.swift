import Provenance
import Reports

/// The rows of a query, printed as they come, or as a table once all are there.
struct QueryAnswer {
  enum Format: String { case table, csv, json }

  /// A table is held in memory, for the widths of its columns.
  private static let tableRowLimit = 10_000

  private let format: Format
  private var names: [String] = []
  private var table = TextTable([])
  private var rowCount = 0
  private var lines = LineOutput()

  init(format: Format) { self.format = format }

  mutating func begin(_ names: [String]) throws(LedgerError) {
    self.names = names
    switch format {
    case .table: table = TextTable(names)
    case .csv: _ = lines.write(names.map(Self.csv).joined(separator: ",").utf8)
    case .json:
      guard Set(names).count == names.count else {
        throw LedgerError(
          .refused, "two columns of the query have one name", advice: "give them names of their own with AS")
      }
    }
  }

  /// `false` when no more rows are wanted.
  mutating func add(_ values: [QueryValue]) -> Bool {
    rowCount += 1
    switch format {
    case .table:
      guard rowCount <= Self.tableRowLimit else { return false }
      table.add(values.map(\.text))
      return true
    case .csv: return lines.write(values.map { Self.csv($0.text) }.joined(separator: ",").utf8)
    case .json:
      let members = zip(names, values).map { JSONValue.Member(name: $0, value: $1.json) }
      return lines.write(((rowCount == 1 ? "[" : ",") + JSONValue.object(members).text(isPretty: false)).utf8)
    }
  }

  /// `false` when something could not be written, which has been said.
  mutating func finish() -> Bool {
    switch format {
    case .table:
      let isCut = rowCount > Self.tableRowLimit
      let isPrinted = Output.print(table.render())
      if isCut {
        Output.complain("assay: only the first \(Self.tableRowLimit) rows are shown; --format csv prints all")
      }
      return isPrinted
    case .csv: return lines.finish()
    case .json:
      _ = lines.write((rowCount == 0 ? "[]" : "]").utf8)
      return lines.finish()
    }
  }

  /// By RFC 4180: in quotes where it must be.
  private static func csv(_ text: String) -> String {
    guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return text }
    return "\"\(text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
  }
}

extension QueryValue {
  fileprivate var text: String {
    switch self {
    case .null: ""
    case .integer(let number): String(number)
    case .real(let text), .text(let text): text
    case .bytes(let bytes):
      "x'" + bytes.map { "\($0 < 16 ? "0" : "")\(String($0, radix: 16))" }.joined() + "'"
    }
  }

  fileprivate var json: JSONValue {
    switch self {
    case .null: .null
    case .integer(let number): .integer(number)
    case .real(let text): Double(text)?.isFinite == true ? .number(text) : .string(text)
    case .text, .bytes: .string(text)
    }
  }
}
