import CLibCSV

/// One block on its way through libcsv. It is fed a byte at a time, because its callbacks do not say where they are.
struct UnsafeLibCSVParse {
  let block: Block
  let quote: UInt8
  let recordLimitBytes: Int
  let index: RecordIndex
  private var start = 0
  private var cellStart = 0
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
    let events = LibCSVEvents()
    var at = 0
    while at < block.bytes.count {
      guard let next = feed(&parser, at: at, events) else { return }
      at = next
    }
    finish(&parser, events)
    index.decodedCells = events.texts
  }

  /// Where the next byte to be fed stands; `nil`: it stopped here.
  private mutating func feed(_ parser: inout csv_parser, at: Int, _ events: LibCSVEvents) -> Int? {
    let byte = block.bytes[at]
    if byte == 0 { note(.nulByte, at: at) }
    guard events.parse(&parser, byte) else { return stop(quoteFault(at: at), at: at, events) }
    takeCells(events)
    if events.cellEnds.isEmpty == false { cellStart = at + 1 }
    guard events.endsRecord else {
      return at - start >= recordLimitBytes ? stop(CSVFault(kind: .recordTooLong, offset: start), at: at, events) : at + 1
    }
    return endRecord(&parser, terminatorAt: at, events)
  }

  private mutating func endRecord(_ parser: inout csv_parser, terminatorAt at: Int, _ events: LibCSVEvents) -> Int? {
    var end = at + 1
    if block.bytes[at] == 0x0D {
      guard end < block.bytes.count, block.bytes[end] == 0x0A else {
        return stop(returnFault(at: at), at: at, events)
      }
      // The LF of a CR LF is a blank line to libcsv.
      precondition(events.parse(&parser, 0x0A), "a line feed at the start of a record is no fault")
      end += 1
    }
    if at - start > recordLimitBytes { note(.recordTooLong, at: start) }
    closeRecord(at: end, events)
    return end
  }
}
