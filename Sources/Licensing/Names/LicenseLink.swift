/// Links to licences: read, to find the SPDX identifier, and written, for a notice.
package enum LicenseLink {
  /// The licence that a link leads to, from its lower-case text; `nil` where it is no link that is known.
  static func meaning(of link: String) -> ForeignLicenseName? {
    var rest = link[...]
    for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
    rest = rest.prefix { $0 != "?" && $0 != "#" }
    if rest.hasPrefix("www.") { rest = rest.dropFirst(4) }
    var parts = rest.split(separator: "/").map(String.init)
    guard !parts.isEmpty else { return nil }
    let host = parts.removeFirst()
    switch host {
    case "creativecommons.org": return creativeCommons(parts)
    case "spdx.org", "opensource.org":
      return parts.count == 2 && ["licenses", "license"].contains(parts[0]) ? listed(parts[1]) : nil
    default: return pages.first { rest.hasPrefix($0.0) }.map { .spdx($0.1) }
    }
  }

  /// `https://spdx.org/licenses/MIT.html`, `https://opensource.org/licenses/MIT`
  private static func listed(_ name: String) -> ForeignLicenseName? {
    for suffix in ["", ".html", ".json", ".txt"] where name.hasSuffix(suffix) {
      if let id = LicenseIndex.shared.license(String(name.dropLast(suffix.count))) {
        // Some retired identifiers end in `+`.
        let isOrLater = id.hasSuffix("+")
        return .spdx(SimpleLicense(id: isOrLater ? String(id.dropLast()) : id, orLater: isOrLater).current.description)
      }
    }
    return nil
  }

  /// By the start of the link without scheme and `www.`; the longest that fits stands first.
  private static let pages: [(String, String)] = [
    ("opendatacommons.org/licenses/by", "ODC-By-1.0"), ("opendatacommons.org/licenses/odbl", "ODbL-1.0"),
    ("opendatacommons.org/licenses/pddl", "PDDL-1.0"),
    ("nationalarchives.gov.uk/doc/open-government-licence/version/1", "OGL-UK-1.0"),
    ("nationalarchives.gov.uk/doc/open-government-licence/version/2", "OGL-UK-2.0"),
    ("nationalarchives.gov.uk/doc/open-government-licence/version/3", "OGL-UK-3.0"),
    ("open.canada.ca/en/open-government-licence-canada", "OGL-Canada-2.0"),
    ("govdata.de/dl-de/by-2-0", "DL-DE-BY-2.0"), ("govdata.de/dl-de/zero-2-0", "DL-DE-ZERO-2.0"),
    ("etalab.gouv.fr/wp-content/uploads/2017/04/etalab-licence-ouverte-v2.0", "etalab-2.0"),
    ("data.norge.no/nlod/en/1.0", "NLOD-1.0"), ("data.norge.no/nlod/en/2.0", "NLOD-2.0"),
    ("data.norge.no/nlod/no/1.0", "NLOD-1.0"), ("data.norge.no/nlod/no/2.0", "NLOD-2.0"),
    ("cdla.dev/permissive-1-0", "CDLA-Permissive-1.0"), ("cdla.dev/permissive-2-0", "CDLA-Permissive-2.0"),
    ("cdla.dev/sharing-1-0", "CDLA-Sharing-1.0"), ("apache.org/licenses/license-2.0", "Apache-2.0"),
    ("artlibre.org/licence/lal", "LAL-1.3"),
  ]

  // MARK: Creative Commons

  /// `licenses/by-nc-sa/3.0/de/legalcode.de`, `publicdomain/zero/1.0`
  private static func creativeCommons(_ parts: [String]) -> ForeignLicenseName? {
    let parts = parts.filter { !$0.hasPrefix("legalcode") && !$0.hasPrefix("deed") && $0 != "rdf" }
    guard parts.count >= 2 else { return nil }
    switch (parts[0], parts[1]) {
    case ("publicdomain", "zero"): return .spdx("CC0-1.0")
    case ("publicdomain", "mark"): return .spdx("CC-PDM-1.0")
    case ("publicdomain", "certification"), ("licenses", "publicdomain"): return .spdx("CC-PDDC")
    case ("licenses", let elements): return license(elements, parts.dropFirst(2).map { $0 })
    default: return nil
    }
  }

  private static func license(_ elements: String, _ rest: [String]) -> ForeignLicenseName? {
    let known = ["by", "nc", "nd", "sa"]
    let found = elements.split(separator: "-").map(String.init)
    guard !found.isEmpty, found.allSatisfy(known.contains) else { return nil }
    let name = (["cc"] + known.filter(found.contains)).joined(separator: "-").uppercased()
    guard let version = rest.first else { return .noEquivalent("names no version; write it, as in \(name)-4.0") }
    let id = "\(name)-\(version)"
    guard rest.count > 1 else {
      return LicenseIndex.shared.license(id).map { .spdx($0) } ?? notListed(id)
    }
    let port = rest[1].uppercased()
    return LicenseIndex.shared.license("\(id)-\(port)").map { .spdx($0) } ?? notListed("\(id)-\(port)")
  }

  /// A port is a text of its own, so that the unported licence is not the same.
  private static func notListed(_ id: String) -> ForeignLicenseName? {
    guard (try? LicenseToken.tokens(of: id))?.count == 1, !id.contains("+"), !id.contains(":") else { return nil }
    return .noEquivalent("is not on the SPDX licence list; write LicenseRef-\(id)")
  }

  /// Where a licence's text is to be read; `nil` for a reference, whose text is somebody's own.
  package static func address(of license: SimpleLicense) -> String? {
    let id = license.current.id
    guard LicenseIndex.shared.license(id) != nil else { return nil }
    switch id {
    case "CC0-1.0": return "https://creativecommons.org/publicdomain/zero/1.0/"
    case "CC-PDM-1.0": return "https://creativecommons.org/publicdomain/mark/1.0/"
    case "CC-PDDC": return "https://creativecommons.org/licenses/publicdomain/"
    default: break
    }
    let parts = id.lowercased().split(separator: "-").map(String.init)
    guard parts.first == "cc", let version = parts.firstIndex(where: { $0.first?.isNumber == true }) else {
      return "https://spdx.org/licenses/\(id).html"
    }
    var elements = parts[1..<version].joined(separator: "-")
    if elements == "by-nc-nd", parts[version] == "1.0" { elements = "by-nd-nc" }
    let port = parts.dropFirst(version + 1).map { "\($0)/" }.joined()
    return "https://creativecommons.org/licenses/\(elements)/\(parts[version])/\(port)"
  }
}
