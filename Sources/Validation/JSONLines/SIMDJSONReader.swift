import CSIMDJSON

/// simdjson, as far as it goes: well-formed objects. What it refuses is for `PlainJSONReader` to judge.
final class SIMDJSONReader {
  private let parser: OpaquePointer?

  /// Without memory for a parser it refuses everything, which costs time alone.
  init() { parser = assay_json_parser_create() }

  deinit { assay_json_parser_destroy(parser) }

  /// The positions of a well-formed object, as `PlainJSONReader` has them, valid until the next call. Keys may repeat.
  /// At least 64 bytes after the record must be readable.
  func positions(of record: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt32>? {
    guard let parser, let start = record.baseAddress, beginsObject(record) else { return nil }
    var positions: UnsafePointer<UInt32>?
    var count: UInt32 = 0
    guard assay_json_parse(parser, start, record.count, &positions, &count) else { return nil }
    return UnsafeBufferPointer(start: positions, count: Int(count))
  }

  private func beginsObject(_ record: UnsafeBufferPointer<UInt8>) -> Bool {
    for byte in record where byte != 0x20 && byte != 0x09 && byte != 0x0D { return byte == UInt8(ascii: "{") }
    return false
  }
}
