import Glibc

/// Whether and how progress is shown on stderr.
enum ProgressMode: Equatable {
  case off
  /// One line of a terminal, drawn again and again, from the first moment or when the work turns out to be long.
  case line(atOnce: Bool)
  /// A line of its own every few seconds, without escape codes.
  case lines

  static let options = [
    OptionDescription("progress", "show progress on stderr, also where it is no terminal"),
    OptionDescription("no-progress", "show none; by default a terminal shows it, unless in CI or with --quiet"),
  ]

  init(_ arguments: Arguments) throws(UsageError) {
    guard !arguments.has("progress") || !arguments.has("no-progress") else {
      throw UsageError(message: "--progress and --no-progress exclude each other")
    }
    let term = Self.variable("TERM") ?? ""
    let ci = Self.variable("CI") ?? ""
    self.init(
      isAsked: arguments.has("progress"), isRefused: arguments.has("no-progress") || arguments.has("quiet"),
      isTerminal: isatty(2) == 1, canErase: term != "dumb" && !term.isEmpty, isCI: !ci.isEmpty && ci != "false")
  }

  /// Asking for it outweighs `--quiet`.
  init(isAsked: Bool, isRefused: Bool, isTerminal: Bool, canErase: Bool, isCI: Bool) {
    if isAsked {
      self = isTerminal && canErase ? .line(atOnce: true) : .lines
    } else {
      self = isTerminal && canErase && !isCI && !isRefused ? .line(atOnce: false) : .off
    }
  }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
