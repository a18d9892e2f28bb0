import Contracts
import Markup

/// Reads the date of a refresh from a JSON or YAML file next to the data.
enum ManifestDate {
  struct Problem: Error { var message: String }

  /// A source that a file lists, with whatever stands where its date should.
  struct Source: Hashable, Codable, Sendable {
    /// Its `id` or `name`, its key, or its number.
    var name: String
    var date: String?
    /// In the file.
    var line: Int
  }

  /// What a manifest said, or why it said nothing.
  struct Answer: Hashable, Codable, Sendable {
    var text: String?
    /// Of a file that lists sources.
    var sources: [Source] = []
    var problem: String?
  }

  /// The answers of all manifests that a contract's freshness names, by clause.
  static func answers(for contract: Contract, root: String?) -> [ClauseID: Answer] {
    var answers: [ClauseID: Answer] = [:]
    for freshness in contract.freshness {
      answers[freshness.clauseID] = answer(freshness.clock, Path.directory(of: contract.path), root: root)
    }
    return answers
  }

  private static func answer(_ clock: Freshness.Clock, _ directory: String, root: String?) -> Answer? {
    switch clock {
    case .field, .modificationTime: return nil
    case .manifest(let file, let pointer):
      switch read(Path.resolved(file.text, in: directory), pointer: pointer.text, root: root) {
      case .success(let text): return Answer(text: text)
      case .failure(let problem): return Answer(problem: problem.message)
      }
    case .sources(let file, let pointer, let date):
      let path = Path.resolved(file.text, in: directory)
      switch sources(path, pointer: pointer.text, date: date.text, root: root) {
      case .success(let sources): return Answer(sources: sources)
      case .failure(let problem): return Answer(problem: problem.message)
      }
    }
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
