import Contracts
import Testing

@testable import Gating

struct LicenseDecisionTests {
  private static let allowing =
    "licenses: { allow: [CC-BY-4.0, MIT, GPL-2.0-only, LicenseRef-acme], deny: [CC-BY-NC-4.0] }"

  @Test func withoutPolicyTheLicenceIsSkipped() {
    let decision = decision(result([waiting(.licenseNotAllowed), clause(.passed)]))
    #expect(decision.clauses.map(\.effect) == [.skipped, .pass])
    #expect(decision.verdict == .pass)
  }

  @Test func policyThatSaysNothingAboutLicencesSkipsThemSayingSo() throws {
    let decision = decision(result([waiting(.licenseNotAllowed), clause(.passed)]), try policy("inconclusive: block"))
    #expect(decision.clauses.map(\.effect) == [.skipped, .pass])
    #expect(decision.clauses.first?.because == "assay.policy.yaml says nothing about this at the gate merge")
  }

  @Test(arguments: [
    ("CC-BY-4.0", .pass), ("MIT+", .pass), ("LicenseRef-acme", .pass), ("GPL-2.0", .pass),
    ("MIT WITH LLVM-exception", .block), ("ISC", .block), ("CC-BY-NC-4.0", .block),
    ("MIT OR CC-BY-NC-4.0", .pass), ("MIT AND ISC", .block), ("MIT AND (ISC OR CC-BY-4.0)", .pass),
    ("GPL-2.0-or-later", .block),
  ] as [(String, ClauseDecision.Effect)])
  func allowListDecides(license: String, effect: ClauseDecision.Effect) throws {
    let result = result([waiting(.licenseNotAllowed), clause(.passed)], license: license)
    let decision = decision(result, try policy(LicenseDecisionTests.allowing))
    let licence = try #require(decision.clauses.first { $0.clauseID.rawValue == "orders/license.not_allowed" })
    #expect(licence.effect == effect)
    #expect(!decision.isInconclusive)
    #expect(licence.because?.contains("(assay.policy.yaml:4)") == true)
  }

  @Test func reasonNamesTheLicenceAndThePolicysLine() throws {
    let policy = try policy("licenses:", "  allow: [MIT]", "  deny:", "    - CC-BY-NC-4.0")
    func because(_ license: String) -> String? {
      decision(result([waiting(.licenseNotAllowed)], license: license), policy).clauses.first?.because
    }
    #expect(because("ISC") == "ISC is not in the policy's allowed licences (assay.policy.yaml:5)")
    #expect(because("CC-BY-NC-4.0") == "CC-BY-NC-4.0 is denied by the policy (assay.policy.yaml:7)")
    #expect(because("ISC AND MIT AND ISC") == "ISC is not in the policy's allowed licences (assay.policy.yaml:5)")
  }

  @Test(arguments: [
    ("{ allow: [MIT] }", "ISC", .block),
    ("{ allow: [MIT], unlisted: warn }", "ISC", .warn),
    ("{ allow: [MIT], unlisted: allow }", "ISC", .pass),
    ("{ deny: [MIT] }", "ISC", .pass),
    ("{ deny: [MIT], unlisted: warn }", "ISC", .warn),
    ("{ deny: [MIT], unlisted: warn }", "MIT", .block),
    ("{ deny: [GPL-2.0-only] }", "GPL-2.0", .block),
    ("{ deny: [MIT] }", "MIT WITH LLVM-exception", .block),
    ("{ deny: [MIT WITH LLVM-exception] }", "MIT", .pass),
    ("{ allow: [MIT], unlisted: warn, deny: [0BSD] }", "ISC OR 0BSD", .warn),
    ("{ allow: [MIT], unlisted: warn, deny: [0BSD] }", "ISC AND 0BSD", .block),
  ] as [(String, String, ClauseDecision.Effect)])
  func unlistedAndDeniedAct(licenses: String, license: String, effect: ClauseDecision.Effect) throws {
    let result = result([waiting(.licenseNotAllowed)], license: license)
    #expect(decision(result, try policy("licenses: \(licenses)")).clauses.map(\.effect) == [effect])
  }

  @Test func missingLicenceIsUnlisted() throws {
    let result = result([waiting(.licenseNotAllowed)], license: nil)
    #expect(decision(result, try policy("licenses: { allow: [MIT] }")).clauses.map(\.effect) == [.block])
    #expect(decision(result, try policy("licenses: { deny: [MIT] }")).clauses.map(\.effect) == [.pass])
  }

  @Test func missingLicenceBlocksEvenWhereNoClauseAnswers() throws {
    let decision = decision(result([clause(.passed)], license: nil), try policy("licenses: { allow: [MIT] }"))
    #expect(decision.verdict == .block)
    #expect(!decision.isInconclusive)
    #expect(decision.clauses.map(\.effect) == [.pass])
    #expect(decision.notices.first?.contains("no licence is declared") == true)
  }

  @Test func policyRulesMapTheLicenceClauseToo() throws {
    let policy = try policy(
      "rules: [{ rule: license.not_allowed, effect: warn }]", "licenses: { allow: [MIT] }")
    #expect(decision(result([waiting(.licenseNotAllowed)]), policy).clauses.map(\.effect) == [.warn])
  }

  // Licences met in the data.

  @Test func everyLicenceInTheDataIsJudged() throws {
    let clauses = [waiting(.licenseNotAllowed), waiting(.licenseNotAllowed, field: 2)]
    let policy = try policy(LicenseDecisionTests.allowing)
    let good = result(clauses, observed: [observed("MIT"), observed("CC-BY-4.0")])
    #expect(decision(good, policy).verdict == .pass)
    let bad = result(clauses, observed: [observed("MIT"), observed("CC-BY-NC-4.0", records: 5, line: 9)])
    let decided = decision(bad, policy)
    #expect(decided.clauses.map(\.effect) == [.block, .pass])
    #expect(decided.clauses.first?.clauseID.rawValue == "orders/licence/license.not_allowed")
    #expect(
      decided.clauses.first?.because
        == "CC-BY-NC-4.0 is denied by the policy (assay.policy.yaml:4) (5 records, first orders.csv:9)")
  }

  @Test func waiverCountsTheRecordsOfLicencesThatMayNotPass() throws {
    let clauses = [waiting(.licenseNotAllowed, field: 2)]
    let policy = try policy(LicenseDecisionTests.allowing)
    let result = result(clauses, observed: [observed("ISC", records: 5), observed("MIT"), observed("0BSD", records: 4)])
    let id = "orders/licence/license.not_allowed"
    #expect(decision(result, policy, [try waiver(id, ceiling: .count(9))]).clauses.map(\.effect) == [.waived])
    #expect(decision(result, policy, [try waiver(id, ceiling: .count(8))]).clauses.map(\.effect) == [.block])
  }

  @Test func fieldOfLicencesStandsInForAMissingDeclaration() throws {
    let clauses = [waiting(.licenseNotAllowed, field: 2)]
    let undeclared = result(clauses, license: nil, observed: [observed("MIT")])
    #expect(decision(undeclared, try policy("licenses: { allow: [MIT] }")).verdict == .pass)
  }

  @Test func nullLicencesPassButNoRecordsDoNot() throws {
    let policy = try policy("licenses: { allow: [MIT] }")
    func effects(records: Int, allowsNoRows: Bool = false) -> [ClauseDecision.Effect] {
      let clauses = [clause(.passed), waiting(.licenseNotAllowed, field: 2)]
      let result = result(clauses, license: "MIT", records: records, allowsNoRows: allowsNoRows)
      return decision(result, policy).clauses.map(\.effect)
    }
    #expect(effects(records: 10) == [.pass, .pass])
    #expect(effects(records: 0) == [.block, .pass])
    #expect(effects(records: 0, allowsNoRows: true) == [.skipped, .pass])
  }

  @Test func whatValidationFoundIsKept() throws {
    let policy = try policy("licenses: { allow: [MIT] }")
    let failed = clause(.licenseNotAllowed, .failed, .block, field: 2, count: 2)
    let allowed = result([failed], license: "MIT", observed: [observed("MIT")])
    #expect(decision(allowed, policy).clauses.map(\.effect) == [.block])
    let open = clause(.licenseNotAllowed, .inconclusive, field: 2, reason: .unreadableData)
    #expect(decision(result([open], license: "MIT", observed: [observed("MIT")]), policy).isInconclusive)
    #expect(!decision(result([open], license: "MIT", observed: [observed("ISC")]), policy).isInconclusive)
    let absent = clause(.licenseNotAllowed, .skipped, field: 2, reason: .missingColumn)
    let withoutColumn = result([absent, clause(.passed)], license: "MIT")
    #expect(decision(withoutColumn, policy).clauses.map(\.effect) == [.skipped, .pass])
  }

  @Test func licenceOfAPrivateFieldIsNotShown() throws {
    var result = result([waiting(.licenseNotAllowed, field: 2)], observed: [observed("LicenseRef-of-Ada")])
    result.contract.fields[2].privacy = PrivacyClass(rawValue: "pii.name")
    let because = decision(result, try policy("licenses: { allow: [MIT] }")).clauses.first?.because
    #expect(because?.contains("Ada") == false)
    #expect(because?.contains("masked") == true)
  }
}

struct UseAndPrivacyDecisionTests {
  @Test(arguments: [
    ([], .pass), (["analytics"], .pass), (["analytics", "resale"], .block),
  ] as [([String], ClauseDecision.Effect)])
  func usesMustBeAllowed(uses: [String], effect: ClauseDecision.Effect) throws {
    let policy = try policy("uses: { allow: [analytics] }", "licenses: { allow: [CC-BY-4.0] }")
    #expect(decision(result([waiting(.licenseNotAllowed)], uses: uses), policy).clauses.map(\.effect) == [effect])
    #expect(decision(result([waiting(.useNotAllowed)], uses: uses), policy).clauses.map(\.effect) == [effect])
  }

  @Test func allowedUsesDoNotPassALicenceThatNoOneJudged() throws {
    let policy = try policy("uses: { allow: [analytics] }")
    let clauses = [waiting(.licenseNotAllowed), clause(.passed)]
    #expect(decision(result(clauses, uses: ["analytics"]), policy).clauses.map(\.effect) == [.skipped, .pass])
    #expect(decision(result(clauses, uses: ["resale"]), policy).clauses.map(\.effect) == [.block, .pass])
  }

  @Test(arguments: [
    // privacy of the policy, classification and basis of the contract (its field `email` is pii.email)
    ("{ allow: [pii.email] }", nil, nil, .pass),
    ("{ allow: [pii] }", nil, nil, .pass),
    ("{ allow: [public, internal] }", nil, nil, .block),
    ("{ allow: [pii.phone] }", nil, nil, .block),
    ("{ allow: [] }", nil, nil, .block),
    ("{ allow: [pii] }", "internal", nil, .block),
    ("{ allow: [pii, internal] }", "internal", nil, .pass),
    ("{ legal_basis: { pii: [consent, contract] } }", nil, "contract", .pass),
    ("{ legal_basis: { pii: [consent, contract] } }", nil, "interest", .block),
    ("{ legal_basis: { pii: [consent, contract] } }", nil, nil, .block),
    ("{ legal_basis: { health: [consent] } }", nil, nil, .pass),
    ("{ allow: [pii], legal_basis: { pii.email: [consent] } }", nil, "consent", .pass),
  ] as [(String, String?, String?, ClauseDecision.Effect)])
  func privacyClassesAndLegalBasisMustBeAllowed(
    privacy: String, classification: String?, basis: String?, effect: ClauseDecision.Effect
  ) throws {
    let result = result([waiting(.privacyNotAllowed)], legalBasis: basis, classification: classification)
    #expect(decision(result, try policy("privacy: \(privacy)")).clauses.map(\.effect) == [effect])
  }

  @Test func reasonsNameTheFieldTheClassAndThePolicysLine() throws {
    let policy = try policy("privacy:", "  allow: [public]", "  legal_basis:", "    pii: [consent]")
    let because = decision(result([waiting(.privacyNotAllowed)]), policy).clauses.first?.because
    #expect(
      because
        == "field `email` is pii.email, not in the policy's allowed privacy classes (assay.policy.yaml:5); "
        + "field `email` is pii.email and has no legal basis, but needs consent (assay.policy.yaml:7)")
  }

  @Test func aFieldsOwnClauseAnswersForIt() throws {
    let policy = try policy("privacy: { allow: [internal] }")
    let clauses = [waiting(.privacyNotAllowed), waiting(.privacyNotAllowed, field: 0)]
    let decision = decision(result(clauses, classification: "internal"), policy)
    #expect(
      decision.clauses.map(\.clauseID.rawValue) == ["orders/email/privacy.not_allowed", "orders/privacy.not_allowed"])
    #expect(decision.clauses.map(\.effect) == [.block, .pass])
  }

  @Test func classThatNoClauseAnswersForStillBlocks() throws {
    let decision = decision(result([clause(.passed)]), try policy("privacy: { allow: [public] }"))
    #expect(decision.verdict == .block)
    #expect(decision.notices.first?.contains("field `email` is pii.email") == true)
  }
}
