import Contracts
import Dialects
import Glibc
import Reports

/// The reports that a command writes. Files are opened before the work begins, so that a wrong path is known at once;
/// the others are written all the same.
struct ReportOutputs {
  private enum Target {
    case standardOutput
    case file(AtomicFile)
  }

  private var targets: [(target: Target, render: (Report) -> String)] = []
  /// Files that cannot be written, which has been said.
  private(set) var hasFailed = false

  static let options = [
    OptionDescription("json", value: "FILE", "write the JSON report; - is stdout"),
    OptionDescription("junit", value: "FILE", "write the JUnit report; - is stdout"),
    OptionDescription(
      "junit-dialect", choices: ["strict", "ci"], "ci adds file and line (ci on GitHub and GitLab, else strict)"),
    OptionDescription("text", value: "FILE", "write the text report; - is stdout, its place if no report goes there"),
    OptionDescription("color", choices: ["auto", "always", "never"], "colours in the text report (auto)"),
    OptionDescription("verbose", "show every clause in the text report"),
    OptionDescription("quiet", "print no text report on stdout"),
  ]

  /// Where the reports go, with what people are to read, and metrics if the command offers them.
  init(
    _ arguments: Arguments,
    text render: @escaping (TextReport.Options, Report) -> String = { TextReport(options: $0).render($1) }
  ) throws(UsageError) {
    let terminalOptions = Self.textOptions(arguments, toTerminal: true)
    let fileOptions = Self.textOptions(arguments, toTerminal: false)
    let toTerminal = { (report: Report) in render(terminalOptions, report) }
    let toFile = { (report: Report) in render(fileOptions, report) }
    let dialect = Self.junitDialect(arguments.value("junit-dialect"))
    try Self.refuseSharedPaths(arguments)
    add(arguments.value("json")) { JSONReport().render($0) }
    add(arguments.value("junit")) { JUnitReport(dialect: dialect).render($0) }
    let text = arguments.value("text")
    add(text) { (Self.isStandardOutput(text) ? toTerminal : toFile)($0) }
    add(arguments.value("metrics")) { PrometheusText().render($0) }
    // A person must learn the verdict, also where the text was to go to a file that cannot be written.
    if !writesToStandardOutput, text == nil || hasFailed, !arguments.has("quiet") {
      targets.append((.standardOutput, toTerminal))
    }
  }

  private static func isStandardOutput(_ path: String?) -> Bool { path == "-" || path == "/dev/stdout" }

  private var writesToStandardOutput: Bool {
    targets.contains { if case .standardOutput = $0.target { true } else { false } }
  }

  private static func refuseSharedPaths(_ arguments: Arguments) throws(UsageError) {
    let names = ["json", "junit", "text", "metrics", "accepted", "rejected", "ledger"]
    var owners: [String: String] = [:]
    for name in names {
      guard let path = arguments.value(name) else { continue }
      let place = isStandardOutput(path) ? "stdout" : path
      if let owner = owners[place] {
        throw UsageError(message: "--\(owner) and --\(name) both write to \(place)")
      }
      owners[place] = name
    }
  }

  private mutating func add(_ path: String?, _ render: @escaping (Report) -> String) {
    guard let path else { return }
    if Self.isStandardOutput(path) { return targets.append((.standardOutput, render)) }
    do { targets.append((.file(try AtomicFile(path)), render)) } catch { complain(error) }
  }

  private mutating func complain(_ failure: AtomicFile.Failure) {
    Output.complain("assay: the report \(failure.message)")
    hasFailed = true
  }

  static func textOptions(_ arguments: Arguments, toTerminal: Bool) -> TextReport.Options {
    let asked = arguments.value("color")
    return TextReport.Options(
      color: toTerminal ? Output.isColored(asked) : asked == "always", width: toTerminal ? Output.width : 100,
      verbose: arguments.has("verbose"))
  }

  private static func junitDialect(_ asked: String?) -> JUnitReport.Dialect {
    if let asked { return asked == "ci" ? .ci : .strict }
    return getenv("GITHUB_ACTIONS") != nil || getenv("GITLAB_CI") != nil ? .ci : .strict
  }

  /// Writes all; `hasFailed` says whether one could not be written.
  mutating func write(_ report: Report) {
    for (target, render) in targets {
      switch target {
      case .standardOutput:
        if !Output.print(render(report)) {
          complain(AtomicFile.Failure(message: "on stdout cannot be written: \(String(cString: strerror(errno)))"))
        }
      case .file(let file):
        file.append(render(report).utf8)
        do { try file.finish() } catch { complain(error) }
      }
    }
  }
}

/// Diagnostics with the lines they speak of.
func rendered(_ diagnostics: [Diagnostic], _ source: [UInt8]) -> String { render(diagnostics, source: source) }
