/// What a licence's name in another vocabulary is in SPDX: a tag of Hugging Face, an identifier of the Open Definition
/// or of CKAN, a link to a licence.
package enum ForeignLicenseName: Hashable, Sendable {
  /// The SPDX expression to write.
  case spdx(String)
  /// Nothing on the SPDX list is the same; the reason, which starts in lower case and says what to write.
  case noEquivalent(String)

  /// Looks a name up, without regard to case; `nil` where nobody is known to use it.
  ///
  /// SPDX expressions are for `LicenseExpression` to read, and may well be unknown here.
  package init?(_ text: String) {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 1, let name = words.first.map({ $0.lowercased() }), name.utf8.count <= 512 else { return nil }
    if let found = LicenseLink.meaning(of: name) ?? ForeignNameTable.names[name] {
      self = found
    } else {
      return nil
    }
  }
}
