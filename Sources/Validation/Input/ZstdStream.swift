import CZSTD
import Contracts

/// Zstandard (RFC 8878) by libzstd: one frame after another, skippable ones passed over.
final class ZstdStream: DecodingStream {
  private let input: CompressedInput
  private let context: OpaquePointer
  /// How many bytes the decoder wants next; 0 between frames.
  private var wanted = 0
  /// The decoder holds output for which there was no room.
  private var isHoldingOutput = false
  private var decodedBytes = 0
  var failure: InputFailure?

  /// A window of 128 MiB, as `zstd --long` writes it: what a frame may make us allocate.
  private static let windowLogLimit: Int32 = 27

  init(_ input: CompressedInput) throws(InputFailure) {
    self.input = input
    guard let context = ZSTD_createDCtx() else { throw InputFailure(.outOfMemory(input.path)) }
    self.context = context
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowLogLimit)
  }

  deinit { ZSTD_freeDCtx(context) }

  /// `false` after the last frame.
  func hasMore() throws(InputFailure) -> Bool {
    if isHoldingOutput { return true }
    try input.refill()
    if !input.isAtEnd { return true }
    // A file without a single byte has no frame either.
    if wanted == 0, input.offset > 0 { return false }
    throw input.failure(isTruncated: true, decoded: decodedBytes, "")
  }

  /// One block at a time: where one is corrupt, libzstd does not say what it wrote before it in the same call.
  func decode(into buffer: UnsafeBlockBuffer, atMost limit: Int) throws(InputFailure) {
    let bytes = input.bytes
    let offered = isHoldingOutput ? 0 : min(bytes.count, wanted == 0 ? Self.shortestHeaderBytes : wanted)
    let free = buffer.free(atMost: limit)
    var source = ZSTD_inBuffer(src: bytes.baseAddress, size: offered, pos: 0)
    var target = ZSTD_outBuffer(dst: free.baseAddress, size: free.count, pos: 0)
    let status = ZSTD_decompressStream(context, &target, &source)
    guard ZSTD_isError(status) == 0 else { throw failure(status) }
    buffer.count += target.pos
    decodedBytes += target.pos
    input.take(source.pos)
    wanted = status
    isHoldingOutput = target.pos == target.size && status > 0
  }

  /// What the decoder wants at the beginning of a frame.
  private static let shortestHeaderBytes = 5

  private func failure(_ status: Int) -> InputFailure {
    if ZSTD_getErrorCode(status) == ZSTD_error_frameParameter_windowTooLarge {
      return InputFailure(
        InputProblem(
          kind: "window_too_large", path: input.path,
          message: "\(Path.spoken(input.path)) needs a window of more than "
            + "\(1 << (Self.windowLogLimit - 20)) MiB to be read",
          advice: "compress it again with --long=\(Self.windowLogLimit) or less, or give the decompressed data on stdin"
        ))
    }
    let reason =
      switch ZSTD_getErrorCode(status) {
      case ZSTD_error_prefix_unknown: "no zstd frame where one begins"
      case ZSTD_error_checksum_wrong: "its checksum is not that of the data"
      default: String(cString: ZSTD_getErrorName(status)).lowercased()
      }
    return input.failure(isTruncated: false, decoded: decodedBytes, reason)
  }
}
