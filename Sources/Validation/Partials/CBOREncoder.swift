/// Writes `Encodable` values as CBOR.
///
/// Members are sorted when the bytes are written, so that equal values have equal bytes.
struct CBOREncoder: Encoder {
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]
  /// Where runs of keys go, which are written beside the states.
  let runs: RunExport?
  fileprivate let node: Node

  /// A value as CBOR.
  static func encode<Value: Encodable>(_ value: Value, runs: RunExport? = nil) throws -> CBOR {
    let node = Node()
    try CBOREncoder(runs: runs, node: node).write(value)
    return node.value
  }

  fileprivate func write<Value: Encodable>(_ value: Value) throws {
    switch value {
    case let value as Bool: node.content = .scalar(.bool(value))
    case let value as String: node.content = .scalar(.text(value))
    case let value as Double: node.content = .scalar(.double(value))
    // Asked by type, since any empty array can be cast to any other.
    case let value as [UInt8] where Value.self == [UInt8].self: node.content = .scalar(.bytes(value))
    case let value as any FixedWidthInteger: node.content = .scalar(CBOR(integer: value))
    default: try value.encode(to: self)
    }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.becomeMap()
    return KeyedEncodingContainer(Members<Key>(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.becomeArray()
    return Items(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(encoder: self) }

  fileprivate func child(_ key: any CodingKey) -> CBOREncoder {
    CBOREncoder(runs: runs, node: node.member(key.stringValue))
  }

  fileprivate func nextItem() -> CBOREncoder { CBOREncoder(runs: runs, node: node.nextItem()) }
}

/// A value in the making.
private final class Node {
  enum Content {
    case scalar(CBOR)
    case array([Node])
    case map([String: Node])
  }

  var content = Content.scalar(.null)

  var value: CBOR {
    switch content {
    case .scalar(let value): value
    case .array(let items): .array(items.map(\.value))
    case .map(let members): .map(members.mapValues(\.value))
    }
  }

  func becomeMap() {
    if case .map = content { return }
    content = .map([:])
  }

  func becomeArray() {
    if case .array = content { return }
    content = .array([])
  }

  func member(_ key: String) -> Node {
    guard case .map(var members) = content else { preconditionFailure("a keyed container writes to a map") }
    let node = Node()
    content = .scalar(.null)
    members[key] = node
    content = .map(members)
    return node
  }

  var itemCount: Int {
    guard case .array(let items) = content else { return 0 }
    return items.count
  }

  func nextItem() -> Node {
    guard case .array(var items) = content else { preconditionFailure("an unkeyed container writes to an array") }
    let node = Node()
    content = .scalar(.null)
    items.append(node)
    content = .array(items)
    return node
  }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: CBOREncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  func encodeNil(forKey key: Key) { _ = encoder.child(key) }

  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try encoder.child(key).write(value) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> { encoder.child(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder.child(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { CBOREncoder(runs: encoder.runs, node: encoder.node.member("super")) }
  func superEncoder(forKey key: Key) -> any Encoder { encoder.child(key) }
}

private struct Items: UnkeyedEncodingContainer {
  let encoder: CBOREncoder
  var codingPath: [any CodingKey] { encoder.codingPath }
  var count: Int { encoder.node.itemCount }

  func encodeNil() { _ = encoder.nextItem() }
  func encode<Value: Encodable>(_ value: Value) throws { try encoder.nextItem().write(value) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    encoder.nextItem().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder.nextItem().unkeyedContainer() }
  func superEncoder() -> any Encoder { encoder.nextItem() }
}

private struct Single: SingleValueEncodingContainer {
  let encoder: CBOREncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  func encodeNil() { encoder.node.content = .scalar(.null) }
  func encode<Value: Encodable>(_ value: Value) throws { try encoder.write(value) }
}
