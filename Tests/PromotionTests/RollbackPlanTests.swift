import Contracts
import Testing

@testable import Promotion
@testable import Provenance

/// What follows from something bad.
@Suite struct RollbackPlanTests {
  /// Two versions on clean data, then one on data with the source S2.
  private var story: Story {
    var story = Story()
    story.check("orders", ["a.csv"])
    story.job("train", ["a.csv"], ["one.bin"])
    story.promote("1.0", "one.bin")
    story.check("orders", ["b.csv"], sources: [Story.source, SourceRecord(id: "S2", recordCount: 1, license: "MIT")])
    story.job("train", ["b.csv"], ["two.bin"])
    story.promote("2.0", "two.bin")
    return story
  }

  @Test func itNamesTheLastGoodPromotionAndAllThatIsDownstream() throws {
    let plan = RollbackPlan(BadVersion(.source, id: "S2"), story.graph)
    let model = try #require(plan.models.first)
    #expect(plan.models.count == 1 && model.mustGoBack && !plan.isStuck)
    #expect(model.affected.map(\.act.version) == ["2.0"] && model.good?.act.version == "1.0")
    #expect(plan.closure.artifacts.flatMap(\.names) == ["b.csv", "two.bin"])
    #expect(plan.closure.jobs.map(\.reference.sequence) == [7])
    #expect(plan.takenBack == [Story.reference(8)])
  }

  @Test func whatHoldsNothingBadStays() throws {
    let digest = Story.digest("a.csv")
    let plan = RollbackPlan(BadVersion(.dataset, id: nil, digests: [digest]), story.graph)
    let model = try #require(plan.models.first)
    #expect(!model.mustGoBack && model.newest.act.version == "2.0" && model.affected.map(\.act.version) == ["1.0"])
  }

  @Test func withoutAGoodOneItIsStuck() {
    #expect(RollbackPlan(BadVersion(.source, id: "S1"), story.graph).isStuck)
    var story = story
    story.rollBack(BadVersion(.dataset, id: nil, digests: [Story.digest("a.csv")]))
    #expect(RollbackPlan(BadVersion(.source, id: "S2"), story.graph).isStuck)
  }

  @Test func blockedAttemptsAreNeitherAffectedNorGood() {
    var story = story
    story.promote("3.0", "two.bin", verdict: .block)
    let plan = RollbackPlan(BadVersion(.source, id: "S2"), story.graph)
    #expect(plan.models.flatMap(\.affected).map(\.act.version) == ["2.0"])
    let other = RollbackPlan(BadVersion(.dataset, id: nil, digests: [Story.digest("a.csv")]), story.graph)
    #expect(other.models.first?.newest.act.version == "2.0")
  }

  @Test func aVersionOfAModelCanBeBad() throws {
    let graph = story.graph
    let bad = BadVersion(.model, id: "demand", version: "2.0", digests: graph.digests(ofModel: "demand", version: "2.0"))
    let model = try #require(RollbackPlan(bad, graph).models.first)
    #expect(model.mustGoBack && model.good?.act.version == "1.0")
    #expect(graph.versions(ofModel: "demand") == ["1.0", "2.0"])
  }

  @Test func datesOfSourcesAreComparedByDay() {
    let bad = BadVersion(.source, id: "S1", refreshedBefore: "2026-11-01")
    for (date, isMeant) in [
      ("2026-10-31", true), ("2026-10-31T23:59:59Z", true), ("2026-11-01", false), ("2026-11-01T00:00:00Z", false),
      ("last year", true), (nil, true), ("2026-13-01", true),
    ] {
      #expect(bad.means(SourceRecord(id: "S1", recordCount: 1, refreshedAt: date)) == isMeant, "\(date ?? "none")")
    }
    #expect(!bad.means(SourceRecord(id: "S2", recordCount: 1)))
  }
}
