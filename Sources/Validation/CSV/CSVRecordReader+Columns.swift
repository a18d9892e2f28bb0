import CCSVKernels

/// From records to columns, quotes taken off where there are any. The hot loops of CSV.
extension CSVRecordReader {
  /// Fills the columns with the rows that the batch has.
  func fillColumns(_ batch: RecordBatch, _ base: UnsafePointer<UInt8>) {
    if let cellsPerRecord, let fieldOfCell, let quotedCount = index.quotedCellCount {
      let first = Int(index.firstCells[Int(batch.records[0])])
      let cells = first..<(first &+ batch.rowCount &* cellsPerRecord)
      fillAll(batch, cells, fieldOfCell, UnsafeBufferPointer(start: index.quotedCells, count: quotedCount), base)
    } else {
      for (field, column) in binding.columns.enumerated() {
        if let column { fill(batch.columns[field], from: column, batch, base) }
      }
    }
  }

  /// By a kernel, where all records have the same number of cells. `fill` is its twin.
  private func fillAll(
    _ batch: RecordBatch, _ cells: Range<Int>, _ fieldOfCell: [Int?], _ quoted: UnsafeBufferPointer<UInt32>,
    _ base: UnsafePointer<UInt8>
  ) {
    withUnsafeTemporaryAllocation(of: assay_csv_column.self, capacity: fieldOfCell.count) { targets in
      for (cell, field) in fieldOfCell.enumerated() {
        let target = field.map { batch.columns[$0].startKernelTexts(batch.rowCount) }
        targets.initializeElement(at: cell, to: target ?? assay_csv_column())
      }
      assay_csv_columns(
        level.kernel, base, index.cellStarts + cells.lowerBound, index.cellEnds + cells.lowerBound, batch.rowCount,
        fieldOfCell.count, targets.baseAddress)
      let (cellText, arena) = (cellText, arena)
      while nextQuoted < quoted.count, Int(quoted[nextQuoted]) < cells.upperBound {
        let place = Int(quoted[nextQuoted]) - cells.lowerBound
        let (row, cell) = place.quotientAndRemainder(dividingBy: targets.count)
        targets[cell].unquote(row, by: cellText, in: arena, else: base)
        nextQuoted += 1
      }
      for (cell, field) in fieldOfCell.enumerated() {
        if let field { batch.columns[field].lengthBits = targets[cell].length_bits }
      }
    }
  }

  /// One cell of each row, one by one.
  private func fill(_ column: Column, from cellColumn: Int, _ batch: RecordBatch, _ base: UnsafePointer<UInt8>) {
    column.startTexts(batch.rowCount)
    let quote: UInt16 = index.decodedCells == nil ? dialect.quote.map(UInt16.init) ?? 0x100 : 0x100
    // In locals, so that the loop touches no class.
    let (starts, ends, firstCells) = (index.cellStarts, index.cellEnds, index.firstCells)
    let (texts, lengths, cellText, arena) = (column.texts, column.lengths, cellText, arena)
    var lengthBits: UInt64 = 0
    batch.records.withUnsafeBufferPointer { records in
      for row in 0..<records.count {
        let cell = Int(firstCells[Int(records[row])]) &+ cellColumn
        let start = Int(starts[cell])
        var text = UnsafeBufferPointer(start: base + start, count: Int(ends[cell]) &- start)
        if UInt16(base[start]) == quote { text = cellText.unquoted(text, in: arena) }
        texts[row] = text.baseAddress ?? base
        lengths[row] = UInt32(truncatingIfNeeded: text.count)
        lengthBits |= lengthBit(text.count)
      }
    }
    column.lengthBits = lengthBits
  }
}

extension FileBinding {
  /// For each cell of a record its field; `nil` where a cell belongs to two.
  func fieldOfCell(cellCount: Int) -> [Int?]? {
    var fields = [Int?](repeating: nil, count: cellCount)
    for (field, cell) in columns.enumerated() {
      guard let cell else { continue }
      guard cell < cellCount, fields[cell] == nil else { return nil }
      fields[cell] = field
    }
    return fields
  }
}

extension Column {
  /// Starts `count` texts, which a kernel is about to write.
  fileprivate func startKernelTexts(_ count: Int) -> assay_csv_column {
    startTexts(count)
    let texts = UnsafeMutableRawPointer(texts).assumingMemoryBound(to: UnsafePointer<UInt8>?.self)
    return assay_csv_column(texts: texts, lengths: lengths, length_bits: 0)
  }
}

extension assay_csv_column {
  /// Takes the quotes off one text.
  @inline(__always)
  fileprivate mutating func unquote(
    _ row: Int, by cellText: CellText, in arena: UnsafeTextArena, else base: UnsafePointer<UInt8>
  ) {
    guard let texts, let lengths else { return }
    let quoted = UnsafeBufferPointer(start: texts[row], count: Int(lengths[row]))
    let text = cellText.unquoted(quoted, in: arena)
    texts[row] = text.baseAddress ?? base
    lengths[row] = UInt32(truncatingIfNeeded: text.count)
    length_bits |= lengthBit(text.count)
  }
}

/// What `Column.lengthBits` has for a text of that many bytes.
@inline(__always)
private func lengthBit(_ length: Int) -> UInt64 { 1 &<< UInt64(truncatingIfNeeded: min(length, 63)) }
