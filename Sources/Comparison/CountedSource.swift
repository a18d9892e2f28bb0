import Contracts

/// One source of a dataset: what its rows name, and what is known of it.
package struct CountedSource: Hashable, Sendable {
  package var id: String
  /// 0 for one that only others in use were made from.
  package var rowCount: Int
  /// As the source manifest writes it, where it states one.
  package var license: String?
  package var legalBasis: String?
  /// When its data was last refreshed, as the manifest writes it.
  package var refreshed: String?

  package init(
    id: String, rowCount: Int, license: String? = nil, legalBasis: String? = nil, refreshed: String? = nil
  ) {
    self.id = id
    self.rowCount = rowCount
    self.license = Source.stated(license)
    self.legalBasis = legalBasis
    self.refreshed = refreshed
  }
}
