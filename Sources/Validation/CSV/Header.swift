import Contracts

/// What a file's header says against its contract.
struct HeaderReport: Sendable, Codable {
  var names: [String] = []
  var position: Position?
  /// Indices of fields that have no column and must have one.
  var missing: [Int] = []
  /// Columns from 0 that no field names.
  var extra: [Int] = []
  /// Columns whose name stood before.
  var duplicate: [Int] = []
  /// Columns whose name is empty or blanks.
  var blank: [Int] = []
  /// The first column that stands before one that the contract declares earlier.
  var outOfOrder: Int?
  /// The delimiter that the header probably has in place of the contract's, as contracts write it.
  var likelyDelimiter: String?
  /// A structural fault of the header itself.
  var fault: FaultKind?
  /// Why there is no header to speak of: the file is empty.
  var problem: String?

  init(problem: String) { self.problem = problem }

  /// Whether some column is not as declared.
  var isOdd: Bool {
    !missing.isEmpty || !extra.isEmpty || !duplicate.isEmpty || !blank.isEmpty || outOfOrder != nil
  }

  init(names: [String], contract: Contract) {
    self.names = names
    let fieldOfName = firstIndices(contract.fields.map(\.path.text))
    var seen: Set<[UInt8]> = []
    var latestField = -1
    for (column, name) in names.enumerated() {
      let isBlank = name.allSatisfy { $0 == " " || $0 == "\t" }
      let bytes = Array(name.utf8)
      let declared = fieldOfName[bytes]
      if isBlank {
        blank.append(column)
      } else if !seen.insert(bytes).inserted {
        // It stands for no field, so it is in no order either.
        duplicate.append(column)
        if declared != nil { continue }
      }
      guard let field = declared else {
        if !isBlank { extra.append(column) }
        continue
      }
      if field < latestField, outOfOrder == nil { outOfOrder = column }
      latestField = max(latestField, field)
    }
    missing = contract.fields.indices.filter {
      !contract.fields[$0].isOptional && !seen.contains(Array(contract.fields[$0].path.text.utf8))
    }
    likelyDelimiter = delimiter(instead: contract)
  }

  /// A header in one piece, in which nothing is found, probably has another delimiter.
  private func delimiter(instead contract: Contract) -> String? {
    guard names.count == 1, missing.count == contract.fields.count(where: { !$0.isOptional }) else { return nil }
    let marks: [(written: String, byte: UInt8)] = [(";", 0x3B), ("\\t", 0x09), ("|", 0x7C), (",", 0x2C)]
    let counts = marks.filter { contract.data.csv.delimiter != [$0.byte] }.map { mark in
      (written: mark.written, count: names[0].utf8.count { $0 == mark.byte })
    }
    return counts.max { $0.count < $1.count }.flatMap { $0.count > 0 ? $0.written : nil }
  }
}

extension FileBinding {
  /// Columns found by the header's names; of several with one name, the first.
  init(fields: [Field], header names: [String]) {
    let columnOfName = firstIndices(names)
    columns = fields.map { columnOfName[Array($0.path.text.utf8)] }
    self.names = names
    cellCounts = names.count...names.count
  }

  /// Columns in the contract's order, where there is no header.
  init(fields: [Field], allowsExtraFields: Bool) {
    columns = fields.indices.map { $0 }
    names = fields.map(\.path.text)
    cellCounts = fields.isEmpty ? 0...Int.max : fields.count...(allowsExtraFields ? Int.max : fields.count)
  }

  /// JSONL has no columns.
  init(jsonFieldCount count: Int) {
    columns = Array(repeating: 0, count: count)
    names = []
    cellCounts = 0...Int.max
  }
}

/// Where each name stands first. By bytes: to Swift, é in one scalar and in two are equal.
private func firstIndices(_ names: [String]) -> [[UInt8]: Int] {
  Dictionary(names.enumerated().map { (Array($1.utf8), $0) }) { first, _ in first }
}

/// Binds headers to a contract. Many files begin with the same bytes, so what the last header came to is kept.
final class HeaderBinder {
  private let contract: Contract
  private var bytes: [UInt8] = []
  private var bound: (report: HeaderReport, binding: FileBinding)?

  init(contract: Contract) { self.contract = contract }

  /// What the header record in `bytes` says; without its position, its faults and what else is wrong with the file.
  func bind(_ index: RecordIndex, _ bytes: UnsafeBufferPointer<UInt8>) -> (report: HeaderReport, binding: FileBinding) {
    if let bound, self.bytes.elementsEqual(bytes) { return bound }
    let names = headerNames(index, bytes, dialect: contract.data.csv)
    let found = (HeaderReport(names: names, contract: contract), FileBinding(fields: contract.fields, header: names))
    self.bytes = Array(bytes)
    bound = found
    return found
  }
}

/// The names in a header record, as text.
func headerNames(_ index: RecordIndex, _ bytes: UnsafeBufferPointer<UInt8>, dialect: CSVDialect) -> [String] {
  let arena = UnsafeTextArena()
  let cellText = CellText(dialect: dialect)
  return (Int(index.firstCells[0])..<Int(index.firstCells[1])).map { cell in
    let raw = UnsafeBufferPointer(rebasing: bytes[Int(index.cellStarts[cell])..<Int(index.cellEnds[cell])])
    return String(decoding: cellText.unquoted(raw, in: arena), as: UTF8.self)
  }
}

extension String {
  /// Byte for byte: to Swift's `==`, é in one scalar and in two are equal, and in data they are not.
  func isSame(as other: String) -> Bool { utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8) }
}
