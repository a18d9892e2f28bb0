import Foundation
import Markup

/// Exactly the part of JSON Schema 2020-12 that our schemas use, written against the specification, not against the
/// parser. A keyword that it does not know is an error, so that no schema can grow past it unseen.
package struct SchemaEvaluator {
  package struct UnknownKeyword: Error { package var name: String }

  let root: Node

  package init(root: Node) { self.root = root }

  package func accepts(_ instance: Node) throws -> Bool { try accepts(instance, root) }

  private func accepts(_ instance: Node, _ schema: Node) throws -> Bool {
    if let flag = schema.flag { return flag }
    // Every keyword is looked at, even after one has failed, so that an unknown one is always found.
    return try (schema.entries ?? []).map { try accepts(instance, keyword: $0.name, $0.value, schema) }.allSatisfy { $0 }
  }

  private func accepts(_ instance: Node, keyword: String, _ value: Node, _ schema: Node) throws -> Bool {
    switch keyword {
    case "$schema", "$defs", "title", "description": return true
    case "$ref": return try accepts(instance, target(of: value))
    case "type": return (value.items ?? [value]).contains { isOf(instance, type: $0.text ?? "") }
    case "const": return isEqual(instance, value)
    case "enum": return (value.items ?? []).contains { isEqual(instance, $0) }
    case "anyOf": return try (value.items ?? []).map { try accepts(instance, $0) }.contains(true)
    case "allOf": return try (value.items ?? []).map { try accepts(instance, $0) }.allSatisfy { $0 }
    case "oneOf": return try (value.items ?? []).map { try accepts(instance, $0) }.count { $0 } == 1
    case "not": return try !accepts(instance, value)
    default: return try acceptsByKind(instance, keyword: keyword, value, schema)
    }
  }

  private func acceptsByKind(_ instance: Node, keyword: String, _ value: Node, _ schema: Node) throws -> Bool {
    let limit = value.text.flatMap(Double.init) ?? .nan
    switch keyword {
    case "pattern":
      guard instance.resolved == .string, let text = instance.text else { return true }
      let expression = try NSRegularExpression(pattern: value.text ?? "")
      return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    case "minimum": return number(instance).map { $0 >= limit } ?? true
    case "maximum": return number(instance).map { $0 <= limit } ?? true
    case "minLength":
      return instance.resolved == .string ? Double(instance.text?.unicodeScalars.count ?? 0) >= limit : true
    case "exclusiveMinimum": return number(instance).map { $0 > limit } ?? true
    case "items": return try (instance.items ?? []).map { try accepts($0, value) }.allSatisfy { $0 }
    case "minItems": return instance.items.map { Double($0.count) >= limit } ?? true
    case "minProperties": return instance.entries.map { Double($0.count) >= limit } ?? true
    case "maxProperties": return instance.entries.map { Double($0.count) <= limit } ?? true
    case "required":
      return instance.entries == nil || (value.items ?? []).allSatisfy { instance[$0.text ?? ""] != nil }
    case "propertyNames": return try (instance.entries ?? []).map { try accepts(asString($0.key), value) }.allSatisfy { $0 }
    case "properties":
      return try (value.entries ?? []).map { property in
        try accepts(instance[property.name] ?? nothing, property.value) || instance[property.name] == nil
      }.allSatisfy { $0 }
    case "additionalProperties":
      let others = (instance.entries ?? []).filter { schema["properties"]?[$0.name] == nil }
      return try others.map { try accepts($0.value, value) }.allSatisfy { $0 }
    default: throw UnknownKeyword(name: keyword)
    }
  }

  private let nothing = Node(line: 1, column: 1, .scalar(text: "", style: .plain))

  private func asString(_ key: Node) -> Node {
    Node(line: key.line, column: key.column, .scalar(text: key.text ?? "", style: .quoted))
  }

  private func target(of reference: Node) throws -> Node {
    guard let text = reference.text, text.hasPrefix("#"), let target = root.value(at: String(text.dropFirst())) else {
      throw UnknownKeyword(name: "$ref to \(reference.text ?? "?")")
    }
    return target
  }

  private func number(_ node: Node) -> Double? {
    guard node.resolved == .integer || node.resolved == .float, let text = node.text?.lowercased() else { return nil }
    if text.hasPrefix("0x") || text.hasPrefix("0o") {
      return Int(text.dropFirst(2), radix: text.hasPrefix("0x") ? 16 : 8).map(Double.init)
    }
    return text.hasSuffix("inf") ? (text.hasPrefix("-") ? -.infinity : .infinity) : Double(text)
  }

  private func isOf(_ node: Node, type: String) -> Bool {
    switch type {
    case "object": node.entries != nil
    case "array": node.items != nil
    case "string": node.resolved == .string
    case "boolean": node.flag != nil
    case "null": node.isNull
    case "number": node.resolved == .integer || node.resolved == .float
    case "integer": number(node).map { $0.isFinite && $0 == $0.rounded() } ?? false
    default: false
    }
  }

  private func isEqual(_ a: Node, _ b: Node) -> Bool {
    if let a = number(a), let b = number(b) { return a == b }
    return a.resolved == b.resolved && a.text == b.text && a.text != nil
  }
}
