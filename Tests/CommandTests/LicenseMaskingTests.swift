import Testing
import TestSupport

/// Licences that stand in the data are values like any other.
struct LicenseMaskingTests {
  private func json(_ field: String, _ options: String...) throws -> String {
    let scratch = try Scratch()
    try scratch.write("d.csv", "licence\nLicenseRef-Jane-Doe\n")
    try scratch.write(
      "t.assay.yaml", "assay: 1\nid: t\ndata: { files: d.csv }\nfields:\n  - { name: licence, type: string, \(field) }\n")
    return try assay(["check", "t.assay.yaml", "--json", "-"] + options, in: scratch.path).output
  }

  @Test func licencesOfAPrivateFieldAreNotNamed() throws {
    #expect(try json("license: true").contains("Jane-Doe"))
    #expect(try !json("license: true, privacy: pii.name").contains("Jane-Doe"))
    #expect(try !json("license: true", "--mask", "all").contains("Jane-Doe"))
  }
}
