import Contracts

/// Shows records of JSON Lines, by the paths that the contract names.
final class JSONExcerpts: ExcerptReader {
  private let masking: Masking
  private let fields: [Field]
  private let plan: ShredPlan
  private let reader: JSONLinesReader
  private let batch: RecordBatch
  /// For each field, whether its value holds one that is masked.
  private let holdsMasked: [Bool]

  init(_ plan: Plan) {
    masking = plan.masking
    fields = plan.contract.fields
    self.plan = ShredPlan(fields: fields)
    reader = JSONLinesReader(
      plan: self.plan, engine: .plain, recordLimitBytes: plan.contract.data.recordLimitBytes,
      valueLimit: plan.batchValues)
    batch = RecordBatch(fields: fields)
    let (fields, masking) = (fields, masking)
    holdsMasked = fields.map { field in
      fields.indices.contains { masking.isMasked[$0] && fields[$0].path.steps.starts(with: field.path.steps) }
    }
  }

  func bind(_ binding: FileBinding) {}

  func show(
    _ block: Block, bytes: Range<Int>, focus: Int?, item: Int, withExcerpt: Bool
  ) -> (field: String?, value: ShownValue?, excerpt: Excerpt?) {
    let record = UnsafeBufferPointer(rebasing: block.bytes[bytes])
    reader.begin(Block(file: block.file, offset: block.offset + bytes.lowerBound, bytes: record, isLast: false))
    defer { reader.trim() }
    var value: ShownValue?
    let isThere = reader.fill(batch, limit: 1) { [self] in
      if let focus, let shown = shown(focus, item) { value = shown }
    }
    guard isThere else { return (nil, nil, nil) }
    guard let focus else {
      let pointer = ShredPlan.pointer(ofKeyAt: item, in: record)
      return (pointer, nil, withExcerpt ? excerpt(focus: nil, .absent, pointer: nil) : nil)
    }
    let pointer = plan.pointer(ofValue: item, field: focus, in: record) ?? self.pointer(of: fields[focus].path)
    let found = value ?? shown(focus, item) ?? .absent
    return (pointer, found, withExcerpt ? excerpt(focus: focus, found, pointer: pointer) : nil)
  }

  private func pointer(of path: FieldPath) -> String {
    path.steps.map { step in
      switch step {
      case .key(let key): "/" + ShredPlan.escaped(key)
      case .items: "/-"
      }
    }.joined()
  }

  /// The record's value of that number, as far as the batch has it.
  private func shown(_ field: Int, _ ordinal: Int) -> ShownValue? {
    let column = batch.columns[field]
    let i = ordinal - column.firstOrdinal
    guard (0..<column.count).contains(i) else { return nil }
    switch column.states[i] {
    case .absent: return .absent
    case .null: return .null
    case .value, .wide, .invalid:
      return holdsMasked[field]
        ? .masked(byteCount: column.text(i).count) : masking.shown(column.text(i), field: field)
    }
  }

  /// The values of all paths that lead to one, and the offending one.
  private func excerpt(focus: Int?, _ focused: ShownValue, pointer: String?) -> Excerpt {
    var cells: [Excerpt.Cell] = []
    var position: Int?
    for field in fields.indices {
      if field == focus {
        position = cells.count
        let name = fields[field].path.isRepeated ? pointer : nil
        cells.append(Excerpt.Cell(name: name ?? fields[field].path.text, value: focused))
      } else if !fields[field].path.isRepeated, let value = shown(field, 0), value != .absent {
        cells.append(Excerpt.Cell(name: fields[field].path.text, value: value))
      }
    }
    return .cells(cells, focus: position)
  }

  func unparsed(_ block: Block, bytes: Range<Int>) -> Excerpt {
    masking.unparsed(UnsafeBufferPointer(rebasing: block.bytes[bytes]))
  }
}
