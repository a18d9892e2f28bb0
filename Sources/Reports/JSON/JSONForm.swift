import Markup

/// A value that the JSON report can hold and give back unchanged.
protocol JSONForm {
  var json: JSONValue { get }
  init(_ reader: JSONReader) throws(JSONReport.Problem)
}

/// One value of a report that is being read, with its place for complaints.
struct JSONReader {
  let node: Node

  func problem(_ message: String) -> JSONReport.Problem {
    JSONReport.Problem(message: message, line: node.line, column: node.column)
  }

  func string() throws(JSONReport.Problem) -> String {
    guard case .scalar(let text, .quoted) = node.content else { throw problem("a string was expected") }
    return text
  }

  func integer() throws(JSONReport.Problem) -> Int {
    guard case .scalar(let text, .plain) = node.content, let value = Int(text) else {
      throw problem("a whole number was expected")
    }
    return value
  }

  func flag() throws(JSONReport.Problem) -> Bool {
    switch node.content {
    case .scalar(text: "true", style: .plain): true
    case .scalar(text: "false", style: .plain): false
    default: throw problem("true or false was expected")
    }
  }

  func array() throws(JSONReport.Problem) -> [JSONReader] {
    guard let items = node.items else { throw problem("an array was expected") }
    return items.map(JSONReader.init)
  }

  /// The member's value; `nil` when there is no such member.
  func member(_ name: String) throws(JSONReport.Problem) -> JSONReader? {
    guard node.entries != nil else { throw problem("an object was expected") }
    return node[name].map(JSONReader.init)
  }

  func required(_ name: String) throws(JSONReport.Problem) -> JSONReader {
    guard let value = try member(name) else { throw problem("`\(name)` is missing") }
    return value
  }

  /// A required member.
  subscript<Value: JSONForm>(_ name: String) -> Value {
    get throws(JSONReport.Problem) { try Value(required(name)) }
  }

  /// An optional member.
  subscript<Value: JSONForm>(_ name: String) -> Value? {
    get throws(JSONReport.Problem) {
      guard let value = try member(name) else { return nil }
      return try Value(value)
    }
  }
}

extension String: JSONForm {
  var json: JSONValue { .string(self) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) { self = try reader.string() }
}

extension Int: JSONForm {
  var json: JSONValue { .integer(self) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) { self = try reader.integer() }
}

extension Bool: JSONForm {
  var json: JSONValue { .bool(self) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) { self = try reader.flag() }
}

extension Array: JSONForm where Element: JSONForm {
  var json: JSONValue { .array(map(\.json)) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self = []
    for item in try reader.array() { append(try Element(item)) }
  }
}

/// A closed list of words.
protocol JSONWord: JSONForm, RawRepresentable<String> {}

extension JSONWord {
  var json: JSONValue { .string(rawValue) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    let word = try reader.string()
    guard let value = Self(rawValue: word) else { throw reader.problem("`\(word)` is no word that is known here") }
    self = value
  }
}
