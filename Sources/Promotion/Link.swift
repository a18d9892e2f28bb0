import Contracts
import Provenance

/// What a promotion needs to hold, in the order in which it is told.
package enum LinkKind: String, Sendable, CaseIterable {
  /// Each dataset was let through by the promotion gate, for exactly these bytes.
  case data
  /// Data, code and environment are what was recorded.
  case reproducibility
  /// The licences of everything upstream allow the uses.
  case licenses
  /// The policy lets the privacy classes of everything upstream pass.
  case privacy
  /// Somebody answers for each artifact and dataset.
  case owners
  /// There is an earlier promotion to go back to, whose bytes are at hand.
  case rollback
  /// Nothing that a rollback declared bad is in it.
  case badVersions = "bad_versions"
  /// A trusted key has signed for each dataset; only where the policy asks.
  case signatures

  /// As the text report names it.
  package var name: String { self == .badVersions ? "bad versions" : rawValue }
}

/// One kind of link, with every place where it is broken.
package struct Link: Hashable, Sendable {
  package var kind: LinkKind
  package var status: Status
  /// Failures first, then what could not be decided; each in the order of lineage.
  package var breaks: [LinkBreak]
  /// What was found, where nothing is broken; why it was skipped.
  package var note: String?

  package init(_ kind: LinkKind, _ breaks: [LinkBreak], note: String) {
    self.kind = kind
    self.breaks = breaks.filter(\.isFailure) + breaks.filter { !$0.isFailure }
    status = breaks.contains(where: \.isFailure) ? .failed : breaks.isEmpty ? .passed : .inconclusive
    self.note = breaks.isEmpty ? note : nil
  }

  package init(skipped kind: LinkKind, because note: String) {
    self.kind = kind
    status = .skipped
    breaks = []
    self.note = note
  }
}

/// A place where a link is broken.
package struct LinkBreak: Hashable, Sendable {
  /// Otherwise it could not be decided.
  package var isFailure: Bool
  /// What is concerned: a file, a source, a job.
  package var subject: String
  /// What was expected and what was found; follows the subject and a colon.
  package var message: String
  /// What to do.
  package var mend: String
  /// The command that does it, or the first step of it; runs as it stands.
  package var run: String?

  package init(_ isFailure: Bool, _ subject: String, _ message: String, mend: String, run: String? = nil) {
    self.isFailure = isFailure
    self.subject = subject
    self.message = message
    self.mend = mend
    self.run = run
  }

  /// Both on one line.
  package var mendAndRun: String { run.map { "\(mend): \($0)" } ?? mend }

  static func failed(_ subject: String, _ message: String, mend: String, run: String? = nil) -> LinkBreak {
    LinkBreak(true, subject, message, mend: mend, run: run)
  }
  static func undecided(_ subject: String, _ message: String, mend: String, run: String? = nil) -> LinkBreak {
    LinkBreak(false, subject, message, mend: mend, run: run)
  }
}

/// What the gate makes of a model.
package struct PromotionVerdict: Hashable, Sendable {
  /// In the order of `LinkKind`.
  package var links: [Link]
  /// What makes a pass a warning.
  package var warnings: [String]
  /// What changes nothing, but a reader should know.
  package var notices: [String]
  /// The decisions on data that it rests on, by entry.
  package var restsOn: [EntryReference]

  package init(links: [Link], warnings: [String] = [], notices: [String] = [], restsOn: [EntryReference] = []) {
    self.links = links
    self.warnings = warnings
    self.notices = notices
    self.restsOn = restsOn
  }

  package var verdict: Verdict {
    if links.contains(where: { !$0.breaks.isEmpty }) { return .block }
    return warnings.isEmpty ? .pass : .warn
  }

  /// Blocks, but only because something could not be decided.
  package var isInconclusive: Bool { verdict == .block && !links.contains { $0.status == .failed } }
}
