import Contracts

/// The report for a person at a terminal: worst first, one line per root cause, then who to ask and what to run.
package struct TextReport: Sendable {
  package struct Options: Sendable, Hashable {
    package var color: Bool
    /// Columns of the terminal; longer lines are folded, and records are cut around the offending field.
    package var width: Int
    /// Also list what passed, every exemplar, and files with their digests.
    package var verbose: Bool

    package init(color: Bool = false, width: Int = 120, verbose: Bool = false) {
      self.color = color
      self.width = width
      self.verbose = verbose
    }
  }

  private let options: Options

  package init(options: Options = Options()) { self.options = options }

  /// The whole text, with a line break at its end.
  package func render(_ report: Report) -> String {
    let ink = Ink(isOn: options.color)
    var sorted = report
    sorted.entries = report.entries.enumerated().sorted { a, b in
      (a.element.decision.severityRank, a.offset) < (b.element.decision.severityRank, b.offset)
    }.map(\.element)
    let blocks = self.blocks(sorted.entries, ink)
    let times = report.timings.map { TimingTable(timings: $0, options: options, ink: ink).lines } ?? []
    let parts = (blocks + [times, Summary(report: sorted, ink: ink).lines]).filter { !$0.isEmpty }
    return parts.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }

  /// Among others, contracts that plainly passed take a line each, so that they do not push away what did not.
  private func blocks(_ entries: [Report.Entry], _ ink: Ink) -> [[String]] {
    let blocks = entries.map { ContractBlock(entry: $0, options: options, ink: ink) }
    guard blocks.count > 1, !options.verbose else { return blocks.map(\.lines) }
    var (parts, passed): ([[String]], [String]) = ([], [])
    for block in blocks { if let line = block.line { passed.append(line) } else { parts.append(block.lines) } }
    return parts + [passed]
  }
}

extension Decision {
  /// Smaller is worse; a failure is worse than something undecided.
  fileprivate var severityRank: Int {
    switch verdict {
    case .block: isInconclusive ? 1 : 0
    case .warn: 2
    case .pass: 3
    }
  }
}

/// The last lines: what all contracts amount to, and how to run again.
private struct Summary {
  let report: Report
  let ink: Ink

  var lines: [String] {
    var lines: [String] = []
    if report.entries.count != 1 { lines.append(verdictLine) }
    if let ledger = report.ledger { lines += [line(ledger)] }
    if report.verdict != .pass, !report.command.isEmpty {
      lines.append("\(ink("run again", .faint))  \(report.command.map(shellWord).joined(separator: " "))")
    }
    return lines
  }

  private func line(_ note: LedgerNote) -> String {
    switch note.outcome {
    case .recorded(let sequence, let head):
      "\(ink("ledger", .faint))     entry \(sequence) of \(note.path.harmless), head \(head)"
    case .failed(let problem): "\(ink("ledger", .bad))     not recorded: \(problem.harmless)"
    }
  }

  private var verdictLine: String {
    let verdict = ink(report.verdict.rawValue.uppercased(), Ink.colour(of: report.verdict))
    guard !report.entries.isEmpty else { return "\(verdict)  nothing was checked" }
    let counts = [Verdict.block, .warn, .pass].compactMap { verdict -> String? in
      let count = report.entries.count { $0.decision.verdict == verdict }
      return count == 0 ? nil : "\(Amount.grouped(count)) \(verdict.rawValue)"
    }
    let blocking = report.entries.filter { $0.decision.verdict == .block }.map(\.result.contract.id.harmless)
    let names = blocking.isEmpty ? "" : " (\(blocking.joined(separator: ", ")))"
    return "\(verdict)  \(Amount.counted(report.entries.count, "contract")): \(counts.joined(separator: ", "))\(names)"
  }
}
