import Glibc

/// The walk over the positions of well-formed documents, which fills columns and suspects repeated keys.
///
/// `k` is the index of the position at hand; every step leaves it after what the step has read. For
/// `{"a": [1, 2]}` the positions are those of `{ "a" : [ 1 , 2 ] }`. A value is an exact number of positions, so
/// nothing is searched for but the end of a string, which stands before the next position.
struct UnsafeShredWalk {
  private let tree: UnsafeShredTree
  private let nodes: UnsafePointer<UnsafeShredTree.Node>
  private let arena: UnsafeTextArena
  private let keys: UnsafeKeyStack
  private let columnCount: Int
  private let all: UnsafeColumnTails
  /// For each column, how many values it had when its owner's turn began. -1: the owner has its value, which has been
  /// taken out to make room.
  private let marks: UnsafeMutablePointer<Int>
  /// For each column, how many values it had when the row began.
  private let rowMarks: UnsafeMutablePointer<Int>
  private let columns: UnsafeMutablePointer<UnsafeColumnTail>
  private var bytes: UnsafePointer<UInt8>
  private var positions: UnsafePointer<UInt32>
  private var k = 0
  private var row = 0
  /// Offset in the document of the first key that its object should not have; -1 when there is none.
  private(set) var extraKey = -1

  /// `marks` has room for two numbers a column.
  init(tree: UnsafeShredTree, arena: UnsafeTextArena, marks: UnsafeMutablePointer<Int>, columns: UnsafeColumnTails) {
    all = columns
    self.columns = columns.tails
    self.tree = tree
    self.arena = arena
    columnCount = columns.count
    self.marks = marks
    nodes = tree.nodes
    keys = UnsafeKeyStack()
    rowMarks = marks + columnCount
    // There is no document yet; these are never read.
    bytes = UnsafePointer(UnsafeRawPointer(marks).assumingMemoryBound(to: UInt8.self))
    positions = UnsafePointer(UnsafeRawPointer(marks).assumingMemoryBound(to: UInt32.self))
  }

  /// Adds a row; whether an object may hold a key twice, in which case `removeRow` can take it back.
  mutating func addRow(_ row: Int, bytes: UnsafePointer<UInt8>, positions: UnsafePointer<UInt32>) -> Bool {
    self.bytes = bytes
    self.positions = positions
    self.row = row
    k = 0
    extraKey = -1
    keys.removeAll()
    for c in 0..<columnCount { rowMarks[c] = columns[c].count }
    mark(0)
    value(0)
    addAbsent(0)
    return keys.isSuspicious
  }

  mutating func removeRow() {
    for c in 0..<columnCount { columns[c].truncate(to: rowMarks[c]) }
  }

  /// The value at `k`, into the columns at and below `node`.
  private mutating func value(_ node: Int) {
    let start = Int(positions[k])
    switch bytes[start] {
    case UInt8(ascii: "{"):
      if nodes[node].children.isEmpty { _ = skipContainer() } else { object(node) }
      addText(node, start, to: Int(positions[k - 1]) + 1, .object)
    case UInt8(ascii: "["):
      let count = nodes[node].items < 0 ? skipContainer() : items(nodes[node].items)
      addText(node, start, to: Int(positions[k - 1]) + 1, .array, itemCount: count)
    case UInt8(ascii: "\""):
      addString(node, start)
      k += 1
    case UInt8(ascii: "t"): addLiteral(node, start, 4, .true)
    case UInt8(ascii: "f"): addLiteral(node, start, 5, .false)
    case UInt8(ascii: "n"): addLiteral(node, start, 4, .null)
    default: addLiteral(node, start, nodes[node].fields.isEmpty ? 0 : numberLength(start), .number)
    }
  }

  private mutating func object(_ node: Int) {
    let mark = keys.count
    repeat {
      k += 1
      let quote = Int(positions[k])
      if bytes[quote] == UInt8(ascii: "}") { break }
      let key = readKey(quote)
      let child = UnsafeShredTree.child(of: nodes + node, in: nodes, key)
      if child >= 0 {
        value(child)
      } else {
        if extraKey < 0 { extraKey = quote }
        skipValue()
      }
    } while bytes[Int(positions[k])] == UInt8(ascii: ",")
    k += 1
    keys.closeObject(from: mark)
  }

  /// The items of the array at `k`; how many there are.
  private mutating func items(_ node: Int) -> Int {
    var count = 0
    if bytes[Int(positions[k + 1])] == UInt8(ascii: "]") {
      k += 2
      return 0
    }
    repeat {
      k += 1
      count += 1
      mark(node)
      value(node)
      addAbsent(node)
    } while bytes[Int(positions[k])] == UInt8(ascii: ",")
    k += 1
    return count
  }

  private mutating func skipValue() {
    switch bytes[Int(positions[k])] {
    case UInt8(ascii: "{"), UInt8(ascii: "["): _ = skipContainer()
    default: k += 1
    }
  }

  /// Steps over the object or array at `k`; how many items it has, if it is an array.
  private mutating func skipContainer() -> Int {
    var depth = 0
    var commas = 0
    let isEmpty = bytes[Int(positions[k + 1])] == UInt8(ascii: "]")
    repeat {
      let position = Int(positions[k])
      k += 1
      switch bytes[position] {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        keys.marks[depth] = keys.count
        depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        keys.closeObject(from: keys.marks[depth])
      case UInt8(ascii: ","): if depth == 1 { commas += 1 }
      case UInt8(ascii: "\""):
        guard bytes[Int(positions[k])] == UInt8(ascii: ":") else { continue }
        k -= 1
        _ = readKey(position)
      default: continue
      }
    } while depth > 0
    return isEmpty ? 0 : commas + 1
  }

  /// The key at `k`, remembered for its object; goes on behind its colon.
  @inline(__always)
  private mutating func readKey(_ quote: Int) -> UnsafeHashedKey {
    let key = keys.hashed(UnsafeJSONString(bytes: bytes, quote: quote, next: Int(positions[k + 1])))
    k += 2
    keys.append(key.hash)
    return key
  }
}

// Adding values to columns
extension UnsafeShredWalk {
  @inline(__always)
  private func mark(_ node: Int) {
    for c in nodes[node].owned { marks[c] = columns[c].count }
  }

  /// Adds the value that every owned column must have, where the document had none.
  @inline(__always)
  private func addAbsent(_ node: Int) {
    for c in nodes[node].owned where columns[c].count == marks[c] {
      if columns[c].isFull { makeRoom(c) }
      columns[c].append(row: row, text: bytes, length: 0, kind: .null, state: .absent)
    }
  }

  /// Makes a column larger, or takes out what the columns hold of a long record.
  @inline(never)
  private func makeRoom(_ full: Int) {
    if all.grow(full) { return }
    let counts = (0..<columnCount).map { columns[$0].count }
    all.makeRoom()
    for c in 0..<columnCount where columns[c].count < counts[c] { marks[c] = counts[c] > marks[c] ? -1 : 0 }
  }

  @inline(__always)
  private func addText(_ node: Int, _ start: Int, to end: Int, _ kind: TokenKind, itemCount: Int? = nil) {
    let state = kind == .null ? CellState.null : .value
    for c in nodes[node].fields {
      if columns[c].isFull { makeRoom(c) }
      columns[c].append(row: row, text: bytes + start, length: end - start, kind: kind, state: state)
      if let itemCount { columns[c].setItemCount(itemCount) }
    }
  }

  @inline(__always)
  private mutating func addLiteral(_ node: Int, _ start: Int, _ length: Int, _ kind: TokenKind) {
    addText(node, start, to: start + length, kind)
    k += 1
  }

  private func addString(_ node: Int, _ start: Int) {
    if nodes[node].fields.isEmpty { return }
    let (text, count) = unescaped(UnsafeJSONString(bytes: bytes, quote: start, next: Int(positions[k + 1])))
    for c in nodes[node].fields {
      if columns[c].isFull { makeRoom(c) }
      columns[c].append(row: row, text: text, length: count, kind: .string, state: .value)
    }
  }

  /// What a string says: itself where it has no escapes, else a copy.
  private func unescaped(_ raw: UnsafeJSONString) -> (UnsafePointer<UInt8>, Int) {
    guard memchr(raw.text, 0x5C, raw.count) != nil else { return (raw.text, raw.count) }
    let room = arena.room(for: raw.count)
    let count = UnsafeText.unescape(raw.text, count: raw.count, into: room)
    arena.keep(count)
    return (UnsafePointer(room), count)
  }

  /// The byte after a number is none of a number's, since it stands in an object.
  private func numberLength(_ start: Int) -> Int {
    var end = start + 1
    while true {
      switch bytes[end] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
        UInt8(ascii: "e"), UInt8(ascii: "E"):
        end += 1
      default: return end - start
      }
    }
  }
}
