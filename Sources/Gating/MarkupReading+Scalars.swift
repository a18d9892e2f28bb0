import Contracts
import Markup

extension MarkupReading {
  /// The identity of a clause; whether there is such a clause shows when a contract is checked.
  mutating func clauseID(_ node: Node) -> ClauseID? {
    guard let text = text(node, "`clause`") else { return nil }
    guard let slash = text.firstIndex(of: "/"), slash > text.startIndex, text.index(after: slash) < text.endIndex
    else {
      report(
        "clause.invalid", "`\(text)` is no clause", at: node,
        advice: "write contract/field/rule or contract/id, as reports show it: `orders/email/cell.missing`")
      return nil
    }
    return ClauseID(rawValue: text)
  }

  /// A day of the calendar.
  mutating func date(_ node: Node, _ what: String) -> CivilDate? {
    guard let text = text(node, what) else { return nil }
    guard let date = CivilDate(iso: text) else {
      report("value.wrong_form", "\(what) must be a date such as 2026-12-31, found `\(text)`", at: node)
      return nil
    }
    guard date.isValid else {
      report("date.invalid", "the calendar has no \(text)", at: node, kind: .semantic)
      return nil
    }
    return date
  }
}
