/// Names of licences that are no SPDX identifiers, and what they are in SPDX. Names that are SPDX identifiers in
/// another case (`cc-by-4.0`, `apache-2.0`) need no row.
///
/// On `date` held against archived copies: of Hugging Face's `docs/hub/repositories-licenses.md` (one that ends with
/// Gemma), of the files of the Open Definition's licence service (`okfn/licenses`), of CKAN's `ckan/model/license.py`.
/// Rows said below to be unchecked stand in none of these, and were written from knowledge.
package enum ForeignNameTable {
  package static let date = "2026-11-21"

  /// By name in lower case.
  static let names: [String: ForeignLicenseName] = {
    var names: [String: ForeignLicenseName] = [:]
    for (name, expression) in equivalents { names[name] = .spdx(expression) }
    for (name, reason) in others { names[name] = .noEquivalent(reason) }
    return names
  }()

  /// Every name with a row.
  package static var all: [String] { names.keys.sorted() }

  private static let equivalents: [(String, String)] = [
    // Hugging Face
    ("c-uda", "C-UDA-1.0"), ("odc-by", "ODC-By-1.0"), ("odbl", "ODbL-1.0"), ("pddl", "PDDL-1.0"),
    ("openrail", "LicenseRef-OpenRAIL"), ("openrail++", "LicenseRef-OpenRAIL-PP"),
    ("bigscience-openrail-m", "LicenseRef-BigScience-OpenRAIL-M"),
    ("creativeml-openrail-m", "LicenseRef-CreativeML-OpenRAIL-M"),
    ("bigcode-openrail-m", "LicenseRef-BigCode-OpenRAIL-M"),
    ("bigscience-bloom-rail-1.0", "LicenseRef-BigScience-BLOOM-RAIL-1.0"), ("lgpl-lr", "LGPLLR"),
    ("llama2", "LicenseRef-Llama-2"), ("gemma", "LicenseRef-Gemma"),
    ("deepfloyd-if-license", "LicenseRef-DeepFloyd-IF"),
    // Hugging Face, unchecked: newer than the copy
    ("llama3", "LicenseRef-Llama-3"), ("llama3.1", "LicenseRef-Llama-3.1"), ("llama3.2", "LicenseRef-Llama-3.2"),
    ("llama3.3", "LicenseRef-Llama-3.3"), ("llama4", "LicenseRef-Llama-4"),
    ("grok2-community", "LicenseRef-Grok-2-Community"), ("h-research", "LicenseRef-H-Research"),
    ("intel-research", "LicenseRef-Intel-Research"), ("apple-ascl", "LicenseRef-Apple-ASCL"),
    ("apple-amlr", "LicenseRef-Apple-AMLR"), ("openmdw-1.0", "LicenseRef-OpenMDW-1.0"),
    ("fair-noncommercial-research-license", "LicenseRef-FAIR-Noncommercial-Research"),
    // Open Definition, as Frictionless packages name them
    ("odc-pddl-1.0", "PDDL-1.0"), ("fal-1.3", "LAL-1.3"),
    ("gfdl-1.3-no-cover-texts-no-invariant-sections", "GFDL-1.3-no-invariants-or-later"),
    // CKAN
    ("cc-zero", "CC0-1.0"), ("odc-pddl", "PDDL-1.0"), ("odc-odbl", "ODbL-1.0"),
    // Portals of Germany and France, and short forms; unchecked
    ("dl-de/by-2-0", "DL-DE-BY-2.0"), ("dl-de/zero-2-0", "DL-DE-ZERO-2.0"), ("fr-lo", "etalab-2.0"),
    ("lov2", "etalab-2.0"), ("cc0", "CC0-1.0"), ("odc-odbl-1.0", "ODbL-1.0"),
  ]

  private static let others: [(String, String)] =
    [
      ("other", "only says that the licence is another one; write LicenseRef- and the name in license_name"),
      ("unknown", "says that nobody knows the licence; find out, or leave the licence out"),
      ("notspecified", "says that no licence was given; find out, or leave the licence out"),
      ("other-at", "names no licence, only that it asks for attribution; write LicenseRef- and its name"),
      ("other-closed", "names no licence, only that it is not open; write LicenseRef- and its name"),
      ("other-nc", "names no licence, only that it is non-commercial; write LicenseRef- and its name"),
      ("other-open", "names no licence, only that it is open; write LicenseRef- and its name"),
      ("other-pd", "names no dedication; write CC0-1.0, PDDL-1.0 or CC-PDM-1.0, whichever it is"),
      ("all-rights-reserved", "allows nothing; write LicenseRef- and a name for what was agreed with the owner"),
      ("proprietary", "names no terms; write LicenseRef- and their name"),
      ("public-domain", "names no dedication; write CC0-1.0, PDDL-1.0 or CC-PDM-1.0, whichever it is"),
    ]
    + ["cc", "bsd", "gpl", "lgpl", "gfdl"].map { ($0, "is a family of licences; write which one, with its version") }
    + ["cc-by", "cc-by-sa", "cc-by-nc", "cc-by-nd", "cc-by-nc-sa", "cc-by-nc-nd", "cc-nc", "uk-ogl"].map {
      ($0, "names no version; write it, as in CC-BY-4.0 or OGL-UK-3.0")
    }
}
