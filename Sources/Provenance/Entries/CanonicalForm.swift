import Contracts
import Markup

/// A value that an entry can hold and give back unchanged.
protocol CanonicalForm {
  var canonical: CanonicalJSON { get }
  init(_ reader: EntryReader) throws(EntryProblem)
}

/// Why bytes are no entry.
package struct EntryProblem: Error, Hashable, CustomStringConvertible {
  package var message: String
  package var description: String { message }
}

/// One value of an entry that is being read. Members that nobody asks for are passed over, so that later versions can
/// add some.
struct EntryReader {
  let node: Node

  func problem(_ message: String) -> EntryProblem { EntryProblem(message: "\(message) (at byte \(node.column))") }

  func string() throws(EntryProblem) -> String {
    guard node.isQuoted, let text = node.text else { throw problem("a string was expected") }
    return text
  }

  func items() throws(EntryProblem) -> [EntryReader] {
    guard let items = node.items else { throw problem("an array was expected") }
    return items.map(EntryReader.init)
  }

  /// A required member.
  subscript<Value: CanonicalForm>(_ name: String) -> Value {
    get throws(EntryProblem) {
      guard let value: Value = try self[name] else { throw problem("`\(name)` is missing") }
      return value
    }
  }

  /// An optional member.
  subscript<Value: CanonicalForm>(_ name: String) -> Value? {
    get throws(EntryProblem) {
      guard node.entries != nil else { throw problem("an object was expected") }
      guard let value = node[name] else { return nil }
      return try Value(EntryReader(node: value))
    }
  }
}

extension String: CanonicalForm {
  var canonical: CanonicalJSON { .string(self) }
  init(_ reader: EntryReader) throws(EntryProblem) { self = try reader.string() }
}

extension Int: CanonicalForm {
  var canonical: CanonicalJSON { .integer(self) }
  init(_ reader: EntryReader) throws(EntryProblem) {
    guard !reader.node.isQuoted, let text = reader.node.text, let value = Int(text) else {
      throw reader.problem("a whole number was expected")
    }
    self = value
  }
}

extension Bool: CanonicalForm {
  var canonical: CanonicalJSON { .bool(self) }
  init(_ reader: EntryReader) throws(EntryProblem) {
    guard !reader.node.isQuoted, let text = reader.node.text, let value = Bool(text) else {
      throw reader.problem("true or false was expected")
    }
    self = value
  }
}

extension Array: CanonicalForm where Element: CanonicalForm {
  var canonical: CanonicalJSON { .array(map(\.canonical)) }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self = []
    for item in try reader.items() { append(try Element(item)) }
  }
}

/// A closed list of words.
protocol CanonicalWord: CanonicalForm, RawRepresentable<String> {}

extension CanonicalWord {
  var canonical: CanonicalJSON { .string(rawValue) }
  init(_ reader: EntryReader) throws(EntryProblem) {
    let word = try reader.string()
    guard let value = Self(rawValue: word) else { throw reader.problem("`\(word)` is no word that is known here") }
    self = value
  }
}

extension Status: CanonicalWord {}
extension Severity: CanonicalWord {}
extension Verdict: CanonicalWord {}
extension ClauseDecision.Effect: CanonicalWord {}

extension Instant: CanonicalForm {
  var canonical: CanonicalJSON { .string(description) }
  init(_ reader: EntryReader) throws(EntryProblem) {
    guard let instant = Instant(rfc3339: try reader.string()) else { throw reader.problem("a time was expected") }
    self = instant
  }
}

extension Digest: CanonicalForm {
  var canonical: CanonicalJSON { .string(description) }
  init(_ reader: EntryReader) throws(EntryProblem) {
    guard let digest = Digest(try reader.string()) else { throw reader.problem("a digest was expected") }
    self = digest
  }
}

extension Measurement: CanonicalForm {
  var canonical: CanonicalJSON { .object(["name": name.canonical, "value": value.canonical]) }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(name: try reader["name"], value: try reader["value"])
  }
}
