import Contracts

/// Puts violations that were found late where they belong among those that were shown at once.
struct LateEvidence {
  private let plan: Plan
  private let paths: [String]
  private let focuses: [Int?]
  /// For each file, the records of the dataset before it.
  private let recordsBefore: [Int]
  /// Index of the file, by the bytes of its path.
  private let fileIndices: [[UInt8]: Int]
  private var findings = SecondLook.Findings()
  /// Violations that cannot be shown.
  private(set) var notices: [String] = []

  init(plan: Plan, paths: [String], totals: DatasetTotals, focuses: [Int?]) {
    self.plan = plan
    self.paths = paths
    self.focuses = focuses
    var counts: [Int] = []
    var count = 0
    for file in totals.files {
      counts.append(count)
      count += file.recordCount
    }
    recordsBefore = counts
    fileIndices = Dictionary(
      paths.enumerated().map { (Array($1.utf8), $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Reads the records of all late violations that will be shown.
  mutating func look(for findings: [Finding?], _ look: SecondLook) {
    var wanted: [SecondLook.Wanted] = []
    for (clause, finding) in findings.enumerated() {
      guard let finding else { continue }
      for case .late(let violation) in entries(of: finding) { wanted.append(self.wanted(violation, clause)) }
    }
    self.findings = look.find(wanted)
  }

  /// The finding with its first violations, early and late, and beside each copy of a key which record has it first.
  mutating func shown(_ finding: Finding, clause: Int) -> Finding {
    guard !finding.lateViolations.isEmpty || !finding.firstRecords.isEmpty else { return finding }
    var shown = finding
    shown.exemplars = []
    shown.firstRecords = []
    shown.lateViolations = []
    var missing: [LateViolation] = []
    for entry in entries(of: finding) {
      let (violation, firstRecord): (Violation?, Int?) =
        switch entry {
        case .early(let index, _): (finding.exemplars[index], finding.firstRecords[index])
        case .late(let late): (findings.violations[wanted(late, clause)], late.firstRecord)
        }
      guard var violation, let firstRecord else {
        if case .late(let late) = entry { missing.append(late) }
        continue
      }
      violation.detail = "first in \(name(ofRecord: firstRecord, seenFrom: violation.position.file))"
      if shown.exemplars.count >= EvaluationOptions.maximumExcerpts { violation.excerpt = nil }
      shown.exemplars.append(violation)
      shown.firstRecords.append(firstRecord)
    }
    note(missing, clause)
    return shown
  }

  private enum Entry {
    /// The index of an exemplar, and its record over the whole dataset.
    case early(Int, record: Int)
    case late(LateViolation)

    var record: Int {
      switch self {
      case .early(_, let record): record
      case .late(let violation): violation.record
      }
    }
  }

  /// The first violations, by record.
  private func entries(of finding: Finding) -> ArraySlice<Entry> {
    let early = finding.firstRecords.indices.map { Entry.early($0, record: record(of: finding.exemplars[$0].position)) }
    let all = early + finding.lateViolations.map { Entry.late($0) }
    return all.sorted { $0.record < $1.record }.prefix(EvaluationOptions.maximumExemplars)
  }

  private func wanted(_ late: LateViolation, _ clause: Int) -> SecondLook.Wanted {
    SecondLook.Wanted(clause: clause, focus: focuses[clause], record: late.record, item: late.item)
  }

  private func record(of position: Position) -> Int {
    let file = fileIndices[Array(position.file.utf8)] ?? 0
    return recordsBefore[file] + (position.record ?? 1) - 1
  }

  /// The file that has a record.
  private func file(ofRecord record: Int) -> Int {
    // Files without records begin where the next one does; the last of them has it.
    max(0, (recordsBefore.firstIndex { $0 > record } ?? recordsBefore.count) - 1)
  }

  /// `orders.csv, record 17`; without the file where it is the one from which it is seen.
  private func name(ofRecord record: Int, seenFrom path: String) -> String {
    let file = file(ofRecord: record)
    let number = "record \(record - recordsBefore[file] + 1)"
    return paths[file].isSame(as: path) ? number : "\(paths[file]), \(number)"
  }

  /// A position is said only where it is known; of these the records are.
  private mutating func note(_ missing: [LateViolation], _ clause: Int) {
    let byFile = Dictionary(grouping: missing) { file(ofRecord: $0.record) }
    for (file, violations) in byFile.sorted(by: { $0.key < $1.key }) {
      let numbers = violations.map { String($0.record - recordsBefore[file] + 1) }.joined(separator: ", ")
      let reason = findings.problems[file] ?? "its records are not located"
      notices.append(
        "\(plan.contract.clauses[clause].id): counted, but not shown, since \(paths[file]) cannot be read again "
          + "(\(reason)): record\(violations.count == 1 ? "" : "s") \(numbers)")
    }
  }
}
