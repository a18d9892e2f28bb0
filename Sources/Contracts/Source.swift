/// One source of data, as its manifest declares it.
package struct Source: Hashable, Sendable, Codable {
  package var id: String
  package var name: String?
  package var url: String?
  /// As written, which should be an SPDX expression; where nothing is, that of the contract whose dataset has it.
  package var license: String?
  /// Whom its licence asks to name: `© 2025 Ordnance Survey`.
  package var attribution: String?
  package var legalBasis: String?
  /// When the data was first taken from there.
  package var retrievedAt: SourceDate?
  /// When it was last compared with what is there.
  package var refreshedAt: SourceDate?
  /// From then on it may not be used.
  package var expiresAt: SourceDate?
  package var digest: Digest?
  /// Ids of the sources that this one was made from.
  package var derivedFrom: [String]
  /// In the manifest.
  package var location: SourceLocation

  package init(
    id: String, name: String? = nil, url: String? = nil, license: String? = nil, attribution: String? = nil,
    legalBasis: String? = nil, retrievedAt: SourceDate? = nil, refreshedAt: SourceDate? = nil,
    expiresAt: SourceDate? = nil, digest: Digest? = nil, derivedFrom: [String] = [], location: SourceLocation
  ) {
    self.id = id
    self.name = name
    self.url = url
    self.license = license
    self.attribution = attribution
    self.legalBasis = legalBasis
    self.retrievedAt = retrievedAt
    self.refreshedAt = refreshedAt
    self.expiresAt = expiresAt
    self.digest = digest
    self.derivedFrom = derivedFrom
    self.location = location
  }

  /// Whether the manifest says this of it.
  package func has(_ key: SourceKey) -> Bool {
    switch key {
    case .id: true
    case .name: name != nil
    case .url: url != nil
    case .license: Source.stated(license) != nil
    case .attribution: attribution != nil
    case .legalBasis: legalBasis != nil
    case .retrievedAt: retrievedAt != nil
    case .refreshedAt: refreshedAt != nil
    case .expiresAt: expiresAt != nil
    case .digest: digest != nil
    case .derivedFrom: !derivedFrom.isEmpty
    }
  }
}

/// A date or a timestamp of a manifest. A date lasts until its end, in UTC.
package struct SourceDate: Hashable, Sendable, Codable, CustomStringConvertible {
  /// As written.
  package let text: String
  /// When it begins; for a timestamp the moment itself.
  package let start: Instant
  /// When it is over; for a timestamp the moment itself.
  package let end: Instant

  /// `nil` unless the text is a day of the calendar or an RFC 3339 timestamp with its zone.
  package init?(_ text: String) {
    self.text = text
    if let instant = Instant(rfc3339: text) {
      (start, end) = (instant, instant)
    } else {
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      guard parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }),
        let year = Int64(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
      else { return nil }
      let date = CivilDate(year: year, month: month, day: day)
      guard date.isValid else { return nil }
      start = Instant(seconds: date.daysSinceEpoch * 86_400)
      end = start.advanced(by: 86_400)
    }
  }

  package var description: String { text }
}

/// The sources that a dataset may come from, as they were read, or why they could not be.
package struct SourceManifest: Hashable, Sendable, Codable {
  /// In the order of the manifest; no two have one id.
  package var sources: [Source]
  /// What was read, by digest of the stored bytes.
  package var files: [FileReference]
  /// What the contract declares whose dataset the manifest is; sources that name no licence have it.
  package var license: String?
  /// Why there are no sources: `sources.yaml:3:5: Unknown key …`.
  package var problem: String?

  package init(
    sources: [Source] = [], files: [FileReference] = [], license: String? = nil, problem: String? = nil
  ) {
    self.sources = sources
    self.files = files
    self.license = license
    self.problem = problem
  }
}
