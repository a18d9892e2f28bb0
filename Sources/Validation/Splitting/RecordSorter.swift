import Contracts

/// Sorts records as they stream: those that violate no blocking clause here, the others there, with their findings.
///
/// Uniqueness and order are known in order, when a block is absorbed, so one pass is enough. A malformed record is
/// always rejected, as it was read: its cells cannot be told apart.
package final class RecordSorter: RecordSplitter {
  package struct Target {
    let format: SplitFormat
    let write: ([UInt8]) -> Void

    package init(format: SplitFormat, write: @escaping ([UInt8]) -> Void) {
      self.format = format
      self.write = write
    }
  }

  package private(set) var acceptedCount = 0
  package private(set) var rejectedCount = 0
  /// Why the split is not whole: files whose headers do not fit in one CSV file.
  package private(set) var problem: String?

  private let accepted: Target?
  private let rejected: Target?
  private let contract: Contract
  private let clauseIDs: [String]
  private let blocks: [Bool]
  private let malformedClause: Int?
  private var header: [String]?
  private var recordsBefore = 0
  private var file = -1

  package init(_ plan: Plan, accepted: Target?, rejected: Target?) {
    self.accepted = accepted
    self.rejected = rejected
    contract = plan.contract
    clauseIDs = plan.contract.clauses.map(\.id.rawValue)
    blocks = plan.contract.clauses.map { $0.thresholds.blockAbove != nil }
    malformedClause = plan.contract.clauses.firstIndex { $0.rule == "record.malformed" }
  }

  package func split(_ block: Block, _ reader: any RecordReader, _ binding: FileBinding, _ evidence: Evidence) {
    if block.file != file { (file, recordsBefore) = (block.file, 0) }
    begin(binding)
    let faults = Dictionary(reader.faults.map { ($0.record, $0) }) { first, _ in first }
    var kept: [UInt8] = []
    var dropped: [UInt8] = []
    let order = header.flatMap { columnOrder(binding.names, $0, path: evidence.path) }
    for record in 0..<reader.recordCount {
      let violated = evidence.rejected[UInt32(record)] ?? []
      let bounds = faults[record].map { reader.shownBounds(of: $0, contract) } ?? reader.bounds(ofRecord: record)
      let isMalformed = faults[record] != nil
      let bytes = UnsafeBufferPointer(rebasing: block.bytes[bounds])
      let cells = isMalformed ? nil : reader.texts(ofRecord: record).map { arranged($0, order) }
      let shown = Record(bytes: bytes, cells: cells, isMalformed: isMalformed, names: header ?? [])
      if !isMalformed, !violated.contains(where: { blocks[$0] }) {
        acceptedCount += 1
        if let accepted { shown.append(to: &kept, as: accepted.format) }
      } else {
        rejectedCount += 1
        let findings = violated.map { clauseIDs[$0] }
        if let rejected {
          shown.append(
            to: &dropped, as: rejected.format, path: evidence.path, number: recordsBefore + record + 1,
            findings: findings)
        }
      }
    }
    recordsBefore += reader.recordCount
    if !kept.isEmpty { accepted?.write(kept) }
    if !dropped.isEmpty { rejected?.write(dropped) }
  }

  /// Writes the headers when the first block comes.
  private func begin(_ binding: FileBinding) {
    guard header == nil, !binding.names.isEmpty else { return }
    header = binding.names
    let names = binding.names.map { Array($0.utf8) }
    if let accepted, accepted.format == .csv {
      var bytes: [UInt8] = []
      appendCSVRecord(names, to: &bytes)
      accepted.write(bytes)
    }
    if let rejected, rejected.format == .csv {
      var bytes: [UInt8] = []
      appendCSVRecord(
        names + ["assay_file", "assay_record", "assay_findings", "assay_raw"].map { Array($0.utf8) }, to: &bytes)
      rejected.write(bytes)
    }
  }

  /// For each column of the output its column in this file; `nil` where they are the same.
  private func columnOrder(_ names: [String], _ header: [String], path: String) -> [Int?]? {
    guard names != header else { return nil }
    let order = header.map { names.firstIndex(of: $0) }
    if Set(names) != Set(header) {
      problem =
        problem ?? "the header of \(path) has other columns than the first file's, which were dropped or left empty"
    }
    return order
  }

  private func arranged(_ cells: [[UInt8]], _ order: [Int?]?) -> [[UInt8]] {
    guard let order else { return cells }
    return order.map { column in column.map { $0 < cells.count ? cells[$0] : [] } ?? [] }
  }
}

/// A record on its way to a file.
private struct Record {
  let bytes: UnsafeBufferPointer<UInt8>
  /// As text; `nil` in JSONL and for malformed records.
  let cells: [[UInt8]]?
  let isMalformed: Bool
  let names: [String]

  /// Without its line end.
  private var line: UnsafeBufferPointer<UInt8>.SubSequence {
    var line = bytes[...]
    while let last = line.last, last == 0x0A || last == 0x0D { line.removeLast() }
    return line
  }

  func append(to output: inout [UInt8], as format: SplitFormat) {
    switch (format, cells) {
    case (.csv, let cells): appendCSVRecord(cells ?? [Array(line)], to: &output)
    case (.jsonl, let cells?):
      appendObject(cells, to: &output)
      output.append(0x0A)
    case (.jsonl, nil):
      output.append(contentsOf: line)
      output.append(0x0A)
    }
  }

  func append(to output: inout [UInt8], as format: SplitFormat, path: String, number: Int, findings: [String]) {
    switch format {
    case .csv:
      let width = cells?.count ?? names.count
      let known = cells ?? Array(repeating: [], count: width)
      let notes = [path, String(number), findings.joined(separator: " ")].map { Array($0.utf8) }
      appendCSVRecord(known + notes + [cells == nil ? Array(line) : []], to: &output)
    case .jsonl:
      output.append(contentsOf: Array("{\"file\":".utf8))
      appendJSONString(path.utf8, to: &output)
      output.append(contentsOf: Array(",\"record\":\(number),\"findings\":[".utf8))
      for (i, finding) in findings.enumerated() {
        if i > 0 { output.append(0x2C) }
        appendJSONString(finding.utf8, to: &output)
      }
      appendContent(to: &output)
      output.append(contentsOf: [0x7D, 0x0A])
    }
  }

  /// `data` for a record that can be read, `raw` for one that cannot.
  private func appendContent(to output: inout [UInt8]) {
    if isMalformed {
      output.append(contentsOf: Array("],\"raw\":".utf8))
      appendJSONString(line, to: &output)
    } else {
      output.append(contentsOf: Array("],\"data\":".utf8))
      if let cells { appendObject(cells, to: &output) } else { output.append(contentsOf: line) }
    }
  }

  private func appendObject(_ cells: [[UInt8]], to output: inout [UInt8]) {
    output.append(0x7B)
    for (column, cell) in cells.enumerated() {
      if column > 0 { output.append(0x2C) }
      appendJSONString(
        column < names.count ? Array(names[column].utf8) : Array("column \(column + 1)".utf8), to: &output)
      output.append(0x3A)
      appendJSONString(cell, to: &output)
    }
    output.append(0x7D)
  }
}
