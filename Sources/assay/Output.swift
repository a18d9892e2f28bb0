import Contracts
import Glibc

/// Standard output and error, and files that appear whole or not at all.
enum Output {
  /// Takes the place of standard streams that the caller has closed, so that no file that is opened later gets their
  /// number, and with it what is meant for them. Reading and writing there goes on to fail.
  static func reserveStandardDescriptors() {
    for (descriptor, mode) in [(0, O_WRONLY), (1, O_RDONLY), (2, O_RDONLY)] as [(Int32, Int32)]
    where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", mode)
    }
  }

  /// `false` when stdout takes no more, other than because its reader went away: that ends the output, not the verdict.
  @discardableResult
  static func print(_ text: String) -> Bool { write(text, to: 1) || errno == EPIPE }
  static func complain(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n", to: 2) }

  /// Says what could not be opened or read, and what to do.
  static func complain(_ problem: InputProblem) {
    complain("assay: \(problem.message)" + (problem.advice.map { "\n  help: \($0)" } ?? ""))
  }

  static var isTerminal: Bool { isatty(1) == 1 }

  /// Whether text on stdout is to have colours, as `--color` asks: `always`, `never`, or else by what stdout is.
  static func isColored(_ asked: String?) -> Bool {
    switch asked {
    case "always": true
    case "never": false
    default: isTerminal && getenv("NO_COLOR") == nil
    }
  }

  /// Columns of the terminal; 100 where there is none to ask.
  static var width: Int {
    var size = winsize()
    return ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col >= 40 ? Int(size.ws_col) : 100
  }

  /// Writes everything; `false` with `errno` set when that fails.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  @discardableResult
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
