import Contracts

/// What was read in all: what clauses on the dataset as a whole are judged by.
struct DatasetTotals {
  var recordCount = 0
  var malformedCount = 0
  /// By file.
  var files: [FileTotals]
  var reports: [FileReport] = []
  /// Fields some of whose values are not of their type.
  var invalidFields: Set<Int> = []
  /// JSONL: fields of which some record has a value or null.
  var metFields: Set<Int> = []
  /// Problems that belong to no file.
  var problems: [InputProblem] = []
  /// The dates in manifests that freshness asks for, by clause.
  var manifestDates: [ClauseID: ManifestDate.Answer] = [:]
  /// `--data` gave the files.
  var isReplaced = false
  /// libcsv stopped at a fault and left the rest unread.
  var stoppedEarly = false

  struct FileTotals: Codable {
    var recordCount = 0
    var malformedCount = 0
    var lineCount = 0
  }

  init(fileCount: Int) { files = Array(repeating: FileTotals(), count: fileCount) }

  /// All bytes of all files were looked at.
  var isComplete: Bool { problems.isEmpty && reports.allSatisfy { $0.problem == nil } && !stoppedEarly }
}
