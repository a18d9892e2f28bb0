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

    init(_ reason: String, _ subordinates: String, into leading: String) {
      self.reason = reason
      let subordinates = subordinates.split(separator: " ").map(String.init)
      pairs = Set(
        leading.split(separator: " ").flatMap { leading in
          subordinates.map { Pair(leading: String(leading), subordinate: $0) }
        })
    }
  }

  private static let disagreements: [Disagreement] = []

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
    #expect(matrix.count > 1500)
    var found: [Pair: Bool] = [:]
    for (pair, theirs) in matrix where try ours(pair) != theirs { found[pair] = theirs }
    let explained = Set(Self.disagreements.flatMap(\.pairs))
    let missing = found.keys.filter { !explained.contains($0) }.map(\.description).sorted()
    #expect(missing == [], "differ without a reason")
    let agreeing = explained.filter { found[$0] == nil }.map(\.description).sorted()
    #expect(agreeing == [], "listed, but not different")
  }
}
