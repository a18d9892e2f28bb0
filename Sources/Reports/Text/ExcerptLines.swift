import Contracts

/// One violation with its record: the line's number, the cells, and a mark under the offending one.
///
/// ```
/// 31 │ order_id: 1234, email: null, country: DE
///    │                 ^^^^^^^^^^^ expected a value
/// ```
struct ExcerptLines {
  let violation: Violation
  let clause: ClauseWording
  let width: Int
  let ink: Ink

  var lines: [String] {
    let number = "\(violation.position.line)"
    let gutter = String(repeating: " ", count: number.count) + " │ "
    let available = max(16, width - gutter.count)
    guard let record = record(within: available) else {
      let parts = [subject, note].compactMap { $0 }.filter { !$0.isEmpty }
      return parts.isEmpty ? [] : [parts.joined(separator: ", ")]
    }
    let first = "\(number) │ \(record.text)"
    guard let mark = record.mark else { return note.isEmpty ? [first] : [first, gutter + note] }
    let caret = String(repeating: " ", count: mark.start) + ink(String(repeating: "^", count: mark.length), .bad)
    guard !note.isEmpty else { return [first, gutter + caret] }
    let isBeside = mark.start + mark.length + 1 + note.displayWidth <= available
    return isBeside ? [first, "\(gutter)\(caret) \(note)"] : [first, gutter + caret, gutter + note]
  }

  private struct Record {
    var text: String
    /// In columns.
    var mark: (start: Int, length: Int)?
  }

  private func record(within available: Int) -> Record? {
    switch violation.excerpt {
    case .cells(let cells, let focus)? where !cells.isEmpty: return window(of: cells, focus: focus, within: available)
    case .text(let text, let isCut)?:
      return Record(text: (text.harmless + (isCut ? "…" : "")).truncated(to: available), mark: nil)
    case .masked(let byteCount)?:
      return Record(text: "[record masked, \(Amount.counted(byteCount, "byte"))]".truncated(to: available), mark: nil)
    case .cells?, nil:
      guard let value = violation.value else { return nil }
      let name = violation.field.map { "\($0.harmless): " } ?? ""
      let text = (name + value.shown).truncated(to: available)
      return Record(text: text, mark: (0, max(1, text.displayWidth)))
    }
  }

  /// The offending cell and as many neighbours as fit, those on both sides in turn.
  private func window(of cells: [Excerpt.Cell], focus: Int?, within available: Int) -> Record {
    let focus = focus.flatMap { cells.indices.contains($0) ? $0 : nil }
    let center = focus ?? 0
    let pieces = cells.map { "\($0.name.harmless): \($0.value.shown)".truncated(to: max(8, available - 8)) }
    var range = center..<center + 1
    var used = pieces[center].displayWidth
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for index in [range.upperBound, range.lowerBound - 1] where pieces.indices.contains(index) {
        // Eight columns are kept for the marks of what is left out.
        guard used + 2 + pieces[index].displayWidth <= available - 8 else { continue }
        used += 2 + pieces[index].displayWidth
        range = min(range.lowerBound, index)..<max(range.upperBound, index + 1)
        isGrowing = true
      }
    }
    return written(pieces, range, focus: focus)
  }

  private func written(_ pieces: [String], _ range: Range<Int>, focus: Int?) -> Record {
    let head = range.lowerBound > 0 ? "… " : ""
    let tail = range.upperBound < pieces.count ? ", …" : ""
    var text = head
    var column = head.displayWidth
    var mark: (start: Int, length: Int)?
    for index in range {
      if index > range.lowerBound {
        text += ", "
        column += 2
      }
      if index == focus { mark = (column, max(1, pieces[index].displayWidth)) }
      text += index == focus ? ink(pieces[index], .bad) : pieces[index]
      column += pieces[index].displayWidth
    }
    return Record(text: text + tail, mark: mark)
  }

  /// The column that a clause on the whole dataset found, where neither the clause nor the note names it.
  private var subject: String? {
    guard clause.result.field == nil, let field = violation.field, field != violation.detail else { return nil }
    return "`\(field.harmless)`"
  }

  /// What was expected, and the facts beside the value.
  private var note: String {
    let kind = violation.kind.map { $0.split(separator: "_").joined(separator: " ").harmless }
    let expected = clause.result.clause.measure == .records ? clause.expected.map { "expected \($0)" } : nil
    return [kind, expected, pointer, violation.detail?.harmless].compactMap { $0 }.joined(separator: "; ")
  }

  /// Where the value stands within a JSON document, if the cell's name does not say so.
  private var pointer: String? {
    guard let field = violation.field, field.hasPrefix("/"), case .cells(let cells, let focus)? = violation.excerpt
    else {
      return nil
    }
    if let focus, cells.indices.contains(focus), "/" + cells[focus].name == field { return nil }
    return "at \(field.harmless)"
  }
}
