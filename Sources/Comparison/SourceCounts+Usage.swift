import Contracts

extension SourceCounts {
  /// What a run has counted; `nil` where its contract does not say where records come from.
  package init(_ usage: SourceUsage?) {
    guard let usage else {
      self = .unknown(because: Self.noProvenance)
      return
    }
    if let gap = usage.gap {
      self = .unknown(because: gap)
      return
    }
    self = .known(
      usage.named.map { named in
        SourceCount(
          id: named.id, rowCount: named.recordCount, license: named.source?.license,
          legalBasis: named.source?.legalBasis, refreshed: named.source?.refreshedAt?.text)
      })
  }

  /// Why a contract without `provenance` tells nothing of sources.
  package static let noProvenance = "its contract has no `provenance`, which says where rows come from"
}
