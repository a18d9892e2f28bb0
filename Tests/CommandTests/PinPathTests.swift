import TestSupport
import Testing

/// What `assay pin` writes must be what `assay check` accepts, from wherever both are called.
struct PinPathTests {
  private static let contract = "assay: 1\nid: t\ndata: { files: ../data/t.csv }\n"

  @Test(arguments: [
    ("", "contracts/t.assay.yaml"), ("/contracts", "t.assay.yaml"), ("/data", "../contracts/t.assay.yaml"),
  ])
  func pinsHoldFromEveryFolder(_ folder: String, _ path: String) throws {
    let scratch = try scratch()
    #expect(try assay(["pin", path], in: scratch.path + folder).status == 0)
    #expect(try scratch.text("contracts/t.assay.yaml").contains("  ../data/t.csv: sha256:"))
    #expect(try assay(["check", path], in: scratch.path + folder).status == 0)
  }

  @Test func pinsHoldForAContractNamedFromTheRoot() throws {
    let scratch = try scratch()
    let path = scratch.path("contracts/t.assay.yaml")
    #expect(try assay(["pin", path]).status == 0)
    #expect(try scratch.text("contracts/t.assay.yaml").contains("  ../data/t.csv: sha256:"))
    #expect(try assay(["check", path]).status == 0)
  }

  @Test func manifestThatDoesNotHoldTheDataIsRefused() throws {
    let scratch = try scratch()
    let arguments = ["pin", "--manifest", "contracts/t.sha256", "contracts/t.assay.yaml"]
    let result = try assay(arguments, in: scratch.path)
    #expect(result.status == 2)
    #expect(result.complaints.contains("data/t.csv lies outside of the manifest's folder"))
    #expect(throws: (any Error).self) { try scratch.text("contracts/t.sha256") }
  }

  @Test func manifestBesideTheDataHolds() throws {
    let scratch = try scratch()
    let arguments = ["pin", "--manifest", "data/t.sha256", "contracts/t.assay.yaml"]
    #expect(try assay(arguments, in: scratch.path).status == 0)
    #expect(try scratch.text("data/t.sha256").hasSuffix("  t.csv\n"))
    #expect(try assay(["check", "contracts/t.assay.yaml"], in: scratch.path).status == 0)
  }

  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("contracts/t.assay.yaml", Self.contract)
    try scratch.write("data/t.csv", "a,b\n1,2\n")
    return scratch
  }
}
