import Contracts
import Markup

extension ContractCompiler {
  mutating func dataSource() -> DataSource {
    let data = root["data"]
    let files = fileScalars(data?["files"])
    var source = DataSource(files: files, format: format(data, files: files))
    source.encoding = data?["encoding"]?.text.flatMap(DataSource.Encoding.init) ?? .utf8
    source.byteOrderMark = data?["byte_order_mark"]?.text.flatMap(DataSource.ByteOrderMark.init) ?? .allow
    if let node = data?["record_limit"] { source.recordLimitBytes = byteCount(node) ?? source.recordLimitBytes }
    guard let entry = data?.entry("csv") else { return source }
    if source.format == .jsonl {
      report("data.csv_unused", "`csv` says nothing about JSONL", at: entry.key)
    }
    source.csv = csvDialect(entry.value)
    return source
  }

  private func fileScalars(_ node: Node?) -> [Scalar] {
    guard let node else { return [] }
    return (node.items ?? [node]).compactMap(scalar)
  }

  private mutating func format(_ data: Node?, files: [Scalar]) -> DataSource.Format? {
    if let declared = data?["format"] { return declared.text.flatMap { DataSource.Format(rawValue: $0) } }
    guard let place = data?["files"] else { return nil }
    let formats = files.map { DataSource.Format(fileName: $0.text) }
    guard let first = formats.first, let format = first, formats.allSatisfy({ $0 == format }) else {
      let isMixed = Set(formats.compactMap { $0 }).count > 1
      report(
        "data.format_unknown",
        isMixed ? "The files have different formats" : "The files' names do not say which format they have", at: place,
        advice: isMixed ? "Write one contract for each format." : "Add `format: csv` or `format: jsonl`.")
      return nil
    }
    return format
  }

  private mutating func byteCount(_ node: Node) -> Int? {
    if let count = node.integer { return count > 0 ? count : nil }
    guard let text = node.text else { return nil }
    switch ByteSize(text) {
    case .bytes(let count): return count
    case nil: return nil
    case .beyondInt:
      report("data.record_limit", "`record_limit` is larger than any machine can hold: `\(text)`", at: node)
      return nil
    }
  }

  private mutating func csvDialect(_ node: Node) -> CSVDialect {
    var csv = CSVDialect()
    if let text = node["delimiter"]?.text { csv.delimiter = Array(text.utf8) }
    if let text = node["quote"]?.text { csv.quote = text == "none" ? nil : text.utf8.first }
    csv.escape = node["escape"]?.text?.utf8.first
    if let text = node["record_delimiter"]?.text {
      csv.recordDelimiter = text == "newline" ? .newline : .exactly(Array(text.utf8))
    }
    csv.forbidsLineBreaks = node["line_breaks"]?.text == "forbid"
    csv.hasHeader = node["header"]?.flag ?? true
    csv.preambleLines = node["preamble_lines"]?.integer ?? 0
    csv.commentPrefix = node["comment_prefix"]?.text.map { Array($0.utf8) }
    csv.spelling = spelling(node)
    checkMarks(csv.spelling, at: node)
    checkBytes(csv, at: node)
    return csv
  }

  private mutating func checkBytes(_ csv: CSVDialect, at node: Node) {
    func place(_ key: String) -> Node { node[key] ?? node }
    if let quote = csv.quote, csv.delimiter.contains(quote) {
      report("csv.ambiguous", "`delimiter` holds the quote character", at: place("delimiter"))
    }
    if let escape = csv.escape {
      if escape == csv.quote {
        report(
          "csv.ambiguous", "`escape` is the quote character", at: place("escape"),
          advice: "A doubled quote needs no `escape`; leave it out.")
      }
      if csv.delimiter.contains(escape) {
        report("csv.ambiguous", "`delimiter` holds the escape character", at: place("delimiter"))
      }
      if csv.quote == nil {
        report("csv.ambiguous", "`escape` works inside quotes, and there are none", at: place("escape"))
      }
    }
    if case .exactly(let bytes) = csv.recordDelimiter {
      let isClash = bytes.starts(with: csv.delimiter) || csv.delimiter.starts(with: bytes)
      if isClash || csv.quote.map(bytes.contains) == true {
        report(
          "csv.ambiguous", "`record_delimiter` and the delimiter or quote cannot be told apart",
          at: place("record_delimiter"))
      }
    }
    if let prefix = csv.commentPrefix, prefix.starts(with: csv.delimiter) || prefix.first == csv.quote {
      report("csv.ambiguous", "`comment_prefix` begins like a cell", at: place("comment_prefix"))
    }
  }
}

extension DataSource.Format {
  /// By the end of a name, compression aside: `orders.csv.gz`, `corpus.jsonl.zst`.
  package init?(fileName: String) {
    var name = fileName.lowercased()
    for suffix in [".gz", ".zst"] where name.hasSuffix(suffix) { name.removeLast(suffix.count) }
    if name.hasSuffix(".csv") {
      self = .csv
    } else if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") {
      self = .jsonl
    } else {
      return nil
    }
  }
}
