/// An intended use of data, with what it needs of a licence.
package struct LicenseUse: Hashable, Sendable {
  /// As contracts, policies and `--for` write it.
  package let name: String
  /// What the licence must allow at least.
  package let use: LicenseTerms.Use
  /// Whether something is made from the work: a model, another dataset.
  package let needsDerivatives: Bool
  /// Whether a model is trained, of which it is unsettled whether it is made from the data in a licence's sense.
  package let isTraining: Bool
  package let summary: String

  private init(
    _ name: String, _ use: LicenseTerms.Use, needsDerivatives: Bool = false, isTraining: Bool = false,
    _ summary: String
  ) {
    self.name = name
    self.use = use
    self.needsDerivatives = needsDerivatives
    self.isTraining = isTraining
    self.summary = summary
  }

  /// The uses that are known. A word that is not among them is undecided.
  package static let all: [LicenseUse] = [
    LicenseUse("research", .research, "studying the data without commercial purpose"),
    LicenseUse("education", .nonCommercial, "teaching without commercial purpose"),
    LicenseUse("analytics", .any, "reports and decisions of a business, from the data as it is"),
    LicenseUse("evaluation", .any, "measuring models that may be commercial"),
    LicenseUse(
      "research-training", .research, needsDerivatives: true, isTraining: true,
      "training models for research without commercial purpose"),
    LicenseUse(
      "non-commercial-training", .nonCommercial, needsDerivatives: true, isTraining: true,
      "training models that nobody earns by"),
    LicenseUse(
      "commercial-training", .any, needsDerivatives: true, isTraining: true, "training models that may be commercial"),
    LicenseUse("redistribution", .any, "passing the data on unchanged, to anybody"),
    LicenseUse("publication", .any, needsDerivatives: true, "publishing data made from it, to anybody"),
  ]

  /// The use of that name; `nil` where it is not known.
  package init?(named name: String) {
    guard let use = LicenseUse.all.first(where: { $0.name == name }) else { return nil }
    self = use
  }
}
