import Contracts

/// Shows records of CSV.
final class CSVExcerpts: ExcerptReader {
  /// Cells on either side of the offending one that are shown.
  private static let neighbours = 20

  private let masking: Masking
  private let fields: [Field]
  private let reader: CSVRecordReader
  private var binding = FileBinding(jsonFieldCount: 0)
  private var names: [String] = []
  /// The field of each column that has one.
  private var fieldOfColumn: [Int: Int] = [:]

  init(_ plan: Plan) {
    masking = plan.masking
    fields = plan.contract.fields
    let data = plan.contract.data
    reader = CSVRecordReader(
      PlainCSVReader(dialect: data.csv, recordLimitBytes: data.recordLimitBytes), dialect: data.csv)
  }

  func bind(_ binding: FileBinding) {
    if binding.names != self.binding.names {
      names = masking.shownNames(binding.names, of: fields).map(Masking.cutName)
    }
    if binding.columns != self.binding.columns {
      let pairs = binding.columns.enumerated().compactMap { field, column in column.map { ($0, field) } }
      fieldOfColumn = Dictionary(pairs) { first, _ in first }
    }
    self.binding = binding
  }

  func show(
    _ block: Block, bytes: Range<Int>, focus: Int?, item: Int, withExcerpt: Bool
  ) -> (field: String?, value: ShownValue?, excerpt: Excerpt?) {
    let record = Block(
      file: block.file, offset: block.offset + bytes.lowerBound,
      bytes: UnsafeBufferPointer(rebasing: block.bytes[bytes]), isLast: false)
    reader.begin(record, binding)
    defer { reader.trim() }
    guard reader.recordCount > 0 else { return (nil, nil, nil) }
    let column = focus.flatMap { binding.columns[$0] }
    let value = column.flatMap { column in
      cells(column..<column + 1).first?.withUnsafeBufferPointer { masking.shown($0, field: focus) }
    }
    return (focus.map { fields[$0].path.text }, value, withExcerpt ? excerpt(focus: column) : nil)
  }

  private func excerpt(focus: Int?) -> Excerpt {
    let first = max(0, (focus ?? 0) - Self.neighbours)
    let shown = cells(first..<first + 2 * Self.neighbours + 1).enumerated().map { place, cell in
      Excerpt.Cell(
        name: name(of: first + place), value: cell.withUnsafeBufferPointer { shownCell($0, first + place) })
    }
    return .cells(shown, focus: focus.map { $0 - first })
  }

  /// Those of some columns that the record has.
  private func cells(_ columns: Range<Int>) -> [[UInt8]] {
    reader.texts(ofCells: columns.clamped(to: 0..<reader.cellCount(ofRecord: 0)), record: 0)
  }

  private func shownCell(_ bytes: UnsafeBufferPointer<UInt8>, _ column: Int) -> ShownValue {
    masking.shown(bytes, field: fieldOfColumn[column])
  }

  private func name(of column: Int) -> String {
    column < names.count ? names[column] : "column \(column + 1)"
  }

  func unparsed(_ block: Block, bytes: Range<Int>) -> Excerpt {
    masking.unparsed(UnsafeBufferPointer(rebasing: block.bytes[bytes]))
  }
}
