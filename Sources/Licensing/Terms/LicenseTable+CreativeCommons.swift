extension LicenseTable {
  /// Creative Commons: versions and ports that are on the SPDX list. Only version 4.0 speaks of the database right;
  /// a licence with SA names under which later versions a derived work may stand (from 2.0 on, section 4b).
  static let creativeCommons: [Row] = [
    Row("CC0-1.0", LicenseTerms(databaseRight: .granted)),
    Row("CC-PDDC CC-PDM-1.0", LicenseTerms()),
    Row("CC-BY-4.0", LicenseTerms(attribution: .creditAndChanges, databaseRight: .granted)),
    Row(
      "CC-BY-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-2.5-AU CC-BY-3.0 CC-BY-3.0-AT CC-BY-3.0-AU CC-BY-3.0-DE CC-BY-3.0-IGO "
        + "CC-BY-3.0-NL CC-BY-3.0-US", LicenseTerms(attribution: .creditAndChanges)),
    sharing("CC-SA-1.0", "CC-SA", successors: "CC-SA-1.0"),
    sharing("CC-BY-SA-1.0", "CC-BY-SA", successors: "CC-BY-SA-1.0"),
    sharing(
      "CC-BY-SA-2.0 CC-BY-SA-2.0-UK CC-BY-SA-2.1-JP", "CC-BY-SA",
      successors: "CC-BY-SA-2.0 CC-BY-SA-2.0-UK CC-BY-SA-2.1-JP CC-BY-SA-2.5 \(bySA3) CC-BY-SA-4.0"),
    sharing("CC-BY-SA-2.5", "CC-BY-SA", successors: "CC-BY-SA-2.5 \(bySA3) CC-BY-SA-4.0"),
    sharing(bySA3, "CC-BY-SA", successors: "\(bySA3) CC-BY-SA-4.0"),
    // The Free Art License and, one way, GPL version 3 are on Creative Commons' list of compatible licences.
    sharing(
      "CC-BY-SA-4.0", "CC-BY-SA", databaseRight: .granted, successors: "CC-BY-SA-4.0 LAL-1.3 GPL-3.0-only"),
    Row(
      "CC-BY-NC-4.0",
      LicenseTerms(use: .nonCommercial, attribution: .creditAndChanges, databaseRight: .granted)),
    Row(
      "CC-BY-NC-1.0 CC-BY-NC-2.0 CC-BY-NC-2.5 CC-BY-NC-3.0 CC-BY-NC-3.0-DE",
      LicenseTerms(use: .nonCommercial, attribution: .creditAndChanges)),
    sharing("CC-BY-NC-SA-1.0", "CC-BY-NC-SA", use: .nonCommercial, successors: "CC-BY-NC-SA-1.0"),
    sharing(
      byNCSA2, "CC-BY-NC-SA", use: .nonCommercial,
      successors: "\(byNCSA2) CC-BY-NC-SA-2.5 \(byNCSA3) CC-BY-NC-SA-4.0"),
    sharing(
      "CC-BY-NC-SA-2.5", "CC-BY-NC-SA", use: .nonCommercial,
      successors: "CC-BY-NC-SA-2.5 \(byNCSA3) CC-BY-NC-SA-4.0"),
    sharing(byNCSA3, "CC-BY-NC-SA", use: .nonCommercial, successors: "\(byNCSA3) CC-BY-NC-SA-4.0"),
    sharing(
      "CC-BY-NC-SA-4.0", "CC-BY-NC-SA", use: .nonCommercial, databaseRight: .granted, successors: "CC-BY-NC-SA-4.0"),
    Row(
      "CC-BY-ND-4.0",
      LicenseTerms(attribution: .creditAndChanges, allowsDerivatives: false, databaseRight: .granted)),
    Row(
      "CC-BY-ND-1.0 CC-BY-ND-2.0 CC-BY-ND-2.5 CC-BY-ND-3.0 CC-BY-ND-3.0-DE",
      LicenseTerms(attribution: .creditAndChanges, allowsDerivatives: false)),
    Row(
      "CC-BY-NC-ND-4.0",
      LicenseTerms(
        use: .nonCommercial, attribution: .creditAndChanges, allowsDerivatives: false, databaseRight: .granted)),
    Row(
      "CC-BY-NC-ND-1.0 CC-BY-NC-ND-2.0 CC-BY-NC-ND-2.5 CC-BY-NC-ND-3.0 CC-BY-NC-ND-3.0-DE CC-BY-NC-ND-3.0-IGO",
      LicenseTerms(use: .nonCommercial, attribution: .creditAndChanges, allowsDerivatives: false)),
  ]

  private static let bySA3 = "CC-BY-SA-3.0 CC-BY-SA-3.0-AT CC-BY-SA-3.0-DE CC-BY-SA-3.0-IGO"
  private static let byNCSA2 = "CC-BY-NC-SA-2.0 CC-BY-NC-SA-2.0-DE CC-BY-NC-SA-2.0-FR CC-BY-NC-SA-2.0-UK"
  private static let byNCSA3 = "CC-BY-NC-SA-3.0 CC-BY-NC-SA-3.0-DE CC-BY-NC-SA-3.0-IGO"

  private static func sharing(
    _ ids: String, _ family: String, use: LicenseTerms.Use = .any,
    databaseRight: LicenseTerms.DatabaseRight = .silent, successors: String
  ) -> Row {
    Row(
      ids,
      LicenseTerms(
        use: use, attribution: .creditAndChanges,
        shareAlike: .init(family, successors.split(separator: " ").map(String.init)), databaseRight: databaseRight))
  }
}
