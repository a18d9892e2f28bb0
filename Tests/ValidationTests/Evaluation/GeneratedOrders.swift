import Foundation

@testable import Validation

/// Orders with every kind of wrong value among them, from a seed.
struct GeneratedOrders {
  static let names = ["id", "email", "country", "amount", "created_at", "comment", "licence", "voucher"]
  private var generator: SeededGenerator
  private var nextID: Int

  init(seed: UInt64, firstID: Int = 1) {
    generator = SeededGenerator(state: seed)
    nextID = firstID
  }

  mutating func rows(_ count: Int) -> [[String]] { (0..<count).map { _ in row() } }

  /// Every cell is right most of the time.
  private mutating func row() -> [String] {
    nextID += 1
    return [
      pick(["\(nextID)"], ["", "x7", "0", "\(max(1, nextID - 3))", "007", "99999999999999999999999"]),
      pick(["user\(nextID)@example.com"], ["", "nobody", "user1@example.com"]),
      pick(["DE", "FR", "NA", "NO"], ["", "XX", "de"]),
      pick(["12.50", "0", "9999.99", "3.1"], ["", "-1", "10001", "1.234", "0.5555", "1e3", "12,5", "100000000000000000000.01"]),
      pick(
        ["2026-11-20T10:00:00Z", "2026-11-19T08:30:00+02:00"],
        ["", "2026-13-01T00:00:00Z", "2027-01-01T00:00:00Z", "yesterday", "2026-11-21T11:59:59.5Z"]),
      pick(
        ["fine", "said \"hi\"", "two\nlines", "a, b; c", "Grüße", "three\r\nother\nlines", " padded "],
        ["", "ab", "1234567", String(repeating: "long ", count: 30), "#begins like a comment", "back\\slash"]),
      pick(["CC-BY-4.0", "MIT"], ["", "GPL", "mit OR apache-2.0"]),
      pick(["AB123456"], ["", "AB12345", "ab123456"]),
    ]
  }

  private mutating func pick(_ usual: [String], _ odd: [String]) -> String {
    Int.random(in: 0..<8, using: &generator) == 0
      ? odd.randomElement(using: &generator) ?? "" : usual.randomElement(using: &generator) ?? ""
  }
}

/// Writes rows in a dialect.
struct RowWriter {
  var delimiter = ","
  var terminator = "\n"
  var escape: String?
  /// Put in between now and then.
  var comment: String?
  var alwaysQuotes = false

  func text(_ rows: [[String]]) -> String {
    rows.enumerated().map { number, row in
      let line = row.map(cell).joined(separator: delimiter) + terminator
      guard let comment, number % 7 == 3 else { return line }
      return comment + " \"note\(delimiter) \(number)" + terminator + line
    }.joined()
  }

  private func cell(_ text: String) -> String {
    let special = text.contains { "\"\r\n#\\ ".contains($0) } || text.contains(delimiter) || text.contains("\r\n")
    guard special || alwaysQuotes else { return text }
    guard let escape else { return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\"" }
    let escaped = text.replacingOccurrences(of: escape, with: escape + escape)
    return "\"" + escaped.replacingOccurrences(of: "\"", with: escape + "\"") + "\""
  }
}

/// What breaks a CSV record's structure, as whole lines.
let csvFaults: [[UInt8]] = [
  Array("7,a\"b,DE,1,,,MIT,\n".utf8),
  Array("8,\"a\"b,DE,1,,,MIT,\n".utf8),
  Array("9,\"runs over\nlines\"x,DE\n".utf8),
  Array("10,short\n".utf8),
  Array("11,a@b.de,DE,1,,c,MIT,,extra,cells\n".utf8),
  Array("12,bare\rreturn,DE,1,,c,MIT,\n".utf8),
  Array("13,nul\0byte,DE,1,,c,MIT,\n".utf8),
  Array("\n".utf8),
  Array("\r\n".utf8),
  Array("14,bad ".utf8) + [0xFF, 0xC3, 0x28] + Array(",DE,1,,c,MIT,\n".utf8),
  Array("15,".utf8) + Array(repeating: UInt8(ascii: "x"), count: 5000) + Array(",DE,1,,c,MIT,\n".utf8),
  Array("16,\"".utf8) + Array(repeating: UInt8(ascii: "\n"), count: 5000) + Array("\",DE,1,,c,MIT,\n".utf8),
]

/// What breaks a JSONL record, as whole lines.
let jsonFaults: [[UInt8]] = [
  "{\"id\": 1", "{\"id\": 1} x", "{\"id\": 1, \"id\": 2}", "{\"id\": 1e999}", "{\"email\": \"\\ud800\"}", "[1, 2]", "17",
  "{\"id\": " + String(repeating: "[", count: 1500) + String(repeating: "]", count: 1500) + "}", "", " ", "{\"id\": NaN}", "{\"id\": 01}", "{'id': 1}", "nul",
  "{\"comment\": \"" + String(repeating: "y", count: 5000) + "\"}",
].map { Array(($0 + "\n").utf8) } + [Array("{\"email\": \"".utf8) + [0xFF] + Array("\"}\n".utf8)]

/// Well-formed lines with faulty ones among them.
func sprinkled(_ lines: [[UInt8]], with faults: [[UInt8]], seed: UInt64) -> [UInt8] {
  var generator = SeededGenerator(state: seed)
  var result: [UInt8] = []
  var rest = faults.shuffled(using: &generator)
  for line in lines {
    result += line
    if !rest.isEmpty, Int.random(in: 0..<6, using: &generator) == 0 { result += rest.removeLast() }
  }
  return result + rest.joined()
}

/// The same orders as JSON documents, nested.
func documents(_ rows: [[String]]) -> [String] {
  func string(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\r": "\\r"
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }
  return rows.enumerated().map { number, row in
    var members = ["\"id\": \(Int(row[0]).map(String.init) ?? string(row[0]))"]
    if number % 5 != 0 { members.append("\"meta\": {\"email\": \(string(row[1])), \"country\": \(string(row[2]))}") }
    if number % 7 != 0 { members.append("\"comment\": \(row[5].isEmpty ? "null" : string(row[5]))") }
    members.append("\"created_at\": \(string(row[4]))")
    members.append("\"tags\": [\(string(row[2])), \(string(row[7])), \(string(row[7]))]")
    if number % 11 == 0 { members.append("\"extra\": {\"deep\": [1, {\"x\": 2}]}") }
    return "{\(members.joined(separator: ", "))}"
  }
}
