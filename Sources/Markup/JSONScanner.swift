/// A recursive descent over bytes that are UTF-8.
struct JSONScanner {
  let bytes: [UInt8]
  private let depthLimit: Int
  var position = 0
  private var line = 1
  /// How far the scalars of the line have been counted, so that one long line costs no more than many short ones.
  private var counted = (position: 0, column: 1)

  init(_ bytes: [UInt8], depthLimit: Int) {
    self.bytes = bytes
    self.depthLimit = depthLimit
  }

  mutating func document() throws(MarkupProblem) -> Node {
    skipBlanks()
    let node = try value(depth: 1)
    skipBlanks()
    if position < bytes.count { throw problem("Nothing may follow the value") }
    return node
  }

  private mutating func value(depth: Int) throws(MarkupProblem) -> Node {
    guard depth <= depthLimit else {
      throw located(code: "markup.too_deep", "The text is nested more than \(depthLimit) levels deep.")
    }
    let (line, column) = (line, column())
    func node(_ content: Node.Content) -> Node { Node(line: line, column: column, content) }
    switch peek {
    case UInt8(ascii: "{"): return node(.mapping(try members(depth: depth), isFlow: true))
    case UInt8(ascii: "["): return node(.sequence(try elements(depth: depth), isFlow: true))
    case UInt8(ascii: "\""): return node(.scalar(text: try string(), style: .quoted))
    case UInt8(ascii: "t"): return node(.scalar(text: try literal("true"), style: .plain))
    case UInt8(ascii: "f"): return node(.scalar(text: try literal("false"), style: .plain))
    case UInt8(ascii: "n"): return node(.scalar(text: try literal("null"), style: .plain))
    default: return node(.scalar(text: try number(), style: .plain))
    }
  }

  private mutating func members(depth: Int) throws(MarkupProblem) -> [Node.Entry] {
    position += 1
    skipBlanks()
    if take("}") { return [] }
    var entries: [Node.Entry] = []
    var names = SeenNames()
    repeat {
      skipBlanks()
      let (line, column) = (line, column())
      guard peek == UInt8(ascii: "\"") else { throw problem("A key in double quotes is expected") }
      let name = try string()
      guard names.insert(name, behind: entries) else {
        throw MarkupProblem(
          code: "key.duplicate", "The key `\(name)` is here twice.", line: line, column: column)
      }
      skipBlanks()
      guard take(":") else { throw problem("`:` is expected") }
      skipBlanks()
      let key = Node(line: line, column: column, .scalar(text: name, style: .quoted))
      entries.append(Node.Entry(key: key, value: try value(depth: depth + 1)))
      skipBlanks()
    } while take(",")
    guard take("}") else { throw problem("`,` or `}` is expected") }
    return entries
  }

  private mutating func elements(depth: Int) throws(MarkupProblem) -> [Node] {
    position += 1
    skipBlanks()
    if take("]") { return [] }
    var items: [Node] = []
    repeat {
      skipBlanks()
      items.append(try value(depth: depth + 1))
      skipBlanks()
    } while take(",")
    guard take("]") else { throw problem("`,` or `]` is expected") }
    return items
  }

  private mutating func literal(_ word: String) throws(MarkupProblem) -> String {
    guard bytes[position...].starts(with: word.utf8) else { throw problem("A value is expected") }
    position += word.utf8.count
    return word
  }

  private mutating func number() throws(MarkupProblem) -> String {
    let start = position
    _ = take("-")
    if !take("0"), skipDigits() == 0 { throw problem("A value is expected") }
    if take("."), skipDigits() == 0 { throw problem("A digit is expected after the point") }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      if skipDigits() == 0 { throw problem("A digit is expected in the exponent") }
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }
}

extension JSONScanner {
  var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func column() -> Int {
    counted.column += bytes[counted.position..<position].count { !UTF8.isContinuation($0) }
    counted.position = position
    return counted.column
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    return position - start
  }

  private mutating func skipBlanks() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      position += 1
      if byte == 0x0A {
        line += 1
        counted = (position, 1)
      }
    }
  }

  mutating func problem(_ expectation: String) -> MarkupProblem {
    let found = peek.map { byte in
      byte < 0x80 && byte > 0x20 ? "`\(Character(Unicode.Scalar(byte)))`" : "byte 0x\(String(byte, radix: 16))"
    }
    return located(code: "json.syntax", "\(expectation), found \(found ?? "the end of the text").")
  }

  private mutating func located(code: String, _ message: String) -> MarkupProblem {
    MarkupProblem(code: code, message, line: line, column: column())
  }
}
