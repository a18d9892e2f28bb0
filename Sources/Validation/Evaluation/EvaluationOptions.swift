import Contracts

/// What a run may be told, beside its contract.
package struct EvaluationOptions: Sendable {
  /// How many violations of a clause are kept as evidence.
  package static let maximumExemplars = 100
  /// How many of them show their record.
  package static let maximumExcerpts = 3

  /// How many records of a source are named.
  package static let maximumFirstRecords = 3
  /// How many sources are named that no manifest declares, and how many bytes their ids may have together.
  package static let maximumUndeclared = 1000
  package static let maximumUndeclaredBytes = 1 << 20

  package var now: Instant
  package var threadCount: Int
  /// Target size of a block; `nil`: as suits threads and fields.
  package var blockBytes: Int?
  /// How many rows a batch has at most, and how many values of a field with several a record; `nil`: by the number of
  /// fields. Changes no answer.
  package var batchRows: Int?
  package var batchValues: Int?
  package var reader: Reader
  /// Masks every value, private or not.
  package var masksAll: Bool
  /// What checks that grow with the number of keys may take, together.
  package var memoryBytes: Int
  /// Where what does not fit is written meanwhile.
  package var temporaryFolder = standardTemporaryFolder
  /// Secret of the hash under which keys are kept, so that nobody can choose keys that collide. Changes no answer.
  package var keySeed: UInt64 = 0
  package var kernel: KernelLevel?
  /// Computes the SHA-256 of every file, whether or not a pin asks for it.
  package var hashesFiles = false
  /// How large a compressed file may become, each.
  package var decompressedLimitBytes: Int
  /// Secret under which keys of private fields are kept, where a partial will hold them.
  package var partialKey: PartialKey?

  package static let standardTemporaryFolder = "/tmp"

  /// Which CSV reader does the work.
  package enum Reader: String, Sendable, CaseIterable { case simd, plain, libcsv }

  package init(
    now: Instant, threadCount: Int = 1, blockBytes: Int? = nil, reader: Reader = .simd, masksAll: Bool = false,
    memoryBytes: Int = 1 << 30, kernel: KernelLevel? = nil, decompressedLimitBytes: Int = 100 << 30
  ) {
    self.now = now
    self.threadCount = threadCount
    self.blockBytes = blockBytes
    self.reader = reader
    self.masksAll = masksAll
    self.memoryBytes = memoryBytes
    self.kernel = kernel
    self.decompressedLimitBytes = decompressedLimitBytes
  }
}
