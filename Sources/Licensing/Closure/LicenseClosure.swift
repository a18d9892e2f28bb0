/// A declared licence and all that lies behind it, asked question by question.
struct LicenseClosure {
  let declared: LicenseExpression?
  let origins: [LicenseOrigin]
  let judge: LicenseJudge
  /// Whether the dataset is made from several works.
  private let isDerived: Bool

  init(declared: LicenseExpression?, origins: [LicenseOrigin], judge: LicenseJudge) {
    self.declared = declared
    self.origins = origins
    self.judge = judge
    isDerived = Set(origins.map(\.identity)).count > 1
  }

  /// The origins, and the licence that the contract declares for the whole.
  private var all: [LicenseOrigin] {
    origins + (declared.map { [LicenseOrigin(.contract, name: "the contract", expression: $0)] } ?? [])
  }

  func clashes(withUse name: String) -> [LicenseClash] {
    guard let use = LicenseUse(named: name) else {
      let names = LicenseUse.all.map(\.name).joined(separator: ", ")
      let words = "what this use needs is not known; known are \(names)"
      let whole = LicenseOrigin(.contract, name: "the contract", expression: declared)
      return [clash(.use(name), whole, .init(.unknownUse, words, answer: .undecided))]
    }
    let missing = LicenseOrigin(.contract, name: "the contract", expression: nil)
    return (all.isEmpty ? [missing] : all).flatMap { origin in
      objections(of: origin) { judge.objections(of: $0, to: use) }.map { clash(.use(name), origin, $0) }
    }
  }

  var clashesWithDeclared: [LicenseClash] {
    guard let declared else { return [] }
    let aim = LicenseClash.Aim.declared(declared.description)
    let whole = LicenseOrigin(.contract, name: "the contract", expression: declared)
    guard let promises = declared.alternatives else {
      let words = "which leaves more than \(LicenseExpression.alternativeLimit) choices"
      return [clash(aim, whole, .init(.unknownTerms, words, answer: .undecided))]
    }
    return promises.map { $0.sorted { $0.description < $1.description } }.flatMap { promise in
      let own = isDerived ? judge.objection(to: promise).map { [clash(aim, whole, $0)] } ?? [] : []
      return own
        + origins.flatMap { origin in
          objections(of: origin) { judge.objections(of: $0, to: promise, isDerived: isDerived) }
            .map { clash(aim, origin, $0) }
        }
    }
  }

  private func objections(
    of origin: LicenseOrigin, _ judge: (SimpleLicense) -> [LicenseObjection]
  ) -> [LicenseObjection] {
    guard let expression = origin.expression else {
      if origin.unreadText != nil {
        return [LicenseObjection(.unknownTerms, "which is no SPDX expression", answer: .undecided)]
      }
      return [LicenseObjection(.noLicense, "so that nobody has allowed anything", answer: .undecided)]
    }
    return self.judge.objections(of: expression, judge)
  }

  private func clash(
    _ aim: LicenseClash.Aim, _ origin: LicenseOrigin, _ objection: LicenseObjection
  ) -> LicenseClash {
    LicenseClash(aim: aim, origin: origin, objection: objection)
  }
}

// MARK: Cautions

extension LicenseClosure {
  func cautions(uses: [String]) -> [String] {
    let shown = all.filter { !$0.isMasked }.compactMap(\.expression).flatMap(\.licenses)
    func named(_ licenses: [SimpleLicense], _ holds: (LicenseTerms) -> Bool) -> [String] {
      Set(licenses.filter { judge.table[$0].map(holds) ?? false }.map(\.description)).sorted()
    }
    let training = Set(uses.compactMap(LicenseUse.init(named:)).filter(\.isTraining).map(\.name)).sorted()
    let sharing = training.isEmpty ? [] : named(shown) { $0.shareAlike != nil }
    let unchanging = isDerived ? [] : named(shown) { !$0.allowsDerivatives }
    let granting = declared?.licenses.first { judge.table[$0]?.databaseRight == .granted }
    let behind = origins.filter { !$0.isMasked }.compactMap(\.expression).flatMap(\.licenses)
    let silent = granting == nil ? [] : named(behind) { $0.databaseRight == .silent }
    let cautions = [
      caution(sharing, "ask", "that it be passed on alike").map {
        "\(training.joined(separator: ", ")): it is unsettled whether a model counts as made from its data; if it "
          + "does, \($0)"
      },
      caution(unchanging, "allow", "only unchanged copies"),
      caution(silent, "say", "nothing of the database right, which \(granting?.description ?? "") grants"),
    ]
    return cautions.compactMap { $0 }.sorted()
  }

  /// `MIT and ISC say nothing …`; `nil` of none.
  private func caution(_ licenses: [String], _ verb: String, _ rest: String) -> String? {
    guard let last = licenses.last else { return nil }
    let subject = [licenses.dropLast().joined(separator: ", "), last].filter { !$0.isEmpty }.joined(separator: " and ")
    return "\(subject) \(verb)\(licenses.count == 1 ? "s" : "") \(rest)"
  }
}
