import Contracts
import Reports

extension PromotionReport {
  /// The verdict, then a line for each kind of link; under a broken one, where it is broken first, what mends it, and
  /// the command that does. Sentences are folded to `width` columns, commands never, so that they can be copied.
  /// `all` shows every break.
  package func text(color: Bool = false, width: Int = 100, all: Bool = false) -> String {
    let layout = PromotionLayout(ink: Ink(isOn: color), width: width)
    let word = verdict.verdict.rawValue.uppercased()
    var lines = layout.folded(headline, behind: [(word, Ink.colour(of: verdict.verdict)), ("  ", nil)]) + [""]
    for link in verdict.links { lines += layout.lines(of: link, all: all) }
    if !verdict.warnings.isEmpty || !verdict.notices.isEmpty { lines.append("") }
    for warning in verdict.warnings { lines += layout.folded(warning, behind: [("warning", .doubtful), ("  ", nil)]) }
    for notice in verdict.notices { lines += layout.folded(notice, behind: [("note", .faint), ("     ", nil)]) }
    lines += ["", layout.ink("ledger", .faint) + "   " + ledgerWords]
    return lines.map { $0 + "\n" }.joined()
  }

  private var headline: String {
    let what = "\(model.id) \(model.version) to \(model.stage), for \(model.uses.joined(separator: ", "))"
    guard verdict.verdict == .block else { return what }
    let failed = verdict.links.count { $0.status == .failed }
    let undecided = verdict.links.count { $0.status == .inconclusive }
    let counts = [failed > 0 ? "\(failed) broken" : nil, undecided > 0 ? "\(undecided) undecided" : nil]
    return "\(what): \(counts.compactMap { $0 }.joined(separator: ", "))"
  }

  private var ledgerWords: String {
    guard let ledger else { return "nothing was recorded" }
    switch ledger.outcome {
    case .recorded(let sequence, let head): return "\(ledger.path.harmless): entry \(sequence), head \(head)"
    case .failed(let why): return "\(ledger.path.harmless): not recorded: \(why.harmless)"
    }
  }
}

/// How the lines of a promotion's text are laid out.
private struct PromotionLayout {
  /// Words with their colours.
  typealias Label = [(text: String, colour: Ink.Colour?)]

  let ink: Ink
  let width: Int

  private static let narrowest = 30
  private static let nameWidth = (LinkKind.allCases.map(\.name.count).max() ?? 0) + 2
  private static let indent: Label = [(String(repeating: " ", count: nameWidth + 4), nil)]

  /// A sentence behind a label, folded beneath itself.
  func folded(_ text: String, behind label: Label, _ style: (String) -> String = { $0 }) -> [String] {
    let used = label.reduce(0) { $0 + $1.text.displayWidth }
    let lines = text.harmless.folded(to: max(Self.narrowest, width - used)).map(style)
    let shown = label.map { ink($0.text, $0.colour) }.joined()
    return lines.enumerated().map { ($0.offset == 0 ? shown : String(repeating: " ", count: used)) + $0.element }
  }

  func lines(of link: Link, all: Bool) -> [String] {
    let (mark, colour) = Self.mark(of: link.status)
    let label: Label = [("  ", nil), (mark, colour), (" " + link.kind.name.padded(to: Self.nameWidth), nil)]
    guard !link.breaks.isEmpty else { return folded(link.note ?? "", behind: label) { ink($0, .faint) } }
    let shown = all ? link.breaks[...] : link.breaks.prefix(1)
    var lines = zip(shown, [label] + Array(repeating: Self.indent, count: shown.count)).flatMap(lines)
    let others = link.breaks.count - shown.count
    if others > 0 { lines += folded("and \(others) more; --all shows them", behind: Self.indent) { ink($0, .faint) } }
    return lines
  }

  private func lines(of broken: LinkBreak, behind label: Label) -> [String] {
    let subject = broken.subject.harmless
    let what = folded("\(subject): \(broken.message)", behind: label) { line in
      line.hasPrefix("\(subject):") ? ink(subject, .bold) + line.dropFirst(subject.count) : line
    }
    let mend = folded(broken.mend, behind: Self.indent + [("mend", .faint), ("  ", nil)])
    let indent = Self.indent.map(\.text).joined()
    return what + mend + (broken.run.map { ["\(indent)\(ink("run", .faint))   \($0.harmless)"] } ?? [])
  }

  private static func mark(of status: Status) -> (String, Ink.Colour) {
    switch status {
    case .passed: ("✓", .good)
    case .failed: ("✗", .bad)
    case .inconclusive: ("?", .undecided)
    case .skipped: ("-", .faint)
    }
  }
}
