import Glibc

/// A lock with a condition: who waits is woken by whoever changes something under it.
final class Monitor: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>
  private var waitingThreads = 0

  init() {
    mutex = .allocate(capacity: 1)
    changed = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(changed)
    mutex.deallocate()
    changed.deallocate()
  }

  /// Runs `body` alone, then wakes those who wait.
  func withLock<T>(_ body: () -> T) -> T {
    pthread_mutex_lock(mutex)
    let result = body()
    if waitingThreads > 0 { pthread_cond_broadcast(changed) }
    pthread_mutex_unlock(mutex)
    return result
  }

  /// Within `withLock`: lets others in until something has changed.
  func wait() {
    waitingThreads += 1
    pthread_cond_wait(changed, mutex)
    waitingThreads -= 1
  }
}
