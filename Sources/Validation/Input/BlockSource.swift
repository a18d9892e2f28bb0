import CCSVKernels
import Contracts
import Glibc

/// Cuts the files of a dataset into blocks, in order. Shared by all threads; one at a time is inside.
final class BlockSource {
  /// A block to validate. Its buffer stays with the thread that asked.
  struct Work {
    var block: Block
    var binding: FileBinding
    /// From 0, over all files.
    var number: Int
    /// Lines between the block before this one (or the start of the file) and this one.
    var skippedLines: Int
    /// What it counts for among long blocks, until it is absorbed.
    var longCost = 0
  }

  private let mutex = Mutex()
  private let blockBytes: Int
  private let format: DataSource.Format
  private let files: FileOpener
  /// With one thread, there is none that could.
  private let opensAhead: Bool
  /// Files whose digests will be in their reports.
  private var hashings: [(file: Int, hashing: FileHashing)] = []
  private var opened: OpenedFile?
  private var nextNumber = 0
  /// One for each path, filled in as files are read.
  private var reports: [FileReport]
  /// Both are set before the first block is asked for.
  var counters: RunCounters? { didSet { files.counters = counters } }
  var timekeeper: Timekeeper? { didSet { files.timekeeper = timekeeper } }
  /// With these, whoever takes a long block has to say when it is absorbed.
  var longBlocks: LongBlocks?

  /// More is a long block, unless all blocks are longer.
  private let longBlockBytes: Int
  private static let longestShortBlockBytes = 256 << 10

  init(plan: Plan, files: DataFiles, pins: PinSet, root: String?) {
    blockBytes = plan.blockBytes
    longBlockBytes = max(blockBytes, Self.longestShortBlockBytes)
    format = plan.contract.data.format ?? .csv
    opensAhead = plan.options.threadCount > 1
    self.files = FileOpener(plan: plan, files: files, pins: pins, root: root)
    reports = files.paths.map { FileReport(path: $0) }
  }

  /// The next block, in `buffer`; `nil` when all files have been read. `stopwatch` is the calling thread's.
  func next(_ buffer: UnsafeBlockBuffer, _ stopwatch: Stopwatch? = nil) -> Work? {
    stopwatch?.enter(.wait)
    // Kept until others may enter: to let go of a file takes a while.
    var closed: [OpenedFile] = []
    let work = mutex.withLock { () -> Work? in
      stopwatch?.enter(.cut)
      while let file = opened ?? nextFile(stopwatch) {
        file.stopwatch = stopwatch
        if let work = next(from: file, into: buffer) { return work }
        close(file)
        closed.append(file)
      }
      return nil
    }
    closed = []
    if opensAhead, work?.block.isLast == true { files.openAhead(stopwatch) }
    return work
  }

  /// The next file that can be opened.
  private func nextFile(_ stopwatch: Stopwatch?) -> OpenedFile? {
    while let opening = files.next(stopwatch) {
      switch opening {
      case .file(let file):
        reports[file.index].modificationTime = file.stream.modificationTime
        opened = file
        return file
      case .failed(let index, let failure):
        let missing = failure.problem.kind == "not_found" ? Pointer.problem(forMissing: reports[index].path) : nil
        reports[index].problem = missing ?? failure.problem
      }
    }
    return nil
  }

  private func next(from file: OpenedFile, into buffer: UnsafeBlockBuffer) -> Work? {
    do {
      guard let block = try file.next(into: buffer, targetBytes: blockBytes) else { return nil }
      var work = Work(
        block: block, binding: file.binding, number: nextNumber, skippedLines: file.takeSkippedLines())
      nextNumber += 1
      if let longBlocks, block.bytes.count > longBlockBytes {
        let span = file.stopwatch?.begin(.wait)
        work.longCost = LongBlocks.cost(block.bytes.count, format)
        longBlocks.enter(work.longCost)
        span?.end()
      }
      return work
    } catch {
      reports[file.index].problem = error.problem
      return nil
    }
  }

  private func close(_ file: OpenedFile) {
    reports[file.index].header = file.header
    reports[file.index].notices = file.notices
    reports[file.index].byteCount = file.stream.byteCount
    if reports[file.index].problem == nil, file.stream.hasChanged { reports[file.index].problem = .changed(file.path) }
    if reports[file.index].problem == nil {
      reports[file.index].wasRead = true
      if let hashing = file.stream.hashing { hashings.append((file.index, hashing)) }
    }
    opened = nil
  }

  /// The reports, once all files have been read. Waits for their digests.
  func finish() -> [FileReport] {
    files.hashing.finish()
    for (file, hashing) in hashings { reports[file].digests = hashing.digests() }
    hashings = []
    return reports
  }
}

/// What became of one file, beside its records.
struct FileReport: Codable {
  var path: String
  var byteCount = 0
  var digests: [Digest] = []
  var modificationTime: Instant?
  var header: HeaderReport?
  var problem: InputProblem?
  var notices: [String] = []
  /// To its end.
  var wasRead = false

  init(path: String) { self.path = path }
}

/// Decides where blocks end; for each format its own.
protocol Cutter {
  /// The last record end at or before `target`, else the first after it.
  func cut(_ bytes: UnsafeBufferPointer<UInt8>, target: Int, isEnd: Bool) -> Cut
}

extension CSVCutter: Cutter {}
extension JSONLinesCutter: Cutter {}

/// The cutter for a contract's format.
func cutter(for contract: Contract) -> any Cutter {
  switch contract.data.format ?? .csv {
  case .csv: CSVCutter(dialect: contract.data.csv, recordLimitBytes: contract.data.recordLimitBytes)
  case .jsonl: JSONLinesCutter(recordLimitBytes: contract.data.recordLimitBytes)
  }
}

/// A mutual exclusion for threads, without Foundation.
final class Mutex: @unchecked Sendable {
  private let raw: UnsafeMutablePointer<pthread_mutex_t>

  init() {
    raw = .allocate(capacity: 1)
    pthread_mutex_init(raw, nil)
  }

  deinit {
    pthread_mutex_destroy(raw)
    raw.deallocate()
  }

  func withLock<T>(_ body: () -> T) -> T {
    _ = spin { pthread_mutex_trylock(raw) == 0 } || pthread_mutex_lock(raw) == 0
    defer { pthread_mutex_unlock(raw) }
    return body()
  }

  /// Does nothing where another thread holds it.
  func tryWithLock(_ body: () -> Void) {
    guard pthread_mutex_trylock(raw) == 0 else { return }
    body()
    pthread_mutex_unlock(raw)
  }
}

/// Asks until `isDone`, for about as long as a thread takes to fall asleep and be woken. Returns whether it was done in
/// time.
///
/// A block is read and cut in less time than that. Not `sched_yield`, which gives a busy machine milliseconds.
private func spin(_ isDone: () -> Bool) -> Bool {
  for _ in 0..<500 {
    if isDone() { return true }
    assay_pause()
  }
  return false
}
