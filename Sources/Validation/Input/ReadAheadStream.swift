import Contracts

/// Reads another stream on a thread of its own, some buffers ahead.
final class ReadAheadStream: ByteStream {
  private let ring: ReadAheadRing
  private let thread: POSIXThread
  /// How much has been taken of the oldest full buffer.
  private var position = 0

  init(
    _ source: any ByteStream, path: String, slotCount: Int = 4, slotBytes: Int = 256 << 10,
    timing: (Stopwatch, Timings.Stage)? = nil
  ) throws(InputFailure) {
    let ring = ReadAheadRing(source, slotCount: slotCount, slotBytes: slotBytes, timing: timing)
    guard let thread = POSIXThread({ ring.run() }) else { throw InputFailure(.noThread(path)) }
    self.ring = ring
    self.thread = thread
  }

  /// The thread may wait for a pipe that never comes to an end, so it is told to stop, and not waited for.
  deinit {
    ring.stop()
    thread.detach()
  }

  func read(into buffer: UnsafeBlockBuffer, atMost limit: Int) throws(InputFailure) -> Int {
    guard let slot = ring.oldest() else {
      if let failure = ring.failure { throw failure }
      return 0
    }
    let count = min(slot.count - position, limit, buffer.room)
    buffer.append(UnsafeBufferPointer(rebasing: slot.bytes[position..<(position + count)]))
    position += count
    if position == slot.count {
      position = 0
      ring.giveBack()
    }
    return count
  }
}

/// The buffers between the thread that fills them and the one that empties them.
private final class ReadAheadRing: @unchecked Sendable {
  private let monitor = Monitor()
  private let source: any ByteStream
  /// The stopwatch of the thread that fills, and what it does then.
  private let timing: (stopwatch: Stopwatch, stage: Timings.Stage)?
  private let slots: [UnsafeBlockBuffer]
  /// How many slots have been filled and emptied, ever.
  private var filled = 0
  private var emptied = 0
  private var isStopped = false
  private var isAtEnd = false
  /// Why the source ended, once `oldest` has said that there is no more.
  private(set) var failure: InputFailure?

  init(_ source: any ByteStream, slotCount: Int, slotBytes: Int, timing: (Stopwatch, Timings.Stage)?) {
    self.source = source
    self.timing = timing
    slots = (0..<slotCount).map { _ in UnsafeBlockBuffer(capacity: slotBytes) }
  }

  func stop() { monitor.withLock { isStopped = true } }

  /// Waits for the oldest full buffer; `nil` at the end.
  func oldest() -> UnsafeBlockBuffer? {
    monitor.withLock {
      while filled == emptied, !isAtEnd { monitor.wait() }
      return filled == emptied ? nil : slots[emptied % slots.count]
    }
  }

  func giveBack() { monitor.withLock { emptied += 1 } }

  /// Fills buffers until the source ends, or nobody wants more.
  func run() {
    var end = false
    while !end, let slot = nextEmpty() {
      if let timing { timing.stopwatch.enter(timing.stage) }
      slot.removeAll()
      var found: InputFailure?
      do throws(InputFailure) {
        try source.fill(slot, to: slot.capacity)
        end = slot.count < slot.capacity
      } catch {
        found = error
        end = true
      }
      // Before the end is known, since times are asked for after it.
      timing?.stopwatch.stop()
      monitor.withLock {
        if slot.count > 0 { filled += 1 }
        failure = found
        isAtEnd = end
      }
    }
  }

  private func nextEmpty() -> UnsafeBlockBuffer? {
    monitor.withLock {
      while filled - emptied == slots.count, !isStopped { monitor.wait() }
      return isStopped ? nil : slots[filled % slots.count]
    }
  }
}
