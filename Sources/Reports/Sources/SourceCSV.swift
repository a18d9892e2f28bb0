import Contracts

/// The sources as CSV (RFC 4180), a record for each, with the keys of a manifest first.
struct SourceCSV {
  private let list: SourceList

  init(_ list: SourceList) { self.list = list }

  private static let columns =
    SourceKey.allCases.map(\.rawValue) + ["rows", "age_seconds", "state", "first_file", "first_row"]

  var text: String {
    let declared = list.rows.map { row in
      SourceKey.allCases.map { value(of: $0, row.tally.source) } + [
        String(row.tally.recordCount), row.ageSeconds.map { String($0) } ?? "", row.state,
      ] + place(row.tally.first.first)
    }
    let undeclared = list.usage.undeclared.map { source in
      [source.text] + SourceKey.requirable.map { _ in "" } + [String(source.recordCount), "", "undeclared"]
        + place(source.first.first)
    }
    return ([Self.columns] + declared + undeclared).map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }

  private func place(_ position: Position?) -> [String] {
    [position?.file ?? "", position?.record.map { String($0) } ?? ""]
  }

  private func value(of key: SourceKey, _ source: Source) -> String {
    switch key {
    case .id: source.id
    case .name: source.name ?? ""
    case .url: source.url ?? ""
    case .license: source.license ?? ""
    case .attribution: source.attribution ?? ""
    case .legalBasis: source.legalBasis ?? ""
    case .retrievedAt: source.retrievedAt?.text ?? ""
    case .refreshedAt: source.refreshedAt?.text ?? ""
    case .expiresAt: source.expiresAt?.text ?? ""
    case .digest: source.digest?.description ?? ""
    case .derivedFrom: source.derivedFrom.joined(separator: ";")
    }
  }

  private func cell(_ text: String) -> String {
    guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
