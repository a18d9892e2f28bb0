import CLibCSV

/// One block on its way through libcsv. It is fed a byte at a time, because its callbacks do not say where they are.
struct UnsafeLibCSVParse {
  let block: Block
  let quote: UInt8
  let recordLimitBytes: Int
  let index: RecordIndex
  private let events = LibCSVEvents()
  private var recordStart = 0
  private var cellStart = 0
  private var lastCellStart = 0
  private var fault: CSVFault?

  init(block: Block, quote: UInt8, recordLimitBytes: Int, index: RecordIndex) {
    self.block = block
    self.quote = quote
    self.recordLimitBytes = recordLimitBytes
    self.index = index
  }

  mutating func run(delimiter: UInt8) {
    var parser = csv_parser()
    let options = UInt8(CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL)
    precondition(csv_init(&parser, options) == 0, "csv_init fails on a null pointer only")
    defer { csv_free(&parser) }
    csv_set_delim(&parser, delimiter)
    csv_set_quote(&parser, quote)
    csv_set_space_func(&parser) { _ in 0 }
    var next: Int? = 0
    while let at = next, at < block.bytes.count { next = feed(&parser, at: at) }
    if next != nil { finish(&parser) }
    index.decodedCells = events.texts
  }

  /// Where the next byte to be fed stands; `nil`: it has stopped.
  private mutating func feed(_ parser: inout csv_parser, at: Int) -> Int? {
    let byte = block.bytes[at]
    if byte == 0 { note(.nulByte, at: at) }
    guard events.parse(&parser, byte) else { return stop(at: at, with: quoteFault(at: at)) }
    if let text = events.takeCell() {
      index.addCell(from: text.lowerBound, to: text.upperBound)
      lastCellStart = cellStart
      cellStart = at + 1
    }
    if events.takeRecordEnd() { return endRecord(&parser, terminatorAt: at) }
    let isTooLong = at - recordStart >= recordLimitBytes
    return isTooLong ? stop(at: at, with: CSVFault(kind: .recordTooLong, offset: recordStart)) : at + 1
  }

  private mutating func endRecord(_ parser: inout csv_parser, terminatorAt at: Int) -> Int? {
    guard block.bytes[at] == 0x0D else { return closeRecord(terminatorAt: at, end: at + 1) }
    guard at + 1 < block.bytes.count, block.bytes[at + 1] == 0x0A else {
      return stop(at: at, with: returnFault(at: at))
    }
    // To libcsv the LF of a CR LF is a blank line.
    precondition(events.parse(&parser, 0x0A) && events.takeRecordEnd(), "a blank line is a record and no fault")
    return closeRecord(terminatorAt: at, end: at + 2)
  }

  private mutating func finish(_ parser: inout csv_parser) {
    guard events.finish(&parser) else {
      _ = stop(
        at: block.bytes.count, with: CSVFault(kind: block.openQuoteFault ?? .unclosedQuote, offset: cellStart))
      return
    }
    if let text = events.takeCell() { index.addCell(from: text.lowerBound, to: text.upperBound) }
    if events.takeRecordEnd() { _ = closeRecord(terminatorAt: block.bytes.count, end: block.bytes.count) }
  }

  // MARK: Records

  private mutating func closeRecord(terminatorAt at: Int, end: Int) -> Int {
    if at - recordStart > recordLimitBytes { note(.recordTooLong, at: recordStart) }
    if index.cellCount == Int(index.firstCells[index.recordCount]) {
      index.addCell(from: events.texts.count, to: events.texts.count)
    }
    index.endRecord(from: recordStart, to: end)
    if let fault {
      index.faults.append(RecordFault(record: index.recordCount - 1, kind: fault.kind, offset: fault.offset))
    }
    fault = nil
    recordStart = end
    cellStart = end
    return end
  }

  /// The record ends where libcsv stopped, for want of knowing better.
  private mutating func stop(at: Int, with fault: CSVFault) -> Int? {
    note(fault.kind, at: fault.offset)
    index.stoppedAtOffset = at
    _ = closeRecord(terminatorAt: recordStart, end: at)
    return nil
  }

  // MARK: Faults

  /// Of two at the same place the later one counts: a NUL byte may also be text after a quote.
  private mutating func note(_ kind: FaultKind, at offset: Int) {
    if let fault, fault.offset < offset { return }
    fault = CSVFault(kind: kind, offset: offset)
  }

  /// libcsv stops at a quote in an unquoted cell, and at what is no quote after a closing one.
  private func quoteFault(at: Int) -> CSVFault {
    block.bytes[at] == quote ? CSVFault(kind: .bareQuote, offset: at) : textAfterQuote(at: at, opening: cellStart)
  }

  /// A bare CR ends a record for libcsv. Behind a quote, which can only be a closing one, it is text.
  private func returnFault(at: Int) -> CSVFault {
    let isText = at > recordStart && block.bytes[at - 1] == quote
    return isText ? textAfterQuote(at: at, opening: lastCellStart) : CSVFault(kind: .bareCarriageReturn, offset: at)
  }

  /// The fault of a field that ran over lines stands at its opening quote, as in the grammar.
  private func textAfterQuote(at: Int, opening: Int) -> CSVFault {
    let ranOver = block.bytes[opening..<at].contains(0x0A)
    return CSVFault(kind: .textAfterQuote, offset: ranOver ? opening : at)
  }
}
