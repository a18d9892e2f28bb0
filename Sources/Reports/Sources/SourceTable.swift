import Contracts

/// The sources as a table, totals below it.
struct SourceTable {
  private let list: SourceList

  init(_ list: SourceList) { self.list = list }

  func text(of contract: Contract) -> String {
    var table = TextTable(["SOURCE", "NAME", "ROWS", "SHARE", "LICENCE", "LEGAL BASIS", "REFRESHED", "AGE", "STATE"])
    for row in list.rows {
      let source = row.tally.source
      table.add([
        Self.cut(source.id), Self.cut(source.name ?? ""), Amount.grouped(row.tally.recordCount),
        list.share(row.tally.recordCount),
        Self.cut(source.license ?? ""), Self.cut(source.legalBasis ?? ""), source.refreshedAt?.text ?? "",
        row.ageSeconds.map { durationText(seconds: $0) } ?? "", row.state,
      ])
    }
    for undeclared in list.usage.undeclared {
      table.add([
        Self.cut(undeclared.text), "", Amount.grouped(undeclared.recordCount), list.share(undeclared.recordCount),
        "", "", "", "", "not declared",
      ])
    }
    let head = ([contract.id.harmless + (manifest.isEmpty ? "" : ": \(manifest.harmless)")] + inherited)
      .joined(separator: "\n") + "\n\n"
    return head + (table.rowCount > 0 ? table.render() + "\n" : "") + totals.map { $0.harmless + "\n" }.joined()
  }

  /// One long id must not push every other column off the screen; CSV and JSON have it whole.
  private static func cut(_ text: String) -> String { text.harmless.truncated(to: 48) }

  /// Whence sources have a licence that did not name one.
  private var inherited: [String] {
    list.usage.license.map {
      ["sources that name no licence stand under \($0.harmless), as their contract declares"]
    } ?? []
  }

  private var manifest: String {
    list.usage.files.map { "\($0.path) (\($0.digest))" }.joined(separator: ", ")
  }

  private var totals: [String] {
    let usage = list.usage
    if let problem = usage.problem { return ["the manifest could not be read: \(problem)"] }
    var lines = [Amount.counted(list.recordCount, "record")]
    if usage.isMasked {
      lines.append("the field's values are masked, so that no source is named")
    } else {
      let used = usage.tallies.count { $0.recordCount > 0 }
      let through = usage.tallies.count { $0.through != nil }
      let made = through > 0 ? ", \(Amount.grouped(through)) through what was made from them" : ""
      lines[0] +=
        " from \(Amount.grouped(used)) of \(Amount.counted(usage.tallies.count, "declared source"))\(made)"
    }
    if usage.undeclaredCount > 0 {
      let which = usage.hasTooManyUndeclared ? ", too many to list" : ""
      lines.append("\(Amount.counted(usage.undeclaredCount, "record")) from sources that are not declared\(which)")
    }
    if usage.missingCount > 0 { lines.append("\(Amount.counted(usage.missingCount, "record")) without a source") }
    return lines
  }
}
