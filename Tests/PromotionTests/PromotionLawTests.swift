import Contracts
import Testing

@testable import Promotion
@testable import Provenance

/// What holds for every model.
@Suite struct PromotionLawTests {
  /// Ways to give a model an ancestor that is bad.
  private static let ancestors: [@Sendable (inout Story) -> Void] = [
    { $0.job("mix", ["stray.csv"], ["orders.csv"]) },
    { $0.job("train", ["stray.csv"], ["model.bin"]) },
    {
      $0.check("more", ["more.csv"], verdict: .block)
      $0.job("train", ["more.csv"], ["model.bin"])
    },
    {
      $0.check("side", ["side.csv"], sources: [SourceRecord(id: "S9", recordCount: 1, license: "CC-BY-NC-4.0")])
      $0.job("mix", ["side.csv"], ["orders.csv"])
    },
    { $0.rollBack(BadVersion(.dataset, id: nil, digests: [Story.digest("orders.csv")])) },
    { $0.rollBack(BadVersion(.source, id: "S1")) },
  ]

  @Test func aBadAncestorAlwaysBlocks() {
    for ancestor in Self.ancestors {
      var story = Story.whole
      ancestor(&story)
      #expect(story.verdict().verdict == .block)
    }
  }

  /// Whatever else is broken, a bad ancestor more never turns a block into anything else, nor a failure into a doubt.
  @Test func aBadAncestorNeverMends() {
    for broken in PromotionGateTests.cases {
      var story = Story.whole
      broken.change(&story)
      let before = story.verdict()
      for (index, ancestor) in Self.ancestors.enumerated() {
        var worse = story
        ancestor(&worse)
        let after = worse.verdict()
        #expect(after.verdict == .block, "\(broken.name), ancestor \(index)")
        #expect(before.isInconclusive || !after.isInconclusive, "\(broken.name), ancestor \(index)")
      }
    }
  }

  /// Two ancestors block like each of them, in either order.
  @Test func theOrderOfBadAncestorsDoesNotMatter() {
    for first in Self.ancestors {
      for second in Self.ancestors {
        var (one, other) = (Story.whole, Story.whole)
        first(&one)
        second(&one)
        second(&other)
        first(&other)
        #expect(one.verdict().links.map(\.status) == other.verdict().links.map(\.status))
      }
    }
  }
}
