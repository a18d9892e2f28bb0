import Contracts
import Validation

/// Writes accepted and rejected records to files that only their owner can read, and that appear when they are whole.
final class Quarantine: RecordSplitter {
  private let sorter: RecordSorter
  private let files: [(file: AtomicFile, path: String)]
  private let rejectedPath: String?
  /// A file could not be written, which has been said.
  private(set) var hasFailed = false

  /// `nil` when no file is asked for.
  init?(_ plan: Plan, accepted: String?, rejected: String?) throws(UsageError) {
    guard accepted != nil || rejected != nil else { return nil }
    var files: [(AtomicFile, String)] = []
    func target(_ path: String?) throws(UsageError) -> RecordSorter.Target? {
      guard let path else { return nil }
      guard let format = SplitFormat(path: path) else {
        throw UsageError(message: "\(path) must end in .csv or .jsonl, which says how records are written")
      }
      if format == .csv, plan.contract.data.format == .jsonl {
        throw UsageError(message: "\(path): records of JSONL are written as .jsonl")
      }
      do {
        let file = try AtomicFile(path, mode: 0o600)
        files.append((file, path))
        return RecordSorter.Target(format: format) { file.append($0) }
      } catch {
        throw UsageError(message: error.message)
      }
    }
    sorter = RecordSorter(plan, accepted: try target(accepted), rejected: try target(rejected))
    self.files = files
    rejectedPath = rejected
  }

  func split(_ block: Block, _ reader: any RecordReader, _ binding: FileBinding, _ evidence: Evidence) {
    sorter.split(block, reader, binding, evidence)
  }

  /// Puts the files in place; what a reader of the report must know about them.
  func finish() -> [String] {
    var notices = ["\(sorter.acceptedCount) records accepted, \(sorter.rejectedCount) rejected"]
    for (file, path) in files {
      do { try file.finish() } catch {
        Output.complain("assay: \(error.message)")
        notices.append("\(path) could not be written")
        hasFailed = true
      }
    }
    if let rejectedPath {
      notices.append("\(rejectedPath) holds the rejected records in clear, private fields included")
    }
    if let problem = sorter.problem { notices.append(problem) }
    return notices
  }
}
