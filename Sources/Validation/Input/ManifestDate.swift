import Contracts
import Markup

/// Reads the date of a refresh from a JSON or YAML file next to the data.
enum ManifestDate {
  struct Problem: Error { var message: String }

  /// A source that a file lists, with whatever stands where its date should.
  struct Source {
    /// Its `id` or `name`, its key, or its number.
    var name: String
    var date: String?
    /// In the file.
    var line: Int
  }

  /// The scalar at a JSON pointer (RFC 6901).
  static func read(_ path: String, pointer: String, root: String?) -> Result<String, Problem> {
    document(path, root: root).flatMap { node in
      guard let text = node.value(at: pointer)?.text else {
        return .failure(Problem(message: "\(path) has no value at \(pointer)"))
      }
      return .success(text)
    }
  }

  /// The sources in a list or mapping, at least one.
  static func sources(
    _ path: String, pointer: String, date: String, root: String?
  ) -> Result<[Source], Problem> {
    document(path, root: root).flatMap { node in
      let place = node.value(at: pointer)
      let listed = (place?.items ?? []).enumerated().map { index, item in
        Source(
          name: item["id"]?.text ?? item["name"]?.text ?? "\(index + 1)", date: item.value(at: date)?.text,
          line: item.line)
      }
      let keyed = (place?.entries ?? []).map { entry in
        Source(name: entry.name, date: entry.value.value(at: date)?.text, line: entry.key.line)
      }
      guard !listed.isEmpty || !keyed.isEmpty else {
        return .failure(Problem(message: "\(path) lists no sources at \(pointer)"))
      }
      return .success(listed + keyed)
    }
  }

  private static func document(_ path: String, root: String?) -> Result<Node, Problem> {
    let bytes: [UInt8]
    do { bytes = try SmallFile.read(path, root: root) } catch {
      return .failure(Problem(message: error.problem.message))
    }
    return parsed(bytes, isJSON: path.hasSuffix(".json"))
      .mapError { Problem(message: "\(path): \($0.message)") }
  }

  private static func parsed(_ bytes: [UInt8], isJSON: Bool) -> Result<Node, MarkupProblem> {
    if isJSON {
      do { return .success(try JSON.parse(bytes)) } catch { return .failure(error) }
    }
    let (root, problems) = YAML.parse(bytes)
    if let problem = problems.first { return .failure(problem) }
    guard let root else { return .failure(MarkupProblem(code: "empty", "it is empty", line: 1, column: 1)) }
    return .success(root)
  }
}
