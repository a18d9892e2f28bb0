import Contracts
import Markup
import Reports
import Validation

/// `assay report`: render a JSON result again, in any format.
enum ReportCommand: Command {
  static let description = CommandDescription(
    name: "report", summary: "Render a JSON result again as text, JUnit or JSON.", operands: "RESULT.json",
    options: ReportOutputs.options + [CheckOptions.failOn],
    discussion: "The exit code is that of the run that wrote the result.")

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    guard arguments.operands.count == 1 else { throw UsageError(message: "expected one JSON result") }
    let report = try read(arguments.operands[0])
    var outputs = try ReportOutputs(arguments)
    outputs.write(report)
    return outputs.hasFailed ? 2 : report.exitCode(arguments)
  }

  /// A JSON result, exactly as it was written.
  static func read(_ path: String) throws(UsageError) -> Report {
    let bytes: [UInt8]
    do { bytes = try SmallFile.read(path, root: nil) } catch { throw UsageError(message: error.problem.message) }
    do { return try JSONReport.read(bytes) } catch {
      throw UsageError(
        message: "\(path) is no JSON result of assay: \(error)", advice: "write one with `assay check … --json FILE`")
    }
  }
}
