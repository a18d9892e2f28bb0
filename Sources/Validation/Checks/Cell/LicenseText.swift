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

  package func textBytes(ofField field: Int) -> Int { field == self.field ? .max : 0 }

  package func fold(_ batch: RecordBatch, into state: inout LicenseState) {
    let column = batch.columns[field]
    var nextSilent = batch.continuesRecord && state.hasNamedOne ? 1 : 0
    if batch.isPresent[field] {
      for i in 0..<column.count where column.states[i].isJudged {
        let row = Int(column.rows[i])
        countSilent(nextSilent..<max(row, nextSilent), batch, &state)
        nextSilent = row + 1
        let text = String(decoding: column.text(i), as: UTF8.self)
        if state.canonical(text) == nil {
          state.tally.note([UInt32(i)], of: column, in: batch)
        } else {
          state.count(text, candidate(row, batch))
        }
      }
      state.tally.judgedCount += column.validCount
      state.tally.nullCount += column.nullCount
    }
    state.hasNamedOne = batch.isContinued && nextSilent > 0
    if !batch.isContinued { countSilent(nextSilent..<max(batch.rowCount, nextSilent), batch, &state) }
  }

  private func countSilent(_ rows: Range<Int>, _ batch: RecordBatch, _ state: inout LicenseState) {
    for row in rows { state.silent.note(candidate(row, batch)) }
  }

  private func candidate(_ row: Int, _ batch: RecordBatch) -> Candidate {
    let bounds = batch.bounds(ofRow: row)
    return Candidate(record: batch.records[row], start: bounds.lowerBound, end: bounds.upperBound, item: 0)
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
    if state.silent.count > 0 {
      finding.licenses.append(
        Finding.MetLicense(expression: nil, recordCount: state.silent.count, firstRecords: state.silent.positions))
    }
    return finding
  }

  /// What to write in place of a text that is no expression, where that is known: `write CC-BY-4.0`.
  static func advice(on text: String) -> String? {
    do { _ = try LicenseExpression(parsing: text) } catch {
      switch error.problem {
      case .foreignName(_, let reason): return error.suggestion.map { "write \($0)" } ?? reason.map { "it \($0)" }
      case .mixedCaseOperator: return error.suggestion.map { "write \($0)" }
      default: return error.suggestion.map { "perhaps \($0)" }
      }
    }
    return nil
  }
}

/// The licences met so far, by canonical expression.
package struct LicenseState: CheckState {
  package struct Met: Sendable, Codable {
    /// Records; one that names a licence twice counts once.
    package var count: Int
    /// The first records in the block being folded, and the last one.
    package var candidates: [Candidate] = []
    private var latest: UInt32?
    /// The first records, once absorbed.
    package var positions: [Position] = []

    init(count: Int = 0) { self.count = count }

    private enum CodingKeys: String, CodingKey { case count, positions }

    /// Counts a record of the block being folded.
    mutating func note(_ candidate: Candidate) {
      guard latest != candidate.record else { return }
      latest = candidate.record
      count += 1
      if candidates.count < LicenseState.firstRecordLimit { candidates.append(candidate) }
    }

    /// Adds what later records say.
    mutating func add(_ count: Int, _ later: [Position]) {
      self.count += count
      positions += later.prefix(room)
    }

    /// How many more first records are kept.
    var room: Int { LicenseState.firstRecordLimit - positions.count }
  }

  /// Records that are kept for each licence, so that a report can name them.
  package static let firstRecordLimit = 3

  package var met: [String: Met] = [:]
  /// Records that name no licence.
  package var silent = Met()
  package var tally = Tally()
  /// Of a record that goes on in the next batch, whether it has named a licence so far, or something that is none.
  fileprivate var hasNamedOne = false
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

  mutating func count(_ text: String, _ candidate: Candidate) {
    guard let expression = canonical(text) else { return }
    guard met[expression] != nil || met.count < LicenseText.distinctLimit else {
      tally.limit = tally.limit ?? Self.limitName
      return
    }
    met[expression, default: Met()].note(candidate)
  }

  package mutating func absorb(_ block: LicenseState, _ evidence: Evidence) {
    tally.absorb(block.tally, evidence)
    silent.add(block.silent.count, block.silent.candidates.prefix(silent.room).map(evidence.position))
    for (expression, new) in block.met {
      if met[expression] != nil || met.count < LicenseText.distinctLimit {
        let room = met[expression]?.room ?? Self.firstRecordLimit
        met[expression, default: Met()].add(new.count, new.candidates.prefix(room).map(evidence.position))
      } else {
        tally.limit = tally.limit ?? Self.limitName
      }
    }
  }

  package mutating func merge(_ later: LicenseState) {
    tally.merge(later.tally)
    silent.add(later.silent.count, later.silent.positions)
    for (expression, new) in later.met { met[expression, default: Met()].add(new.count, new.positions) }
    if met.count > LicenseText.distinctLimit { tally.limit = tally.limit ?? Self.limitName }
  }

  private enum CodingKeys: String, CodingKey { case met, silent, tally }
}
