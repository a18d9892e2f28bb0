extension LicenseTable {
  /// Licences that were written for data, by Open Data Commons, the Linux Foundation, Microsoft and states.
  static let openData: [Row] = [
    Row("PDDL-1.0", LicenseTerms(databaseRight: .granted)),
    Row("ODC-By-1.0", LicenseTerms(attribution: .credit, databaseRight: .granted)),
    Row(
      "ODbL-1.0",
      LicenseTerms(
        attribution: .credit, shareAlike: .init(["ODbL-1.0"]), databaseRight: .granted)),
    Row("CDLA-Permissive-1.0", LicenseTerms(attribution: .creditAndChanges, databaseRight: .granted)),
    Row("CDLA-Permissive-2.0", LicenseTerms(attribution: .notices)),
    Row(
      "CDLA-Sharing-1.0",
      LicenseTerms(
        attribution: .creditAndChanges, shareAlike: .init(["CDLA-Sharing-1.0"]),
        databaseRight: .granted)),
    Row("O-UDA-1.0", LicenseTerms(attribution: .credit)),
    Row(
      "OGL-UK-1.0 OGL-UK-2.0 OGL-UK-3.0", LicenseTerms(attribution: .credit, databaseRight: .granted)),
    Row("OGL-Canada-2.0", LicenseTerms(attribution: .credit)),
    Row("NLOD-1.0 NLOD-2.0", LicenseTerms(attribution: .creditAndChanges, databaseRight: .granted)),
    Row("DL-DE-BY-2.0", LicenseTerms(attribution: .creditAndChanges)),
    Row("DL-DE-ZERO-2.0", LicenseTerms()),
    Row("etalab-2.0", LicenseTerms(attribution: .credit, databaseRight: .granted)),
  ]

  /// Licences of models, which the SPDX list does not hold, under the names that this tool gives them. All OpenRAIL
  /// licences ask that their restrictions on use be passed on.
  static let models: [Row] = [
    Row(
      "LicenseRef-OpenRAIL LicenseRef-OpenRAIL-M LicenseRef-OpenRAIL-PP LicenseRef-BigScience-OpenRAIL-M "
        + "LicenseRef-CreativeML-OpenRAIL-M LicenseRef-BigCode-OpenRAIL-M LicenseRef-BigScience-BLOOM-RAIL-1.0",
      LicenseTerms(attribution: .notices, restrictions: "OpenRAIL"))
  ]
}
