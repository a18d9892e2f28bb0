import Contracts

extension CountedSource {
  /// What a run has counted; `nil` where its contract does not say where records come from.
  package static func counts(of usage: SourceUsage?) -> Knowable<[CountedSource]> {
    guard let usage else { return .unknown(because: noProvenance) }
    if let gap = usage.gap { return .unknown(because: gap) }
    return .known(
      usage.named.map { named in
        CountedSource(
          id: named.id, rowCount: named.recordCount, license: named.source?.license,
          legalBasis: named.source?.legalBasis, refreshed: named.source?.refreshedAt?.text)
      })
  }

  /// Why a contract without `provenance` tells nothing of sources.
  package static let noProvenance = "its contract has no `provenance`, which says where rows come from"
}
