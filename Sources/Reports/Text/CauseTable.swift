import Contracts

/// Root causes as aligned lines, each with its evidence below.
struct CauseTable {
  let findings: Findings
  let options: TextReport.Options
  let ink: Ink

  private struct Row {
    var label: String
    var colour: Ink.Colour?
    var subject: String
    var headline: String
    var place: String
    var contractLine: String
    var details: [String]
  }

  var lines: [String] {
    let rows = findings.causes.map(row(of:)) + passedRows
    let layout = Layout(rows, labelWidth: labelWidth, width: options.width)
    var lines: [String] = []
    for (index, row) in rows.enumerated() {
      let written = self.lines(of: row, layout)
      lines += written
      if written.count > 1, index < rows.count - 1 { lines.append("") }
    }
    return lines
  }

  /// Columns that all rows share.
  private struct Layout {
    var subject: Int
    /// Of those headlines only that have a place beside them; the others may run on.
    var headline: Int
    var place: Int
    /// Whether every row with a place fits on one line; otherwise places stand below.
    var isWide: Bool

    init(_ rows: [Row], labelWidth: Int, width: Int) {
      let placed = rows.filter { !$0.place.isEmpty }
      headline = placed.map(\.headline.displayWidth).max() ?? 0
      place = placed.map(\.place.displayWidth).max() ?? 0
      let widest = rows.map(\.subject.displayWidth).max() ?? 0
      let start = labelWidth + 2 + widest + 2
      subject = start + headline <= width ? widest : 0
      let contractLine = rows.map(\.contractLine.displayWidth).max() ?? 0
      isWide = !placed.isEmpty && start + headline + 2 + place + 2 + contractLine <= width
    }
  }

  private func lines(of row: Row, _ layout: Layout) -> [String] {
    let label = "  " + ink(row.label.padded(to: labelWidth - 2), row.colour)
    let start = "\(label)  \(ink(row.subject.padded(to: layout.subject), row.colour == .faint ? nil : .bold))  "
    guard !row.contractLine.isEmpty else { return [start + row.headline] + row.details }
    guard layout.isWide, row.headline.displayWidth <= layout.headline else {
      let used = labelWidth + 2 + max(layout.subject, row.subject.displayWidth) + 2
      return folded(row, start: start, used: used) + row.details
    }
    let places = "\(row.place.padded(to: layout.place))  \(ink(row.contractLine, .faint))"
    return ["\(start)\(row.headline.padded(to: layout.headline))  \(places)"] + row.details
  }

  /// The contract's line goes beside the headline or the place where it fits there, otherwise on a line of its own.
  private func folded(_ row: Row, start: String, used: Int) -> [String] {
    let source = "asked by \(row.contractLine)"
    let shown = ink(source, .faint)
    func fits(_ columns: Int) -> Bool { columns + 2 + source.displayWidth <= options.width }
    let headline = start + row.headline
    guard row.place.isEmpty else {
      let isBeside = fits(detailIndent.count + row.place.displayWidth)
      return [headline] + (isBeside ? ["\(row.place)  \(shown)"] : [row.place, shown]).map { detailIndent + $0 }
    }
    return fits(used + row.headline.displayWidth) ? ["\(headline)  \(shown)"] : [headline, detailIndent + shown]
  }

  /// What passed in spite of violations; with `verbose`, all that passed.
  private var passedRows: [Row] {
    findings.passed.filter { options.verbose || $0.result.violationCount > 0 }.map { clause in
      var row = row(of: RootCause(clauses: [clause]))
      // Nothing is to be done about what is tolerated, so it takes a line and no more.
      if !options.verbose { (row.place, row.contractLine, row.details) = ("", "", []) }
      return row
    }
  }

  private func row(of cause: RootCause) -> Row {
    let clause = cause.first
    let isGroup = cause.clauses.count > 1
    let more = clause.moreCount > 0 ? " and \(Amount.grouped(clause.moreCount)) more" : ""
    return Row(
      label: clause.effect?.rawValue ?? "undecided", colour: Ink.colour(of: clause),
      subject: isGroup ? Amount.counted(cause.clauses.count, "clause") : clause.id, headline: clause.headline,
      place: clause.firstPlace.map { $0 + more } ?? "", contractLine: isGroup ? "" : clause.contractLine,
      details: details(of: cause))
  }

  private func details(of cause: RootCause) -> [String] {
    let clause = cause.first
    var lines = evidence(of: clause)
    if clause.result.status == .failed, !clause.isExcused, !options.verbose {
      let width = options.width - detailIndent.count
      lines += OtherValues(clause: clause, width: width).line.map { [detailIndent + $0] } ?? []
    }
    lines += SpellingAdvice(clause: clause).line.map { folded("→ \($0)") } ?? []
    if let kinds = clause.kinds, clause.result.kinds.count > 1 { lines += folded("kinds: \(kinds)") }
    if let because = clause.result.clause.because, clause.result.status == .failed {
      lines += folded("because: \(because.harmless)")
    }
    lines += clause.changes.flatMap(folded)
    if let owner = clause.owner, clause.result.status != .passed { lines += folded("owner: \(owner)") }
    if clause.result.status != .failed, let advice = clause.result.reason?.advice { lines += folded("→ \(advice)") }
    if cause.clauses.count > 1 { lines += folded(cause.clauses.map(\.tail).joined(separator: ", ")) }
    if !cause.followers.isEmpty {
      let names = cause.followers.map(\.tail).joined(separator: ", ")
      lines += folded("\(Amount.counted(cause.followers.count, "clause")) not judged because of this: \(names)")
    }
    if options.verbose {
      lines += clause.result.measurements.map { "\(detailIndent)\($0.name.harmless) = \($0.value.harmless)" }
    }
    return lines
  }

  private func evidence(of clause: ClauseWording) -> [String] {
    guard clause.result.status == .failed, options.verbose || !clause.isExcused else { return [] }
    let shown = options.verbose ? clause.exemplars : clause.tellingExemplars
    let width = max(20, options.width - detailIndent.count)
    var lines = shown.enumerated().flatMap { index, violation in
      let excerpt = ExcerptLines(violation: violation, clause: clause, width: width, ink: ink).lines
      // What stands in another file, or shows no line of its own, needs its place.
      let isPlaced = index == 0 || violation.showsLine && violation.position.file == shown[0].position.file
      return isPlaced ? excerpt : [ClauseWording.place(violation.position)] + excerpt
    }
    if shown.isEmpty, clause.result.clause.measure == .records, let expected = clause.expected {
      lines.append("expected \(expected)")
    }
    return lines.map { detailIndent + $0 }
  }

  /// Broken at blanks into lines of the terminal's width.
  private func folded(_ text: String) -> [String] {
    let width = max(20, options.width - detailIndent.count)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.displayWidth + 1 + String(word).displayWidth > width {
        lines.append(line)
        line = "  "
      }
      line += line.isEmpty || line == "  " ? word : " \(word)"
    }
    return (lines + [line]).map { detailIndent + $0 }
  }

  private let labelWidth = 9
  private let detailIndent = String(repeating: " ", count: 11)
}
