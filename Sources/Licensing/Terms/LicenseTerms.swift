/// What one licence allows and asks, as far as data and models are concerned.
///
/// A short reading of the licence's text, made for sorting, and no legal advice.
package struct LicenseTerms: Hashable, Sendable {
  /// What the work may be used for; each allows what those before it allow.
  package enum Use: Int, Sendable, CaseIterable, Comparable {
    /// Research without commercial purpose.
    case research
    case nonCommercial
    case any

    package static func < (one: Use, other: Use) -> Bool { one.rawValue < other.rawValue }
  }

  /// What must stand beside the work.
  package enum Attribution: String, Sendable, CaseIterable {
    case none
    /// The source is named.
    case credit
    /// The maker is named, the licence linked, and changes are said.
    case creditAndChanges
    /// Copyright notices and the licence's text are kept.
    case notices
  }

  /// Under what a work that is made from this one may stand.
  package struct ShareAlike: Hashable, Sendable {
    /// The licences, by identifier, that a derived work may have.
    package var successors: Set<String>

    package init(_ successors: [String]) { self.successors = Set(successors) }
  }

  /// What the licence says of the right of who built a database (Directive 96/9/EC).
  package enum DatabaseRight: String, Sendable, CaseIterable { case granted, silent }

  package var use: Use
  package var attribution: Attribution
  /// `nil` where derived works may stand under other terms.
  package var shareAlike: ShareAlike?
  package var allowsDerivatives: Bool
  package var databaseRight: DatabaseRight
  /// Restrictions on behaviour that whoever passes the work on must pass on too, by family: `OpenRAIL`.
  package var restrictions: String?
  /// Licences whose own conditions leave no room for this one's (patents, advertising), by identifier.
  package var refusedBy: Set<String>

  package init(
    use: Use = .any, attribution: Attribution = .none, shareAlike: ShareAlike? = nil, allowsDerivatives: Bool = true,
    databaseRight: DatabaseRight = .silent, restrictions: String? = nil, refusedBy: [String] = []
  ) {
    self.use = use
    self.attribution = attribution
    self.shareAlike = shareAlike
    self.allowsDerivatives = allowsDerivatives
    self.databaseRight = databaseRight
    self.restrictions = restrictions
    self.refusedBy = Set(refusedBy)
  }

  /// Whether the licence asks for no more than attribution, so that it can stand beside any other.
  var isPermissive: Bool { use == .any && shareAlike == nil && allowsDerivatives && restrictions == nil }
}
