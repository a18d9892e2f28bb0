import Contracts
import Licensing

/// Puts what the manifest says of sources beside what the records name, and judges each source.
struct SourceCensus: Sendable {
  let manifest: SourceManifest
  private let provenance: Provenance
  private let now: Instant
  private let isMasked: Bool

  /// With `isMasked`, no id that stands in the data is told.
  init(_ manifest: SourceManifest, _ provenance: Provenance, now: Instant, isMasked: Bool) {
    self.manifest = manifest
    self.provenance = provenance
    self.now = now
    self.isMasked = isMasked
  }

  /// The manifest as the contract names it.
  var name: String {
    switch provenance.manifest {
    case .file(let file): file.text
    case .contract(let contract, _): contract.text
    }
  }

  func usage(_ state: SourceState) -> SourceUsage {
    var usage = SourceUsage(
      files: manifest.files, license: manifest.license, isMasked: isMasked, problem: manifest.problem)
    guard manifest.problem == nil else { return usage }
    // A state may come from a file; what its sources are is said by the manifest alone.
    usage.tallies = manifest.sources.enumerated().map { index, source in
      guard index < state.counts.count else { return SourceTally(source: source) }
      return SourceTally(
        source: source, recordCount: state.counts[index], first: index < state.first.count ? state.first[index] : [])
    }
    markParents(&usage.tallies)
    for index in usage.tallies.indices { usage.tallies[index].problems = problems(of: usage.tallies[index]) }
    usage.missingCount = state.missingCount
    usage.undeclaredCount = state.undeclaredCount
    usage.hasTooManyUndeclared = state.hasTooManyUndeclared
    usage.undeclared = state.undeclaredInOrder.map { id, met in
      UndeclaredSource(id: id.withUnsafeBufferPointer(Masking.cut), recordCount: met.count, first: met.first)
    }
    return usage
  }

  /// What a source in use was made from is in use too.
  private func markParents(_ tallies: inout [SourceTally]) {
    let indices = Dictionary(
      manifest.sources.enumerated().map { (Array($1.id.utf8), $0) }, uniquingKeysWith: { first, _ in first })
    for start in tallies.indices where tallies[start].recordCount > 0 {
      var open = [start]
      while let index = open.popLast() {
        for parent in tallies[index].source.derivedFrom.compactMap({ indices[Array($0.utf8)] })
        where !tallies[parent].isUsed {
          tallies[parent].through = tallies[start].source.id
          open.append(parent)
        }
      }
    }
  }

  private func problems(of tally: SourceTally) -> [SourceProblem] {
    guard tally.isUsed else { return [.unused] }
    let source = tally.source
    return SourceProblem.allCases.filter { problem in
      switch problem {
      case .unused: false
      case .unlicensed: !source.has(.license)
      case .licenseInvalid: source.has(.license) && source.license.map(Self.isNoExpression) == true
      case .incomplete: !missing(source).isEmpty
      case .stale: staleness(of: source) != nil
      case .expired: source.expiresAt.map { $0.end <= now } ?? false
      }
    }
  }

  private static func isNoExpression(_ text: String) -> Bool { (try? LicenseExpression(parsing: text)) == nil }

  /// What is required and not there, the licence apart.
  private func missing(_ source: Source) -> [SourceKey] {
    provenance.required.filter { $0 != .license && !source.has($0) }
  }

  /// Why a source counts as stale; one without a date is incomplete.
  private func staleness(of source: Source) -> String? {
    guard let limit = provenance.maximumAge, let refreshed = source.refreshedAt else { return nil }
    if refreshed.start > now.advanced(by: FreshnessJudge.defaultFutureToleranceSeconds) {
      return "refreshed \(refreshed), in the future"
    }
    guard refreshed.end.advanced(by: limit.seconds) < now else { return nil }
    return "refreshed \(refreshed), \(durationText(seconds: now.seconds - refreshed.end.seconds)) ago"
  }

  /// What is wrong with a source, in a few words.
  func fact(_ problem: SourceProblem, of tally: SourceTally) -> String {
    let source = tally.source
    switch problem {
    case .unused: return "no record is from it"
    case .unlicensed: return source.license.map { "its licence is \($0)" } ?? "no licence"
    case .licenseInvalid:
      let written = source.license ?? ""
      let advice = LicenseText.advice(on: written).map { "; \($0)" } ?? ""
      return "`\(written.count > 80 ? written.prefix(80) + "…" : written)` is no SPDX expression\(advice)"
    case .incomplete: return "no \(missing(source).map(\.rawValue).joined(separator: ", no "))"
    case .stale: return staleness(of: source) ?? ""
    case .expired: return "expired \(source.expiresAt?.text ?? "")"
    }
  }

  /// What a clause asks, in short.
  func expected(_ problem: SourceProblem) -> String {
    switch problem {
    case .unused: "a record from every source"
    case .unlicensed: "a licence for every source in use"
    case .licenseInvalid: "an SPDX expression for every source in use"
    case .incomplete:
      "\(provenance.required.filter { $0 != .license }.map(\.rawValue).joined(separator: ", ")) of every source in use"
    case .stale: "every source in use refreshed within \(provenance.maximumAge?.text ?? "")"
    case .expired: "no source in use past its expires_at"
    }
  }
}
