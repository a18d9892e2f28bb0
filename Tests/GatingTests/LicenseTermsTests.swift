import Contracts
import Licensing
import Testing

@testable import Gating

/// What a policy declares of licences that the table does not hold.
struct LicenseTermsTests {
  private func terms(_ text: String) throws -> [String: LicenseTerms] {
    let text = "assay_policy: 1\ngates: {}\nlicense_terms:\n  \(text)\n"
    let (policy, diagnostics) = PolicyReader.read(Array(text.utf8), file: "p.yaml")
    #expect(diagnostics == [])
    return try #require(policy).licenseTerms
  }

  @Test func everyKeyIsRead() throws {
    let read = try terms(
      "LicenseRef-a: { use: research, attribution: true, derivatives: true, "
        + "share_alike: [LicenseRef-a, cc-by-sa-4.0] }")
    let shareAlike = LicenseTerms.ShareAlike(["LicenseRef-a", "CC-BY-SA-4.0"])
    #expect(
      read == ["LicenseRef-a": LicenseTerms(use: .research, attribution: .credit, shareAlike: shareAlike)])
    let other = try terms(
      "LicenseRef-b: { use: any, attribution: false, share_alike: none, derivatives: false, database_right: granted }")
    #expect(other == ["LicenseRef-b": LicenseTerms(allowsDerivatives: false, databaseRight: .granted)])
    let one = try terms(
      "LicenseRef-c: { use: non-commercial, attribution: false, share_alike: LicenseRef-c, derivatives: true }")
    #expect(one["LicenseRef-c"]?.shareAlike?.successors == ["LicenseRef-c"])
    #expect(one["LicenseRef-c"]?.use == .nonCommercial)
  }

  @Test func declaredTermsDecideWhatWasUndecided() throws {
    let table = LicenseTable(
      declaring: try terms(
        "LicenseRef-a: { use: any, attribution: false, share_alike: none, derivatives: true }"))
    let origin = LicenseOrigin(name: "S1", expression: try LicenseExpression(parsing: "LicenseRef-a"))
    let mit = try LicenseExpression(parsing: "MIT")
    func answer(_ table: LicenseTable) -> LicenseAnswer {
      LicenseAssessment(declared: mit, origins: [origin], uses: ["commercial-training"], table: table).answer
    }
    #expect(answer(LicenseTable()) == .undecided)
    #expect(answer(table) == .yes)
  }
}
