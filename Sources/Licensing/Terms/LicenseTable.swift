/// The terms of the licences that matter for data and models, and of those that somebody has declared.
///
/// What it does not hold has unknown terms, which never allow anything. It is no legal advice.
package struct LicenseTable: Sendable {
  /// When the rows were last changed. They were written from knowledge of the licences; which of them were held
  /// against texts, `docs/licenses.md` says.
  package static let date = "2026-11-21"

  /// Licences with the same terms.
  package struct Row: Hashable, Sendable {
    package var ids: [String]
    package var terms: LicenseTerms

    init(_ ids: String, _ terms: LicenseTerms) {
      self.ids = ids.split(separator: " ").map(String.init)
      self.terms = terms
    }
  }

  /// Every row, data licences first.
  package static var rows: [Row] { creativeCommons + openData + software + models }

  private static let known: [String: LicenseTerms] = Dictionary(
    rows.flatMap { row in row.ids.map { ($0, row.terms) } }, uniquingKeysWith: { first, _ in first })

  private let declared: [String: LicenseTerms]

  /// With the terms of other licences, by identifier; those of the rows keep their own.
  package init(declaring declared: [String: LicenseTerms] = [:]) { self.declared = declared }

  /// Whether a row has the terms of this licence.
  package static func holds(_ id: String) -> Bool { known[id] != nil }

  /// The terms of one licence; `nil` where they are unknown.
  ///
  /// An exception on the SPDX list only adds permissions, so the licence's own terms hold. What an addition of
  /// somebody's own says (`AdditionRef-…`) is unknown, and `+` is read as the version that is named.
  package subscript(license: SimpleLicense) -> LicenseTerms? {
    let current = license.current
    if let exception = current.exception, LicenseIndex.shared.exception(exception) == nil { return nil }
    return Self.known[current.id] ?? declared[current.id]
  }
}
