import Contracts

/// A small text that stands where data should be, and says where the data is.
enum Pointer {
  private static let lfsStart = Array("version https://git-lfs.github.com/spec/v1\n".utf8)

  /// What a file's first bytes say, if they are a pointer rather than data.
  static func problem(in head: UnsafeBufferPointer<UInt8>, path: String) -> InputProblem? {
    if head.count < 1024, head.starts(with: lfsStart) {
      return InputProblem(
        kind: "lfs_pointer", path: path, message: "\(path) is a Git LFS pointer, not the data it points to",
        advice: "git lfs pull --include=\"\(path)\"")
    }
    let isDVC = head.starts(with: "outs:\n".utf8) || (head.starts(with: "md5: ".utf8) && path.hasSuffix(".dvc"))
    if isDVC, head.count < 16_384 {
      return InputProblem(
        kind: "dvc_pointer", path: path, message: "\(path) is a DVC pointer, not the data it points to",
        advice: "dvc pull \(path)")
    }
    return nil
  }

  /// What to say about a file that does not exist, but whose DVC pointer does.
  static func problem(forMissing path: String) -> InputProblem? {
    guard Glob.exists(path + ".dvc") else { return nil }
    return InputProblem(
      kind: "dvc_pointer", path: path, message: "\(path) is not here; only its DVC pointer \(path).dvc is",
      advice: "dvc pull \(path).dvc")
  }
}
