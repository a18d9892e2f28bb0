import Comparison

/// A diff for a comment on a merge request, in GitHub Flavored Markdown, which GitLab reads too.
///
/// Nothing from data or contracts is markup in it: such text stands in code, where neither links, mentions nor tables
/// begin.
package struct DiffMarkdown: Sendable {
  package init() {}

  /// The whole text, with a line break at its end.
  package func render(_ report: DiffReport) -> String {
    "## What changed\n\n" + report.sections.map(render).joined(separator: "\n")
  }

  private func render(_ section: DiffSection) -> String {
    var text = "### \(section.title)\n\n"
    if !section.rows.isEmpty {
      let headings = section.headings.map { $0.prefix(1) + $0.dropFirst().lowercased() }
      text += "| " + headings.joined(separator: " | ") + " |\n"
      text += "|" + section.headings.map { _ in "---|" }.joined() + "\n"
      for row in section.rows { text += "| " + row.map(Self.markdown).joined(separator: " | ") + " |\n" }
      if !section.notes.isEmpty { text += "\n" }
    }
    for note in section.notes { text += "- " + note.map(Self.markdown).joined() + "\n" }
    return text
  }

  private static func markdown(_ cell: DiffSection.Cell) -> String {
    switch cell {
    case .none: ""
    case .ours(let text): text == "-" || text == "+" || text == "~" ? code(text) : text
    case .theirs(let text): code(text)
    }
  }

  /// A code span (GFM 6.3); a text in which a span or a cell could end is spelled in character references instead.
  static func code(_ text: String) -> String {
    let shown = text.harmless
    let isPlain = !shown.contains { "`|\\".contains($0) } && shown.first != " " && shown.last != " " && !shown.isEmpty
    return isPlain ? "`\(shown)`" : "<code>\(shown.unicodeScalars.map(reference).joined())</code>"
  }

  private static func reference(_ scalar: Unicode.Scalar) -> String {
    let isSafe = scalar.properties.isAlphabetic || !scalar.isASCII || ("0"..."9").contains(scalar)
    return isSafe ? String(Character(scalar)) : "&#\(scalar.value);"
  }
}
