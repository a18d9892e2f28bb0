/// What the licences of everything that a dataset is made from say of its uses and of the licence that it declares.
///
/// A pure function of a set: neither order nor repetition of origins matters, and one more origin never turns an answer
/// towards yes. It sorts by a declared table of terms, and is no legal advice.
package struct LicenseAssessment: Hashable, Sendable {
  /// What one question came to, with what stands in the way.
  package struct Finding: Hashable, Sendable {
    package var answer: LicenseAnswer
    /// Sorted: what is certain first.
    package var clashes: [LicenseClash]

    init(_ clashes: [LicenseClash]) {
      // The words by which they are sorted take longer to make than to compare.
      self.clashes = Set(clashes).map { ($0.order, $0) }.sorted { $0.0 < $1.0 }.map(\.1)
      answer = clashes.map(\.answer).max() ?? .yes
    }
  }

  /// The answer for one use.
  package struct UseFinding: Hashable, Sendable {
    package var name: String
    package var finding: Finding
  }

  /// For each use that was asked for, sorted by name.
  package private(set) var uses: [UseFinding]
  /// Whether the declared licence promises no more than every origin allows; `nil` where there is nothing to compare.
  package private(set) var declared: Finding?
  /// What the answers do not turn on, but a reader should know; sorted.
  package private(set) var cautions: [String]

  /// The worst of all answers.
  package var answer: LicenseAnswer {
    (uses.map(\.finding.answer) + [declared?.answer].compactMap { $0 }).max() ?? .yes
  }

  /// Every clash, the declared licence's first.
  package var clashes: [LicenseClash] { (declared?.clashes ?? []) + uses.flatMap(\.finding.clashes) }

  /// Words among `uses` that are no `LicenseUse` are undecided. A dataset with more than one origin counts as made
  /// from them; with one it may be that origin's unchanged copy. Without a licence and without origins, every use is
  /// undecided.
  package init(
    declared: LicenseExpression?, origins: [LicenseOrigin], uses: [String], table: LicenseTable = LicenseTable()
  ) {
    let closure = LicenseClosure(declared: declared, origins: origins, judge: LicenseJudge(table: table))
    self.uses = Set(uses).sorted().map { UseFinding(name: $0, finding: Finding(closure.clashes(withUse: $0))) }
    self.declared = declared == nil || origins.isEmpty ? nil : Finding(closure.clashesWithDeclared)
    cautions = closure.cautions(uses: uses)
  }
}
