extension LicenseObjection {
  static func unknownTerms(of license: SimpleLicense) -> LicenseObjection {
    LicenseObjection(.unknownTerms, "and the terms of \(license) are not known", answer: .undecided)
  }

  static func use(
    _ license: SimpleLicense, _ use: LicenseTerms.Use, answer: LicenseAnswer = .no
  ) -> LicenseObjection {
    LicenseObjection(.use, "and \(license) allows \(use.words) only", answer: answer)
  }

  static func attribution(_ license: SimpleLicense, answer: LicenseAnswer) -> LicenseObjection {
    LicenseObjection(.attribution, "and \(license) asks for attribution, which it does not pass on", answer: answer)
  }

  static func derivatives(_ license: SimpleLicense, answer: LicenseAnswer = .no) -> LicenseObjection {
    LicenseObjection(.derivatives, "and \(license) allows nothing to be made from it", answer: answer)
  }

  static func restrictions(_ license: SimpleLicense, _ family: String, answer: LicenseAnswer) -> LicenseObjection {
    LicenseObjection(
      .restrictions, "and \(license) asks that its restrictions of use (\(family)) be passed on", answer: answer)
  }

  static func shareAlike(_ license: SimpleLicense, _ shareAlike: LicenseTerms.ShareAlike) -> LicenseObjection {
    let successors = shareAlike.successors.sorted().joined(separator: ", ")
    return LicenseObjection(.shareAlike, "and \(license) is share-alike: what is made from it stands under \(successors)")
  }

  static func conditions(_ license: SimpleLicense, _ other: String) -> LicenseObjection {
    LicenseObjection(.conditions, "and \(license) has conditions for which \(other) leaves no room")
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
