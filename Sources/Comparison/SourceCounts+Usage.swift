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
    let declared = usage.tallies.filter(\.isUsed).map { tally in
      SourceCount(
        id: tally.source.id, rowCount: tally.recordCount, license: tally.source.license,
        legalBasis: tally.source.legalBasis, refreshed: tally.source.refreshedAt?.text)
    }
    let undeclared = usage.undeclared.compactMap { source -> SourceCount? in
      guard case .text(let id, _) = source.id else { return nil }
      return SourceCount(id: id, rowCount: source.recordCount)
    }
    self = .known(declared + undeclared)
  }

  /// Why a contract without `provenance` tells nothing of sources.
  package static let noProvenance = "its contract has no `provenance`, which says where rows come from"
}
