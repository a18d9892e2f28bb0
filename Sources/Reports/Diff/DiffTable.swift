import Comparison

/// A diff for a person at a terminal: a table for each part, within the terminal's width.
package struct DiffTable: Sendable {
  /// Cells are cut where the width asks for it, but not below the lower one; beside sentences at the upper one.
  private static let cellLimits = 12...36
  /// Sentences get a column of their own where it can be as wide as this, and otherwise lines below their row.
  private static let leastSentenceWidth = 32
  private let options: TextReport.Options

  package init(options: TextReport.Options = TextReport.Options()) { self.options = options }

  /// The whole text, with a line break at its end.
  package func render(_ report: DiffReport) -> String {
    report.sections.map(render).joined(separator: "\n")
  }

  private func render(_ section: DiffSection) -> String {
    let ink = Ink(isOn: options.color)
    let lines = section.rows.isEmpty ? [] : rows(of: section)
    let notes = section.notes.flatMap { $0.map(\.text.harmless).joined().folded(to: options.width - 4) }
    return ([ink(section.title, .bold)] + (lines + notes).map { "  \($0)" }).map { "\($0)\n" }.joined()
  }

  /// The table's lines. `--verbose` cuts and folds nothing.
  private func rows(of section: DiffSection) -> [String] {
    let all = section.rows.map { $0.map(\.text.harmless) }
    guard !options.verbose else { return Self.aligned([section.headings] + all) }
    guard section.hasSentences else { return withoutSentences(section, all) }
    let facts = fitted([section.headings] + all, to: options.width - 2, without: 1)
    let sentences = all.map { $0.last ?? "" }
    let factLines = Self.aligned(facts.map { Array($0.dropLast()) }, isPadded: true)
    let start = (factLines.first?.displayWidth ?? 0) + 2
    let room = options.width - 2 - start
    let longest = sentences.map(\.displayWidth).max() ?? 0
    guard room >= min(longest, Self.leastSentenceWidth) else {
      let below = sentences.map { $0.folded(to: options.width - 6).map { "    \($0)" } }
      return [factLines[0].trimmedAtEnd] + zip(factLines.dropFirst(), below).flatMap { [$0.trimmedAtEnd] + $1 }
    }
    let indent = String(repeating: " ", count: start)
    let heading = "\(factLines[0])  \(section.headings.last ?? "")"
    return [heading]
      + zip(factLines.dropFirst(), sentences).flatMap { facts, sentence -> [String] in
        let lines = sentence.folded(to: room)
        return ["\(facts)  \(lines[0])".trimmedAtEnd] + lines.dropFirst().map { indent + $0 }
      }
  }

  /// Where not every cell has room beside the others, details go below their row, whole.
  private func withoutSentences(_ section: DiffSection, _ all: [[String]]) -> [String] {
    let (lines, width) = ([section.headings] + all, options.width - 2)
    let whole = Self.aligned(lines)
    guard section.detailCount > 0, whole.contains(where: { $0.displayWidth > width }) else {
      return whole.contains { $0.displayWidth > width } ? Self.aligned(fitted(lines, to: width)) : whole
    }
    let facts = Self.aligned(fitted(lines.map { Array($0.dropLast(section.detailCount)) }, to: width))
    let headings = section.headings.suffix(section.detailCount).map { $0.lowercased() }
    let below = all.map { row -> [String] in
      let details = zip(headings, row.suffix(section.detailCount)).filter { !$1.isEmpty }.map { "\($0) \($1)" }
      return details.isEmpty ? [] : details.joined(separator: ", ").folded(to: width - 4).map { "    \($0)" }
    }
    return [facts[0]] + zip(facts.dropFirst(), below).flatMap { [$0] + $1 }
  }

  /// Cells cut until the lines are no wider than they may be, the widest columns first; those of the last `count`
  /// columns do not count.
  private func fitted(_ lines: [[String]], to width: Int, without count: Int = 0) -> [[String]] {
    let columns = lines[0].indices.dropLast(count)
    var widths = columns.map { column in
      let widest = lines.map { $0[column].displayWidth }.max() ?? 0
      return count == 0 ? widest : min(Self.cellLimits.upperBound, widest)
    }
    let least = columns.map { max(Self.cellLimits.lowerBound, lines[0][$0].displayWidth) }
    while widths.reduce(0, +) + 2 * (widths.count - 1) > width,
      let widest = columns.filter({ widths[$0] > least[$0] }).max(by: { widths[$0] < widths[$1] })
    { widths[widest] -= 1 }
    return lines.map { line in
      line.enumerated().map { column, cell in columns.contains(column) ? cell.truncated(to: widths[column]) : cell }
    }
  }

  /// Cells side by side, in columns as wide as they need.
  private static func aligned(_ lines: [[String]], isPadded: Bool = false) -> [String] {
    let widths = lines[0].indices.map { column in lines.map { $0[column].displayWidth }.max() ?? 0 }
    return lines.map { line in
      let text = zip(line, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
      return isPadded ? text : text.trimmedAtEnd
    }
  }
}

extension DiffSection {
  /// Whether the last column says why.
  fileprivate var hasSentences: Bool { headings.last == "WHY" }
}

extension String {
  fileprivate var trimmedAtEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}
