/// How a clause ended. There is no fifth way.
package enum Status: String, Sendable, Codable { case passed, failed, inconclusive, skipped }

/// Why a clause was not decided.
package enum Reason: Hashable, Sendable, Codable {
  /// Inconclusive: some of the data could not be read.
  case unreadableData
  /// Inconclusive: every value that it would judge had failed its type or its record's structure.
  case nothingLeftToJudge
  /// Inconclusive, or skipped where the contract allows zero rows.
  case noRecords
  /// Inconclusive: a limit of the tool or of a library was hit: `PCRE2 match limit`, `memory for unique keys`.
  case limit(String)
  /// Inconclusive: it is judged by what was seen over time, and nothing was seen before: the monitor's first look.
  case noHistory
  /// Skipped: the column is missing, which `column.missing` reports.
  case missingColumn
  /// Skipped: the optional column is absent.
  case absentOptionalColumn
  /// Skipped: only a policy can decide it, and none was given.
  case noPolicy
  /// Skipped: `--data` replaced the files, and no pin matches this one by name.
  case replacedData
  /// Skipped: it does not apply to this format, or the reader cannot see it.
  case notApplicable(String)
}

/// Where a violation stands in the data.
package struct Position: Hashable, Sendable, Codable {
  /// The path as reports show it.
  package var file: String
  /// Bytes from the start of the decoded stream.
  package var offset: Int
  /// Physical line, from 1.
  package var line: Int
  /// From 1, the header not counted; `nil` for the header and for a file as a whole.
  package var record: Int?

  package init(file: String, offset: Int, line: Int, record: Int?) {
    self.file = file
    self.offset = offset
    self.line = line
    self.record = record
  }
}

/// A value as it may be shown: never in clear where its field is private.
package enum ShownValue: Hashable, Sendable, Codable {
  /// At most 1 KiB, cut at a character; `isCut` tells.
  case text(String, isCut: Bool)
  case masked(byteCount: Int)
  case null
  case absent
}

/// A record as it may be shown beside a violation.
package enum Excerpt: Hashable, Sendable, Codable {
  /// The cells, named; `focus` is the index of the offending one.
  case cells([Cell], focus: Int?)
  /// The record's text, at most 1 KiB, where its cells cannot be told apart.
  case text(String, isCut: Bool)
  /// Only its length, since a field is private and the cells cannot be told apart.
  case masked(byteCount: Int)

  package struct Cell: Hashable, Sendable, Codable {
    package var name: String
    package var value: ShownValue

    package init(name: String, value: ShownValue) {
      self.name = name
      self.value = value
    }
  }
}

/// One offending cell, record or file, kept as evidence.
package struct Violation: Hashable, Sendable, Codable {
  package var position: Position
  /// The column's name, or a JSON pointer (RFC 6901) in JSONL.
  package var field: String?
  /// Which of the rule's patterns it is, where the rule has several: `bare_quote`.
  package var kind: String?
  package var value: ShownValue?
  /// A fact beside the value: the record that held the same key first, the digest found.
  package var detail: String?
  package var excerpt: Excerpt?

  package init(
    position: Position, field: String? = nil, kind: String? = nil, value: ShownValue? = nil, detail: String? = nil,
    excerpt: Excerpt? = nil
  ) {
    self.position = position
    self.field = field
    self.kind = kind
    self.value = value
    self.detail = detail
    self.excerpt = excerpt
  }
}

/// What became of one clause.
package struct ClauseResult: Hashable, Sendable, Codable {
  package var clause: Clause
  /// The field's path as the contract writes it.
  package var field: String?
  package var status: Status
  /// For `failed`: what its own thresholds make of it. A policy may say otherwise.
  package var level: Severity?
  package var reason: Reason?
  /// Violating records (or files, for a dataset's clause), exactly.
  package var violationCount: Int
  /// Values or records that were judged.
  package var judgedCount: Int
  /// All records, malformed ones included: what shares are of.
  package var recordCount: Int
  /// The rule in short: `at most 10000`, `one of DE, FR, NA, NO`.
  package var expected: String
  /// What was found, for clauses on the dataset: `998 rows`, `3d 4h old`.
  package var observed: String?
  /// Violating records by kind, sorted by kind; empty where the rule has one kind.
  package var kinds: [KindCount]
  /// The first violations by position.
  package var exemplars: [Violation]
  package var measurements: [Measurement]

  package struct KindCount: Hashable, Sendable, Codable {
    package var kind: String
    package var count: Int

    package init(kind: String, count: Int) {
      self.kind = kind
      self.count = count
    }
  }

  package init(
    clause: Clause, field: String? = nil, status: Status, level: Severity? = nil, reason: Reason? = nil,
    violationCount: Int = 0, judgedCount: Int = 0, recordCount: Int = 0, expected: String = "",
    observed: String? = nil, kinds: [KindCount] = [], exemplars: [Violation] = [], measurements: [Measurement] = []
  ) {
    self.clause = clause
    self.field = field
    self.status = status
    self.level = level
    self.reason = reason
    self.violationCount = violationCount
    self.judgedCount = judgedCount
    self.recordCount = recordCount
    self.expected = expected
    self.observed = observed
    self.kinds = kinds
    self.exemplars = exemplars
    self.measurements = measurements
  }
}

/// A number that a check measured: `completeness` 0.9987.
package struct Measurement: Hashable, Sendable, Codable {
  package var name: String
  /// An exact decimal or an instant, as text.
  package var value: String

  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// One input file, as it was read.
package struct FileResult: Hashable, Sendable, Codable {
  package var path: String
  /// Stored bytes read.
  package var byteCount: Int
  package var recordCount: Int
  package var malformedCount: Int
  /// Digests that were computed, because a pin, a ledger or `--digests` asked for them.
  package var digests: [Digest]
  /// Why it could not be read to its end, if it could not.
  package var problem: InputProblem?

  package init(
    path: String, byteCount: Int = 0, recordCount: Int = 0, malformedCount: Int = 0, digests: [Digest] = [],
    problem: InputProblem? = nil
  ) {
    self.path = path
    self.byteCount = byteCount
    self.recordCount = recordCount
    self.malformedCount = malformedCount
    self.digests = digests
    self.problem = problem
  }
}

/// Why data could not be read.
package struct InputProblem: Hashable, Sendable, Codable {
  /// A stable name: `not_found`, `not_readable`, `not_a_file`, `lfs_pointer`, `dvc_pointer`, `read_failed`,
  /// `outside_root`, `compressed`, `truncated`, `corrupt`, `decompressed_limit`, `window_too_large`,
  /// `changed`.
  package var kind: String
  /// The path or pattern concerned.
  package var path: String
  /// One sentence.
  package var message: String
  /// What to do: `git lfs pull --include orders.csv`.
  package var advice: String?

  /// The kind that stands for a contract which could not be read.
  package static let invalidContract = "invalid_contract"
  /// The kind that stands for a file which is larger than what people write.
  package static let tooLarge = "too_large"

  package init(kind: String, path: String, message: String, advice: String? = nil) {
    self.kind = kind
    self.path = path
    self.message = message
    self.advice = advice
  }
}

extension RunResult {
  /// Whether this stands for a contract that could not be read, so that nothing was looked at.
  package var isOfInvalidContract: Bool { problems.contains { $0.kind == InputProblem.invalidContract } }
}

/// A licence met in the data itself, through a field with `license: true`.
package struct ObservedLicense: Hashable, Sendable, Codable {
  /// Canonical SPDX expression.
  package var expression: String
  package var recordCount: Int
  package var first: Position
  package var clauseID: ClauseID

  package init(expression: String, recordCount: Int, first: Position, clauseID: ClauseID) {
    self.expression = expression
    self.recordCount = recordCount
    self.first = first
    self.clauseID = clauseID
  }
}

/// All that one run found about one contract; no decision yet.
package struct RunResult: Hashable, Sendable, Codable {
  package var contract: Contract
  /// SHA-256 of the contract file.
  package var contractDigest: Digest?
  package var files: [FileResult]
  package var recordCount: Int
  package var malformedCount: Int
  package var clauses: [ClauseResult]
  /// Problems that belong to no single file: a pattern that matched nothing.
  package var problems: [InputProblem]
  package var observedLicenses: [ObservedLicense]
  /// Where the records come from, if the contract asks.
  package var sources: SourceUsage?
  /// What a reader must know: `offsets are those of the decoded stream`.
  package var notices: [String]

  package init(
    contract: Contract, contractDigest: Digest? = nil, files: [FileResult] = [], recordCount: Int = 0,
    malformedCount: Int = 0, clauses: [ClauseResult] = [], problems: [InputProblem] = [],
    observedLicenses: [ObservedLicense] = [], sources: SourceUsage? = nil, notices: [String] = []
  ) {
    self.contract = contract
    self.contractDigest = contractDigest
    self.files = files
    self.recordCount = recordCount
    self.malformedCount = malformedCount
    self.clauses = clauses
    self.problems = problems
    self.observedLicenses = observedLicenses
    self.sources = sources
    self.notices = notices
  }
}
