import Contracts

/// Every source of a dataset as an auditor reads it, those with the most records first.
struct SourceList {
  struct Row {
    var tally: SourceTally
    /// `ok`, or what is wrong: `unlicensed, stale`.
    var state: String
    /// Since it was refreshed.
    var ageSeconds: Int64?
  }

  let rows: [Row]
  let usage: SourceUsage
  let recordCount: Int

  init(_ result: RunResult, _ usage: SourceUsage, now: Instant) {
    self.usage = usage
    recordCount = result.recordCount
    rows = usage.tallies.enumerated().sorted { a, b in
      guard a.element.recordCount == b.element.recordCount else {
        return a.element.recordCount > b.element.recordCount
      }
      return a.element.source.id.utf8.lexicographicallyPrecedes(b.element.source.id.utf8)
    }.map { _, tally in
      Row(
        tally: tally,
        state: tally.problems.isEmpty ? "ok" : tally.problems.map(\.rawValue).joined(separator: ", "),
        ageSeconds: tally.source.refreshedAt.map { max(0, now.seconds - $0.end.seconds) })
    }
  }

  /// `83.2 %`
  func share(_ count: Int) -> String { Amount.percent(count, of: recordCount) ?? "" }
}

extension UndeclaredSource {
  /// The id as it may be shown.
  var text: String {
    switch id {
    case .text(let text, let isCut): text + (isCut ? "…" : "")
    case .masked, .null, .absent: ""
    }
  }
}

/// How `assay sources` writes what it found.
package enum SourceFormat: String, Sendable, CaseIterable {
  case table, csv, json

  /// The sources of a result, with a line break at the end; `nil` where its contract has no provenance.
  package func render(_ result: RunResult, now: Instant) -> String? {
    guard let usage = result.sources else { return nil }
    let list = SourceList(result, usage, now: now)
    return switch self {
    case .table: SourceTable(list).text(of: result.contract)
    case .csv: SourceCSV(list).text
    case .json: SourceJSON(list).value(of: result.contract, now: now).text(isPretty: true) + "\n"
    }
  }
}
