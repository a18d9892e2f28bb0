/// Reads `Decodable` values from CBOR.
struct CBORDecoder: Decoder {
  let codingPath: [any CodingKey]
  let userInfo: [CodingUserInfoKey: Any] = [:]
  /// Runs of keys that stand beside the states.
  let runs: [StoredRun]
  fileprivate let value: CBOR

  /// The value that CBOR stands for; throws a `DecodingError` where it stands for none.
  static func decode<Value: Decodable>(_ type: Value.Type, from value: CBOR, runs: [StoredRun] = []) throws -> Value {
    try CBORDecoder(codingPath: [], runs: runs, value: value).read(type)
  }

  fileprivate func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let read: Any?
    switch (type, value) {
    case (is Bool.Type, .bool(let value)): read = value
    case (is String.Type, .text(let value)): read = value
    case (is Double.Type, .double(let value)): read = value
    case (is [UInt8].Type, .bytes(let value)): read = value
    case (let type as any FixedWidthInteger.Type, _): read = integer(type)
    case (is Bool.Type, _), (is String.Type, _), (is Double.Type, _), (is [UInt8].Type, _): read = nil
    default: read = try Value(from: self)
    }
    guard let read = read as? Value else { throw mismatch(type) }
    return read
  }

  /// Counts, numbers of records and offsets, which are `Int`, are smaller: so those of many files can be added. Values
  /// of cells, which may be as large as their type, are `Int64`.
  static let countLimit = 1 << 48

  private func integer<I: FixedWidthInteger>(_ type: I.Type) -> I? {
    let integer: I?
    switch value {
    case .unsigned(let value): integer = I(exactly: value)
    case .negative(let value): integer = Int64(exactly: value).flatMap { I(exactly: -1 - $0) }
    default: integer = nil
    }
    guard let count = integer as? Int else { return integer }
    return count.magnitude < Self.countLimit ? integer : nil
  }

  fileprivate func mismatch(_ type: Any.Type) -> DecodingError {
    .typeMismatch(type, DecodingError.Context(codingPath: codingPath, debugDescription: "a value of another kind"))
  }

  fileprivate func child(_ value: CBOR, _ key: any CodingKey) -> CBORDecoder {
    CBORDecoder(codingPath: codingPath + [key], runs: runs, value: value)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .map(let members) = value else { throw mismatch([String: CBOR].self) }
    return KeyedDecodingContainer(Members<Key>(decoder: self, members: members))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let items) = value else { throw mismatch([CBOR].self) }
    return Items(decoder: self, items: items)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { Single(decoder: self) }
}

private struct Index: CodingKey {
  let number: Int
  var intValue: Int? { number }
  var stringValue: String { String(number) }
  init(_ number: Int) { self.number = number }
  init?(intValue: Int) { number = intValue }
  init?(stringValue: String) { nil }
}

private struct Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: CBORDecoder
  let members: [String: CBOR]
  var codingPath: [any CodingKey] { decoder.codingPath }
  var allKeys: [Key] { members.keys.sorted().compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { members[key.stringValue] != nil }

  private func child(_ key: any CodingKey) throws -> CBORDecoder {
    guard let member = members[key.stringValue] else {
      throw DecodingError.keyNotFound(
        key, DecodingError.Context(codingPath: codingPath, debugDescription: "no member `\(key.stringValue)`"))
    }
    return decoder.child(member, key)
  }

  func decodeNil(forKey key: Key) throws -> Bool { members[key.stringValue] == .null }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try child(key).read(type) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { try child(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try child(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { decoder.child(members["super"] ?? .null, Index(0)) }
  func superDecoder(forKey key: Key) throws -> any Decoder { try child(key) }
}

private struct Items: UnkeyedDecodingContainer {
  let decoder: CBORDecoder
  let items: [CBOR]
  private(set) var currentIndex = 0
  var codingPath: [any CodingKey] { decoder.codingPath }
  var count: Int? { items.count }
  var isAtEnd: Bool { currentIndex == items.count }

  init(decoder: CBORDecoder, items: [CBOR]) {
    self.decoder = decoder
    self.items = items
  }

  private mutating func next() throws -> CBORDecoder {
    guard !isAtEnd else { throw decoder.mismatch([CBOR].self) }
    defer { currentIndex += 1 }
    return decoder.child(items[currentIndex], Index(currentIndex))
  }

  mutating func decodeNil() -> Bool {
    guard !isAtEnd, items[currentIndex] == .null else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next().read(type) }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> { try next().container(keyedBy: type) }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
  mutating func superDecoder() throws -> any Decoder { try next() }
}

private struct Single: SingleValueDecodingContainer {
  let decoder: CBORDecoder
  var codingPath: [any CodingKey] { decoder.codingPath }

  func decodeNil() -> Bool { decoder.value == .null }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.read(type) }
}
