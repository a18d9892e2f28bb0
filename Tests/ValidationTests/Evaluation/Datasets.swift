import Foundation

/// Contracts with data that together meet every rule, fault and dialect.
enum Datasets {
  private static func fields(_ more: String = "") -> String {
    """
    fields:
      - { name: id, type: integer, required: true, unique: true, sorted: ascending, minimum: 2, multiple_of: 1 }
      - { name: email, type: string, format: email, privacy: pii.email, required: { warn_above: 0, block_above: 0.5% }, unique: true }
      - { name: country, type: string, enum: [DE, FR, NA, NO], sorted: strict }
      - { name: amount, type: decimal, minimum: 0, maximum: { value: 10000, severity: warn }, scale: 2, precision: 6 }
      - { name: created_at, type: timestamp, required: true }
      - { name: comment, type: string, max_length: 20, min_length: 3, search: "[a-z]" }
      - { name: licence, type: string, license: true }
      - { name: voucher, type: string, pattern: '[A-Z]{2}\\d{6}' }
    checks:
      - { unique: [country, amount] }
    freshness: { field: created_at, warn_after: 1h, block_after: 72h }
    rows: { min: 1, max: 100, per_file: { min: 3 } }
    \(more)
    """
  }

  private static func contract(files: String, csv: String = "", data: String = "") -> String {
    """
    assay: 1
    id: orders
    data: { files: \(files), record_limit: 4KiB\(data)\(csv.isEmpty ? "" : ", csv: { \(csv) }") }
    malformed: { block_above: 0.01% }
    \(fields())
    """
  }

  private static func text(_ writer: RowWriter, seed: UInt64, rows: Int = 60, header: Bool = true) -> String {
    var orders = GeneratedOrders(seed: seed)
    return writer.text((header ? [GeneratedOrders.names] : []) + orders.rows(rows))
  }

  private static func faulty(seed: UInt64, rows: Int = 60) -> [UInt8] {
    var orders = GeneratedOrders(seed: seed)
    let writer = RowWriter()
    let lines = orders.rows(rows).map { Array(writer.text([$0]).utf8) }
    return Array(writer.text([GeneratedOrders.names]).utf8) + sprinkled(lines, with: csvFaults, seed: seed)
  }

  static func simple() throws -> PreparedData {
    try PreparedData("simple", contract(files: "a.csv"), ["a.csv": Array(text(RowWriter(), seed: 1).utf8)])
  }

  static func faultyCSV() throws -> PreparedData {
    try PreparedData("faulty", contract(files: "a.csv"), ["a.csv": faulty(seed: 2, rows: 150)])
  }

  static func unclosed() throws -> PreparedData {
    let bytes = faulty(seed: 3, rows: 30) + Array("98,\"never closed\n1,2\n".utf8) + faulty(seed: 4, rows: 10)
    return try PreparedData("unclosed", contract(files: "a.csv"), ["a.csv": bytes + Array("99,\"open\n1,2".utf8)])
  }

  static func severalFiles() throws -> PreparedData {
    try PreparedData(
      "several files", contract(files: "[\"a-*.csv\", missing.csv]"),
      [
        "a-1.csv": faulty(seed: 5, rows: 30),
        "a-2.csv": [0xEF, 0xBB, 0xBF] + Array(text(RowWriter(terminator: "\r\n"), seed: 6, rows: 30).utf8),
        "a-3.csv": [], "a-4.csv": Array("id,email,country\n".utf8),
        "a-5.csv": Array("email,id,country,amount,extra,,id\n1,2,3,4,5,6,7\n".utf8),
        "a-6.csv": Array(text(RowWriter(), seed: 7, rows: 20).dropLast().utf8),
        "a-7.csv": Array("id,\"ema\"il\n1,2\n\n3".utf8),
      ])
  }

  static func longerThanAChunk() throws -> PreparedData {
    try PreparedData(
      "long", contract(files: "a.csv"), ["a.csv": faulty(seed: 8, rows: 1200) + faulty(seed: 9, rows: 600)])
  }

  static func jsonLines() throws -> PreparedData {
    var orders = GeneratedOrders(seed: 10)
    let lines = documents(orders.rows(80)).map { Array(($0 + "\n").utf8) }
    let text = """
      assay: 1
      id: corpus
      data: { files: [a.jsonl, b.jsonl], record_limit: 4KiB }
      malformed: { block_above: 1% }
      fields:
        - { name: id, type: integer, required: true, unique: true, sorted: ascending }
        - { name: meta, type: object, required: true }
        - { name: meta.email, type: string, format: email, privacy: pii.email, required: true, nullable: true }
        - { name: meta.country, type: string, enum: [DE, FR] }
        - { name: comment, type: string, max_length: 20 }
        - { name: created_at, type: timestamp }
        - { name: tags, type: array, max_items: 2, unique_items: true }
        - { name: "tags[]", type: string, required: true, pattern: '[A-Z0-9]{1,8}', unique: true, sorted: ascending }
      checks:
        - { unique: [meta.country, created_at] }
      freshness: { field: created_at, warn_after: 24h }
      """
    return try PreparedData(
      "jsonl", text,
      [
        "a.jsonl": sprinkled(lines, with: jsonFaults, seed: 11),
        "b.jsonl": [0xEF, 0xBB, 0xBF] + Array(lines[..<20].joined(separator: Array("\r\n".utf8))) + Array("{\"id\": 5".utf8),
      ])
  }

  /// Dialects that the SIMD reader leaves to the plain one, and encodings.
  static func exotic() throws -> [PreparedData] {
    func data(_ name: String, csv: String, _ writer: RowWriter, more: String = "", header: Bool = true) throws -> PreparedData {
      let body = text(writer, seed: 12, rows: 40, header: header)
      return try PreparedData(
        name, contract(files: "a.csv", csv: csv, data: more),
        ["a.csv": Array((body + "\"broken" + writer.terminator + "1\(writer.delimiter)2" + writer.terminator + body).utf8)])
    }
    return try [
      data("two-byte delimiter", csv: "delimiter: '||'", RowWriter(delimiter: "||")),
      data("comments", csv: "comment_prefix: '#'", RowWriter(comment: "#")),
      data("escape", csv: "escape: '\\'", RowWriter(escape: "\\")),
      data("carriage return", csv: "record_delimiter: \"\\r\"", RowWriter(terminator: "\r")),
      data("two-byte terminator", csv: "record_delimiter: \"\\r\\n\"", RowWriter(terminator: "\r\n")),
      data("no header", csv: "header: false, delimiter: ';'", RowWriter(delimiter: ";"), header: false),
      data("no quotes", csv: "quote: none", RowWriter()),
    ] + encodings()
  }

  private static func encodings() throws -> [PreparedData] {
    let body = "Preamble, \"of two\nlines\n" + text(RowWriter(alwaysQuotes: true), seed: 13, rows: 60)
    func data(_ name: String, _ bytes: [UInt8]) throws -> PreparedData {
      try PreparedData(
        name, contract(files: "a.csv", csv: "preamble_lines: 2", data: ", encoding: \(name)"), ["a.csv": bytes])
    }
    let units = body.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let narrow = body.unicodeScalars.map { $0.value < 256 ? UInt8($0.value) : UInt8(ascii: "?") }
    // A lone surrogate, half a unit, and bytes that Windows-1252 leaves open.
    return try [
      data("utf-16", [0xFF, 0xFE] + units + [0x00, 0xD8, 0x0A, 0x00, 0x31]),
      data("latin-1", narrow + [0x81, 0x31, 0x0A]),
      data("windows-1252", narrow + [0x80, 0x2C, 0x81, 0x8D, 0x0A, 0x31]),
    ]
  }
}
