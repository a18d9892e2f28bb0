import Contracts

/// All datasets that a monitor looks at, on one screen: a line for each, the worst first, then what is to be done.
package struct MonitorTable: Sendable {
  private let options: TextReport.Options
  private let ink: Ink

  package init(options: TextReport.Options = TextReport.Options()) {
    self.options = options
    ink = Ink(isOn: options.color)
  }

  package func render(_ report: Report) -> String {
    var sections = [tableLines(report)]
    let problems = report.entries.flatMap { problemLines($0) }
    if !problems.isEmpty { sections.append(problems) }
    let notices = report.entries.flatMap { entry in
      (entry.result.notices + entry.decision.notices).map { "\(entry.result.contract.id.harmless): \($0.harmless)" }
    }
    if !notices.isEmpty { sections.append(notices) }
    sections.append([verdictLine(report)] + (report.ledger.map { [ledgerLine($0)] } ?? []))
    var text = sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    if options.verbose { text += "\n" + TextReport(options: options).render(report) }
    return text
  }

  // MARK: The table

  private struct Line {
    var rank: Int
    var colour: Ink.Colour?
    var cells: [String]
  }

  private static let headings = ["STATE", "DATASET", "AGE", "LIMIT", "BUDGET", "BURN", "NEXT DEADLINE", "OWNER"]

  private func tableLines(_ report: Report) -> [String] {
    let lines = report.entries.flatMap { self.lines($0, now: report.now) }
    let ordered = lines.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
    let table = fitted([Self.headings] + ordered.map(\.element.cells))
    return table.enumerated().map { index, cells in
      let colour = index == 0 ? .faint : ordered[index - 1].element.colour
      return ink(cells[0], colour) + "  " + cells.dropFirst().joined(separator: "  ").trimmedEnd
    }
  }

  /// Columns as wide as their widest cell; where that is too much for the screen, names are cut.
  private func fitted(_ rows: [[String]]) -> [[String]] {
    var widths = Self.headings.indices.map { column in rows.map { $0[column].displayWidth }.max() ?? 0 }
    for column in [1, 7] {
      let excess = widths.reduce(0, +) + 2 * (widths.count - 1) - options.width
      widths[column] -= min(max(0, excess), max(0, widths[column] - 12))
    }
    return rows.map { row in
      row.enumerated().map { column, cell in cell.truncated(to: widths[column]).padded(to: widths[column]) }
    }
  }

  private func lines(_ entry: Report.Entry, now: Instant) -> [Line] {
    let rows = MonitorRow.all(of: entry.result)
    guard !rows.isEmpty else {
      let owner = entry.result.contract.owner?.team ?? ""
      let state = entry.decision.verdict == .block ? (entry.decision.isInconclusive ? "unknown" : "blocked") : "ok"
      let cells = [state, entry.result.contract.id.harmless, "", "", "", "", "", owner.harmless]
      return [Line(rank: state == "ok" ? 4 : 0, colour: Ink.colour(of: entry.decision.verdict), cells: cells)]
    }
    return rows.map { row in
      Line(
        rank: row.state.rank, colour: row.state.colour,
        cells: [
          row.state.rawValue, row.name.harmless, row.age(now), row.limits, row.budget, row.burn, row.deadline(now),
          (row.owner ?? "").harmless,
        ])
    }
  }

  // MARK: Below the table

  /// Clauses that warn or block, with why, and whom to ask.
  private func problemLines(_ entry: Report.Entry) -> [String] {
    let results = Dictionary(entry.result.clauses.map { ($0.clause.id, $0) }, uniquingKeysWith: { first, _ in first })
    var lines = entry.result.problems.map { problem in
      ink("unknown", .undecided) + " \(entry.result.contract.id.harmless): \(problem.message.harmless)"
    }
    for decided in entry.decision.clauses {
      guard let result = results[decided.clauseID], let (word, colour) = decided.word else { continue }
      var facts = [result.observed, result.expected.isEmpty ? nil : "expected \(result.expected)"]
      if result.status == .inconclusive { facts = [result.reason.map(\.phrase)] }
      facts.append(decided.because)
      facts.append(decided.waiver.map { "waived until \($0.expires) by \($0.owner): \($0.reason)" })
      let told = facts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "; ")
      lines.append(ink(word, colour) + " \(decided.clauseID.rawValue.harmless): \(told.harmless)")
    }
    if !lines.isEmpty, entry.decision.verdict > .pass, let runbook = entry.result.contract.owner?.runbook {
      lines.append("      runbook: \(runbook.harmless)")
    }
    return lines
  }

  private func ledgerLine(_ note: LedgerNote) -> String {
    switch note.outcome {
    case .recorded(let sequence, let head):
      "\(ink("ledger", .faint)) entry \(sequence) of \(note.path.harmless), head \(head)"
    case .failed(let problem): "\(ink("ledger", .bad)) not recorded: \(problem.harmless)"
    }
  }

  private func verdictLine(_ report: Report) -> String {
    let states = report.entries.flatMap { MonitorRow.all(of: $0.result).map(\.state) }
    let counts = FreshnessState.allCases.map { state in (state, states.count { $0 == state }) }
    let told = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0.rawValue)" }
    let datasets = Amount.counted(report.entries.count, "dataset")
    let verdict = ink(report.verdict.rawValue.uppercased(), Ink.colour(of: report.verdict))
    return "\(verdict)  \(datasets)" + (told.isEmpty ? "" : ": \(told.joined(separator: ", "))") + ", at \(report.now)"
  }
}

extension ClauseDecision {
  /// How the line about it begins; `nil` where there is nothing to say.
  fileprivate var word: (String, Ink.Colour)? {
    switch effect {
    case .block: isInconclusive ? ("unknown", .undecided) : ("block", .bad)
    case .warn: isInconclusive ? ("unknown", .undecided) : ("warn", .doubtful)
    case .waived: ("waived", .faint)
    case .known: ("known", .faint)
    case .ignored: ("ignored", .faint)
    case .pass, .skipped: nil
    }
  }
}

extension FreshnessState {
  fileprivate var rank: Int {
    switch self {
    case .stale: 0
    case .unknown: 1
    case .late: 2
    case .fresh: 3
    }
  }

  fileprivate var colour: Ink.Colour {
    switch self {
    case .stale: .bad
    case .unknown: .undecided
    case .late: .doubtful
    case .fresh: .good
    }
  }
}

extension MonitorRow {
  fileprivate func age(_ now: Instant) -> String {
    newest.map { durationText(seconds: max(0, now.seconds - $0.seconds)) } ?? "-"
  }

  /// `24h/72h`
  fileprivate var limits: String {
    [freshness.warnAfter, freshness.blockAfter].compactMap { $0?.text }.joined(separator: "/")
  }

  fileprivate var budget: String {
    guard let left = objective?.measured("budget_left").flatMap({ ExactDecimal($0) }) else { return "-" }
    return Amount.percent(left)
  }

  fileprivate var burn: String { objective?.measured("burn_rate").map { "\($0)x" } ?? "-" }

  /// The next limit that will be broken if nothing comes, or for how long the last one has been.
  fileprivate func deadline(_ now: Instant) -> String {
    let limits = [warnAt, blockAt].compactMap { $0 }
    if let next = limits.filter({ $0 >= now }).min() {
      return "in \(durationText(seconds: next.seconds - now.seconds)) (\(Self.short(next)))"
    }
    guard let last = limits.max() else { return "-" }
    return "\(durationText(seconds: now.seconds - last.seconds)) ago (\(Self.short(last)))"
  }

  /// `11-21 06:00Z`
  private static func short(_ instant: Instant) -> String {
    let text = instant.description
    guard text.utf8.count >= 20 else { return text }
    return "\(text.dropFirst(5).prefix(5)) \(text.dropFirst(11).prefix(5))Z"
  }
}

extension Amount {
  /// `-76.4%`: a share with one digit after the point, rounded down.
  static func percent(_ share: ExactDecimal) -> String {
    let floor = share.floor(timesTenTo: 3).value
    let magnitude = floor.magnitude
    return "\(floor < 0 ? "-" : "")\(magnitude / 10).\(magnitude % 10)%"
  }
}

extension String {
  fileprivate var trimmedEnd: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
