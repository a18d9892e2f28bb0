import Contracts
import TestSupport
import Testing

@testable import Provenance

/// Which sources fed a run, in the ledger.
@Suite struct SourceRecordTests {
  private static let place = SourceLocation(file: "s.yaml", line: 3, column: 5)

  private func usage(isMasked: Bool = false) -> SourceUsage {
    SourceUsage(
      isMasked: isMasked,
      tallies: [
        SourceTally(
          source: Source(
            id: "S1", license: "MIT", legalBasis: "consent", refreshedAt: SourceDate("2026-11-20"), location: Self.place),
          recordCount: 7),
        SourceTally(source: Source(id: "base", location: Self.place), through: "S1"),
        SourceTally(source: Source(id: "unused", location: Self.place), problems: [.unused]),
      ],
      undeclared: [UndeclaredSource(id: .text("S9", isCut: false), recordCount: 2, first: [])])
  }

  @Test func aRunKeepsTheSourcesThatItsDataRestsOn() throws {
    let contract = Contract(id: "corpus", data: DataSource(files: [], format: .csv), path: "c.assay.yaml")
    let record = RunRecord(RunResult(contract: contract, recordCount: 9, sources: usage()), contract: nil, command: [])
    #expect(record.sources.map(\.id) == ["S1", "base", "S9"])
    let scratch = try Scratch()
    let ledger = try Ledger(scratch.path("ledger.db"), .writing)
    let entry = LedgerEntry(at: Sample.noon, tool: Sample.tool, event: .run(record))
    try ledger.append(entry, recordedAt: Sample.noon)
    #expect(try ledger.entries().map(\.entry) == [entry])
    let rows = try ledger.database.prepare(
      "SELECT run, dataset, source, record_count, is_declared, license, legal_basis, refreshed_at FROM run_sources")
    var found: [String] = []
    while try rows.step() { found.append((0..<8).map { rows.text($0) ?? "-" }.joined(separator: " ")) }
    #expect(found == ["1 corpus S1 7 1 MIT consent 2026-11-20", "1 corpus base 0 1 - - -", "1 corpus S9 2 0 - - -"])
    #expect(try ledger.verify().problems.isEmpty)
  }

  /// A list that is not whole says so, lest a source that it leaves out be taken for gone.
  @Test func aRunSaysWhyItsSourcesAreNotAll() throws {
    let contract = Contract(id: "corpus", data: DataSource(files: [], format: .csv), path: "c.assay.yaml")
    let masked = RunRecord(RunResult(contract: contract, sources: usage(isMasked: true)), contract: nil, command: [])
    #expect(masked.sourcesProblem == "the ids of sources are masked")
    let scratch = try Scratch()
    let ledger = try Ledger(scratch.path("ledger.db"), .writing)
    let entry = LedgerEntry(at: Sample.noon, tool: Sample.tool, event: .run(masked))
    try ledger.append(entry, recordedAt: Sample.noon)
    #expect(try ledger.entries().map(\.entry) == [entry])
    #expect(RunRecord(RunResult(contract: contract, sources: usage()), contract: nil, command: []).sourcesProblem == nil)
  }

  /// A dataset version is known by these when contract and manifest are others by now.
  @Test func aRunKeepsItsContractAndTheDigestOfItsManifest() throws {
    let bytes = Array("assay: 1\nid: corpus # é 😀\n".utf8)
    let manifest = FileReference(path: "s.yaml", digest: Sample.digest("s"))
    var usage = usage()
    usage.files = [manifest]
    let contract = Contract(id: "corpus", data: DataSource(files: [], format: .csv), path: "c.assay.yaml")
    let result = RunResult(contract: contract, contractDigest: .sha256(of: bytes), sources: usage)
    let record = RunRecord(result, contract: bytes, command: [])
    #expect(record.contract.text == "assay: 1\nid: corpus # é 😀\n")
    #expect(record.sourceManifest == [manifest])
    let scratch = try Scratch()
    let ledger = try Ledger(scratch.path("ledger.db"), .writing)
    let entry = LedgerEntry(at: Sample.noon, tool: Sample.tool, event: .run(record))
    try ledger.append(entry, recordedAt: Sample.noon)
    #expect(try ledger.entries().map(\.entry) == [entry])
    #expect(try ledger.verify().problems.isEmpty)
  }

  /// Other bytes than those that judged, or none that are text, are no evidence of anything.
  @Test func aRunKeepsNoOtherContractThanItsOwn() {
    let contract = Contract(id: "corpus", data: DataSource(files: [], format: .csv), path: "c.assay.yaml")
    func text(_ bytes: [UInt8], judgedBy other: [UInt8]) -> String? {
      let result = RunResult(contract: contract, contractDigest: .sha256(of: other))
      return RunRecord(result, contract: bytes, command: []).contract.text
    }
    #expect(text([0x61], judgedBy: [0x61]) == "a")
    #expect(text([0x61], judgedBy: [0x62]) == nil)
    #expect(text([0xFF], judgedBy: [0xFF]) == nil)
    #expect(RunRecord(RunResult(contract: contract), contract: [0x61], command: []).contract.text == nil)
  }

  /// What an earlier version wrote, and a run without provenance writes, has no such member.
  @Test func aRunWithoutProvenanceIsWrittenAsBefore() throws {
    let contract = Contract(id: "corpus", data: DataSource(files: [], format: .csv), path: "c.assay.yaml")
    let record = RunRecord(RunResult(contract: contract), contract: nil, command: [])
    #expect(record.sources == [])
    guard case .object(let members) = record.canonical else { return #expect(Bool(false)) }
    #expect(!"\(members)".contains("sources"))
  }
}
