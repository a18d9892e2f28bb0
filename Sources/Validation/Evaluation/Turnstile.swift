import Glibc

/// Lets threads through one by one, in the order of their numbers.
final class Turnstile: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var turn = 0

  init() {
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(condition)
    mutex.deallocate()
    condition.deallocate()
  }

  /// Waits until all numbers before have passed, then runs `body` alone.
  func pass(_ number: Int, _ body: () -> Void) {
    pthread_mutex_lock(mutex)
    while turn != number { pthread_cond_wait(condition, mutex) }
    body()
    turn += 1
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }
}

/// Runs `body` on `count` threads at once, this one included, and waits for all.
func onThreads(_ count: Int, _ body: @escaping @Sendable () -> Void) {
  var threads: [pthread_t] = []
  for _ in 1..<max(1, count) {
    var thread = pthread_t()
    let box = Unmanaged.passRetained(ThreadBody(body))
    let status = pthread_create(&thread, nil, { raw in
      if let raw { Unmanaged<ThreadBody>.fromOpaque(raw).takeRetainedValue().body() }
      return nil
    }, box.toOpaque())
    if status == 0 { threads.append(thread) } else { box.release() }
  }
  body()
  for thread in threads { pthread_join(thread, nil) }
}

private final class ThreadBody: Sendable {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}
