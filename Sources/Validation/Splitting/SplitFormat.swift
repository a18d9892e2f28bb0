import Contracts

/// How split records are written.
package enum SplitFormat: Sendable {
  /// RFC 4180.
  case csv
  case jsonl

  /// By a file's name; `nil` when it ends neither in `.csv` nor in `.jsonl`.
  package init?(path: String) {
    if path.hasSuffix(".csv") { self = .csv } else if path.hasSuffix(".jsonl") || path.hasSuffix(".ndjson") {
      self = .jsonl
    } else {
      return nil
    }
  }
}

/// A cell as RFC 4180 has it: quoted where it must be.
func appendCSVCell(_ cell: some Collection<UInt8>, to bytes: inout [UInt8]) {
  // RFC 4180 knows no comments, but the data's own dialect may, and would then lose a record that begins like one.
  let mayBeComment = cell.first.map { "#%;/!*'|".utf8.contains($0) } ?? false
  let needsQuotes = mayBeComment || cell.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
  guard needsQuotes else {
    bytes.append(contentsOf: cell)
    return
  }
  bytes.append(0x22)
  for byte in cell {
    if byte == 0x22 { bytes.append(0x22) }
    bytes.append(byte)
  }
  bytes.append(0x22)
}

/// A record of RFC 4180, CR LF included.
func appendCSVRecord(_ cells: [[UInt8]], to bytes: inout [UInt8]) {
  // A record of one empty cell would read as a blank line.
  if cells.count == 1, cells[0].isEmpty { bytes.append(contentsOf: [0x22, 0x22]) }
  for (column, cell) in cells.enumerated() {
    if column > 0 { bytes.append(0x2C) }
    appendCSVCell(cell, to: &bytes)
  }
  bytes.append(contentsOf: [0x0D, 0x0A])
}

/// A JSON string (RFC 8259), control characters escaped, ill-formed UTF-8 replaced.
func appendJSONString(_ text: some Sequence<UInt8>, to bytes: inout [UInt8]) {
  bytes.append(0x22)
  for byte in String(decoding: Array(text), as: UTF8.self).utf8 {
    switch byte {
    case 0x22, 0x5C: bytes.append(contentsOf: [0x5C, byte])
    case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
    case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
    case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
    case 0..<0x20: bytes.append(contentsOf: Array("\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8))
    default: bytes.append(byte)
    }
  }
  bytes.append(0x22)
}
