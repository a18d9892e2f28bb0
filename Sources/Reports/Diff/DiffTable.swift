import Comparison

/// A diff for a person at a terminal: a table for each part.
package struct DiffTable: Sendable {
  /// Cells of before and after are cut here, and other texts at the width.
  private static let cellLimit = 36
  private let options: TextReport.Options

  package init(options: TextReport.Options = TextReport.Options()) { self.options = options }

  /// The whole text, with a line break at its end.
  package func render(_ report: DiffReport) -> String {
    report.sections.map(render).joined(separator: "\n")
  }

  private func render(_ section: DiffSection) -> String {
    let ink = Ink(isOn: options.color)
    var text = ink(section.title, .bold) + "\n"
    if !section.rows.isEmpty {
      var table = TextTable(section.headings)
      for row in section.rows { table.add(row.enumerated().map { cut($1, isLast: $0 == row.count - 1) }) }
      text += table.render().split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        .map { "  \($0)\n" }.joined()
    }
    for note in section.notes { text += "  " + note.map(\.text.harmless).joined() + "\n" }
    return text
  }

  private func cut(_ cell: DiffSection.Cell, isLast: Bool) -> String {
    isLast || options.verbose ? cell.text : cell.text.harmless.truncated(to: Self.cellLimit)
  }
}
