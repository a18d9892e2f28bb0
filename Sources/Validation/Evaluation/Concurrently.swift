/// Runs `body` on `count` threads at once, this one included, and waits for all.
func onThreads(_ count: Int, _ body: @escaping @Sendable () -> Void) {
  let threads = (1..<max(1, count)).compactMap { _ in POSIXThread(body) }
  body()
  for thread in threads { thread.join() }
}

/// What `body` makes of 0, 1, … `count` - 1, in that order, with `threadCount` of them made at a time.
package func concurrently<Value: Sendable>(
  _ count: Int, threadCount: Int, _ body: @escaping @Sendable (Int) -> Value
) -> [Value] {
  let gathering = Gathering<Value>(count)
  onThreads(min(count, threadCount)) {
    while let index = gathering.next() { gathering.put(body(index), at: index) }
  }
  return gathering.values
}

/// Values in the making.
private final class Gathering<Value: Sendable>: @unchecked Sendable {
  private let mutex = Mutex()
  private var slots: [Value?]
  private var nextIndex = 0

  init(_ count: Int) { slots = Array(repeating: nil, count: count) }

  func next() -> Int? {
    mutex.withLock {
      guard nextIndex < slots.count else { return nil }
      nextIndex += 1
      return nextIndex - 1
    }
  }

  func put(_ value: Value, at index: Int) { mutex.withLock { slots[index] = value } }

  /// All, once the threads are done.
  var values: [Value] { slots.compactMap { $0 } }
}
