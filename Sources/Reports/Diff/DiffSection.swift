import Comparison
import Contracts

/// One part of a diff as every format for people shows it: a heading, a table, sentences below it.
struct DiffSection {
  /// A piece of text: our own words, or words from data and contracts, which each format makes harmless.
  enum Cell: Hashable {
    case ours(String)
    case theirs(String)
    case none

    /// As it is.
    var text: String {
      switch self {
      case .ours(let text), .theirs(let text): text
      case .none: ""
      }
    }

    init(theirs text: String?) { self = text.map(Cell.theirs) ?? .none }
  }

  var title: String
  var headings: [String] = []
  var rows: [[Cell]] = []
  /// The last columns that may stand below their row, each with its heading, where there is no room beside it.
  var detailCount = 0
  /// Sentences, each of pieces.
  var notes: [[Cell]] = []

  var isEmpty: Bool { rows.isEmpty && notes.isEmpty }

  /// Of one kind of row no more are shown; JSON has all.
  static let rowLimit = 100

  init(
    _ title: String, headings: [String] = [], rows: [[Cell]] = [], detailCount: Int = 0, notes: [[Cell]] = []
  ) {
    self.title = title
    self.detailCount = detailCount
    self.headings = headings
    self.rows = Array(rows.prefix(Self.rowLimit))
    self.notes = notes
    let more = rows.count - self.rows.count
    if more > 0 { self.notes.insert([.ours("and \(Amount.grouped(more)) more, which the JSON report lists")], at: 0) }
  }
}

extension DiffReport {
  /// All parts in their order, without those that have nothing to say.
  var sections: [DiffSection] {
    let parts: [DiffSection]
    switch subject {
    case .contracts(let comparison): parts = comparison.sections
    case .versions(let comparison): parts = comparison.sections
    }
    return (parts + [versionSection, decisionSection]).filter { !$0.isEmpty }
  }

  private var versionSection: DiffSection {
    let check = versions
    var notes: [[DiffSection.Cell]] = []
    let asks = "What changed asks for \(doubts.isEmpty ? "" : "at least ")a \(check.proposal.rawValue) version"
    var proposal: [DiffSection.Cell] = [
      .ours(check.proposal == .none ? "Nothing that is known asks for a new version" : asks)
    ]
    if let proposed = check.proposed, check.proposal != .none {
      proposal += [.ours(": "), .theirs(proposed.description), .ours(" or later")]
    }
    notes.append(proposal)
    notes.append(
      [.ours("The contract's version was "), check.before.map { .theirs($0) } ?? .ours("not given"), .ours(" and is ")]
        + [check.after.map { .theirs($0) } ?? .ours("not given"), .ours(": \(check.outcome.words)")])
    notes += doubts.map { [.ours("It may be more: "), .theirs($0)] }
    return DiffSection("Version", notes: notes)
  }

  private var decisionSection: DiffSection {
    let acting = decision.findings.filter { $0.effect != .reported }
    let rows = acting.map { finding -> [DiffSection.Cell] in
      let undecided = finding.change.isUndecided && finding.effect == .block ? " (not known)" : ""
      return [
        .ours(finding.effect.rawValue + undecided), .ours(finding.change.kind.rawValue),
        DiffSection.Cell(theirs: finding.change.subject), DiffSection.Cell(theirs: finding.cited),
        .theirs(finding.change.words),
      ]
    }
    return DiffSection(
      "Decision", headings: ["EFFECT", "CHANGE", "OF", "POLICY", "WHY"], rows: rows, notes: [verdict])
  }

  private var verdict: [DiffSection.Cell] {
    let word = decision.blocks ? decision.isInconclusive ? "block (something is not known)" : "block" : "pass"
    guard let policy = decision.policy else {
      return [.ours("\(word.uppercasedFirst): no policy was given, so everything is reported and nothing blocks")]
    }
    return [.ours("\(word.uppercasedFirst) at the gate \(decision.gate), by "), .theirs(policy)]
  }
}

extension VersionCheck.Outcome {
  /// How a sentence about two versions ends.
  fileprivate var words: String {
    switch self {
    case .sufficient: "that will do"
    case .tooSmall: "that is too little"
    case .backwards: "that is backwards"
    case .shared: "both are data under one contract, so whoever publishes them raises it"
    case .missing: "without both there is nothing to compare"
    case .unreadable: "they are not both semantic versions"
    }
  }

  /// For programs.
  var name: String {
    switch self {
    case .sufficient: "sufficient"
    case .tooSmall: "too_small"
    case .backwards: "backwards"
    case .shared: "shared"
    case .missing: "missing"
    case .unreadable: "unreadable"
    }
  }
}

extension String {
  fileprivate var uppercasedFirst: String { prefix(1).uppercased() + dropFirst() }
}
