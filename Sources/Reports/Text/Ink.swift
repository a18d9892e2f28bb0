import Contracts

/// Colours of a terminal (ECMA-48 SGR), or none.
package struct Ink: Sendable {
  package let isOn: Bool

  package init(isOn: Bool) { self.isOn = isOn }

  package enum Colour: String {
    case bad = "1;31"
    case undecided = "1;35"
    case doubtful = "1;33"
    case good = "1;32"
    case bold = "1"
    case faint = "2"
  }

  /// The text in a colour, where there are colours.
  package func callAsFunction(_ text: String, _ colour: Colour?) -> String {
    guard isOn, let colour, !text.isEmpty else { return text }
    return "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m"
  }

  /// Red for what blocks.
  package static func colour(of verdict: Verdict) -> Colour {
    switch verdict {
    case .pass: .good
    case .warn: .doubtful
    case .block: .bad
    }
  }

  static func colour(of clause: ClauseWording) -> Colour? {
    switch clause.effect {
    case nil: .bad
    case .block: clause.result.status == .inconclusive ? .undecided : .bad
    case .warn: .doubtful
    case .pass: .good
    case .ignored, .waived, .known, .skipped: .faint
    }
  }
}
