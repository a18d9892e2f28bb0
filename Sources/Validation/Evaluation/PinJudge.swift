import Contracts

/// Compares the digests of what was read with what was pinned.
struct PinJudge {
  let clause: Clause
  let pins: PinSet
  let totals: DatasetTotals

  var finding: Finding {
    var finding = Finding()
    finding.judgedCount = totals.reports.count
    if let problem = pins.problem {
      finding.outcome = .undecided(.limit(problem.message))
      return finding
    }
    if totals.isReplaced { return replaced(finding) }
    for report in totals.reports { judge(report, &finding) }
    let present = Set(totals.reports.map { Array($0.path.utf8) })
    for pin in pins.pins where !present.contains(Array(pin.path.utf8)) {
      note(
        pin.path, kind: "missing_file", "it is pinned to \(pin.digest), and no such file is among the data", &finding)
    }
    for directory in pins.directories { judge(directory: directory, &finding) }
    conclude(&finding)
    return finding
  }

  private func judge(_ report: FileReport, _ finding: inout Finding) {
    if pins.directories.contains(where: { Path.relative(report.path, to: $0.path) != nil }) { return }
    let digests = pins.digests(of: report.path) + [soleFilePin].compactMap { $0 }
    if digests.isEmpty { note(report.path, kind: "unpinned_file", "no pin names it", &finding) }
    // A file that is listed twice must be what both lines say.
    for pin in digests { compare(report, pin, &finding) }
  }

  /// A pin without a name holds for a dataset of one file.
  private var soleFilePin: Digest? { totals.reports.count == 1 ? pins.anyFile : nil }

  private func compare(_ report: FileReport, _ pin: Digest, _ finding: inout Finding) {
    guard let found = report.digests.first(where: { $0.algorithm == pin.algorithm }) else { return }
    if found != pin {
      note(report.path, kind: "digest_mismatch", "expected \(pin), found \(found)", &finding)
    }
  }

  private func judge(directory: PinSet.Pin, _ finding: inout Finding) {
    let members = totals.reports.compactMap { report -> (String, String)? in
      guard let name = Path.relative(report.path, to: directory.path),
        let md5 = report.digests.first(where: { $0.algorithm == .md5 })
      else { return nil }
      return (name, md5.hex)
    }
    let found = dvcDirectoryDigest(members)
    if found != directory.digest, totals.isComplete {
      note(
        directory.path, kind: "digest_mismatch",
        "expected \(directory.digest) for the directory, found \(found) over \(members.count) files", &finding)
    }
  }

  /// Under `--data`, a pin holds for a file of the same name; other files have none.
  private func replaced(_ start: Finding) -> Finding {
    var finding = start
    var comparedCount = 0
    for report in totals.reports {
      let name = Path.name(of: report.path)
      let digests = pins.digests(named: name)
      guard let first = digests.first else { continue }
      comparedCount += 1
      // Files of one name in several folders each have a pin; any of them will do.
      if !digests.contains(where: report.digests.contains) { compare(report, first, &finding) }
    }
    guard comparedCount > 0 else {
      finding.outcome = .skipped(.replacedData)
      return finding
    }
    finding.observed = "\(comparedCount) of \(totals.reports.count) files have a pin by name"
    conclude(&finding)
    return finding
  }

  private func conclude(_ finding: inout Finding) {
    if finding.violationCount > 0 {
      finding.outcome = .failed(clause.thresholds.severity)
    } else if !totals.isComplete {
      finding.outcome = .undecided(.unreadableData)
    }
    finding.kinds.sort { $0.kind < $1.kind }
  }

  private func note(_ path: String, kind: String, _ detail: String, _ finding: inout Finding) {
    finding.violationCount += 1
    if let known = finding.kinds.firstIndex(where: { $0.kind == kind }) {
      finding.kinds[known].count += 1
    } else {
      finding.kinds.append(ClauseResult.KindCount(kind: kind, count: 1))
    }
    guard finding.exemplars.count < EvaluationOptions.maximumExemplars else { return }
    finding.exemplars.append(
      Violation(position: Position(file: path, offset: 0, line: 1, record: nil), kind: kind, detail: detail))
  }
}

/// DVC hashes a directory as the MD5 of Python's `json.dumps` of its files' MD5s, sorted by path.
func dvcDirectoryDigest(_ members: [(name: String, md5: String)]) -> Digest {
  let list = members.sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
    .map { "{\"md5\": \"\($0.md5)\", \"relpath\": \(pythonJSON($0.name))}" }.joined(separator: ", ")
  return digest(Array("[\(list)]".utf8), .md5)
}

/// A string as Python's `json.dumps` writes it: ASCII, the rest as UTF-16 escapes.
private func pythonJSON(_ text: String) -> String {
  var result = "\""
  for unit in text.utf16 {
    switch unit {
    case 0x22: result += "\\\""
    case 0x5C: result += "\\\\"
    case 0x0A: result += "\\n"
    case 0x0D: result += "\\r"
    case 0x09: result += "\\t"
    case 0x08: result += "\\b"
    case 0x0C: result += "\\f"
    case 0x20..<0x7F: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
    default:
      let hex = String(unit, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    }
  }
  return result + "\""
}
