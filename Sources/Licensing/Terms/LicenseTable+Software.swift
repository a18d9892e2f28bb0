extension LicenseTable {
  /// Licences of software, under which data is often published as well, and of documentation and fonts.
  static let software: [Row] = [
    Row("0BSD MIT-0 Unlicense WTFPL", LicenseTerms()),
    Row(
      "MIT ISC BSD-1-Clause BSD-2-Clause BSD-3-Clause BSD-3-Clause-Clear BSL-1.0 NCSA PostgreSQL UPL-1.0 "
        + "Unicode-DFS-2015 Unicode-DFS-2016 Unicode-3.0 X11 Zlib", LicenseTerms(attribution: .notices)),
    // Each adds a condition that the GNU licences take for a further restriction: advertising, names, patents.
    Row("BSD-4-Clause Apache-1.0 Apache-1.1 Python-2.0", LicenseTerms(attribution: .notices, refusedBy: gnu + eupl)),
    Row("AFL-3.0", LicenseTerms(attribution: .notices, refusedBy: gnu)),
    Row("Apache-2.0 ECL-2.0", LicenseTerms(attribution: .notices, refusedBy: gpl1 + gpl2 + lgpl2 + ["MPL-1.1"])),
    copyleft("GPL-1.0-only", ["GPL-1.0-only"]),
    copyleft("GPL-1.0-or-later", gpl1 + gpl2 + gpl3),
    copyleft("GPL-2.0-only", ["GPL-2.0-only"]),
    copyleft("GPL-2.0-or-later", gpl2 + gpl3),
    copyleft("GPL-3.0-only", ["GPL-3.0-only"]),
    copyleft("GPL-3.0-or-later", gpl3),
    // Section 3 of version 2 lets the GPL take over, in version 2 or a later one.
    copyleft("LGPL-2.0-only", ["LGPL-2.0-only"] + gpl2 + gpl3),
    copyleft("LGPL-2.0-or-later", lgpl2 + lgpl3 + gpl2 + gpl3),
    copyleft("LGPL-2.1-only", ["LGPL-2.1-only"] + gpl2 + gpl3),
    copyleft("LGPL-2.1-or-later", ["LGPL-2.1-only", "LGPL-2.1-or-later"] + lgpl3 + gpl2 + gpl3),
    copyleft("LGPL-3.0-only", ["LGPL-3.0-only", "GPL-3.0-only"]),
    copyleft("LGPL-3.0-or-later", lgpl3 + gpl3),
    copyleft("AGPL-3.0-only", ["AGPL-3.0-only"]),
    copyleft("AGPL-3.0-or-later", agpl),
    copyleft("MPL-1.1", ["MPL-1.1", "MPL-2.0"]),
    copyleft(
      "MPL-2.0",
      ["MPL-2.0", "MPL-2.0-no-copyleft-exception", "LGPL-2.1-only", "LGPL-2.1-or-later"] + gpl2 + gpl3 + lgpl3 + agpl),
    copyleft("MPL-2.0-no-copyleft-exception", ["MPL-2.0-no-copyleft-exception"]),
    copyleft("EPL-1.0", ["EPL-1.0", "EPL-2.0"]),
    copyleft("EPL-2.0", ["EPL-2.0"]),
    // The appendix of each names the licences that may take over: of the GPL, version 1.1 names version 2 alone.
    copyleft(
      "EUPL-1.1",
      ["EUPL-1.1", "EUPL-1.2", "CECILL-2.0", "CPL-1.0", "EPL-1.0", "GPL-2.0-only", "OSL-2.1", "OSL-3.0"]),
    copyleft(
      "EUPL-1.2",
      eupl + ["CECILL-2.0", "CECILL-2.1", "EPL-1.0", "LiLiQ-R-1.1", "LiLiQ-Rplus-1.1", "OSL-2.1", "OSL-3.0"]
        + ["MPL-2.0", "LGPL-2.1-only", "LGPL-2.1-or-later", "CC-BY-SA-3.0"] + gpl2 + gpl3 + lgpl3 + agpl),
    copyleft("OSL-3.0", ["OSL-3.0"]),
    copyleft("CDDL-1.0", ["CDDL-1.0"]),
    Row("LAL-1.3", LicenseTerms(attribution: .creditAndChanges, shareAlike: .init(["LAL-1.3", "CC-BY-SA-4.0"]))),
    copyleft("OFL-1.1", ["OFL-1.1"]),
    copyleft("GFDL-1.1-only", ["GFDL-1.1-only"]),
    copyleft("GFDL-1.1-or-later", gfdl("1.1") + gfdl("1.2") + gfdl("1.3")),
    copyleft("GFDL-1.2-only", ["GFDL-1.2-only"]),
    copyleft("GFDL-1.2-or-later", gfdl("1.2") + gfdl("1.3")),
    copyleft("GFDL-1.3-only", ["GFDL-1.3-only"]),
    copyleft("GFDL-1.3-or-later", gfdl("1.3")),
  ]

  private static let gpl1 = ["GPL-1.0-only", "GPL-1.0-or-later"]
  private static let gpl2 = ["GPL-2.0-only", "GPL-2.0-or-later"]
  private static let gpl3 = ["GPL-3.0-only", "GPL-3.0-or-later"]
  private static let lgpl2 = ["LGPL-2.0-only", "LGPL-2.0-or-later", "LGPL-2.1-only", "LGPL-2.1-or-later"]
  private static let lgpl3 = ["LGPL-3.0-only", "LGPL-3.0-or-later"]
  private static let agpl = ["AGPL-3.0-only", "AGPL-3.0-or-later"]
  private static let gnu = gpl1 + gpl2 + gpl3 + lgpl2 + lgpl3 + agpl
  private static let eupl = ["EUPL-1.1", "EUPL-1.2"]

  private static func gfdl(_ version: String) -> [String] { ["GFDL-\(version)-only", "GFDL-\(version)-or-later"] }

  private static func copyleft(_ id: String, _ successors: [String]) -> Row {
    Row(id, LicenseTerms(attribution: .notices, shareAlike: .init(successors)))
  }
}
