import Contracts
import Foundation
import Testing

@testable import Validation

/// Executes the tables of `docs/types.md`.
@Suite struct TypeTableTests {
  @Test func everyTableOfTheTypesPageHolds() throws {
    let page = URL(filePath: #filePath).appending(path: "../../../../docs/types.md").standardized
    let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    var (columns, isJSON, checked): ([String], Bool, Int) = ([], false, 0)
    for line in lines {
      guard line.hasPrefix("|") else {
        columns = []
        continue
      }
      let cells = line.dropFirst().dropLast().components(separatedBy: "|")
        .map { $0.trimmingCharacters(in: .whitespaces) }
      if cells[0] == "CSV cell" || cells[0] == "JSON token" {
        isJSON = cells[0] == "JSON token"
        columns = cells.dropFirst().map(Self.code)
      } else if !columns.isEmpty, !line.hasPrefix("|---") {
        #expect(cells.count == columns.count + 1, "\(line)")
        for (column, expected) in zip(columns, cells.dropFirst()) {
          let mark = try Self.mark(Self.code(cells[0]), column, isJSON: isJSON)
          #expect(mark == expected, "\(cells[0]) as \(column)")
          checked += 1
        }
      }
    }
    #expect(checked > 400)
  }

  /// ✓, ✗ or –.
  private static func mark(_ text: String, _ column: String, isJSON: Bool) throws -> String {
    if column.hasPrefix("format ") {
      let format = try #require(FormatValidator(name: String(column.dropFirst(7))) { _ in false })
      return withBytes(text) { format.accepts($0) } ? "✓" : "✗"
    }
    let isString = isJSON && text.hasPrefix("\"")
    let content = isString ? String(text.dropFirst().dropLast()) : text
    let decoder = try FieldDecoder(field: Self.field(column), format: isJSON ? .jsonl : .csv)
    let cells = Cells([content], decoder) { _ in isJSON ? isString ? .string : jsonKind(text) : .text }
    switch cells.states[0] {
    case .value, .wide: return "✓"
    case .null: return "–"
    case .absent, .invalid: return "✗"
    }
  }

  /// `decimal; decimal_mark: ,` as a field.
  private static func field(_ column: String) throws -> Field {
    let parts = column.components(separatedBy: "; ")
    var spelling = Spelling()
    for part in parts.dropFirst() {
      let pair = part.split(separator: ":", maxSplits: 1).map(String.init)
      let value = pair.count > 1 ? pair[1].trimmingCharacters(in: .whitespaces) : ""
      switch pair[0] {
      case "missing": spelling.missing = value.components(separatedBy: ", ")
      case "true": spelling.trueSpellings = value.components(separatedBy: ", ")
      case "false": spelling.falseSpellings = value.components(separatedBy: ", ")
      case "trim": spelling.trim = true
      case "layout": spelling.layout = value
      case "decimal_mark": spelling.decimalMark = value
      case "group_mark": spelling.groupMark = value
      case "zone": spelling.zone = Spelling.Zone(rawValue: value)
      default: Issue.record("unknown key in `\(column)`")
      }
    }
    return ValidationTests.field(try #require(FieldType(rawValue: parts[0])), spelling)
  }

  /// The text between backticks, blanks kept.
  private static func code(_ cell: String) -> String { String(cell.dropFirst().dropLast()) }
}

