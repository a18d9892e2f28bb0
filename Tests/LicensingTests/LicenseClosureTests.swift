import Contracts
import Testing

@testable import Licensing

private func expression(_ text: String) throws -> LicenseExpression { try LicenseExpression(parsing: text) }

private func origins(_ texts: [String]) throws -> [LicenseOrigin] {
  try texts.enumerated().map { LicenseOrigin(name: "S\($0 + 1)", expression: try expression($1)) }
}

private func answer(_ declared: String, from texts: String...) throws -> LicenseAnswer {
  let assessment = LicenseAssessment(declared: try expression(declared), origins: try origins(texts), uses: [])
  return try #require(assessment.declared).answer
}

private func answer(_ use: String, of text: String) throws -> LicenseAnswer {
  LicenseAssessment(declared: try expression(text), origins: [], uses: [use]).answer
}

struct LicenseClosureTests {
  @Test(arguments: [
    // declared, origin, answer
    ("CC-BY-4.0", "CC-BY-4.0", .yes),
    ("CC-BY-4.0", "CC0-1.0", .yes),
    ("CC0-1.0", "CC-BY-4.0", .no),
    ("CC-BY-4.0", "CC-BY-NC-4.0", .no),
    ("CC-BY-NC-4.0", "CC-BY-4.0", .yes),
    ("CC-BY-4.0", "CC-BY-SA-4.0", .no),
    ("CC-BY-SA-4.0", "CC-BY-SA-3.0", .yes),
    ("CC-BY-SA-3.0", "CC-BY-SA-4.0", .no),
    ("CC-BY-SA-4.0", "CC-BY-SA-1.0", .no),
    ("GPL-3.0-only", "CC-BY-SA-4.0", .yes),
    ("CC-BY-SA-4.0", "ODbL-1.0", .no),
    ("ODbL-1.0", "ODC-By-1.0", .yes),
    ("CC-BY-4.0", "CC-BY-ND-4.0", .no),
    ("CC-BY-ND-4.0", "CC-BY-ND-4.0", .yes),
    ("MIT", "LicenseRef-OpenRAIL-M", .no),
    ("LicenseRef-OpenRAIL-M", "LicenseRef-OpenRAIL-M", .yes),
    ("LicenseRef-OpenRAIL-M", "LicenseRef-OpenRAIL", .undecided),
    ("LicenseRef-CreativeML-OpenRAIL-M", "LicenseRef-BigScience-BLOOM-RAIL-1.0", .undecided),
    // Of the EUPL's appendices, 1.1 names GPL version 2 alone, and only 1.2 goes back to 1.1.
    ("GPL-2.0-only", "EUPL-1.1", .yes),
    ("GPL-2.0-or-later", "EUPL-1.1", .no),
    ("GPL-3.0-only", "EUPL-1.2", .yes),
    ("EUPL-1.1", "EUPL-1.2", .yes),
    ("CECILL-2.1", "EUPL-1.2", .undecided),
    // The English and the Japanese ports let any version take over, and CC-SA-1.0 names nobody.
    ("CC-BY-SA-1.0", "CC-BY-SA-2.0-UK", .yes),
    ("CC-BY-SA-1.0", "CC-BY-SA-2.0", .no),
    ("GPL-2.0-only", "Apache-2.0", .no),
    ("GPL-3.0-only", "Apache-2.0", .yes),
    ("GPL-2.0", "GPL-2.0-only", .yes),
    ("GPL-3.0-only", "GPL-2.0+", .yes),
    ("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only", .no),
    ("GPL-2.0-only", "GPL-2.0-only WITH Classpath-exception-2.0", .yes),
    // OR picks where the data comes from, and promises every side where it goes to.
    ("CC-BY-4.0", "CC-BY-NC-4.0 OR CC-BY-4.0", .yes),
    ("CC-BY-4.0 OR MIT", "CC-BY-4.0", .yes),
    ("CC-BY-NC-4.0 OR CC-BY-4.0", "CC-BY-NC-4.0", .no),
    // AND joins.
    ("CC-BY-4.0", "CC-BY-4.0 AND CC-BY-NC-4.0", .no),
    ("CC-BY-4.0 AND CC-BY-NC-4.0", "CC-BY-NC-4.0", .yes),
    ("CC-BY-SA-4.0 AND ODbL-1.0", "CC-BY-SA-4.0 AND ODbL-1.0", .yes),
    // What is not known allows nothing.
    ("CC-BY-4.0", "LicenseRef-terms", .undecided),
    ("LicenseRef-terms", "LicenseRef-terms", .yes),
    ("LicenseRef-terms", "CC-BY-4.0", .undecided),
    ("LicenseRef-terms", "CC-BY-SA-4.0", .no),
    ("MIT", "MIT WITH AdditionRef-x", .undecided),
    ("MIT", "MIT-CMU", .undecided),
  ] as [(String, String, LicenseAnswer)])
  func declaredLicencePromisesNoMoreThanItsOrigin(declared: String, origin: String, expected: LicenseAnswer) throws {
    #expect(try answer(declared, from: origin) == expected)
  }

  @Test func shareAlikeFamiliesMustAgree() throws {
    #expect(try answer("CC-BY-SA-4.0", from: "CC-BY-SA-3.0", "CC-BY-SA-4.0") == .yes)
    #expect(try answer("CC-BY-SA-4.0", from: "CC-BY-SA-4.0", "ODbL-1.0") == .no)
    #expect(try answer("CC-BY-SA-4.0 AND ODbL-1.0", from: "CC-BY-SA-4.0", "ODbL-1.0") == .undecided)
    #expect(try answer("CC-BY-SA-4.0 AND MIT", from: "CC-BY-SA-4.0", "MIT") == .yes)
  }

  @Test func nothingIsMadeFromWhatAllowsNoDerivatives() throws {
    #expect(try answer("CC-BY-ND-4.0", from: "CC-BY-ND-4.0", "CC0-1.0") == .no)
    #expect(try answer("LicenseRef-terms", from: "LicenseRef-terms", "CC0-1.0") == .undecided)
  }

  @Test(arguments: [
    // use, licence, answer
    ("commercial-training", "CC-BY-4.0", .yes),
    ("commercial-training", "CC-BY-NC-4.0", .no),
    ("commercial-training", "CC-BY-ND-4.0", .no),
    ("commercial-training", "CC-BY-NC-4.0 OR MIT", .yes),
    ("commercial-training", "CC-BY-NC-4.0 AND MIT", .no),
    ("commercial-training", "LicenseRef-terms", .undecided),
    ("commercial-training", "LicenseRef-terms OR MIT", .yes),
    ("commercial-training", "LicenseRef-terms AND CC-BY-NC-4.0", .no),
    ("non-commercial-training", "CC-BY-NC-4.0", .yes),
    ("research-training", "CC-BY-NC-SA-4.0", .yes),
    ("redistribution", "CC-BY-ND-4.0", .yes),
    ("publication", "CC-BY-ND-4.0", .no),
    ("analytics", "ODbL-1.0", .yes),
    ("fortune-telling", "MIT", .undecided),
  ] as [(String, String, LicenseAnswer)])
  func usesNeedWhatTheyNeed(use: String, license: String, expected: LicenseAnswer) throws {
    #expect(try answer(use, of: license) == expected)
  }

  @Test func withoutAnyLicenceNothingIsAllowed() {
    #expect(LicenseAssessment(declared: nil, origins: [], uses: ["research"]).answer == .undecided)
    let unlicensed = LicenseOrigin(name: "S1", expression: nil)
    let assessment = LicenseAssessment(declared: nil, origins: [unlicensed], uses: ["research"])
    #expect(assessment.clashes.map(\.description) == ["research: S1 stands under no known licence, so that nobody has allowed anything"])
  }

  @Test func clashNamesSourceRecordsLicenceAndObligation() throws {
    let places = [12, 90].map { Position(file: "a.csv", offset: 0, line: $0 + 1, record: $0) }
    let origin = LicenseOrigin(
      name: "S17", expression: try expression("CC-BY-NC-4.0"), recordCount: 214, firstRecords: places)
    let assessment = LicenseAssessment(
      declared: try expression("CC-BY-4.0"), origins: [origin], uses: ["commercial-training"])
    #expect(assessment.clashes.map(\.description) == [
      "declared CC-BY-4.0, but 214 records (12, 90 …) come from S17 under CC-BY-NC-4.0, which allows "
        + "non-commercial use only",
      "commercial-training: 214 records (12, 90 …) come from S17 under CC-BY-NC-4.0, which allows "
        + "non-commercial use only",
    ])
    #expect(assessment.clashes.map(\.objection.obligation) == [.use, .use])
  }

  @Test func maskedLicenceIsNotTold() throws {
    let origin = LicenseOrigin(
      .records, name: "records", expression: try expression("CC-BY-NC-4.0"), isMasked: true, recordCount: 1)
    let assessment = LicenseAssessment(declared: try expression("MIT"), origins: [origin], uses: ["analytics"])
    let texts = assessment.clashes.map(\.description) + assessment.cautions
    #expect(assessment.answer == .no)
    #expect(!texts.contains { $0.contains("NC") || $0.contains("commercial use") }, "\(texts)")
  }

  /// A licence that the table does not have may keep everything or nothing.
  @Test(arguments: ["CC0-1.0", "CC-BY-4.0", "CC-BY-NC-4.0", "CC-BY-ND-4.0", "LicenseRef-OpenRAIL-M"])
  func promisesUnderUnknownTermsAreNotHeldAgainstOnes(origin: String) throws {
    let assessment = LicenseAssessment(
      declared: try expression("LicenseRef-own"), origins: try origins([origin]), uses: [])
    #expect(assessment.clashes.map(\.description) == [
      "declared LicenseRef-own, but S1 stands under \(origin), which cannot be held against LicenseRef-own, whose "
        + "terms are not known here (a policy can declare them: `license_terms`)"
    ])
    #expect(assessment.answer == .undecided)
  }

  @Test func hostileDeclarationIsUndecided() throws {
    let pairs = (0..<20).map { "(MIT OR LicenseRef-\($0))" }.joined(separator: " AND ")
    #expect(try answer(pairs, from: "MIT") == .undecided)
  }

  @Test func cautionsSpeakOfTrainingAndTheDatabaseRight() throws {
    let assessment = LicenseAssessment(
      declared: try expression("CC-BY-SA-4.0"), origins: try origins(["MIT"]), uses: ["commercial-training"])
    #expect(assessment.answer == .yes)
    #expect(assessment.cautions == [
      "MIT says nothing of the database right, which CC-BY-SA-4.0 grants",
      "commercial-training: it is unsettled whether a model counts as made from its data; if it does, CC-BY-SA-4.0 "
        + "asks that it be passed on alike",
    ])
  }

  /// Rows that were wrong before they were held against the texts.
  @Test func rowsSayWhatTheTextsSay() throws {
    func terms(_ id: String) throws -> LicenseTerms { try #require(LicenseTable()[SimpleLicense(id: id)]) }
    // They waive the database right, or license extraction.
    for id in [
      "CC-BY-3.0-AT", "CC-BY-3.0-DE", "CC-BY-3.0-NL", "CC-BY-SA-3.0-AT", "CC-BY-NC-SA-3.0-DE", "CC-BY-NC-SA-2.0-DE",
      "CC-BY-NC-SA-2.0-FR", "NLOD-1.0", "NLOD-2.0",
    ] { #expect(try terms(id).databaseRight == .granted, "\(id)") }
    for id in ["CC-BY-3.0", "CC-BY-SA-2.0-UK", "CC-BY-SA-3.0-IGO", "CC-BY-3.0-AU"] {
      #expect(try terms(id).databaseRight == .silent, "\(id)")
    }
    for id in ["DL-DE-BY-2.0", "NLOD-2.0", "CDLA-Permissive-1.0", "CDLA-Sharing-1.0", "LAL-1.3"] {
      #expect(try terms(id).attribution == .creditAndChanges, "\(id) asks to say what was changed")
    }
    #expect(try terms("CC-SA-1.0").attribution == .notices, "it names no maker")
  }
}
