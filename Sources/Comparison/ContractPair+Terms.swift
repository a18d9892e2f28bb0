import Contracts

extension ContractPair {
  /// On which terms the data comes: licence, uses, privacy of the dataset.
  var termDifferences: [ContractDifference] {
    let privacyPlaces = (
      before.privacy?.location ?? Self.top(before), after.privacy?.location ?? Self.top(after)
    )
    return license + uses
      + changed(
        .privacy, "privacy/classification",
        (before.privacy?.classification?.rawValue, after.privacy?.classification?.rawValue), at: privacyPlaces,
        .incomparable, reason: "who may see the data is judged anew")
      + changed(
        .privacy, "privacy/legal_basis", (before.privacy?.legalBasis, after.privacy?.legalBasis), at: privacyPlaces,
        .incomparable, reason: "the data rests on another legal basis")
  }

  private var license: [ContractDifference] {
    let move = LicenseMove(before.license?.expression, after.license?.expression)
    return changed(
      .license, "license", (before.license?.expression, after.license?.expression),
      at: (before.license?.location ?? Self.top(before), after.license?.location ?? Self.top(after)),
      move.direction, reason: move.reason)
  }

  private var uses: [ContractDifference] {
    let texts = (before.uses.map(\.text), after.uses.map(\.text))
    guard Set(texts.0) != Set(texts.1) else { return [] }
    // A use that is declared is one that the data is given for: each is a promise.
    let direction = Direction.allowing(Set(texts.0), Set(texts.1)).reversed
    let reason: String
    switch direction {
    case .weaker: reason = "the data is no longer given for every use that it was given for"
    case .stronger: reason = "the data must be fit, and licensed, for more uses"
    case .neutral, .incomparable: reason = "some uses are new, and some are gone"
    }
    return changed(
      .uses, "uses", (list(texts.0), list(texts.1)),
      at: (before.uses.first?.location ?? Self.top(before), after.uses.first?.location ?? Self.top(after)), direction,
      reason: reason)
  }
}
