import CISAL
import Glibc

/// gzip (RFC 1952) by ISA-L: one member after another, each checked by its CRC and length. Zeros may pad the end.
final class GzipStream: DecodingStream {
  private let input: CompressedInput
  private let state: UnsafeMutablePointer<inflate_state>
  private var decodedBytes = 0
  private var isBetweenMembers = false
  /// Bytes of the member's header that have been taken, as far as its flags.
  private var headBytes = 0
  /// Where the flags stand in it, and those that are reserved (RFC 1952, section 2.3.1.2: a reader must refuse them).
  private static let (flagsOffset, reservedFlags) = (3, UInt8(0xE0))
  var failure: InputFailure?

  init(_ input: CompressedInput) {
    self.input = input
    state = .allocate(capacity: 1)
    memset(state, 0, MemoryLayout<inflate_state>.size)
    isal_inflate_init(state)
    state.pointee.crc_flag = UInt32(ISAL_GZIP)
  }

  deinit { state.deallocate() }

  /// Moves on to the next member after the end of one; `false` at the end of the last.
  func hasMore() throws(InputFailure) -> Bool {
    guard isBetweenMembers else { return true }
    try input.refill()
    if input.isAtEnd { return false }
    guard input.bytes[0] == 0 else {
      isal_inflate_reset(state)
      state.pointee.crc_flag = UInt32(ISAL_GZIP)
      isBetweenMembers = false
      headBytes = 0
      return true
    }
    try takePadding()
    return false
  }

  private func takePadding() throws(InputFailure) {
    while !input.isAtEnd {
      let zeros = input.bytes.prefix { $0 == 0 }.count
      input.take(zeros)
      if !input.bytes.isEmpty { throw failure("something other than zeros follows its end") }
      try input.refill()
    }
  }

  func decode(into buffer: UnsafeBlockBuffer, atMost limit: Int) throws(InputFailure) {
    try input.refill()
    let free = buffer.free(atMost: limit)
    let bytes = input.bytes
    let place = Self.flagsOffset - headBytes
    let isReserved = bytes.indices.contains(place) && bytes[place] & Self.reservedFlags != 0
    let (countIn, countOut) = (UInt32(bytes.count), UInt32(clamping: free.count))
    state.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
    state.pointee.avail_in = countIn
    state.pointee.next_out = free.baseAddress?.assumingMemoryBound(to: UInt8.self)
    state.pointee.avail_out = countOut
    let status = isal_inflate(state)
    let produced = Int(countOut - state.pointee.avail_out)
    // After a reference to before the beginning, ISA-L may claim bytes past the end of its input: fewer than none left.
    let taken = Int(min(countIn, countIn &- state.pointee.avail_in))
    // ISA-L knows a header by its mark, and nothing of these flags.
    if isReserved, status >= 0 { throw failure("its header has flags that nobody knows") }
    buffer.count += produced
    decodedBytes += produced
    input.take(taken)
    headBytes = min(headBytes + taken, Self.flagsOffset + 1)
    if status < 0 { throw failure(reason(status)) }
    if status == ISAL_NEED_DICT { throw failure("it needs a dictionary") }
    if produced == 0, taken == 0, !bytes.isEmpty { throw failure("it leads nowhere") }
    isBetweenMembers = state.pointee.block_state == ISAL_BLOCK_FINISH
    if input.isAtEnd, produced == 0, !isBetweenMembers {
      throw input.failure(isTruncated: true, decoded: decodedBytes, "")
    }
  }

  private func failure(_ reason: String) -> InputFailure {
    input.failure(isTruncated: false, decoded: decodedBytes, reason)
  }

  private func reason(_ status: Int32) -> String {
    switch status {
    case ISAL_INVALID_BLOCK: "a block of an unknown kind"
    case ISAL_INVALID_SYMBOL: "a code that means nothing"
    case ISAL_INVALID_LOOKBACK: "a reference to before its beginning"
    case ISAL_INVALID_WRAPPER: "no gzip header where a member begins"
    case ISAL_UNSUPPORTED_METHOD: "a method other than deflate"
    case ISAL_INCORRECT_CHECKSUM: "its checksum is not that of the data"
    default: "error \(status) of ISA-L"
    }
  }
}
