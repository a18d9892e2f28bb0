import Contracts

extension ContractPair {
  /// How the bytes are to be read. Where they lie is nobody's promise.
  var dataDifferences: [ContractDifference] {
    let (was, now) = (before.data, after.data)
    let other = "the same data is written in other bytes"
    func line(
      _ keyword: String, _ before: String?, _ after: String?, _ direction: Direction = .incomparable,
      _ reason: String = "the same data is written in other bytes"
    ) -> [ContractDifference] {
      changed(.data, "data/\(keyword)", (before, after), at: places, direction, reason: reason)
    }
    let files = line(
      "files", list(was.files.map(\.text)), list(now.files.map(\.text)), .neutral, "where the data lies is no promise")
    let reading =
      line("format", was.format?.rawValue, now.format?.rawValue, .incomparable, other)
      + line("encoding", was.encoding.rawValue, now.encoding.rawValue)
      + line(
        "byte_order_mark", was.byteOrderMark.rawValue, now.byteOrderMark.rawValue,
        byteOrderMark(was.byteOrderMark, now.byteOrderMark))
      + line(
        "record_limit", "\(was.recordLimitBytes)", "\(now.recordLimitBytes)",
        .upperLimit(was.recordLimitBytes, now.recordLimitBytes), "records may have another length")
    guard was.format != .jsonl, now.format != .jsonl else { return files + reading }
    return files + reading
      + line("csv/delimiter", text(was.csv.delimiter), text(now.csv.delimiter))
      + line("csv/quote", was.csv.quote.map { text([$0]) } ?? "none", now.csv.quote.map { text([$0]) } ?? "none")
      + line("csv/escape", was.csv.escape.map { text([$0]) }, now.csv.escape.map { text([$0]) })
      + line("csv/record_delimiter", text(was.csv.recordDelimiter), text(now.csv.recordDelimiter))
      + line(
        "csv/line_breaks", was.csv.forbidsLineBreaks ? "forbid" : "allow",
        now.csv.forbidsLineBreaks ? "forbid" : "allow", now.csv.forbidsLineBreaks ? .stronger : .weaker,
        "cells may span lines in one of them only")
      + line("csv/header", "\(was.csv.hasHeader)", "\(now.csv.hasHeader)")
      + line("csv/preamble_lines", "\(was.csv.preambleLines)", "\(now.csv.preambleLines)")
      + line("csv/comment_prefix", was.csv.commentPrefix.map(text), now.csv.commentPrefix.map(text))
  }

  private var places: (before: SourceLocation, after: SourceLocation) {
    (
      before.clauses.first { $0.rule == "data.unreadable" }?.location ?? Self.top(before),
      after.clauses.first { $0.rule == "data.unreadable" }?.location ?? Self.top(after)
    )
  }

  private func byteOrderMark(
    _ before: DataSource.ByteOrderMark, _ after: DataSource.ByteOrderMark
  ) -> Direction {
    switch (before, after) {
    case (.allow, .require), (.allow, .forbid): .stronger
    case (.require, .allow), (.forbid, .allow): .weaker
    default: .incomparable
    }
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private func text(_ delimiter: CSVDialect.RecordDelimiter) -> String {
    switch delimiter {
    case .newline: "newline"
    case .exactly(let bytes): text(bytes)
    }
  }
}

extension ContractPair {
  /// Which bytes were approved changes with every version of the data; that they are is a promise.
  var pinDifferences: [ContractDifference] {
    let (earlier, later) = (before.clause("file.not_pinned"), after.clause("file.not_pinned"))
    let texts = (before.pins?.words(earlier), after.pins?.words(later))
    let places = (earlier?.location ?? Self.top(before), later?.location ?? Self.top(after))
    let direction = Direction.clause(earlier, later, argument: .neutral)
    let reason: String
    switch direction {
    case .weaker: reason = "nobody vouches for the exact bytes any more"
    case .stronger: reason = "only the bytes that were approved pass"
    case .neutral, .incomparable: reason = "other bytes were approved, as with every new version of the data"
    }
    if texts.0 == texts.1, before.pins?.source.words != after.pins?.source.words {
      return changed(
        .pins, "pins", (before.pins?.source.words, after.pins?.source.words), at: places, direction, reason: reason)
    }
    return changed(.pins, "pins", texts, at: places, direction, reason: reason)
  }
}

extension Contract {
  /// The clause on the dataset with this rule.
  func clause(_ rule: RuleID) -> Clause? { clauses.first { $0.rule == rule && $0.field == nil } }
}

extension Pins {
  fileprivate func words(_ clause: Clause?) -> String {
    let count: String
    switch source {
    case .inline(let entries): count = counted(entries.count, "file")
    case .manifest(let file): count = file.text
    }
    return [count, clause?.thresholds.words].compactMap { $0 }.joined(separator: ", ")
  }
}

extension Pins.Source {
  /// Every pin, so that a changed one shows.
  fileprivate var words: String {
    switch self {
    case .inline(let entries): entries.map { "\($0.name.text) \($0.digest)" }.joined(separator: ", ")
    case .manifest(let file): file.text
    }
  }
}
