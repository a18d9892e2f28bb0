import Contracts
import Licensing

/// The value is an SPDX licence expression. Which licences may pass, the policy decides from those that are met.
package struct LicenseText: Check {
  package static let keywords = [
    Keyword(
      "license", rule: "cell.license_invalid", argument: .flag, types: [.string],
      summary: "The text is an SPDX licence expression, which the policy's lists then decide.")
  ]

  /// More distinct expressions than this leave the clause inconclusive.
  package static let distinctLimit = 10_000

  package var expected: String { "an SPDX licence expression" }
  private let field: Int

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    field = try context.field(of: clause)
  }

  package func fold(_ batch: RecordBatch, into state: inout LicenseState) {
    guard batch.isPresent[field] else { return }
    let column = batch.columns[field]
    var previousRow: UInt32?
    for i in 0..<column.count where column.states[i].isJudged {
      let text = String(decoding: column.text(i), as: UTF8.self)
      if state.canonical(text) == nil {
        if previousRow != column.rows[i] { state.tally.note([UInt32(i)], of: column, in: batch) }
        previousRow = column.rows[i]
      } else {
        let bounds = batch.bounds(ofRow: Int(column.rows[i]))
        state.count(
          text,
          first: Candidate(
            record: batch.records[Int(column.rows[i])], start: bounds.lowerBound, end: bounds.upperBound, item: 0))
      }
    }
    state.tally.judgedCount += column.validCount
    state.tally.nullCount += column.nullCount
  }

  package func conclude(_ state: LicenseState) -> Finding {
    var finding = state.tally.finding
    for i in finding.exemplars.indices {
      guard case .text(let text, isCut: false)? = finding.exemplars[i].value else { continue }
      finding.exemplars[i].detail = Self.advice(on: text)
    }
    // Which of too many licences are kept depends on the blocks, so none are reported.
    guard finding.limit == nil else { return finding }
    finding.licenses = state.met.sorted { $0.key < $1.key }.map { expression, met in
      Finding.MetLicense(expression: expression, recordCount: met.count, firstRecords: met.positions)
    }
    return finding
  }

  /// What to write in place of a text that is no expression, where its name is known elsewhere: `write CC-BY-4.0`.
  private static func advice(on text: String) -> String? {
    do { _ = try LicenseExpression(parsing: text) } catch {
      guard case .foreignName(_, let reason) = error.problem else { return nil }
      return error.suggestion.map { "write \($0)" } ?? reason.map { "it \($0)" }
    }
    return nil
  }
}

/// The licences met so far, by canonical expression.
package struct LicenseState: CheckState {
  package struct Met: Sendable, Codable {
    package var count: Int
    /// The first records in the block being folded.
    package var candidates: [Candidate] = []
    /// The first records, once absorbed.
    package var positions: [Position] = []

    /// Adds what later records say.
    mutating func add(_ count: Int, _ later: [Position]) {
      self.count += count
      positions += later.prefix(LicenseState.firstRecordLimit - positions.count)
    }
  }

  /// Records that are kept for each licence, so that a report can name them.
  package static let firstRecordLimit = 3

  package var met: [String: Met] = [:]
  package var tally = Tally()
  /// By text as written; empty where the text is no expression.
  private var spellings: [String: String] = [:]

  private static let limitName = "more than \(LicenseText.distinctLimit) distinct licences"

  package init() {}

  /// The canonical form of an expression; `nil` where it is none.
  mutating func canonical(_ text: String) -> String? {
    if let known = spellings[text] { return known.isEmpty ? nil : known }
    let canonical = (try? LicenseExpression(parsing: text))?.description
    if spellings.count < LicenseText.distinctLimit { spellings[text] = canonical ?? "" }
    return canonical
  }

  mutating func count(_ text: String, first candidate: Candidate) {
    guard let expression = canonical(text) else { return }
    if let known = met[expression] {
      met[expression]?.count += 1
      if known.candidates.count < Self.firstRecordLimit, known.candidates.last?.record != candidate.record {
        met[expression]?.candidates.append(candidate)
      }
    } else if met.count < LicenseText.distinctLimit {
      met[expression] = Met(count: 1, candidates: [candidate])
    } else {
      tally.limit = tally.limit ?? Self.limitName
    }
  }

  package mutating func absorb(_ block: LicenseState, _ evidence: Evidence) {
    tally.absorb(block.tally, evidence)
    for (expression, new) in block.met {
      if met[expression] != nil || met.count < LicenseText.distinctLimit {
        let room = Self.firstRecordLimit - (met[expression]?.positions.count ?? 0)
        met[expression, default: Met(count: 0)].add(new.count, new.candidates.prefix(room).map(evidence.position))
      } else {
        tally.limit = tally.limit ?? Self.limitName
      }
    }
  }

  package mutating func merge(_ later: LicenseState) {
    tally.merge(later.tally)
    for (expression, new) in later.met {
      met[expression, default: Met(count: 0)].add(new.count, new.positions)
    }
    if met.count > LicenseText.distinctLimit { tally.limit = tally.limit ?? Self.limitName }
  }

  private enum CodingKeys: String, CodingKey { case met, tally }
}
