import Contracts
import Glibc
import Markup

/// The executable: one file for each command; only it reads the clock and the environment.
@main
enum Main {
  static let version = "0.1.0"

  static func main() {
    // A reader that went away ends the output, not the verdict.
    signal(SIGPIPE, SIG_IGN)
    exit(run(Array(CommandLine.arguments.dropFirst())))
  }

  /// A command and the code that runs it.
  private struct Entry: Sendable {
    let description: CommandDescription
    let run: @Sendable ([String]) -> Int32

    init<C: Command>(_ command: C.Type) {
      description = C.description
      run = { Main.run(command, $0) }
    }
  }

  private static let commands = [
    Entry(CheckCommand.self), Entry(LintCommand.self), Entry(PinCommand.self), Entry(ReportCommand.self),
    Entry(ExplainCommand.self), Entry(MonitorCommand.self),
  ]

  private static func run(_ words: [String]) -> Int32 {
    guard let name = words.first else {
      Output.complain(help)
      return 2
    }
    switch name {
    case "--help", "-h", "help":
      Output.print(help)
      return 0
    case "--version", "version":
      Output.print("assay \(version)\n")
      return 0
    default: return run(name, Array(words.dropFirst()))
    }
  }

  private static func run(_ name: String, _ words: [String]) -> Int32 {
    guard let command = commands.first(where: { $0.description.name == name }) else {
      return complain(
        UsageError(
          message: "unknown command `\(name)`",
          advice: suggestion(for: name, among: commands.map(\.description.name)).map { "did you mean `assay \($0)`?" }
            ?? "`assay --help` lists the commands"))
    }
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

  private static var help: String {
    let width = (commands.map(\.description.name.count).max() ?? 0) + 2
    let list = commands.map { command -> String in
      let name = command.description.name
      return "  \(name)\(String(repeating: " ", count: width - name.count))\(command.description.summary)"
    }
    return """
      Assay checks data against contracts and says pass, warn or block.

      usage: assay COMMAND [options]

      \(list.joined(separator: "\n"))

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
