extension SourceUsage {
  /// A source that the data rests on.
  package struct Named {
    package var id: String
    /// 0 for one that only others in use were made from.
    package var recordCount: Int
    /// As the manifest has it; `nil` where it declares none of this id.
    package var source: Source?
  }

  /// The sources that the data rests on, declared ones first. Where ids are masked, undeclared ones are left out.
  package var named: [Named] {
    tallies.filter(\.isUsed).map { Named(id: $0.source.id, recordCount: $0.recordCount, source: $0.source) }
      + undeclared.compactMap { undeclared in
        guard case .text(let id, _) = undeclared.id else { return nil }
        return Named(id: id, recordCount: undeclared.recordCount)
      }
  }

  /// Why not every source that the data rests on is told by its id; `nil` where all are. One sentence without a full
  /// stop.
  package var gap: String? {
    if let problem { return problem }
    if isMasked { return "the ids of sources are masked" }
    if hasTooManyUndeclared {
      return "\(undeclaredCount) rows name sources that the manifest does not declare, too many to keep"
    }
    let isWhole = undeclared.allSatisfy { source in
      if case .text(_, isCut: false) = source.id { true } else { false }
    }
    return isWhole ? nil : "rows name a source by more than 1 KiB of text"
  }
}

extension Source {
  /// The licence, where one is stated: `NONE` and `NOASSERTION` (SPDX 3.0.1) state none.
  package static func stated(_ license: String?) -> String? {
    license.flatMap { ["NONE", "NOASSERTION"].contains($0.uppercased()) ? nil : $0 }
  }
}
