/// The SPDX licence list that expressions are read by.
package enum LicenseList {
  package static var version: String { SPDXList.version.description }
  package static var releaseDate: String { SPDXList.releaseDate.description }

  /// Every licence identifier, deprecated ones last.
  package static var licenses: [String] { words(SPDXList.licenses) + words(SPDXList.deprecatedLicenses) }

  /// Every exception identifier, deprecated ones last.
  package static var exceptions: [String] { words(SPDXList.exceptions) + words(SPDXList.deprecatedExceptions) }

  /// The identifiers, of licences and of exceptions, that are valid but retired.
  package static var deprecated: [String] {
    words(SPDXList.deprecatedLicenses) + words(SPDXList.deprecatedExceptions)
  }

  private static func words(_ list: StaticString) -> [String] {
    list.description.split(whereSeparator: \.isWhitespace).map(String.init)
  }
}

/// The licence list, looked up without regard to case. Built at the first look-up, never at start-up.
struct LicenseIndex: Sendable {
  static let shared = LicenseIndex()

  private let licenses: [String: String]
  private let exceptions: [String: String]
  private let retired: Set<String>

  private init() {
    licenses = LicenseIndex.table(LicenseList.licenses)
    exceptions = LicenseIndex.table(LicenseList.exceptions)
    retired = Set(LicenseList.deprecated)
  }

  /// The canonical spelling of a licence's identifier.
  func license(_ id: String) -> String? { licenses[id.lowercased()] }

  /// The canonical spelling of an exception's identifier.
  func exception(_ id: String) -> String? { exceptions[id.lowercased()] }

  /// Whether the canonical identifier is deprecated.
  func isRetired(_ id: String) -> Bool { retired.contains(id) }

  /// Licences that may be suggested, sorted.
  var currentLicenses: [String] { licenses.values.filter { !retired.contains($0) }.sorted() }

  /// Exceptions that may be suggested, sorted.
  var currentExceptions: [String] { exceptions.values.filter { !retired.contains($0) }.sorted() }

  private static func table(_ ids: [String]) -> [String: String] {
    Dictionary(ids.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
  }
}
