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
    self.binding = binding
  }

  func show(
    _ block: Block, bytes: Range<Int>, focus: Int?, item: Int, withExcerpt: Bool
  ) -> (field: String?, value: ShownValue?, excerpt: Excerpt?) {
    let record = Block(
      file: block.file, offset: block.offset + bytes.lowerBound,
      bytes: UnsafeBufferPointer(rebasing: block.bytes[bytes]), isLast: false)
    reader.begin(record, binding)
    guard reader.recordCount > 0, let cells = reader.texts(ofRecord: 0) else { return (nil, nil, nil) }
    let column = focus.flatMap { binding.columns[$0] }
    let value = column.flatMap { column in
      column < cells.count ? cells[column].withUnsafeBufferPointer { masking.shown($0, field: focus) } : nil
    }
    return (focus.map { fields[$0].path.text }, value, withExcerpt ? excerpt(cells, focus: column) : nil)
  }

  private func excerpt(_ cells: [[UInt8]], focus: Int?) -> Excerpt {
    let first = max(0, (focus ?? 0) - Self.neighbours)
    let shown = (first..<min(cells.count, first + 2 * Self.neighbours + 1)).map { column in
      Excerpt.Cell(name: name(of: column), value: cells[column].withUnsafeBufferPointer { shownCell($0, column) })
    }
    return .cells(shown, focus: focus.map { $0 - first })
  }

  private func shownCell(_ bytes: UnsafeBufferPointer<UInt8>, _ column: Int) -> ShownValue {
    masking.shown(bytes, field: binding.columns.firstIndex(of: column))
  }

  private func name(of column: Int) -> String {
    column < names.count ? names[column] : "column \(column + 1)"
  }

  func unparsed(_ block: Block, bytes: Range<Int>) -> Excerpt {
    masking.unparsed(UnsafeBufferPointer(rebasing: block.bytes[bytes]))
  }
}
