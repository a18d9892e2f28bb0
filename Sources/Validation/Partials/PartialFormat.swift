import Contracts

/// How a partial is laid out, see `docs/formats/partial.md`.
///
/// After the mark and the version come sections: one byte for the kind, eight for the payload's length, little-endian,
/// the payload, and the SHA-256 of the section before (its 32 bytes; zeros for the first) and of all of this section.
enum PartialFormat {
  /// A byte that no text has, the name, and a line break that a transfer as text would change.
  static let mark: [UInt8] = [0x89, 0x41, 0x53, 0x53, 0x41, 0x59, 0x0D, 0x0A]
  static let version: UInt8 = 3
  static let headBytes = 9
  static let digestBytes = 32

  enum Section: UInt8 {
    /// CBOR, `PartialHeader`; the first.
    case header = 0x48  // H
    /// CBOR, the state of one file.
    case state = 0x53  // S
    /// Keys of the state before, one section for each run.
    case keys = 0x4B  // K
    /// CBOR, `PartialDataset`: what is known once all files have been read.
    case dataset = 0x44  // D
    /// Empty; the last.
    case end = 0x45  // E
  }
}

/// Why partials cannot be written, read or merged.
package struct PartialProblem: Error, Hashable, Sendable {
  package var message: String
  package var advice: String?

  package init(_ message: String, advice: String? = nil) {
    self.message = message
    self.advice = advice
  }
}

/// What a partial is of; partials that differ in it do not belong together.
package struct PartialHeader: Codable, Sendable {
  /// The tool's version.
  package var tool: String
  package var contractPath: String
  /// The contract file.
  package var contract: [UInt8]
  package var now: Instant
  package var masksAll: Bool
  /// libcsv, which reads less than the others, read the data.
  package var isReadByLibCSV: Bool
  /// `--data` gave the files.
  package var isReplaced: Bool
  /// Of the key under which private keys are hidden, where there are any.
  package var keyFingerprint: String?
}

/// What is known of a shard's files once they have been read.
struct PartialDataset: Codable {
  var files: [PartialFile]
  var problems: [PartialProblemOfPattern]
  /// JSONL: fields of which some record has a value or null, ascending.
  var metFields: [Int]
  var sideFiles: SideFiles
}

/// A pattern that led nowhere.
struct PartialProblemOfPattern: Codable, Hashable {
  /// Its index in the contract.
  var pattern: Int
  var problem: InputProblem
}

/// One file of a shard.
struct PartialFile: Codable {
  /// The index of the contract's pattern that led to it; 0 under `--data`.
  var pattern: Int
  var report: FileReport
  var totals: DatasetTotals.FileTotals
  /// Where its blocks are, if some clause finds violations late.
  var blocks: FileBlocks?
  /// libcsv stopped at a fault.
  var isStopped: Bool
  /// The section that holds its state, by its number from 0; none where it has no records.
  var stateSection: Int?
  /// What the command has to say about it.
  var notices: [String]
}

/// What stands in files beside the data, as it was read with it.
struct SideFiles: Codable {
  var pins: PinSet
  var manifestDates: [ManifestEntry]
  /// Of the contract's provenance.
  var sources: SourceManifest?

  struct ManifestEntry: Codable {
    var clause: ClauseID
    var answer: ManifestDate.Answer
  }

  init(pins: PinSet, manifestDates: [ClauseID: ManifestDate.Answer], sources: SourceManifest?) {
    self.pins = pins
    self.sources = sources
    self.manifestDates = manifestDates.sorted { $0.key < $1.key }
      .map { ManifestEntry(clause: $0.key, answer: $0.value) }
  }
}
