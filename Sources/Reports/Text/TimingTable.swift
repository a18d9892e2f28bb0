import Contracts

/// Where the time went, over all contracts: stages in the order in which data passes them, checks with the slowest
/// first.
struct TimingTable {
  let timings: Timings
  let options: TextReport.Options
  let ink: Ink

  private static let shownChecks = 10

  private struct Row {
    var name: String
    var nanoseconds: Int
    var callCount: Int
    var note = ""
  }

  var lines: [String] {
    let stages = stageRows
    let shown = options.verbose ? checkRows : shortened(checkRows)
    let nameWidth = max(stages.map(\.name.displayWidth).max() ?? 0, shown.map(\.name.displayWidth).max() ?? 0)
    var lines = [ink("where the time went", .bold) + "  \(headline)"]
    lines += stages.map { line($0, nameWidth) }
    guard !shown.isEmpty else { return lines }
    return lines + ["", "  by check"] + shown.map { line($0, nameWidth) }
  }

  /// The slowest ones, and what the others come to.
  private func shortened(_ rows: [Row]) -> [Row] {
    let rest = rows.dropFirst(Self.shownChecks)
    guard rest.count > 1 else { return rows }
    let sum = Row(
      name: "\(Amount.counted(rest.count, "more check")), see --verbose",
      nanoseconds: rest.reduce(0) { $0 + $1.nanoseconds }, callCount: rest.reduce(0) { $0 + $1.callCount })
    return rows.prefix(Self.shownChecks) + [sum]
  }

  private var total: Int { timings.runs.reduce(0) { $0 + $1.totalNanoseconds } }

  /// `0.512 s on 2 threads, 1.021 s of thread time`
  private var headline: String {
    let threads = Amount.counted(timings.threadCount, "thread")
    return "\(Self.seconds(timings.wallNanoseconds)) on \(threads), \(Self.seconds(total)) of thread time"
  }

  private var stageRows: [Row] {
    let checks = timings.runs.flatMap(\.checks)
    let all = Row(
      name: "checks", nanoseconds: checks.reduce(0) { $0 + $1.nanoseconds },
      callCount: checks.reduce(0) { $0 + $1.callCount }, note: "all of those below")
    var rows: [Row] = []
    for stage in Timings.Stage.allCases {
      if stage == .absorb, !checks.isEmpty { rows.append(all) }
      let times = timings.runs.flatMap(\.stages).filter { $0.stage == stage }
      guard !times.isEmpty else { continue }
      rows.append(
        Row(
          name: stage.rawValue, nanoseconds: times.reduce(0) { $0 + $1.nanoseconds },
          callCount: times.reduce(0) { $0 + $1.callCount }, note: stage.meaning))
    }
    return rows
  }

  private var checkRows: [Row] {
    let rows = timings.runs.flatMap(\.checks).map {
      Row(
        name: $0.clauseID.rawValue.harmless, nanoseconds: $0.nanoseconds, callCount: $0.callCount,
        note: $0.keyword.harmless)
    }
    return rows.enumerated().sorted { a, b in
      (b.element.nanoseconds, a.offset) < (a.element.nanoseconds, b.offset)
    }.map(\.element)
  }

  private func line(_ row: Row, _ nameWidth: Int) -> String {
    let time = Self.seconds(row.nanoseconds).leftPadded(to: 10)
    let share = Self.share(row.nanoseconds, of: total).leftPadded(to: 6)
    let calls = row.callCount > 0 ? "\(Amount.grouped(row.callCount)) ×" : ""
    let text = "  \(row.name.padded(to: nameWidth))  \(time)  \(share)  \(calls.leftPadded(to: 11))"
    return row.note.isEmpty ? text.trimmedRight : "\(text)  \(ink(row.note, .faint))"
  }

  /// With milliseconds: `0.512 s`.
  private static func seconds(_ nanoseconds: Int) -> String {
    let milliseconds = nanoseconds / 1_000_000 + (nanoseconds % 1_000_000 >= 500_000 ? 1 : 0)
    let fraction = String(milliseconds % 1000)
    let zeros = String(repeating: "0", count: 3 - fraction.count)
    return "\(Amount.grouped(milliseconds / 1000)).\(zeros)\(fraction) s"
  }

  /// In tenths of a percent: `9.8 %`.
  private static func share(_ part: Int, of total: Int) -> String {
    guard total > 0 else { return "" }
    let tenths = Int((Int128(part) * 1000 + Int128(total) / 2) / Int128(total))
    return "\(tenths / 10).\(tenths % 10) %"
  }
}

extension Timings.Stage {
  fileprivate var meaning: String {
    switch self {
    case .read: "taking bytes from the system"
    case .decompress: "gzip and zstd"
    case .hash: "digests for pins"
    case .transcode: "other encodings to UTF-8"
    case .cut: "finding where blocks end, headers"
    case .index: "finding records and cells"
    case .columns: "gathering cells; parsing documents of JSONL"
    case .decode: "reading values by their type"
    case .absorb: "putting blocks together, in order"
    case .evidence: "showing violations"
    case .write: "--accepted and --rejected"
    case .wait: "for other threads, or for input that they read"
    case .conclude: "outcomes of all clauses"
    }
  }
}

extension String {
  fileprivate func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - displayWidth)) + self
  }

  fileprivate var trimmedRight: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
