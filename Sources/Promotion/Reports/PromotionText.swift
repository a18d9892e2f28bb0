import Contracts
import Reports

extension PromotionReport {
  /// The verdict, then a line for each kind of link; under a broken one, where it is broken first and what mends it.
  /// `all` shows every break.
  package func text(color: Bool = false, all: Bool = false) -> String {
    let ink = Ink(isOn: color)
    var lines = [headline(ink), ""]
    for link in verdict.links { lines += self.lines(of: link, ink, all: all) }
    if !verdict.warnings.isEmpty || !verdict.notices.isEmpty { lines.append("") }
    lines += verdict.warnings.map { "\(ink("warning", .doubtful))  \($0.harmless)" }
    lines += verdict.notices.map { "\(ink("note", .faint))     \($0.harmless)" }
    lines += ["", ledgerLine(ink)]
    return lines.map { $0 + "\n" }.joined()
  }

  private func headline(_ ink: Ink) -> String {
    let word = ink(verdict.verdict.rawValue.uppercased(), Ink.colour(of: verdict.verdict))
    let uses = model.uses.joined(separator: ", ")
    let what = "\(model.id) \(model.version) to \(model.stage), for \(uses)".harmless
    guard verdict.verdict == .block else { return "\(word)  \(what)" }
    let failed = verdict.links.count { $0.status == .failed }
    let undecided = verdict.links.count { $0.status == .inconclusive }
    let counts = [failed > 0 ? "\(failed) broken" : nil, undecided > 0 ? "\(undecided) undecided" : nil]
    return "\(word)  \(what): \(counts.compactMap { $0 }.joined(separator: ", "))"
  }

  private static let width = (LinkKind.allCases.map(\.name.count).max() ?? 0) + 2

  private func lines(of link: Link, _ ink: Ink, all: Bool) -> [String] {
    let name = link.kind.name
    let label = "  \(mark(link, ink)) \(name)\(String(repeating: " ", count: Self.width - name.count))"
    let indent = String(repeating: " ", count: Self.width + 4)
    guard !link.breaks.isEmpty else { return [label + ink((link.note ?? "").harmless, .faint)] }
    var lines: [String] = []
    for (index, broken) in (all ? link.breaks[...] : link.breaks.prefix(1)).enumerated() {
      lines.append((index == 0 ? label : indent) + ink(broken.subject.harmless, .bold) + ": \(broken.message.harmless)")
      lines.append("\(indent)\(ink("mend", .faint))  \(broken.mend.harmless)")
    }
    let others = link.breaks.count - (all ? link.breaks.count : 1)
    if others > 0 { lines.append("\(indent)\(ink("and \(others) more; --all shows them", .faint))") }
    return lines
  }

  private func mark(_ link: Link, _ ink: Ink) -> String {
    switch link.status {
    case .passed: ink("✓", .good)
    case .failed: ink("✗", .bad)
    case .inconclusive: ink("?", .undecided)
    case .skipped: ink("-", .faint)
    }
  }

  private func ledgerLine(_ ink: Ink) -> String {
    let label = ink("ledger", .faint)
    guard let ledger else { return "\(label)   nothing was recorded" }
    switch ledger.outcome {
    case .recorded(let sequence, let head): return "\(label)   \(ledger.path.harmless): entry \(sequence), head \(head)"
    case .failed(let why): return "\(label)   \(ledger.path.harmless): not recorded: \(why.harmless)"
    }
  }
}
