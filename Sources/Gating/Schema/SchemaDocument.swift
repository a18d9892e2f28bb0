import Markup

/// A whole JSON Schema of a file that is a mapping of known keys.
struct SchemaDocument {
  let title: String
  let description: String
  /// In this order.
  let keys: [String]
  let required: [String]
  let properties: [String: SchemaText]
  let definitions: [(key: String, value: SchemaText)]

  /// With a line break at its end.
  var text: String {
    guard case .object(let body) = SchemaText.closed(description, keys, required: required, properties) else {
      preconditionFailure("a mapping's schema is an object")
    }
    let head: [(key: String, value: SchemaText)] = [
      ("$schema", "https://json-schema.org/draft/2020-12/schema"), ("title", .text(title)),
    ]
    return SchemaText.object(head + body + [("$defs", .object(definitions))]).written() + "\n"
  }
}

extension SchemaText {
  /// A mapping of these keys and no others. Each key must have its schema, so that reader and schema cannot part.
  static func closed(
    _ description: String, _ keys: [String], required: [String] = [], _ properties: [String: SchemaText]
  ) -> SchemaText {
    precondition(Set(keys) == Set(properties.keys), "the schema and the grammar know the same keys")
    var result: SchemaText = ["description": .text(description), "type": "object"]
    if !required.isEmpty { result = result.with("required", .list(required.map { .text($0) })) }
    let ordered = keys.compactMap { key in properties[key].map { (key: key, value: $0) } }
    return result.with("properties", .object(ordered)).with("additionalProperties", .flag(false))
  }

  static func reference(_ name: String, _ description: String) -> SchemaText {
    ["description": .text(description), "$ref": .text("#/$defs/\(name)")]
  }

  static func day(_ description: String) -> SchemaText {
    ["description": .text(description), "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"]
  }

  /// A scalar that is not null, read as text.
  static let scalarText: SchemaText = ["type": ["string", "number", "boolean"], "minLength": 1]
  static let texts: SchemaText = ["type": "array", "items": ["$ref": "#/$defs/text"]]
}
