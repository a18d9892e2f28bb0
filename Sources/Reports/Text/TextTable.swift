/// Rows under headings, in columns as wide as they need.
package struct TextTable: Sendable {
  private let headings: [String]
  private var rows: [[String]] = []

  package init(_ headings: [String]) { self.headings = headings.map(\.harmless) }

  /// One text for each heading.
  package mutating func add(_ cells: [String]) {
    precondition(cells.count == headings.count, "\(cells.count) cells for \(headings.count) headings")
    rows.append(cells.map(\.harmless))
  }

  package var rowCount: Int { rows.count }

  /// Lines with a line break at each end; where `width` is given, what is longer is cut there.
  package func render(width: Int? = nil) -> String {
    let lines = [headings] + rows
    let widths = headings.indices.map { column in lines.map { $0[column].displayWidth }.max() ?? 0 }
    return lines.map { line in
      let cells = line.enumerated().map { $0 == headings.count - 1 ? $1 : $1.padded(to: widths[$0]) }
      let text = cells.joined(separator: "  ")
      let bare = String(text.reversed().drop { $0 == " " }.reversed())
      return (width.map { bare.truncated(to: $0) } ?? bare) + "\n"
    }.joined()
  }
}
