import Contracts
import Markup

/// Reads the date of a refresh from a JSON or YAML file next to the data.
enum ManifestDate {
  struct Problem: Error { var message: String }

  /// The scalar at a JSON pointer (RFC 6901).
  static func read(_ path: String, pointer: String, root: String?) -> Result<String, Problem> {
    let bytes: [UInt8]
    do { bytes = try SmallFile.read(path, root: root) } catch { return .failure(Problem(message: error.problem.message)) }
    let (node, problems) = path.hasSuffix(".json") ? JSON.parse(bytes, file: path) : YAML.parse(bytes, file: path)
    guard let node, problems.isEmpty else {
      return .failure(Problem(message: "\(path): \(problems.first?.message ?? "it is empty")"))
    }
    guard let text = node.value(at: pointer)?.text else {
      return .failure(Problem(message: "\(path) has no value at \(pointer)"))
    }
    return .success(text)
  }
}
