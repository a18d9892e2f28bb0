import Contracts
import TestSupport
import Testing

/// The headers of several files, which are often, but not always, the same bytes.
struct ManyHeadersTests {
  private let contract = """
    assay: 1
    id: t
    data: { files: "*.csv" }
    order: any
    fields:
      - { name: "caf\u{E9}", type: integer, maximum: 9 }
      - { name: b, type: string, optional: true }

    """

  @Test func eachFileIsReadByItsOwnHeader() throws {
    let files = ["1.csv": "café,b\n1,x\n", "2.csv": "café,b\n2,x\n", "3.csv": "b,café\nx,10\n", "4.csv": "café\n11\n"]
    let result = try evaluate(contract, files.mapValues { Array($0.utf8) })
    #expect(result.clause("column.missing")?.status == .passed)
    let above = try #require(result.clause("cell.above_maximum"))
    #expect(above.exemplars.map { $0.position.file.suffix(5) } == ["3.csv", "4.csv"])
  }

  @Test func namesThatOnlyLookAlikeAreNotTheSame() throws {
    // é in one scalar, as the contract has it, and in two.
    let files = ["1.csv": "caf\u{E9}\n1\n", "2.csv": "cafe\u{301}\n1\n", "3.csv": "caf\u{E9}\n1\n"]
    let result = try evaluate(contract, files.mapValues { Array($0.utf8) })
    let missing = try #require(result.clause("column.missing"))
    #expect(missing.violationCount == 1)
    #expect(missing.exemplars.map { $0.position.file.suffix(5) } == ["2.csv"])
  }
}
