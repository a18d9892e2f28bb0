/// Holds single licences against uses and against promises.
struct LicenseJudge {
  let table: LicenseTable

  /// What stands in the way in an expression: of an OR the best alternative counts, of an AND every side.
  func objections(
    of expression: LicenseExpression, _ judge: (SimpleLicense) -> [LicenseObjection]
  ) -> [LicenseObjection] {
    let answer = expression.burden { judge($0).map(\.answer).max() ?? .yes }
    guard answer > .yes else { return [] }
    return expression.licenses.flatMap(judge).filter { $0.answer == answer }
  }

  // MARK: Uses

  func objections(of license: SimpleLicense, to use: LicenseUse) -> [LicenseObjection] {
    guard let terms = table[license] else { return [.unknownTerms(of: license)] }
    var found: [LicenseObjection] = []
    if terms.use < use.use { found.append(.use(license, terms.use)) }
    if use.needsDerivatives, !terms.allowsDerivatives { found.append(.derivatives(license)) }
    return found
  }

  // MARK: Promises

  /// What in a licence forbids that the work is passed on under all licences of `promise` together.
  func objections(
    of license: SimpleLicense, to promise: [SimpleLicense], isDerived: Bool
  ) -> [LicenseObjection] {
    let terms = table[license]
    if promise.contains(where: { $0.current == license.current }) {
      guard isDerived else { return [] }
      guard let terms else { return [.unknownTerms(of: license)] }
      return terms.allowsDerivatives ? [] : [.derivatives(license)]
    }
    guard let terms else { return [.unknownTerms(of: license)] }
    let known = promise.compactMap { table[$0] }
    /// What of `terms` the known licences of the promise do not keep. One with unknown terms may.
    var unkept: [LicenseObjection] = []
    var found: [LicenseObjection] = []
    if !known.contains(where: { $0.use <= terms.use }) { unkept.append(.use(license, terms.use)) }
    if terms.attribution != .none, !known.contains(where: { $0.attribution != .none }) {
      unkept.append(.attribution(license))
    }
    if !terms.allowsDerivatives {
      if isDerived {
        found.append(.derivatives(license))
      } else if !known.contains(where: { !$0.allowsDerivatives }) {
        unkept.append(.derivatives(license))
      }
    }
    if let restrictions = terms.restrictions {
      // Licences of one family restrict alike, but each has a list of its own.
      if known.contains(where: { $0.restrictions == restrictions }) {
        found.append(.restrictions(license, restrictions, answer: .undecided))
      } else {
        unkept.append(.restrictions(license, restrictions))
      }
    }
    let stranger = promise.first { table[$0] == nil }
    if let stranger, !unkept.isEmpty { found.append(.unknownPromise(license, stranger)) } else { found += unkept }
    if let shareAlike = terms.shareAlike, !promise.contains(where: { accepts($0, license, shareAlike) }) {
      found.append(.shareAlike(license, shareAlike))
    }
    let refusing = promise.map(\.current.id).filter(terms.refusedBy.contains).sorted()
    if let first = refusing.first { found.append(.conditions(license, first)) }
    return found
  }

  /// Whether a work under `origin` may be passed on as `promised`, which must promise no more than the origin does.
  private func accepts(
    _ promised: SimpleLicense, _ origin: SimpleLicense, _ shareAlike: LicenseTerms.ShareAlike
  ) -> Bool {
    let (promised, origin) = (promised.current, origin.current)
    return shareAlike.successors.contains(promised.id) && (!promised.orLater || origin.orLater)
      && (promised.exception == nil || promised.exception == origin.exception)
  }

  /// What forbids that one derived work stands under all of these licences at once: share-alike families that do not
  /// accept each other. Works that stay apart may, so it is undecided.
  func objection(to promise: [SimpleLicense]) -> LicenseObjection? {
    for license in promise {
      guard let shareAlike = table[license]?.shareAlike else { continue }
      for other in promise where other.current != license.current {
        guard let terms = table[other], !terms.isPermissive else { continue }
        if accepts(other, license, shareAlike) { continue }
        if let back = terms.shareAlike, accepts(license, other, back) { continue }
        return LicenseObjection(
          .shareAlike, of: license, "lets nobody add the terms of \(other) to what is made from both",
          answer: .undecided)
      }
    }
    return nil
  }
}
