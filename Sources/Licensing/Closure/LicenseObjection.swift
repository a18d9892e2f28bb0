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
  /// The licence that objects; `nil` where none does, but one is missing or the question is unclear.
  package var license: SimpleLicense?
  /// What it says, to follow its name: `allows non-commercial use only`.
  package var words: String

  init(
    _ obligation: Obligation, of license: SimpleLicense? = nil, _ words: String, answer: LicenseAnswer = .no
  ) {
    self.answer = answer
    self.obligation = obligation
    self.license = license
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

  /// `declared MIT, but 2 records (12, 90) come from S17 under CC-BY-NC-4.0, which allows non-commercial use only`
  package var description: String {
    if objection.obligation == .unknownUse, case .use(let use) = aim { return "\(use): \(objection.words)" }
    switch aim {
    case .use(let use): return "\(use): \(origin.phrase)\(why)"
    case .declared(let declared):
      let subject = origin.kind == .contract ? "" : ", but \(origin.phrase)"
      return "declared \(declared)\(subject)\(why)"
    }
  }

  /// What stands in the way, to follow the origin's licence: `, which allows non-commercial use only`.
  package var why: String {
    if origin.isMasked { return "" }
    guard let license = objection.license else { return ", \(objection.words)" }
    let isAlone = origin.expression?.term == .license(license)
    return isAlone ? ", which \(objection.words)" : ", of which \(license) \(objection.words)"
  }

  /// By which clashes are sorted: what is certain first.
  var order: (Int, String, String) { (-answer.rawValue, origin.identity, description) }
}
