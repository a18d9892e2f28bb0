import Foundation
import Licensing
import Testing

/// The compatibility matrix of OSADL, on licences of software. It asks whether a work under one licence (the
/// subordinate) may become part of a work under another (the leading one), which is our question of a dataset that is
/// made from two and declares the leading licence.
struct OSADLMatrixTests {
  private struct Pair: Hashable, CustomStringConvertible {
    let leading: String
    let subordinate: String
    var description: String { "\(subordinate) into \(leading)" }
  }

  /// Pairs on which we differ, with the reason for all of them.
  private struct Disagreement {
    let reason: String
    let pairs: Set<Pair>

    init(_ reason: String, _ subordinates: String, into leading: [String]) {
      self.reason = reason
      let subordinates = subordinates.split(separator: " ").map(String.init)
      pairs = Set(leading.flatMap { leading in subordinates.map { Pair(leading: leading, subordinate: $0) } })
    }
  }

  private static let disagreements = [
    Disagreement(
      """
      We say no: the leading licence asks for nothing, so that whoever reads it alone would drop the notices that the \
      other asks for. OSADL lets the notices travel beside it.
      """,
      "AFL-3.0 Apache-1.0 Apache-1.1 Apache-2.0 BSD-1-Clause BSD-2-Clause BSD-3-Clause BSD-4-Clause BSL-1.0 CC-BY-2.5 "
        + "CC-BY-3.0 ECL-2.0 ISC MIT NCSA PostgreSQL Python-2.0 UPL-1.0 Unicode-DFS-2015 Unicode-DFS-2016 X11 Zlib",
      into: ["0BSD", "Unlicense", "WTFPL"]),
    Disagreement(
      """
      We say no: MPL-2.0 names the licences that may take over, and neither the EUPL nor LGPL-2.0 is among them. OSADL \
      lets MPL files stay files of their own, which records of a dataset are not.
      """,
      "MPL-2.0", into: ["EUPL-1.2", "LGPL-2.0-only", "LGPL-2.0-or-later"]),
    Disagreement(
      "We say no: the LGPL lets the GPL take over from version 2 on, and this declaration promises version 1 as well.",
      "LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1-only LGPL-2.1-or-later", into: ["GPL-1.0-or-later"]),
    Disagreement(
      "We say no: EUPL-1.1 names version 2 of the GPL alone, and this declaration promises later ones as well.",
      "EUPL-1.1", into: ["GPL-2.0-or-later"]),
    Disagreement(
      "We say no: GPL-2.0-only may take over, but the exception would be a permission that the origin never gave.",
      "EUPL-1.1 MPL-2.0", into: ["GPL-2.0-only WITH Classpath-exception-2.0"]),
    Disagreement(
      "We say yes: the appendix of EUPL-1.2 names version 1.1 among the licences that may take over.",
      "EUPL-1.2", into: ["EUPL-1.1"]),
    Disagreement(
      "We say yes: `or later` lets whoever receives it take version 2.1 or 3, and pass it on so.",
      "LGPL-2.0-or-later", into: ["LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later"]),
  ]

  /// What the matrix says of pairs whose terms we know: `true` for yes. Pairs that it leaves open are left out.
  private func matrix() throws -> [Pair: Bool] {
    let text = try String(contentsOfFile: suitePath("osadl/osadl-matrix.csv"), encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",").map(String.init) }
    let table = LicenseTable()
    var answers: [Pair: Bool] = [:]
    for row in rows.dropFirst() {
      for (subordinate, answer) in zip(rows[0], row).dropFirst() {
        guard let one = try? LicenseExpression(parsing: row[0]), let other = try? LicenseExpression(parsing: subordinate)
        else { continue }
        guard (one.licenses + other.licenses).allSatisfy({ table[$0] != nil }) else { continue }
        switch answer {
        case "Yes", "Same": answers[Pair(leading: row[0], subordinate: subordinate)] = true
        case "No": answers[Pair(leading: row[0], subordinate: subordinate)] = false
        default: continue
        }
      }
    }
    return answers
  }

  private func ours(_ pair: Pair) throws -> Bool {
    let leading = try LicenseExpression(parsing: pair.leading)
    let parts = [
      LicenseOrigin(name: "leading", expression: leading),
      LicenseOrigin(name: "subordinate", expression: try LicenseExpression(parsing: pair.subordinate)),
    ]
    return LicenseAssessment(declared: leading, origins: parts, uses: []).answer == .yes
  }

  @Test func everyDisagreementIsExplained() throws {
    let matrix = try matrix()
    #expect(matrix.count == 2205)
    var found: [Pair: Bool] = [:]
    for (pair, theirs) in matrix where try ours(pair) != theirs { found[pair] = theirs }
    let explained = Set(Self.disagreements.flatMap(\.pairs))
    let missing = found.keys.filter { !explained.contains($0) }.map(\.description).sorted()
    #expect(missing == [], "differ without a reason")
    let agreeing = explained.filter { found[$0] == nil }.map(\.description).sorted()
    #expect(agreeing == [], "listed, but not different")
  }
}
