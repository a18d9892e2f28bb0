import CSIMDJSON
import Glibc

/// Cuts a stream into blocks of whole lines. A line feed ends a record wherever it stands: JSON text holds none raw.
package struct JSONLinesCutter: Sendable {
  package let recordLimitBytes: Int

  package init(recordLimitBytes: Int) {
    self.recordLimitBytes = recordLimitBytes
  }

  /// Where the block that begins with `bytes` ends: after the last line that ends within `target` bytes, else after the
  /// first one that ends at all. `isEnd` says that the stream holds no more than `bytes`.
  package func cut(_ bytes: UnsafeBufferPointer<UInt8>, target: Int, isEnd: Bool) -> Cut {
    if bytes.count < target, !isEnd { return overlongCut(bytes, isEnd: false) }
    if bytes.count <= target, isEnd { return wholeLines(to: bytes.count) }
    if let feed = lastLineFeed(in: bytes, before: target) { return wholeLines(to: feed + 1) }
    if let feed = firstLineFeed(in: bytes, from: target) { return wholeLines(to: feed + 1) }
    return overlongCut(bytes, isEnd: isEnd)
  }

  /// The bytes hold the beginning of one line, or fewer bytes than asked for.
  private func overlongCut(_ bytes: UnsafeBufferPointer<UInt8>, isEnd: Bool) -> Cut {
    if isEnd { return wholeLines(to: bytes.count) }
    guard bytes.count > recordLimitBytes, firstLineFeed(in: bytes, from: 0) == nil else { return .needsMore }
    return .block(CutBlock(end: recordLimitBytes + 1, needsPlainReader: false, skipToTerminator: true))
  }

  private func wholeLines(to end: Int) -> Cut {
    .block(CutBlock(end: end, needsPlainReader: false))
  }

  private func firstLineFeed(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let base = bytes.baseAddress, start < bytes.count else { return nil }
    guard let feed = memchr(base + start, 0x0A, bytes.count - start) else { return nil }
    return UnsafeRawPointer(feed) - UnsafeRawPointer(base)
  }

  private func lastLineFeed(in bytes: UnsafeBufferPointer<UInt8>, before end: Int) -> Int? {
    guard let base = bytes.baseAddress, let feed = assay_last_line_feed(base, min(end, bytes.count)) else { return nil }
    return feed - base
  }
}
