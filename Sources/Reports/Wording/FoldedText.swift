extension String {
  /// Broken at blanks into lines of at most `width` columns, but for words that are longer; never without a line.
  package func folded(to width: Int) -> [String] {
    guard displayWidth > width else { return [self] }
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      if !line.isEmpty, line.displayWidth + 1 + String(word).displayWidth > width {
        lines.append(line)
        line = String(word)
      } else {
        line += lines.isEmpty && line.isEmpty ? String(word) : " \(word)"
      }
    }
    return lines + [line]
  }

  /// The same behind a label, with blanks below it.
  package func folded(to width: Int, behind label: String) -> [String] {
    let lines = folded(to: max(30, width - label.displayWidth))
    let blanks = String(repeating: " ", count: label.displayWidth)
    return lines.enumerated().map { ($0.offset == 0 ? label : blanks) + $0.element }
  }
}
