import Contracts
import Gating
import Reports
import Validation

/// The results before the change under test: what `--against` names.
struct EarlierResults {
  let reference: FileReference
  private let results: [String: RunResult]

  /// Reads a JSON result, which must tell what became of at least one of the contracts.
  init(_ path: String) throws(UsageError) {
    let bytes: [UInt8]
    do { bytes = try SmallFile.read(path, root: nil) } catch {
      throw UsageError(message: error.problem.message, advice: error.problem.advice)
    }
    let report: Report
    do { report = try JSONReport.read(bytes) } catch {
      throw UsageError(
        message: "--against \(path) is no JSON result of assay: \(error)",
        advice: "write one with `assay check … --json FILE` before the change")
    }
    guard !report.entries.isEmpty else { throw UsageError(message: "--against \(path) holds no result of a contract") }
    results = Dictionary(
      report.entries.map { ($0.result.contract.id, $0.result) }, uniquingKeysWith: { first, _ in first })
    reference = FileReference(path: path, digest: digest(bytes))
  }

  /// What there is to compare a contract with; otherwise why there is nothing.
  enum Finding {
    case result(RunResult)
    case nothing(because: String)
  }

  /// A result that did not read everything says nothing about what was there. Clauses that could not be decided one by
  /// one are fine: they count as not judged.
  subscript(id: String) -> Finding {
    guard let result = results[id] else { return .nothing(because: "\(reference.path) holds no result of \(id)") }
    let problems = result.problems + result.files.compactMap(\.problem)
    guard let problem = problems.first?.message ?? (result.clauses.isEmpty ? "it has no clauses" : nil) else {
      return .result(result)
    }
    return .nothing(because: "\(reference.path) holds no complete result of \(id): \(problem)")
  }

  /// What was checked before and is not now: a change that takes a contract away must not do so in silence.
  func notice(onOthersThan ids: [String]) -> String? {
    let others = results.keys.filter { !ids.contains($0) }.sorted()
    guard !others.isEmpty else { return nil }
    let shown = others.prefix(10).joined(separator: ", ") + (others.count > 10 ? " and \(others.count - 10) more" : "")
    return "\(reference.path) holds results of \(shown), and no such contract was checked now"
  }

  /// Why this cannot be the earlier result of any of these contracts. One that lacks some is how new contracts come in.
  func mistake(about ids: [String]) -> UsageError? {
    guard !ids.isEmpty, !ids.contains(where: { results[$0] != nil }) else { return nil }
    return UsageError(
      message: "--against \(reference.path) holds no result of \(ids.joined(separator: ", "))",
      advice: "it holds \(results.keys.sorted().joined(separator: ", "))")
  }
}
