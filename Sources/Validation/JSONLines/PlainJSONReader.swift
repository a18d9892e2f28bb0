/// What is wrong with a document, and the offset in it of the byte that is.
package struct DocumentFault: Hashable, Sendable {
  package var kind: FaultKind
  package var offset: Int

  package init(kind: FaultKind, offset: Int) {
    self.kind = kind
    self.offset = offset
  }
}

/// The grammar of JSON documents, byte by byte: RFC 8259, with keys that differ, paired surrogates and finite numbers.
///
/// The other reader must find what this one finds. On success `positions` holds the offsets of every bracket, colon,
/// comma and first byte of a scalar, in order.
package final class PlainJSONReader {
  /// The deepest nesting that is read, simdjson's own limit.
  package static let maximumDepth = 1024

  private(set) var positions: UnsafeMutablePointer<UInt32>
  private(set) var positionCount = 0
  private var capacity = 256
  private let isObject: UnsafeMutablePointer<Bool>

  package init() {
    positions = .allocate(capacity: capacity)
    isObject = .allocate(capacity: Self.maximumDepth)
    isObject.initialize(repeating: false, count: Self.maximumDepth)
  }

  deinit {
    positions.deallocate()
    isObject.deallocate()
  }

  /// The first fault of one document, whatever stands at its top.
  package func check(document: UnsafeBufferPointer<UInt8>) -> DocumentFault? {
    fault(in: document, takesAnyTop: true)
  }

  /// The first fault of one record, which must be an object.
  package func check(record: UnsafeBufferPointer<UInt8>) -> DocumentFault? {
    fault(in: record, takesAnyTop: false)
  }

  private func fault(in bytes: UnsafeBufferPointer<UInt8>, takesAnyTop: Bool) -> DocumentFault? {
    if let fault = scanFault(in: bytes, takesAnyTop: takesAnyTop) { return first(fault, in: bytes) }
    return DuplicateKeys.first(in: bytes, positions: found).map { DocumentFault(kind: .duplicateKey, offset: $0) }
  }

  /// The scan's fault, or the repeated key before it.
  func first(_ fault: DocumentFault, in bytes: UnsafeBufferPointer<UInt8>) -> DocumentFault {
    guard let repeated = DuplicateKeys.first(in: bytes, positions: found), repeated < fault.offset else { return fault }
    return DocumentFault(kind: .duplicateKey, offset: repeated)
  }

  /// The positions of the document that was read last, up to its fault.
  var found: UnsafeBufferPointer<UInt32> { UnsafeBufferPointer(start: positions, count: positionCount) }

  /// The first fault but for repeated keys, which the walk over the positions finds faster.
  func scanFault(in bytes: UnsafeBufferPointer<UInt8>, takesAnyTop: Bool) -> DocumentFault? {
    positionCount = 0
    guard let start = bytes.baseAddress else { return DocumentFault(kind: .blankRecord, offset: 0) }
    reserve(bytes.count)
    var scan = UnsafeDocumentScan(bytes: start, count: bytes.count, positions: positions, isObject: isObject)
    scan.document(takesAnyTop: takesAnyTop)
    positionCount = scan.positionCount
    return scan.fault
  }

  /// Forgets the document that was read last, if it was a long one.
  func trim() {
    guard capacity > Self.usualCapacity else { return }
    positions.deallocate()
    positionCount = 0
    capacity = 256
    positions = .allocate(capacity: capacity)
  }

  private static let usualCapacity = 1 << 16

  /// No document has more positions than bytes.
  private func reserve(_ count: Int) {
    guard count > capacity else { return }
    positions.deallocate()
    capacity = max(count, capacity * 2)
    positions = .allocate(capacity: capacity)
  }
}
