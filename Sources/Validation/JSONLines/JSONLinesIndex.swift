import Glibc

/// Where the records of one block of JSON Lines stand, and which are faulty. Reused from block to block.
///
/// Record `r` is the bytes `recordStarts[r] ..< recordStarts[r + 1]`, its line feed included.
package final class JSONLinesIndex {
  package private(set) var recordCount = 0
  /// `recordCount + 1` entries; the last is the block's end.
  package private(set) var recordStarts: UnsafeMutablePointer<UInt32>
  /// In the block: as many as records, but for a last one that has none.
  package private(set) var lineFeedCount = 0
  /// In record order, at most one per record. Complete when the block's last record has been shredded.
  package internal(set) var faults: [RecordFault] = []
  private var capacity = 1

  package init() {
    recordStarts = .allocate(capacity: 1)
    recordStarts[0] = 0
  }

  deinit { recordStarts.deallocate() }

  /// Finds the lines of `bytes` and forgets what was before.
  func removeAll(andIndex bytes: UnsafeBufferPointer<UInt8>) {
    faults.removeAll(keepingCapacity: true)
    recordCount = 0
    lineFeedCount = 0
    recordStarts[0] = 0
    guard let base = bytes.baseAddress, bytes.count > 0 else { return }
    var start = 0
    while start < bytes.count {
      let feed = memchr(base + start, 0x0A, bytes.count - start)
      start = feed.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) + 1 } ?? bytes.count
      if recordCount + 2 > capacity { grow() }
      recordCount += 1
      recordStarts[recordCount] = UInt32(truncatingIfNeeded: start)
    }
    lineFeedCount = recordCount - (bytes.last == 0x0A ? 0 : 1)
  }

  /// Gives back what is more than a block of the usual size takes.
  func trim() {
    if faults.capacity > RecordFault.usualCount { faults = [] }
    guard capacity > Self.usualCapacity else { return }
    recordCount = 0
    lineFeedCount = 0
    recordStarts.deallocate()
    recordStarts = .allocate(capacity: 1)
    recordStarts[0] = 0
    capacity = 1
  }

  private static let usualCapacity = 1 << 18

  private func grow() {
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity * 2 + 64)
    larger.update(from: recordStarts, count: recordCount + 1)
    recordStarts.deallocate()
    recordStarts = larger
    capacity = capacity * 2 + 64
  }
}
