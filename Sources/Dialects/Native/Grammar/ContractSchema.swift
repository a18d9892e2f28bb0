import Contracts
import Markup

/// The contract language as JSON Schema 2020-12, from the tables that the parser reads, for completion in editors.
///
/// It says all that the parser calls structural and nothing that it calls semantic.
package func contractSchema(vocabulary: [Keyword]) -> String {
  schemaDocument(
    of: ContractGrammar(vocabulary: vocabulary).contract, title: "Assay contract",
    description: "What a dataset's producer promises, checked before anything is built on it.")
}

/// The JSON Schema of a file that is one mapping, with a line break at its end.
func schemaDocument(of mapping: Mapping, title: String, description: String) -> String {
  var writer = SchemaWriter()
  guard case .object(let body) = writer.schema(mapping) else {
    preconditionFailure("a mapping's schema is an object")
  }
  let definitions = writer.definitions.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }
  let head: [(key: String, value: SchemaText)] = [
    ("$schema", "https://json-schema.org/draft/2020-12/schema"),
    ("title", .text(title)), ("description", .text(description)),
  ]
  return SchemaText.object(head + body + [("$defs", .object(definitions))]).written() + "\n"
}

/// Writes shapes as schemas, collecting those that have a name.
private struct SchemaWriter {
  private(set) var definitions: [String: SchemaText] = [:]

  /// What a scalar of YAML's core schema can be, null aside.
  private static let scalarTypes: SchemaText = ["string", "number", "boolean"]

  mutating func schema(_ shape: Shape) -> SchemaText {
    switch shape {
    case .text: return ["type": Self.scalarTypes]
    case .rule(let rule): return ["type": Self.scalarTypes, "pattern": .text(rule.pattern)]
    case .scalar: return ["type": ["string", "number", "boolean", "null"]]
    case .flag: return ["type": "boolean"]
    case .yes: return ["const": .flag(true)]
    case .count(let minimum): return ["type": "integer", "minimum": .number(minimum)]
    case .positiveNumber: return ["type": "number", "exclusiveMinimum": 0]
    case .version(let version): return ["const": .number(version)]
    case .limit: return countOrText(minimum: 0, .percentage)
    case .byteCount: return countOrText(minimum: 1, .byteCount)
    case .oneOf(let options): return ["enum": .list(options.map { .text($0) })]
    case .list(let item, let minimum): return list(of: item, minimum: minimum)
    case .mapping(let mapping): return schema(mapping)
    case .byKind(let scalar, let list, let mapping):
      return ["anyOf": .list([scalar, list, mapping].compactMap { $0 }.map { schema($0) })]
    case .keyed(let names, let long, let short):
      let listed = SchemaText.list(names.map { .text($0) })
      return ["anyOf": [schema(short).with("propertyNames", ["not": ["enum": listed]]), schema(long)]]
    case .named(let name, let inner):
      if definitions[name] == nil { definitions[name] = schema(inner) }
      return ["$ref": .text("#/$defs/\(name)")]
    }
  }

  private func countOrText(minimum: Int, _ rule: TextRule) -> SchemaText {
    [
      "anyOf": [
        ["type": "integer", "minimum": .number(minimum)], ["type": "string", "pattern": .text(rule.pattern)],
      ]
    ]
  }

  private mutating func list(of item: Shape, minimum: Int) -> SchemaText {
    let list: SchemaText = ["type": "array", "items": schema(item)]
    return minimum > 0 ? list.with("minItems", .number(minimum)) : list
  }

  mutating func schema(_ mapping: Mapping) -> SchemaText {
    var result: SchemaText = ["type": "object"]
    if !mapping.keys.isEmpty {
      let properties = mapping.keys.map {
        (key: $0.name, value: schema($0.shape).with("description", .text($0.summary)))
      }
      result = result.with("properties", .object(properties))
    }
    let required = mapping.keys.filter(\.isRequired).map { SchemaText.text($0.name) }
    if !required.isEmpty { result = result.with("required", .list(required)) }
    if mapping.minimumCount > 0 { result = result.with("minProperties", .number(mapping.minimumCount)) }
    let constraints = mapping.constraints.flatMap(schemas)
    if !constraints.isEmpty { result = result.with("allOf", .list(constraints)) }
    return result.with("additionalProperties", mapping.others.map { schema($0) } ?? .flag(false))
  }

  private func schemas(_ constraint: Mapping.Constraint) -> [SchemaText] {
    func each(_ names: [String]) -> SchemaText { .list(names.map { ["required": [.text($0)]] }) }
    switch constraint {
    case .exactlyOne(let names): return [["oneOf": each(names)]]
    case .atLeastOne(let names): return [["anyOf": each(names)]]
    case .excludes(let first, let others):
      return others.map { ["not": ["required": [.text(first), .text($0)]]] }
    }
  }
}
