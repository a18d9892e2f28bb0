import Contracts
import Licensing

extension SourceUsage {
  /// Every source that the dataset rests on, with what it was made from, and records from sources that nobody declared.
  ///
  /// What a source's licence asks holds for whatever is made from it, so that parents count like the source itself. One
  /// without an SPDX expression has no licence that is known. Records that name no source stand under the declared
  /// licence; unless `hasDeclared`, under none.
  func licenseOrigins(hasDeclared: Bool) -> [LicenseOrigin] {
    var expressions: [String: LicenseExpression?] = [:]
    func expression(_ text: String) -> LicenseExpression? {
      if let known = expressions[text] { return known }
      let parsed = try? LicenseExpression(parsing: text)
      expressions.updateValue(parsed, forKey: text)
      return parsed
    }
    let byID = Dictionary(tallies.map { ($0.source.id, $0) }, uniquingKeysWith: { first, _ in first })
    var origins = tallies.enumerated().filter(\.element.isUsed).map { index, tally in
      let location = tally.source.location
      let place = Position(file: location.file, offset: 0, line: location.line, record: nil)
      // Where no record names it, those that name what was made from it.
      let named = tally.recordCount > 0 || isMasked ? tally : tally.through.flatMap { byID[$0] } ?? tally
      return LicenseOrigin(
        .source, name: isMasked ? "a masked source" : tally.source.id,
        expression: tally.source.license.flatMap(expression), isMasked: isMasked,
        through: isMasked ? nil : tally.through, number: isMasked ? index + 1 : 0,
        recordCount: named.recordCount > 0 ? named.recordCount : nil,
        firstRecords: named.first, place: tally.recordCount > 0 || isMasked ? nil : place)
    }
    if undeclaredCount > 0 {
      origins.append(
        LicenseOrigin(
          .source, name: "undeclared sources", expression: nil, recordCount: undeclaredCount,
          firstRecords: Array(undeclared.flatMap(\.first).prefix(LicenseState.firstRecordLimit))))
    }
    if missingCount > 0, !hasDeclared {
      origins.append(LicenseOrigin(.records, name: "no source", expression: nil, recordCount: missingCount))
    }
    return origins
  }
}
