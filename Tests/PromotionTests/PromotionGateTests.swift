import Contracts
import Gating
import Licensing
import Testing

@testable import Promotion
@testable import Provenance

/// Each link of a promotion, whole and broken.
@Suite struct PromotionGateTests {
  @Test func aWholeModelPasses() throws {
    let verdict = Story.whole.verdict()
    #expect(verdict.verdict == .pass && !verdict.isInconclusive, "\(verdict.links)")
    #expect(verdict.links.map(\.kind) == LinkKind.allCases.dropLast())
    #expect(verdict.links.allSatisfy { $0.breaks.isEmpty })
    #expect(verdict.restsOn == [Story.reference(3)])
    #expect(verdict[.rollback]?.note?.contains("version 1.0.0") == true)
    #expect(verdict[.privacy]?.status == .skipped)
  }

  @Test(arguments: cases) func theLinkIsBroken(_ broken: Case) throws {
    var story = Story.whole
    broken.change(&story)
    let verdict = story.verdict()
    let link = try #require(verdict[broken.kind])
    #expect(link.status == broken.status, "\(link)")
    let told = link.breaks.map { "\($0.subject): \($0.message)" }
    #expect(told.contains { $0.contains(broken.words) }, "\(told)")
    #expect(link.breaks.allSatisfy { !$0.mend.isEmpty })
    #expect(verdict.verdict == .block)
    #expect(verdict.isInconclusive == !verdict.links.contains { $0.status == .failed })
  }

  @Test func aWarningOfTheGateIsAWarning() {
    var story = Story()
    story.promote("1.0.0", "old.bin")
    story.check("orders", ["orders.csv"], verdict: .warn)
    story.job("train", ["orders.csv"], ["model.bin"])
    let verdict = story.verdict()
    #expect(verdict.verdict == .warn && verdict.warnings.first?.contains("entry 3") == true, "\(verdict)")
  }

  @Test func aFirstVersionNeedsItsReason() {
    var story = Story()
    story.check("orders", ["orders.csv"])
    story.job("train", ["orders.csv"], ["model.bin"])
    story.model.noRollback = NoRollback(.none, because: "first version")
    let verdict = story.verdict()
    #expect(verdict.verdict == .warn && verdict[.rollback]?.status == .passed, "\(verdict)")
    // Where there is an earlier one, the reason changes nothing.
    story.promote("1.0.0", "gone.bin")
    #expect(story.verdict()[.rollback]?.status == .failed)
  }

  @Test func anUnseenWorkingTreeIsAWarning() {
    var story = Story.whole
    story.entries.removeLast()
    story.job("train", ["orders.csv"], ["model.bin"], isDirty: nil)
    #expect(story.verdict().verdict == .warn)
  }

  @Test func intermediateDataNeedsNoCheckOfItsOwn() {
    var story = Story()
    story.promote("1.0.0", "old.bin")
    story.check("orders", ["orders.csv"])
    story.job("clean", ["orders.csv"], ["clean.csv"])
    story.job("train", ["clean.csv"], ["model.bin"])
    #expect(story.verdict().verdict == .pass, "\(story.verdict())")
  }

  @Test func aRecoverPathIsEnoughToGoBack() {
    var story = Story.whole
    story.entries.removeFirst()
    story.files["old.bin"] = nil
    story.files["backup/old.bin"] = .digest(Story.digest("old.bin"))
    story.promote("1.0.0", "old.bin", recover: ["backup/old.bin"])
    #expect(story.verdict()[.rollback]?.status == .passed)
  }

  @Test func whatWasTakenBackIsNothingToGoBackTo() {
    var story = Story()
    story.check("orders", ["orders.csv"])
    story.job("train", ["orders.csv"], ["model.bin", "old.bin"])
    story.promote("0.9.0", "older.bin")
    story.promote("1.0.0", "old.bin")
    story.files["older.bin"] = .digest(Story.digest("older.bin"))
    #expect(story.verdict()[.rollback]?.note?.contains("version 1.0.0") == true)
    story.rollBack(BadVersion(.source, id: "S1"))
    #expect(story.verdict()[.rollback]?.note?.contains("version 0.9.0") == true)
  }

  /// After the last good version is gone, the next one must be able to go out, by somebody's word.
  @Test func whereNoneIsLeftTheReasonIsAWarning() {
    var story = Story.whole
    story.rollBack(BadVersion(.model, id: "demand", version: "1.0.0"))
    story.model.noRollback = NoRollback(.noneLeft, because: "1.0.0 drifts")
    let verdict = story.verdict()
    #expect(verdict.verdict == .warn && verdict[.rollback]?.note == "none, declared: 1.0.0 drifts", "\(verdict)")
    #expect(verdict.warnings.contains { $0.contains("taken back: version 1.0.0 by entry 5: 1.0.0 drifts") }, "\(verdict)")
  }

  /// A contract that was moved leaves its old name behind.
  @Test func aBlockUnderAContractThatIsGoneIsOver() {
    var story = Story()
    story.promote("1.0.0", "old.bin")
    story.check("orders", ["orders.csv"], verdict: .block) { $0.path = "old.assay.yaml" }
    story.check("orders", ["orders.csv"])
    story.job("train", ["orders.csv"], ["model.bin"])
    #expect(story.verdict().verdict == .pass)
  }

  @Test func clocksOfTwoMachinesMayDifferALittle() {
    var story = Story.whole
    story.policy = Self.policy { $0.maximumAge = Age("7d").map { .init($0, location: Self.place) } }
    story.clock = Story.now.advanced(by: -3600 - 200)
    #expect(story.verdict().verdict == .pass)
  }

  @Test func aRefreshedSourceIsGoodAgain() {
    var story = Story.whole
    story.rollBack(BadVersion(.source, id: "S1", refreshedBefore: "2026-11-01"))
    #expect(story.verdict()[.badVersions]?.status == .passed)
    story.rollBack(BadVersion(.source, id: "S1", refreshedBefore: "2026-11-02"))
    #expect(story.verdict()[.badVersions]?.status == .failed)
  }
}
