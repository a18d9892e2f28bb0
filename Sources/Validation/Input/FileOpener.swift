import Contracts

/// Opens the files of a dataset in their order. When blocks come to the end of one, a thread may open the next ahead,
/// so that the others need not wait for that.
final class FileOpener {
  enum Opening {
    case file(OpenedFile)
    case failed(Int, InputFailure)
  }

  private let mutex = Mutex()
  private let contract: Contract
  private let paths: [String]
  private let root: String?
  private let decompressedLimitBytes: Int
  private let pins: PinSet
  let hashing: HashingPool
  private let headers: HeaderBinder
  private let cutter: any Cutter
  /// For files in turn, since there are two at most: the one that is cut, and the next.
  private let rests = (0..<2).map { _ in UnsafeBlockBuffer(capacity: OpenedFile.chunkBytes) }
  private var nextFile = 0
  private var ahead: Opening?
  /// Both are set before the first file is asked for.
  var counters: RunCounters?
  var timekeeper: Timekeeper? { didSet { hashing.timekeeper = timekeeper } }

  init(plan: Plan, files: DataFiles, pins: PinSet, root: String?) {
    contract = plan.contract
    paths = files.paths
    self.root = root
    decompressedLimitBytes = plan.options.decompressedLimitBytes
    self.pins = pins
    hashing = HashingPool(threadLimit: min(plan.options.threadCount, paths.count))
    headers = HeaderBinder(contract: contract)
    cutter = Validation.cutter(for: contract)
  }

  /// The next file, or why it cannot be read; `nil` after the last. Whoever asks has closed the one before.
  func next(_ stopwatch: Stopwatch?) -> Opening? {
    mutex.withLock {
      defer { ahead = nil }
      return ahead ?? open(stopwatch)
    }
  }

  /// Opens the next file, unless another thread is at it.
  func openAhead(_ stopwatch: Stopwatch?) {
    mutex.tryWithLock { if ahead == nil { ahead = open(stopwatch) } }
  }

  private func open(_ stopwatch: Stopwatch?) -> Opening? {
    guard nextFile < paths.count else { return nil }
    let index = nextFile
    nextFile += 1
    let path = paths[index]
    do {
      let hashing = try hashing.hashing(path, pins.algorithms(for: path))
      let stream = try FileStream(path: path, root: root, hashing: hashing, counters: counters)
      let file = OpenedFile(
        index: index, stream: stream, rest: rests[index % 2], decompressedLimitBytes: decompressedLimitBytes,
        contract: contract, cutter: cutter, headers: headers, timekeeper: timekeeper)
      file.stopwatch = stopwatch
      file.start()
      return .file(file)
    } catch {
      return .failed(index, error)
    }
  }
}
