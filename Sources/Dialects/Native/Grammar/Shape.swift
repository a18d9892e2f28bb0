/// What a node of a contract must look like. The parser's structural complaints and the JSON Schema both come from it.
indirect enum Shape: Sendable {
  /// Any scalar but null.
  case text
  /// Any scalar that obeys the rule.
  case rule(TextRule)
  /// Any scalar; null stands for its own spelling.
  case scalar
  case flag
  /// A flag that can only be set.
  case yes
  /// A whole number of at least `minimum`.
  case count(minimum: Int)
  /// A number above zero.
  case positiveNumber
  /// The number of this language's version.
  case version(Int)
  /// A count or a percentage.
  case limit
  /// A count of bytes or a text such as `16M`.
  case byteCount
  case oneOf([String])
  case list(of: Shape, minimum: Int)
  case mapping(Mapping)
  /// Told apart by what kind of node stands there.
  case byKind(scalar: Shape? = nil, list: Shape? = nil, mapping: Shape? = nil)
  /// `long` where the mapping has one of its first keys, otherwise `short`.
  case keyed(by: [String], long: Mapping, short: Mapping)
  /// A shape that the schema defines once, under this name.
  case named(String, Shape)
}

/// A mapping with a closed set of keys, or open with one shape for all values.
struct Mapping: Sendable {
  var keys: [Key] = []
  /// The shape of the values of all keys that are not in `keys`; `nil` refuses them.
  var others: Shape?
  var minimumCount = 0
  var constraints: [Constraint] = []

  struct Key: Sendable {
    var name: String
    var shape: Shape
    var isRequired: Bool
    var summary: String

    init(_ name: String, _ shape: Shape, isRequired: Bool = false, _ summary: String) {
      self.name = name
      self.shape = shape
      self.isRequired = isRequired
      self.summary = summary
    }
  }

  /// What a mapping asks of its keys together.
  enum Constraint: Sendable {
    case exactlyOne([String])
    case atLeastOne([String])
    /// The first may not stand beside any of the others.
    case excludes(String, [String])
  }

  /// A text without the names: `one of minimum, maximum`.
  func key(_ name: String) -> Key? { keys.first { $0.name.utf8.elementsEqual(name.utf8) } }
}

/// What a text must obey, twice: as code for the parser, as an expression for the schema. A test holds them together.
struct TextRule: Sendable {
  /// What the text should be, for messages: `an age such as 24h`.
  var expectation: String
  /// ECMA 262, with the `u` flag.
  var pattern: String
  var accepts: @Sendable (String) -> Bool
}
