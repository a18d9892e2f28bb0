import Contracts
import Markup
import Reports
import Validation

/// `assay report`: render a JSON result again, in any format.
enum ReportCommand: Command {
  static let description = CommandDescription(
    name: "report", summary: "Render a JSON result again as text, JUnit or JSON.", operands: "RESULT.json",
    options: [
      OptionDescription("json", value: "FILE", "write the JSON report; - is stdout"),
      OptionDescription("junit", value: "FILE", "write the JUnit report; - is stdout"),
      OptionDescription("junit-dialect", choices: ["strict", "ci"], "strict by schema, or ci with file and line"),
      OptionDescription("text", value: "FILE", "write the text report; stdout by default"),
      OptionDescription("fail-on", choices: ["block", "warn"], "exit with 1 on a warning too (block)"),
      OptionDescription("color", choices: ["auto", "always", "never"], "colours in the text report (auto)"),
      OptionDescription("verbose", "show every clause in the text report"),
      OptionDescription("quiet", "print nothing on stdout"),
    ], discussion: "The exit code is that of the run that wrote the result.")

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    guard arguments.operands.count == 1 else { throw UsageError(message: "expected one JSON result") }
    let path = arguments.operands[0]
    let bytes: [UInt8]
    do { bytes = try SmallFile.read(path, root: nil) } catch { throw UsageError(message: error.problem.message) }
    let report: Report
    do { report = try JSONReport.read(bytes) } catch {
      throw UsageError(message: "\(path) is no result of assay: \(error)", advice: "write one with check --json")
    }
    let outputs = try ReportOutputs(arguments)
    guard outputs.write(report) else { return 2 }
    return report.exitCode(failsOnWarn: arguments.value("fail-on") == "warn")
  }
}
