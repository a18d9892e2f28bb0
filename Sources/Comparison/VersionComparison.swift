import Contracts

/// What changed between two versions of a dataset.
package struct VersionComparison: Hashable, Sendable {
  /// A file of either side; `nil` where the side has none of that name.
  package struct FileDifference: Hashable, Sendable {
    /// As the later version calls it.
    package let path: String
    package let before: DatasetVersion.File?
    package let after: DatasetVersion.File?

    /// Whether the bytes differ; `nil` where a digest is missing.
    package var isSame: Bool? {
      guard let before, let after else { return false }
      guard let was = before.digest, let now = after.digest else {
        return before.byteCount == after.byteCount && before.recordCount == after.recordCount ? nil : false
      }
      return was == now
    }
  }

  /// What became of one clause's outcome or of one of its measurements.
  package struct MeasurementDifference: Hashable, Sendable {
    package let clause: String
    /// `status`, `violations`, or the name of a measurement.
    package let name: String
    package let before: String?
    package let after: String?
  }

  /// A term that both versions may have: `license`, `uses`, `legal_basis`, or a licence in the rows.
  package struct TermDifference: Hashable, Sendable {
    package let name: String
    package let before: String?
    package let after: String?
    package let consumers: Effect
    package let reason: String
    /// Of a licence: how its terms moved.
    package var licenseMove: LicenseMove.Kind?

    /// The name in a sentence: `licence of rows`.
    package var spoken: String { name.replacing("license", with: "licence").replacing("_", with: " ") }
  }

  /// A file of the source manifest; `nil` where the side has none of that name.
  package struct ManifestDifference: Hashable, Sendable {
    /// As the later version calls it.
    package let path: String
    package let before: Digest?
    package let after: Digest?

    package var isSame: Bool { before == after }
  }

  package let before: DatasetVersion
  package let after: DatasetVersion
  package let files: [FileDifference]
  package let sources: Knowable<[SourceDifference]>
  /// The files that say which sources there are.
  package let manifest: Knowable<[ManifestDifference]>
  package let moves: Knowable<RowMoves>
  package let terms: [TermDifference]
  /// What the contracts say, where both are known.
  package let schema: Knowable<[ContractDifference]>
  package let measurements: [MeasurementDifference]

  package init(_ before: DatasetVersion, _ after: DatasetVersion, moves: Knowable<RowMoves>) {
    self.before = before
    self.after = after
    let gap = before.sourceGap ?? after.sourceGap
    self.moves = gap.map { .unknown(because: $0) } ?? moves
    files = Self.files(before.files, after.files)
    terms = Self.terms(before, after)
    measurements = Self.measurements(before.clauses, after.clauses)
    manifest = Self.manifest(before, after)
    switch (before.sources, after.sources) {
    case (.unknown(let because), _), (_, .unknown(let because)): sources = .unknown(because: because)
    case (.known(let was), .known(let now)):
      sources = gap.map { .unknown(because: $0) } ?? .known(SourceDifference.all(was, now))
    }
    if let was = before.contract, let now = after.contract {
      schema = .known(ContractComparison(was, now).differences)
    } else if let was = before.contractDigest, was == after.contractDigest {
      schema = .known([])
    } else {
      let missing = before.contract == nil ? before : after
      schema = .unknown(because: "the contract of \(missing.origin.name) was not kept, and is no longer where it was")
    }
  }
}

extension VersionComparison {
  /// How much the version must grow, as far as that is known.
  package var bump: VersionBump {
    var bump = hasOtherRows ? VersionBump.patch : .none
    if case .known(let lines) = schema { bump = max(bump, VersionBump(for: lines)) }
    if terms.contains(where: { $0.consumers == .breaking }) { bump = .major } else if !terms.isEmpty {
      bump = max(bump, .patch)
    }
    guard case .known(let sources) = sources else { return bump }
    for source in sources {
      switch source.kind {
      case .dropped: bump = .major
      case .added: bump = max(bump, .minor)
      case .relicensed: bump = max(bump, source.isTightened ? .major : .patch)
      case .changed: bump = max(bump, .patch)
      case .same: break
      }
    }
    return bump
  }

  /// Why the version may have to grow more than `bump` says; empty where all is known.
  package var doubts: [String] {
    var doubts: [String] = []
    if case .unknown(let because) = schema { doubts.append("the schema is not known: \(because)") }
    if case .unknown(let because) = sources { doubts.append("the sources are not known: \(because)") }
    // Another manifest is a patch, which any other change is too.
    if case .unknown(let because) = manifest, bump == .none {
      doubts.append("whether the source manifest is the same is not known: \(because)")
    }
    if let file = files.first(where: { $0.isSame == nil }) {
      doubts.append("whether the bytes of \(file.path) are the same is not known, since a digest is missing")
    }
    doubts += [before, after].flatMap { version in version.gaps.map { "\(version.origin.name): \($0)" } }
    return doubts
  }

  package var versions: VersionCheck {
    VersionCheck(
      before: before.version, after: after.version, proposal: bump,
      isShared: before.origin.kind == .data && after.origin.kind == .data)
  }

  private var hasOtherRows: Bool {
    if before.recordCount != after.recordCount || before.malformedCount != after.malformedCount { return true }
    if files.contains(where: { $0.isSame == false }) || !measurements.isEmpty { return true }
    if case .known(let files) = manifest, files.contains(where: { !$0.isSame }) { return true }
    if case .known(let counts) = moves { return counts.movedCount + counts.addedCount + counts.removedCount > 0 }
    return false
  }
}
