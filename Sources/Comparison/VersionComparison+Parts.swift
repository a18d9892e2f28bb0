import Contracts

extension VersionComparison {
  /// By name; where a version has one file only, names do not matter.
  static func files(
    _ before: [DatasetVersion.File], _ after: [DatasetVersion.File]
  ) -> [FileDifference] {
    if let was = before.first, let now = after.first, before.count == 1, after.count == 1 {
      return [FileDifference(path: now.path, before: was, after: now)]
    }
    var rest = before
    let kept = after.map { file -> FileDifference in
      let same = rest.firstIndex { $0.path == file.path }
      return FileDifference(path: file.path, before: same.map { rest.remove(at: $0) }, after: file)
    }
    return kept + rest.map { FileDifference(path: $0.path, before: $0, after: nil) }
  }

  /// By name; where each version has one file only, names do not matter.
  static func manifest(_ before: DatasetVersion, _ after: DatasetVersion) -> Knowable<[ManifestDifference]> {
    guard let was = before.manifest, let now = after.manifest else {
      let silent = before.manifest == nil ? before : after
      return .unknown(because: "\(silent.origin.name) was recorded by a version of assay that did not keep its digest")
    }
    if let was = was.first, let now = now.first, before.manifest?.count == 1, after.manifest?.count == 1 {
      return .known([ManifestDifference(path: now.path, before: was.digest, after: now.digest)])
    }
    let kept = now.map { file in
      ManifestDifference(path: file.path, before: was.first { $0.path == file.path }?.digest, after: file.digest)
    }
    let gone = was.filter { file in !now.contains { $0.path == file.path } }
    return .known(kept + gone.map { ManifestDifference(path: $0.path, before: $0.digest, after: nil) })
  }

  static func terms(_ before: DatasetVersion, _ after: DatasetVersion) -> [TermDifference] {
    var terms: [TermDifference] = []
    let license = LicenseMove(before.license, after.license)
    if before.license != after.license {
      terms.append(
        TermDifference(
          name: "license", before: before.license, after: after.license, consumers: license.direction.forConsumers,
          reason: license.reason, licenseMove: license.kind))
    }
    if Set(before.uses) != Set(after.uses) {
      let isNarrowed = !Set(before.uses).isSubset(of: Set(after.uses))
      terms.append(
        TermDifference(
          name: "uses", before: list(before.uses), after: list(after.uses),
          consumers: isNarrowed ? .breaking : .compatible,
          reason: isNarrowed ? "the data is no longer given for each of them" : "the data is given for more uses"))
    }
    if before.legalBasis != after.legalBasis {
      terms.append(
        TermDifference(
          name: "legal_basis", before: before.legalBasis, after: after.legalBasis, consumers: .breaking,
          reason: "the data rests on another legal basis"))
    }
    return terms + rowLicenses(before, after)
  }

  /// A licence that some rows are under and none was is held against what held for the rows before: all of theirs
  /// together, or that of the dataset where they named none.
  private static func rowLicenses(_ before: DatasetVersion, _ after: DatasetVersion) -> [TermDifference] {
    let (was, now) = (total(before.observedLicenses), total(after.observedLicenses))
    let names = Set(was.keys).union(now.keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let earlier = was.isEmpty ? before.license : was.keys.sorted().map { "(\($0))" }.joined(separator: " AND ")
    return names.compactMap { name in
      guard (was[name] == nil) != (now[name] == nil) else { return nil }
      let move = was[name] == nil ? LicenseMove(earlier, name) : nil
      return TermDifference(
        name: "license of rows", before: was[name].map { "\(name) (\(counted($0, "row")))" },
        after: now[name].map { "\(name) (\(counted($0, "row")))" },
        consumers: move?.direction.forConsumers == .breaking ? .breaking : .compatible,
        reason: move?.reason ?? "no row is under it any more", licenseMove: move?.kind)
    }
  }

  private static func total(_ counts: [DatasetVersion.LicenseCount]) -> [String: Int] {
    counts.reduce(into: [:]) { $0[$1.expression, default: 0] += $1.recordCount }
  }

  static func measurements(
    _ before: [DatasetVersion.Figures], _ after: [DatasetVersion.Figures]
  ) -> [MeasurementDifference] {
    let was = Dictionary(before.map { ($0.clause, $0) }, uniquingKeysWith: { first, _ in first })
    let left = before.filter { figures in !after.contains { $0.clause == figures.clause } }
    return after.flatMap { differences(was[$0.clause], $0) } + left.flatMap { differences($0, nil) }
  }

  private static func differences(
    _ before: DatasetVersion.Figures?, _ after: DatasetVersion.Figures?
  ) -> [MeasurementDifference] {
    guard let clause = (after ?? before)?.clause else { return [] }
    let (was, now) = (before.map(values) ?? [], after.map(values) ?? [])
    let names = now.map(\.name) + was.map(\.name).filter { name in !now.contains { $0.name == name } }
    return names.compactMap { name in
      let (old, new) = (was.first { $0.name == name }?.value, now.first { $0.name == name }?.value)
      return old == new ? nil : MeasurementDifference(clause: clause, name: name, before: old, after: new)
    }
  }

  /// A clause that comes or goes is the schema's to tell: only its status shows here.
  private static func values(_ figures: DatasetVersion.Figures) -> [Measurement] {
    [
      Measurement(name: "status", value: figures.status.rawValue),
      Measurement(name: "violations", value: "\(figures.violationCount)"),
    ] + figures.measurements
  }
}
