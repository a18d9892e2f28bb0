import CProcess
import Contracts
import Glibc
import Markup

/// The executable: one file for each command; only it reads the clock and the environment.
@main
enum Main {
  static let version = "0.1.0"

  static func main() {
    Output.reserveStandardDescriptors()
    // A reader that went away ends the output, not the verdict.
    signal(SIGPIPE, SIG_IGN)
    // A file that may grow no further is an error like a full disk, not a sudden death.
    signal(SIGXFSZ, SIG_IGN)
    // What long records take goes back to the system at once, rather than into the pool of the thread that had it.
    assay_return_memory_from(256 << 10)
    // Nothing is left to flush, and libraries that tidy up before the memory goes away would take a millisecond.
    _exit(run(Array(CommandLine.arguments.dropFirst())))
  }

  /// A command and the code that runs it.
  private struct Entry: Sendable {
    let description: CommandDescription
    let run: @Sendable ([String]) -> Int32
    /// Commands behind this word: `assay ledger log`.
    let members: [Entry]
    /// What is typed: `log` of `ledger log`.
    var word: String { description.name.split(separator: " ").last.map(String.init) ?? "" }

    init<C: Command>(_ command: C.Type) {
      description = C.description
      run = { Main.run(command, $0) }
      members = []
    }

    init(group name: String, summary: String, _ members: [Entry]) {
      description = CommandDescription(name: name, summary: summary, operands: "", options: [])
      run = { Main.run(members, of: "assay \(name)", $0, help: Main.help(members, of: "assay \(name)", summary)) }
      self.members = members
    }
  }

  private static let commands = [
    Entry(CheckCommand.self), Entry(BaselineCommand.self), Entry(LintCommand.self), Entry(PinCommand.self),
    Entry(MergeCommand.self), Entry(DiffCommand.self), Entry(ReportCommand.self), Entry(ExplainCommand.self),
    Entry(SourcesCommand.self), Entry(LicensesCommand.self), Entry(MonitorCommand.self), Entry(RecordCommand.self),
    Entry(LineageCommand.self), Entry(PromoteCommand.self), Entry(RollbackCommand.self),
    Entry(
      group: "ledger", summary: "Keep and read the record of what was decided.",
      [
        Entry(LedgerInitCommand.self), Entry(LedgerLogCommand.self), Entry(LedgerShowCommand.self),
        Entry(LedgerVerifyCommand.self), Entry(LedgerExportCommand.self), Entry(LedgerQueryCommand.self),
        Entry(LedgerRecordCommand.self),
      ]),
    Entry(SignCommand.self), Entry(VerifyCommand.self),
  ]

  private static func run(_ words: [String]) -> Int32 {
    guard words.first == "--version" || words.first == "version" else {
      return run(commands, of: "assay", words, help: help)
    }
    Output.print("assay \(version)\n")
    return 0
  }

  /// Runs the command that the first word names.
  private static func run(
    _ commands: [Entry], of group: String, _ words: [String], help: @autoclosure () -> String
  ) -> Int32 {
    guard let name = words.first else {
      Output.complain(help())
      return 2
    }
    if ["--help", "-h", "help"].contains(name) {
      Output.print(help())
      return 0
    }
    guard let command = commands.first(where: { $0.word == name }) else {
      let found = suggestion(for: name, among: commands.map(\.word))
      return complain(
        UsageError(
          message: "unknown command `\(group == "assay" ? name : "\(group) \(name)")`",
          advice: found.map { "did you mean `\(group) \($0)`?" } ?? "`\(group) --help` lists the commands"))
    }
    return run(command, Array(words.dropFirst()))
  }

  private static func run(_ command: Entry, _ words: [String]) -> Int32 {
    guard command.members.isEmpty else { return command.run(words) }
    if words.contains("--help") || words.contains("-h") {
      Output.print(command.description.help)
      return 0
    }
    return command.run(words)
  }

  private static func run<C: Command>(_ command: C.Type, _ words: [String]) -> Int32 {
    do throws(UsageError) {
      let arguments = try Arguments(words, for: command.description)
      return try command.run(arguments, words)
    } catch {
      return complain(error)
    }
  }

  private static func complain(_ error: UsageError) -> Int32 {
    Output.complain("assay: \(error.message)" + (error.advice.map { "\n  help: \($0)" } ?? ""))
    return 2
  }

  private static func help(_ commands: [Entry], of group: String, _ summary: String) -> String {
    let width = (commands.map(\.word.count).max() ?? 0) + 2
    let list = commands.map { command -> String in
      let name = command.word
      return "  \(name)\(String(repeating: " ", count: width - name.count))\(command.description.summary)"
    }
    return """
      \(summary)

      usage: \(group) COMMAND [options]

      \(list.joined(separator: "\n"))

      """
  }

  private static var help: String {
    let summary = "Assay checks data against contracts and says pass, warn or block."
    return help(commands, of: "assay", summary) + """

      `assay COMMAND --help` explains a command. Exit codes: 0 pass or warn, 1 a failure blocks,
      2 usage, contract, policy or waiver invalid, 3 something that could not be decided blocks.

      """
  }
}

/// One command of the tool.
protocol Command: Sendable {
  static var description: CommandDescription { get }
  /// The exit code. `words` is the command line as it was typed, after the command's name.
  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32
}
