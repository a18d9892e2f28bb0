import Contracts

@testable import Validation

/// Texts in memory, each followed by bytes that a reader would mistake for more of it, and a decoded column of them.
final class Cells {
  let column = Column(isRepeated: false)
  let decoder: FieldDecoder
  private let memory: UnsafeMutablePointer<UInt8>

  init(_ texts: [[UInt8]], _ decoder: FieldDecoder, kind: (Int) -> TokenKind = { _ in .text }) {
    self.decoder = decoder
    let after = Array("9.9:9-9T9Z9a9+9:".utf8)
    let bytes = texts.reduce(0) { $0 + $1.count + after.count }
    memory = .allocate(capacity: max(bytes, 1))
    var next = memory
    for (row, text) in texts.enumerated() {
      let start = next
      for byte in text + after {
        next.initialize(to: byte)
        next += 1
      }
      column.append(row: row, text: start, length: text.count, kind: kind(row), state: .value)
    }
    decoder.decode(column)
  }

  deinit { memory.deallocate() }

  var states: [CellState] { (0..<column.count).map { column.states[$0] } }
  var integers: [Int64] { (0..<column.count).map { column.integers[$0] } }

  convenience init(_ texts: [String], _ decoder: FieldDecoder, kind: (String) -> TokenKind = { _ in .text }) {
    self.init(texts.map { Array($0.utf8) }, decoder) { kind(texts[$0]) }
  }

  /// The same, for a type in its standard spelling.
  convenience init(
    _ texts: [String], _ type: FieldType, _ spelling: Spelling = Spelling(), format: DataSource.Format = .csv
  ) throws {
    let decoder = try FieldDecoder(field: field(type, spelling), format: format)
    self.init(texts, decoder, kind: format == .csv ? { _ in .text } : jsonKind)
  }
}

func field(_ type: FieldType, _ spelling: Spelling = Spelling()) -> Field {
  Field(
    path: FieldPath(header: "f"), type: type, spelling: spelling,
    location: SourceLocation(file: "test", line: 1, column: 1))
}

/// The kind of a JSON token, by its first character. Strings come without their quotes, so they are none of these.
func jsonKind(_ text: String) -> TokenKind {
  switch text.first {
  case "{": .object
  case "[": .array
  case "t" where text == "true": .true
  case "f" where text == "false": .false
  case "n" where text == "null": .null
  case let first? where first == "-" || first.isNumber: .number
  default: .string
  }
}

func withBytes<T>(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) throws -> T) rethrows -> T {
  let padded = Array(text.utf8) + Array("9.9:9-9T9Z9a9+9:".utf8)
  return try padded.withUnsafeBufferPointer {
    try body(UnsafeBufferPointer(rebasing: $0[..<text.utf8.count]))
  }
}
