import Testing

@testable import Licensing

/// Laws of the closure, on random licences. Seeds are fixed, so that a failure repeats.
struct LicenseLawTests {
  private static let leaves =
    LicenseTable.rows.flatMap(\.ids) + ["LicenseRef-unknown", "MIT-CMU", "GPL-2.0-only WITH Classpath-exception-2.0"]

  private func term(_ depth: Int, _ random: inout SplitMix) -> String {
    guard depth > 0, Bool.random(using: &random) else { return Self.leaves.randomElement(using: &random) ?? "MIT" }
    let (left, right) = (term(depth - 1, &random), term(depth - 1, &random))
    return "(\(left) \(Bool.random(using: &random) ? "AND" : "OR") \(right))"
  }

  private func expression(_ depth: Int, _ random: inout SplitMix) throws -> LicenseExpression {
    try LicenseExpression(parsing: term(depth, &random))
  }

  private func origins(_ count: Int, _ random: inout SplitMix) throws -> [LicenseOrigin] {
    try (0..<count).map { _ in
      LicenseOrigin(name: "S\(Int.random(in: 0..<5, using: &random))", expression: try expression(2, &random))
    }
  }

  private let uses = LicenseUse.all.map(\.name)

  /// The answers of one assessment by question.
  private func answers(_ declared: LicenseExpression?, _ origins: [LicenseOrigin]) -> [String: LicenseAnswer] {
    let assessment = LicenseAssessment(declared: declared, origins: origins, uses: uses)
    var answers = Dictionary(uniqueKeysWithValues: assessment.uses.map { ($0.name, $0.finding.answer) })
    answers["declared"] = assessment.declared?.answer ?? .yes
    return answers
  }

  private func isNoWider(_ new: [String: LicenseAnswer], than old: [String: LicenseAnswer]) -> Bool {
    old.allSatisfy { question, answer in new[question].map { $0 >= answer } ?? false }
  }

  @Test func oneMoreOriginNeverWidens() throws {
    var random = SplitMix(seed: 20_261_121)
    var narrowed = 0
    for _ in 0..<3000 {
      let declared = try expression(2, &random)
      let some = try origins(Int.random(in: 0...3, using: &random), &random)
      let more = try origins(1, &random)
      let (before, after) = (answers(declared, some), answers(declared, some + more))
      #expect(isNoWider(after, than: before), "\(declared) \(some) + \(more)")
      if before != after { narrowed += 1 }
    }
    #expect(narrowed > 500, "the law is about something")
  }

  @Test func orderAndRepetitionDoNotMatter() throws {
    var random = SplitMix(seed: 7)
    for _ in 0..<1000 {
      let declared = try expression(2, &random)
      let some = try origins(Int.random(in: 1...4, using: &random), &random)
      let whole = LicenseAssessment(declared: declared, origins: some, uses: uses)
      let shuffled = (some + some).shuffled(using: &random)
      #expect(whole == LicenseAssessment(declared: declared, origins: shuffled, uses: (uses + uses).reversed()))
    }
  }

  @Test func orNeverNarrowsAndAndNeverWidens() throws {
    var random = SplitMix(seed: 11)
    for _ in 0..<2000 {
      let declared = try expression(1, &random)
      let (one, other) = (term(1, &random), term(1, &random))
      func answers(_ text: String) throws -> [String: LicenseAnswer] {
        self.answers(declared, [LicenseOrigin(name: "S", expression: try LicenseExpression(parsing: text))])
      }
      let alone = try answers(one)
      #expect(isNoWider(alone, than: try answers("(\(one)) OR (\(other))")), "\(declared): \(one) OR \(other)")
      #expect(isNoWider(try answers("(\(one)) AND (\(other))"), than: alone), "\(declared): \(one) AND \(other)")
    }
  }

  @Test func everyLicenceGoesWithItself() throws {
    for id in Self.leaves {
      let license = try LicenseExpression(parsing: id)
      #expect(answers(license, [LicenseOrigin(name: "S", expression: license)])["declared"] == .yes, "\(id)")
    }
  }

  /// Succession leads on: what may be passed on as B, and B as C, may not need a clash of its own, but each successor
  /// must be a licence that the list knows, and one's own succession must hold itself.
  @Test func everySuccessorIsKnown() throws {
    for row in LicenseTable.rows {
      for id in row.ids {
        #expect(try LicenseExpression(parsing: id).description == id)
        guard let shareAlike = row.terms.shareAlike else { continue }
        #expect(shareAlike.successors.contains(id), "\(id) may be passed on under itself")
      }
      let named = (row.terms.shareAlike?.successors ?? []).union(row.terms.refusedBy)
      for id in named { #expect(LicenseList.licenses.contains(id), "\(id)") }
    }
    #expect(Set(Self.leaves).count == Self.leaves.count, "no licence stands in two rows")
  }
}
