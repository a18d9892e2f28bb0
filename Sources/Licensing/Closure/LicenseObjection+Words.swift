extension LicenseObjection {
  static func unknownTerms(of license: SimpleLicense) -> LicenseObjection {
    LicenseObjection(
      .unknownTerms, of: license, "has terms that are not known here (a policy can declare them: `license_terms`)",
      answer: .undecided)
  }

  /// Whether `promised` keeps what the licence asks, nobody can say.
  static func unknownPromise(_ license: SimpleLicense, _ promised: SimpleLicense) -> LicenseObjection {
    LicenseObjection(
      .unknownTerms, of: license,
      "cannot be held against \(promised), whose terms are not known here (a policy can declare them: `license_terms`)",
      answer: .undecided)
  }

  static func use(_ license: SimpleLicense, _ use: LicenseTerms.Use) -> LicenseObjection {
    LicenseObjection(.use, of: license, "allows \(use.words) only")
  }

  static func attribution(_ license: SimpleLicense) -> LicenseObjection {
    LicenseObjection(.attribution, of: license, "asks for attribution, which is not passed on")
  }

  static func derivatives(_ license: SimpleLicense) -> LicenseObjection {
    LicenseObjection(.derivatives, of: license, "allows nothing to be made from it")
  }

  static func restrictions(
    _ license: SimpleLicense, _ family: String, answer: LicenseAnswer = .no
  ) -> LicenseObjection {
    LicenseObjection(
      .restrictions, of: license, "asks that its restrictions of use (\(family)) be passed on", answer: answer)
  }

  static func shareAlike(_ license: SimpleLicense, _ shareAlike: LicenseTerms.ShareAlike) -> LicenseObjection {
    let sorted = shareAlike.successors.sorted()
    let successors = [sorted.dropLast().joined(separator: ", "), sorted.last ?? ""].filter { !$0.isEmpty }
      .joined(separator: " or ")
    return LicenseObjection(
      .shareAlike, of: license, "is share-alike, so that what is made from it stands under \(successors)")
  }

  static func conditions(_ license: SimpleLicense, _ other: String) -> LicenseObjection {
    LicenseObjection(.conditions, of: license, "has conditions for which \(other) leaves no room")
  }
}

extension LicenseTerms.Use {
  /// `non-commercial use`
  package var words: String {
    switch self {
    case .research: "research without commercial purpose"
    case .nonCommercial: "non-commercial use"
    case .any: "any use"
    }
  }
}
