import Contracts
import Dialects
import Glibc
import Reports

/// The reports that a command writes. Files are opened before the work begins, so that a wrong path costs nothing.
struct ReportOutputs {
  private enum Target {
    case standardOutput
    case file(AtomicFile, path: String)
  }

  private var targets: [(target: Target, render: (Report) -> String)] = []

  init(_ arguments: Arguments, _ options: CheckOptions) throws(UsageError) {
    try self.init(arguments)
  }

  init(_ arguments: Arguments) throws(UsageError) {
    let dialect = Self.junitDialect(arguments.value("junit-dialect"))
    try add(arguments.value("json")) { JSONReport().render($0) }
    try add(arguments.value("junit")) { JUnitReport(dialect: dialect).render($0) }
    let text = TextReport(options: Self.textOptions(arguments, toTerminal: false))
    try add(arguments.value("text")) { text.render($0) }
    let standardOutputCount = targets.count { if case .standardOutput = $0.target { true } else { false } }
    guard standardOutputCount <= 1 else { throw UsageError(message: "only one report can go to stdout") }
    if standardOutputCount == 0, arguments.value("text") == nil, !arguments.has("quiet") {
      let text = TextReport(options: Self.textOptions(arguments, toTerminal: true))
      targets.append((.standardOutput, { text.render($0) }))
    }
  }

  private mutating func add(_ path: String?, _ render: @escaping (Report) -> String) throws(UsageError) {
    guard let path else { return }
    if path == "-" { return targets.append((.standardOutput, render)) }
    do { targets.append((.file(try AtomicFile(path), path: path), render)) } catch {
      throw UsageError(message: "the report \(error.message)")
    }
  }

  private static func textOptions(_ arguments: Arguments, toTerminal: Bool) -> TextReport.Options {
    let asked = arguments.value("color") ?? "auto"
    let isColored = asked == "always" || (asked == "auto" && toTerminal && Output.isTerminal && getenv("NO_COLOR") == nil)
    return TextReport.Options(
      color: isColored, width: toTerminal ? Output.width : 100, verbose: arguments.has("verbose"))
  }

  private static func junitDialect(_ asked: String?) -> JUnitReport.Dialect {
    if let asked { return asked == "ci" ? .ci : .strict }
    return getenv("GITHUB_ACTIONS") != nil || getenv("GITLAB_CI") != nil ? .ci : .strict
  }

  /// Writes all; `false` when one could not be written, which has then been said.
  func write(_ report: Report) -> Bool {
    var areWritten = true
    for (target, render) in targets {
      switch target {
      case .standardOutput: Output.print(render(report))
      case .file(let file, _):
        file.append(render(report).utf8)
        do { try file.finish() } catch {
          Output.complain("assay: the report \(error.message)")
          areWritten = false
        }
      }
    }
    return areWritten
  }
}

/// Diagnostics with the lines they speak of.
func rendered(_ diagnostics: [Diagnostic], _ source: [UInt8]) -> String { render(diagnostics, source: source) }
