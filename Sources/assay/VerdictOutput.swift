import Glibc

/// Where a command writes what it decided: text on stdout, JSON where `--json` says.
enum VerdictOutput {
  /// `false` where something could not be written, which has been said.
  static func write(text: @autoclosure () -> String, json: @autoclosure () -> String, _ arguments: Arguments) -> Bool {
    let path = arguments.value("json")
    if path == "-" { return Output.print(json()) }
    let isShown = Output.print(text())
    guard let path else { return isShown }
    do throws(AtomicFile.Failure) {
      try AtomicFile.write(json().utf8, to: path)
      return isShown
    } catch {
      Output.complain("assay: \(error.message)")
      return false
    }
  }
}
