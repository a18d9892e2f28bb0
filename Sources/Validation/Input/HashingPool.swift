import Contracts

/// Digests files as they are read, on threads of its own: those of one file in order, several files at once.
final class HashingPool: @unchecked Sendable {
  private let monitor = Monitor()
  private let threadLimit: Int
  private var threads: [POSIXThread] = []
  /// Files with chunks that no thread is hashing.
  private var ready: [FileHashing] = []
  private var waitingChunks = 0
  private var isClosed = false
  /// Set before the first file.
  var timekeeper: Timekeeper?
  /// So many chunks wait at most; whoever reads faster waits as well.
  private static let chunkLimit = 8

  init(threadLimit: Int) { self.threadLimit = max(1, threadLimit) }

  /// Ends the threads once they have hashed everything.
  func finish() {
    monitor.withLock { isClosed = true }
    for thread in threads { thread.join() }
    threads = []
  }

  /// The digests to make of one file; `nil` where there are none.
  func hashing(_ path: String, _ algorithms: [Digest.Algorithm]) throws(InputFailure) -> FileHashing? {
    guard !algorithms.isEmpty else { return nil }
    if threads.count < threadLimit {
      if let thread = POSIXThread({ [self] in run() }) { threads.append(thread) } else if threads.isEmpty {
        throw InputFailure(.noThread(path))
      }
    }
    return FileHashing(algorithms, pool: self)
  }

  fileprivate func add(_ chunk: FileHashing.Chunk, to file: FileHashing) {
    monitor.withLock {
      while waitingChunks >= Self.chunkLimit { monitor.wait() }
      waitingChunks += 1
      file.chunks.append(chunk)
      if file.chunks.count == 1, !file.isBeingHashed { ready.append(file) }
    }
  }

  private func run() {
    let stopwatch = timekeeper?.stopwatch()
    while let (file, chunk) = next() {
      stopwatch?.enter(.hash)
      file.hash(chunk)
      stopwatch?.stop()
      monitor.withLock {
        file.isBeingHashed = false
        if !file.chunks.isEmpty { ready.append(file) }
      }
    }
  }

  private func next() -> (FileHashing, FileHashing.Chunk)? {
    monitor.withLock {
      while ready.isEmpty {
        if isClosed { return nil }
        monitor.wait()
      }
      let file = ready.removeFirst()
      file.isBeingHashed = true
      waitingChunks -= 1
      return (file, file.chunks.removeFirst())
    }
  }
}

/// The digests of one file in the making.
final class FileHashing {
  fileprivate struct Chunk {
    let memory: UnsafeBlockMemory
    let range: Range<Int>
  }

  private let pool: HashingPool
  private let hashers: [StreamHasher]
  /// These two are the pool's, under its lock.
  fileprivate var chunks: [Chunk] = []
  fileprivate var isBeingHashed = false

  fileprivate init(_ algorithms: [Digest.Algorithm], pool: HashingPool) {
    self.pool = pool
    hashers = algorithms.map(StreamHasher.init)
  }

  /// The next bytes of the file, which must stay as they are as long as their memory is held.
  func update(_ memory: UnsafeBlockMemory, _ range: Range<Int>) {
    if !range.isEmpty { pool.add(Chunk(memory: memory, range: range), to: self) }
  }

  fileprivate func hash(_ chunk: Chunk) {
    let bytes = UnsafeRawBufferPointer(start: chunk.memory.base + chunk.range.lowerBound, count: chunk.range.count)
    for hasher in hashers { hasher.update(bytes) }
  }

  /// Once the pool has finished.
  func digests() -> [Digest] { hashers.map { $0.finish() } }
}
