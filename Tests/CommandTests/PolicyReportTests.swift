import TestSupport
import Testing

/// What a policy decides must look decided in every report.
struct PolicyReportTests {
  private func run(_ license: String, _ arguments: [String]) throws -> CommandResult {
    let scratch = try Scratch()
    try scratch.write("t.csv", "a\n1\n")
    try scratch.write("t.assay.yaml", "assay: 1\nid: t\ndata: { files: t.csv }\nlicense: \(license)\n")
    try scratch.write(
      "policy.yaml", "assay_policy: 1\ngates:\n  merge:\n    licenses: { allow: [MIT], deny: [Apache-2.0] }\n")
    return try assay(["check", "t.assay.yaml", "--policy", "policy.yaml"] + arguments, in: scratch.path)
  }

  @Test func deniedLicenceIsNotShownAsSkipped() throws {
    let result = try run("Apache-2.0", [])
    #expect(result.status == 1)
    #expect(result.output.contains("Apache-2.0 is denied by the policy"))
    #expect(!result.output.contains("none was given"))
  }

  @Test func deniedLicenceFailsInJUnitAndJSON() throws {
    let junit = try run("Apache-2.0", ["--quiet", "--junit", "-"]).output
    #expect(junit.contains("<failure") && !junit.contains("<skipped"))
    let json = try run("Apache-2.0", ["--quiet", "--json", "-"]).output
    #expect(json.contains(#""status": "fail""#) && !json.contains("none was given"))
  }

  @Test func allowedLicencePasses() throws {
    let result = try run("MIT", [])
    #expect(result.status == 0)
    #expect(!result.output.contains("skipped"))
    #expect(try !run("MIT", ["--quiet", "--junit", "-"]).output.contains("<skipped"))
  }

  @Test func licenceThatIsNotListedBlocksLikeADeniedOne() throws {
    let junit = try run("CC-BY-4.0", ["--quiet", "--junit", "-"])
    #expect(junit.status == 1)
    #expect(junit.output.contains("<failure"))
  }
}
