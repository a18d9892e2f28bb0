import CSIMDJSON

/// simdjson, as far as it goes: well-formed objects. What it refuses is for `PlainJSONReader` to judge.
final class SIMDJSONReader {
  private let parser: OpaquePointer?
  private var found = assay_json_document()

  /// Without memory for a parser it refuses everything, which costs time alone.
  init() { parser = assay_json_parser_create() }

  deinit { assay_json_parser_destroy(parser) }

  /// The positions of a well-formed object, as `PlainJSONReader` has them, valid until the next call. Keys may repeat.
  /// At least 64 bytes after the record must be readable.
  func positions(of record: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt32>? {
    guard let parser, let start = record.baseAddress, beginsObject(record) else { return nil }
    guard assay_json_parse(parser, start, record.count, &found) else { return nil }
    return UnsafeBufferPointer(start: found.positions, count: Int(found.position_count))
  }

  /// The strings of the object that `positions` found, keys among them, in order and without their escapes: four bytes
  /// of length, the text, a NUL. Valid as long.
  var strings: UnsafePointer<UInt8>? { found.strings }

  private func beginsObject(_ record: UnsafeBufferPointer<UInt8>) -> Bool {
    for byte in record where byte != 0x20 && byte != 0x09 && byte != 0x0D { return byte == UInt8(ascii: "{") }
    return false
  }
}
