import Glibc
import Provenance

/// Which file is the ledger.
enum LedgerPlace {
  static let option = OptionDescription(
    "ledger", value: "FILE", "the ledger (ledger.db in the nearest folder .assay above the working directory)")
  /// Of a command that decides.
  static let options = [
    option, OptionDescription("no-ledger", "record the decision in no ledger, though one was found"),
  ]
  static let folder = ".assay"
  static let name = "ledger.db"

  /// The ledger that a check records in: the one that is named, or ledger.db in the nearest folder `.assay`, which is
  /// created there if need be. `nil` where there is neither, or where none is wanted.
  static func forWriting(_ arguments: Arguments) throws(UsageError) -> String? {
    guard !arguments.has("no-ledger") else {
      guard arguments.value("ledger") == nil else {
        throw UsageError(message: "--ledger and --no-ledger contradict each other")
      }
      return nil
    }
    return arguments.value("ledger") ?? nearest
  }

  /// The same for the monitor, whose objectives need a past: where there is no folder `.assay`, one is made here.
  static func forMonitor(_ arguments: Arguments) throws(UsageError) -> String? {
    if let path = try forWriting(arguments) { return path }
    guard !arguments.has("no-ledger") else { return nil }
    // What keeps it from being made, opening the ledger will tell.
    mkdir(folder, 0o777)
    return folder + "/" + name
  }

  /// The ledger that a command is about, which must be somewhere.
  static func required(_ arguments: Arguments) throws(UsageError) -> String {
    guard let path = arguments.value("ledger") ?? nearest else {
      throw UsageError(
        message: "no folder \(folder) lies here or above, so there is no ledger",
        advice: "`assay ledger init` starts one here; --ledger FILE names another")
    }
    return path
  }

  /// Seen from the working directory: `.assay/ledger.db`, `../.assay/ledger.db`. The search ends with the repository.
  private static var nearest: String? {
    var above = ""
    while true {
      if isTrusted(above + folder) { return above + folder + "/" + name }
      if access(above + ".git", F_OK) == 0 || isTop(above) { return nil }
      above += "../"
    }
  }

  /// Whether nothing lies above, or what lies there cannot be asked.
  private static func isTop(_ above: String) -> Bool {
    var (here, up) = (stat(), stat())
    guard stat(above + ".", &here) == 0, stat(above + "..", &up) == 0 else { return true }
    return here.st_ino == up.st_ino && here.st_dev == up.st_dev
  }

  /// A folder that a stranger put above, in /tmp say, must not receive what is decided here.
  private static func isTrusted(_ path: String) -> Bool {
    var (folder, current) = (stat(), stat())
    guard stat(path, &folder) == 0, folder.st_mode & S_IFMT == S_IFDIR, stat(".", &current) == 0 else { return false }
    return [geteuid(), 0, current.st_uid].contains(folder.st_uid)
  }
}
