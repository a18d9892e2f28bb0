import Contracts
import TestSupport
import Testing

/// A header that breaks the grammar, or that is not there.
struct HeaderFaultTests {
  private let contract = "assay: 1\nid: t\ndata: { files: t.csv }\nrows: { min: 0 }\n"

  @Test func faultyHeaderFailsEvenWithoutRecords() throws {
    let clause = try #require(try evaluate(contract, "t.csv", "a,\"b\" c\n").clause("record.malformed"))
    #expect(clause.status == .failed)
    #expect(clause.exemplars.first?.kind == "text_after_quote")
  }

  @Test func faultyHeaderIsOneOfThoseThatAreCounted() throws {
    let clause = try #require(try evaluate(contract, "t.csv", "a,b \"c\"\n1,b \"c\"\n").clause("record.malformed"))
    #expect(clause.violationCount == 2)
    #expect(clause.recordCount == 2)
  }

  @Test func soundHeaderIsNotCounted() throws {
    let clause = try #require(try evaluate(contract, "t.csv", "a,b\n1,b \"c\"\n2,3\n").clause("record.malformed"))
    #expect(clause.violationCount == 1)
    #expect(clause.recordCount == 2)
  }

  @Test func emptyFileLeavesNoHeaderToJudge() throws {
    let result = try evaluate(contract, "t.csv", "")
    #expect(result.clause("data.unreadable")?.status == .failed)
    #expect(result.clause("column.duplicate")?.reason == .noRecords)
    #expect(result.clause("column.blank")?.reason == .noRecords)
  }
}
