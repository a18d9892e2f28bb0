import CLibCSV

/// What libcsv's callbacks say, one byte's worth at a time: at most a cell and the end of a record.
final class LibCSVEvents {
  /// The texts of all cells, one after another.
  private(set) var texts: [UInt8] = []
  private var cell: Range<Int>?
  private var endsRecord = false

  /// False: a fault stands at this byte.
  func parse(_ parser: inout csv_parser, _ byte: UInt8) -> Bool {
    var byte = byte
    return csv_parse(&parser, &byte, 1, Self.onCell, Self.onRecord, context) == 1
  }

  /// False: the text ends within quotes.
  func finish(_ parser: inout csv_parser) -> Bool {
    csv_fini(&parser, Self.onCell, Self.onRecord, context) == 0
  }

  func takeCell() -> Range<Int>? {
    defer { cell = nil }
    return cell
  }

  func takeRecordEnd() -> Bool {
    defer { endsRecord = false }
    return endsRecord
  }

  private var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  private func add(_ text: UnsafeRawBufferPointer) {
    cell = texts.count..<(texts.count + text.count)
    texts.append(contentsOf: text)
  }

  private static let onCell: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
    text, length, context in
    guard let context else { return }
    let events = Unmanaged<LibCSVEvents>.fromOpaque(context).takeUnretainedValue()
    events.add(UnsafeRawBufferPointer(start: text, count: text == nil ? 0 : length))
  }

  private static let onRecord: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
    guard let context else { return }
    Unmanaged<LibCSVEvents>.fromOpaque(context).takeUnretainedValue().endsRecord = true
  }
}
