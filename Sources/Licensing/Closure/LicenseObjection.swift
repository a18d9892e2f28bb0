/// Whether licences allow something.
package enum LicenseAnswer: Int, Sendable, Comparable {
  case yes
  /// Terms are not known, so that no one can say.
  case undecided
  case no

  package static func < (one: LicenseAnswer, other: LicenseAnswer) -> Bool { one.rawValue < other.rawValue }

  /// `yes`, `undecided`, `no`.
  package var name: String { "\(self)" }
}

/// What in a licence stands in the way.
package struct LicenseObjection: Hashable, Sendable {
  /// Which of the obligations it is.
  package enum Obligation: String, Sendable {
    case use, attribution, derivatives, restrictions
    case shareAlike = "share-alike"
    /// Conditions for which the declared licence leaves no room.
    case conditions
    case unknownTerms = "unknown-terms"
    case unknownUse = "unknown-use"
    case noLicense = "no-license"
  }

  package var answer: LicenseAnswer
  package var obligation: Obligation
  /// Goes on from the licence: `which allows non-commercial use only`.
  package var words: String

  init(_ obligation: Obligation, _ words: String, answer: LicenseAnswer = .no) {
    self.answer = answer
    self.obligation = obligation
    self.words = words
  }
}

/// An origin and a use, or an origin and the declared licence, that do not go together.
package struct LicenseClash: Hashable, Sendable {
  /// What the origin's licence was held against.
  package enum Aim: Hashable, Sendable {
    case use(String)
    /// The declared expression.
    case declared(String)
  }

  package var aim: Aim
  package var origin: LicenseOrigin
  package var objection: LicenseObjection

  package var answer: LicenseAnswer { objection.answer }

  /// `declared CC-BY-4.0, but 2 records (12, 90) from S17 under CC-BY-NC-4.0, which allows non-commercial use only`
  package var description: String {
    let licensed = origin.phrase
    let why = origin.isMasked && objection.obligation != .noLicense ? "" : ", \(objection.words)"
    switch aim {
    case .use(let use): return "\(use): \(licensed)\(why)"
    case .declared(let declared):
      return origin.kind == .contract ? "declared \(declared)\(why)" : "declared \(declared), but \(licensed)\(why)"
    }
  }

  /// By which clashes are sorted: what is certain first.
  var order: (Int, String, String) { (-answer.rawValue, origin.identity, description) }
}
