import Contracts
import Glibc

extension InputProblem {
  static func notOpened(_ path: String, _ code: Int32) -> InputProblem {
    switch code {
    case ENOENT, ENOTDIR:
      InputProblem(
        kind: "not_found", path: path,
        message: "\(path) does not exist"
          + (Confinement.linkTarget(path).map { ": it is a link to \($0), where nothing is" } ?? ""))
    case EACCES, EPERM:
      InputProblem(kind: "not_readable", path: path, message: "\(path) cannot be read: permission denied",
        advice: "let the user who runs assay read it")
    default:
      InputProblem(kind: "not_readable", path: path, message: "\(path) cannot be opened: \(errorText(code))")
    }
  }

  /// A directory that a pattern leads into.
  static func notListed(_ path: String, _ code: Int32) -> InputProblem {
    InputProblem(
      kind: "not_readable", path: path,
      message: "the folder \(path) cannot be searched: \(code == EACCES ? "permission denied" : errorText(code))",
      advice: "let the user who runs assay list it, or write a pattern that does not lead there")
  }

  static func readFailed(_ path: String, _ code: Int32) -> InputProblem {
    InputProblem(kind: "read_failed", path: path, message: "reading \(Path.spoken(path)) failed: \(errorText(code))")
  }

  static func changed(_ path: String) -> InputProblem {
    InputProblem(
      kind: "changed", path: path, message: "\(Path.spoken(path)) was written to while it was read",
      advice: "run again once it is whole; a file that is written beside its place and renamed always is")
  }

  static func notAFile(_ path: String, mode: mode_t) -> InputProblem {
    let what =
      switch mode {
      case S_IFDIR: "a directory"
      case S_IFCHR, S_IFBLK: "a device"
      case S_IFSOCK: "a socket"
      default: "no regular file"
      }
    return InputProblem(
      kind: "not_a_file", path: path,
      message: "\(path) is \(what), where a file, a named pipe or - for standard input was expected",
      advice: mode == S_IFDIR ? "name the files in it: \(path)/*.csv" : nil)
  }

  static func outOfMemory(_ path: String) -> InputProblem {
    InputProblem(
      kind: "read_failed", path: path, message: "there is no memory left to decompress \(Path.spoken(path))")
  }

  static func noThread(_ path: String) -> InputProblem {
    InputProblem(
      kind: "read_failed", path: path, message: "the system has no thread left to read \(Path.spoken(path)) with")
  }

  static func outsideRoot(_ path: String, _ root: String) -> InputProblem {
    InputProblem(
      kind: "outside_root", path: path, message: "\(path) lies outside of --root \(root), so it was not read")
  }
}

/// What the system calls an error.
package func errorText(_ code: Int32) -> String { String(cString: strerror(code)) }
