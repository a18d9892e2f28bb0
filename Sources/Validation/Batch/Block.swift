/// A run of whole records of one file, in memory that its owner keeps alive; at least 64 readable bytes follow it.
package struct Block: @unchecked Sendable {
  /// How many bytes past the end may be read (not interpreted) by wide loads.
  package static let paddingBytes = 64

  /// Index of the file in the dataset.
  package var file: Int
  /// Where the block begins, in bytes of the decoded stream.
  package var offset: Int
  package var bytes: UnsafeBufferPointer<UInt8>
  /// The cut met a fault of quoting, so only the plain reader can read it.
  package var needsPlainReader: Bool
  /// What ends, beyond the block, the one quoted field that is still open where the block ends; `nil`: the file does.
  package var openQuoteFault: FaultKind?
  /// Nothing follows in this file.
  package var isLast: Bool

  package init(
    file: Int, offset: Int, bytes: UnsafeBufferPointer<UInt8>, needsPlainReader: Bool = false,
    openQuoteFault: FaultKind? = nil, isLast: Bool
  ) {
    self.file = file
    self.offset = offset
    self.bytes = bytes
    self.needsPlainReader = needsPlainReader
    self.openQuoteFault = openQuoteFault
    self.isLast = isLast
  }
}
