extension LicenseTable {
  /// Creative Commons: versions and ports that are on the SPDX list.
  ///
  /// Of the database right speak version 4.0 and the ports of Germany, Austria, the Netherlands and France: they waive
  /// it or license it. A licence with SA names what a derived work may stand under (from 2.0 on, section 4b): later
  /// versions and ports with the same elements, and in the ports of England and Japan any version.
  static let creativeCommons: [Row] = [
    Row("CC0-1.0", LicenseTerms(databaseRight: .granted)),
    Row("CC-PDDC CC-PDM-1.0", LicenseTerms()),
    Row(
      "CC-BY-4.0 CC-BY-3.0-AT CC-BY-3.0-DE CC-BY-3.0-NL",
      LicenseTerms(attribution: .creditAndChanges, databaseRight: .granted)),
    Row(
      "CC-BY-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-2.5-AU CC-BY-3.0 CC-BY-3.0-AU CC-BY-3.0-IGO CC-BY-3.0-US",
      LicenseTerms(attribution: .creditAndChanges)),
    // The one licence without the element BY: its notices are kept, and nobody is named.
    sharing("CC-SA-1.0", attribution: .notices, successors: "CC-SA-1.0"),
    sharing("CC-BY-SA-1.0", successors: "CC-BY-SA-1.0"),
    sharing("CC-BY-SA-2.0", successors: bySAFrom2),
    sharing("CC-BY-SA-2.0-UK", attribution: .credit, successors: "CC-BY-SA-1.0 \(bySAFrom2)"),
    sharing("CC-BY-SA-2.1-JP", successors: "CC-BY-SA-1.0 \(bySAFrom2)"),
    sharing("CC-BY-SA-2.5", successors: "CC-BY-SA-2.5 \(bySAFrom3)"),
    sharing("CC-BY-SA-3.0 CC-BY-SA-3.0-IGO", successors: bySAFrom3),
    sharing("CC-BY-SA-3.0-AT CC-BY-SA-3.0-DE", databaseRight: .granted, successors: bySAFrom3),
    // The Free Art License and, one way, GPL version 3 are on Creative Commons' list of compatible licences.
    sharing("CC-BY-SA-4.0", databaseRight: .granted, successors: "CC-BY-SA-4.0 LAL-1.3 GPL-3.0-only"),
    Row(
      "CC-BY-NC-4.0 CC-BY-NC-3.0-DE",
      LicenseTerms(use: .nonCommercial, attribution: .creditAndChanges, databaseRight: .granted)),
    Row(
      "CC-BY-NC-1.0 CC-BY-NC-2.0 CC-BY-NC-2.5 CC-BY-NC-3.0",
      LicenseTerms(use: .nonCommercial, attribution: .creditAndChanges)),
    sharing("CC-BY-NC-SA-1.0", use: .nonCommercial, successors: "CC-BY-NC-SA-1.0"),
    sharing("CC-BY-NC-SA-2.0", use: .nonCommercial, successors: byNCSAFrom2),
    sharing(
      "CC-BY-NC-SA-2.0-DE CC-BY-NC-SA-2.0-FR", use: .nonCommercial, databaseRight: .granted,
      successors: byNCSAFrom2),
    sharing(
      "CC-BY-NC-SA-2.0-UK", use: .nonCommercial, attribution: .credit,
      successors: "CC-BY-NC-SA-1.0 \(byNCSAFrom2)"),
    sharing("CC-BY-NC-SA-2.5", use: .nonCommercial, successors: "CC-BY-NC-SA-2.5 \(byNCSAFrom3)"),
    sharing("CC-BY-NC-SA-3.0 CC-BY-NC-SA-3.0-IGO", use: .nonCommercial, successors: byNCSAFrom3),
    sharing("CC-BY-NC-SA-3.0-DE", use: .nonCommercial, databaseRight: .granted, successors: byNCSAFrom3),
    sharing("CC-BY-NC-SA-4.0", use: .nonCommercial, databaseRight: .granted, successors: "CC-BY-NC-SA-4.0"),
    Row(
      "CC-BY-ND-4.0 CC-BY-ND-3.0-DE",
      LicenseTerms(attribution: .creditAndChanges, allowsDerivatives: false, databaseRight: .granted)),
    Row(
      "CC-BY-ND-1.0 CC-BY-ND-2.0 CC-BY-ND-2.5 CC-BY-ND-3.0",
      LicenseTerms(attribution: .creditAndChanges, allowsDerivatives: false)),
    Row(
      "CC-BY-NC-ND-4.0 CC-BY-NC-ND-3.0-DE",
      LicenseTerms(
        use: .nonCommercial, attribution: .creditAndChanges, allowsDerivatives: false, databaseRight: .granted)),
    Row(
      "CC-BY-NC-ND-1.0 CC-BY-NC-ND-2.0 CC-BY-NC-ND-2.5 CC-BY-NC-ND-3.0 CC-BY-NC-ND-3.0-IGO",
      LicenseTerms(use: .nonCommercial, attribution: .creditAndChanges, allowsDerivatives: false)),
  ]

  private static let bySAFrom3 =
    "CC-BY-SA-3.0 CC-BY-SA-3.0-AT CC-BY-SA-3.0-DE CC-BY-SA-3.0-IGO CC-BY-SA-4.0"
  private static let bySAFrom2 = "CC-BY-SA-2.0 CC-BY-SA-2.0-UK CC-BY-SA-2.1-JP CC-BY-SA-2.5 \(bySAFrom3)"
  private static let byNCSAFrom3 = "CC-BY-NC-SA-3.0 CC-BY-NC-SA-3.0-DE CC-BY-NC-SA-3.0-IGO CC-BY-NC-SA-4.0"
  private static let byNCSAFrom2 =
    "CC-BY-NC-SA-2.0 CC-BY-NC-SA-2.0-DE CC-BY-NC-SA-2.0-FR CC-BY-NC-SA-2.0-UK CC-BY-NC-SA-2.5 \(byNCSAFrom3)"

  private static func sharing(
    _ ids: String, use: LicenseTerms.Use = .any,
    attribution: LicenseTerms.Attribution = .creditAndChanges, databaseRight: LicenseTerms.DatabaseRight = .silent,
    successors: String
  ) -> Row {
    Row(
      ids,
      LicenseTerms(
        use: use, attribution: attribution,
        shareAlike: .init(successors.split(separator: " ").map(String.init)), databaseRight: databaseRight))
  }
}
