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
    let widths = (
      subject: rows.map(\.subject.displayWidth).max() ?? 0, headline: rows.map(\.headline.displayWidth).max() ?? 0,
      place: rows.map(\.place.displayWidth).max() ?? 0
    )
    let whole = rows.map { row in
      labelWidth + 2 + widths.subject + 2 + widths.headline + 2 + widths.place + 2 + row.contractLine.displayWidth
    }
    let fits = (whole.max() ?? 0) <= options.width
    let subjectFits = labelWidth + 2 + widths.subject + 2 + widths.headline <= options.width
    return rows.flatMap { row -> [String] in
      let label = "  " + ink(row.label.padded(to: labelWidth - 2), row.colour)
      let subject = subjectFits ? row.subject.padded(to: widths.subject) : row.subject
      let start = "\(label)  \(ink(subject, .bold))  "
      guard fits else {
        let where_ = [row.place, "asked by \(row.contractLine)"].filter { !$0.isEmpty }.joined(separator: "; ")
        return [start + row.headline] + (row.contractLine.isEmpty ? [] : [detailIndent + where_]) + row.details
      }
      let line = start + row.headline.padded(to: widths.headline) + "  " + row.place.padded(to: widths.place)
      return [line + "  " + ink(row.contractLine, .faint)] + row.details
    }
  }

  /// What passed in spite of violations; with `verbose`, all that passed.
  private var passedRows: [Row] {
    findings.passed.filter { options.verbose || $0.result.violationCount > 0 }.map { row(of: RootCause(clauses: [$0])) }
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
    if let kinds = clause.kinds, clause.result.kinds.count > 1 { lines += folded("kinds: \(kinds)") }
    if let because = clause.result.clause.because, clause.result.status == .failed {
      lines += folded("because: \(because.harmless)")
    }
    lines += clause.changes.flatMap(folded)
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
    guard clause.result.status == .failed else { return [] }
    let shown = options.verbose ? clause.result.exemplars[...] : clause.result.exemplars.prefix(1)
    let width = max(20, options.width - detailIndent.count)
    var lines = shown.flatMap { violation in
      ExcerptLines(violation: violation, clause: clause, width: width, ink: ink).lines
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
