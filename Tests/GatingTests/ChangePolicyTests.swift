import Comparison
import Contracts
import Testing

@testable import Gating

struct ChangePolicyTests {
  private func policy(_ changes: String, inconclusive: String = "block") throws -> Policy {
    let text = "assay_policy: 1\ngates:\n  merge:\n    inconclusive: \(inconclusive)\n    changes: \(changes)\n"
    let (policy, diagnostics) = PolicyReader.read(Array(text.utf8), file: "p.yaml")
    #expect(diagnostics.filter { $0.level == .error } == [])
    return try #require(policy)
  }

  private let new = Change(.newSource, "S3", "7 rows come from it, and none did")

  @Test func withoutAPolicyEverythingIsReported() {
    let decision = decide([new], gate: "merge", policy: nil)
    #expect(decision.findings.map(\.effect) == [.reported])
    #expect(decision.exitCode == 0)
  }

  @Test func whatThePolicyLeavesOutIsReported() throws {
    let decision = decide([new], gate: "merge", policy: try policy("{ dropped_source: block }"))
    #expect(decision.findings.map(\.effect) == [.reported])
    #expect(decide([new], gate: "promotion", policy: try policy("{ new_source: block }")).exitCode == 0)
  }

  @Test func aNewSourceNeedsApproval() throws {
    let asking = try policy("{ new_source: block, approved_sources: [S1] }")
    let decision = decide([new], gate: "merge", policy: asking)
    #expect(decision.exitCode == 1)
    #expect(decision.findings.first?.cited == "(p.yaml:5)")
    let approving = try policy("{ new_source: block, approved_sources: [S1, S3] }")
    #expect(decide([new], gate: "merge", policy: approving).findings.map(\.effect) == [.approved])
    #expect(decide([new], gate: "merge", policy: approving).exitCode == 0)
  }

  /// Approval is of a source: it never covers that sources are not known.
  @Test func whatIsNotKnownBlocksAsUndecided() throws {
    let unknown = Change(.newSource, nil, "the sources are not known", isUndecided: true)
    let strict = try policy("{ new_source: block, approved_sources: [S3] }")
    #expect(decide([unknown], gate: "merge", policy: strict).exitCode == 3)
    #expect(decide([unknown, new], gate: "merge", policy: try policy("{ new_source: block }")).exitCode == 1)
    let lenient = try policy("{ new_source: block }", inconclusive: "warn")
    #expect(decide([unknown], gate: "merge", policy: lenient).findings.map(\.effect) == [.warn])
    #expect(decide([unknown], gate: "merge", policy: try policy("{ new_source: ignore }")).exitCode == 0)
  }

  @Test func theWorstComesFirst() throws {
    let changes = [Change(.droppedSource, "S1", "gone"), Change(.relicensed, "S2", "other"), new]
    let decision = decide(
      changes, gate: "merge", policy: try policy("{ dropped_source: ignore, relicensed: warn, new_source: block }"))
    #expect(decision.findings.map(\.effect) == [.block, .warn, .reported])
  }

  @Test(arguments: ChangeKind.allCases) func everyKindCanBlock(kind: ChangeKind) throws {
    let decision = decide([Change(kind, "x", "changed")], gate: "merge", policy: try policy("{ \(kind.rawValue): block }"))
    #expect(decision.exitCode == 1)
  }

  @Test func anApprovalWithoutARuleIsAWarning() {
    let text = "assay_policy: 1\ngates: { merge: { changes: { approved_sources: [S1] } } }\n"
    let (policy, diagnostics) = PolicyReader.read(Array(text.utf8), file: "p.yaml")
    #expect(policy != nil)
    #expect(diagnostics.map(\.code) == ["approval.no_effect"])
  }
}
