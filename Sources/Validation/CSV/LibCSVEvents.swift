import CLibCSV

/// What libcsv's callbacks say, one byte's worth at a time: at most a cell and the end of a record.
final class LibCSVEvents {
  /// The texts of all cells, one after another.
  private(set) var texts: [UInt8] = []
  private var cell: Range<Int>?
  fileprivate var endsRecord = false

  /// False: a fault stands at this byte.
  func parse(_ parser: inout csv_parser, _ byte: UInt8) -> Bool {
    var byte = byte
    return csv_parse(&parser, &byte, 1, heardCell, heardRecordEnd, context) == 1
  }

  /// False: the text ends within quotes.
  func finish(_ parser: inout csv_parser) -> Bool {
    csv_fini(&parser, heardCell, heardRecordEnd, context) == 0
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

  fileprivate func add(_ text: UnsafeRawBufferPointer) {
    cell = texts.count..<(texts.count + text.count)
    texts.append(contentsOf: text)
  }
}

private func heardCell(_ text: UnsafeMutableRawPointer?, _ length: Int, _ context: UnsafeMutableRawPointer?) {
  guard let context else { return }
  let events = Unmanaged<LibCSVEvents>.fromOpaque(context).takeUnretainedValue()
  events.add(UnsafeRawBufferPointer(start: text, count: text == nil ? 0 : length))
}

private func heardRecordEnd(_ terminator: Int32, _ context: UnsafeMutableRawPointer?) {
  guard let context else { return }
  Unmanaged<LibCSVEvents>.fromOpaque(context).takeUnretainedValue().endsRecord = true
}
