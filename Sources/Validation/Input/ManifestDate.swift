import Contracts
import Markup

/// Reads the date of a refresh from a JSON or YAML file next to the data.
enum ManifestDate {
  struct Problem: Error { var message: String }

  /// What a manifest said, or why it said nothing.
  struct Answer: Hashable, Codable, Sendable {
    var text: String?
    var problem: String?
  }

  /// The answers of all manifests that a contract's freshness names, by clause.
  static func answers(for contract: Contract, root: String?) -> [ClauseID: Answer] {
    var answers: [ClauseID: Answer] = [:]
    for freshness in contract.freshness {
      guard case .manifest(let file, let pointer) = freshness.clock else { continue }
      let path = Path.resolved(file.text, in: Path.directory(of: contract.path))
      switch read(path, pointer: pointer.text, root: root) {
      case .success(let text): answers[freshness.clauseID] = Answer(text: text)
      case .failure(let problem): answers[freshness.clauseID] = Answer(problem: problem.message)
      }
    }
    return answers
  }

  /// The scalar at a JSON pointer (RFC 6901).
  static func read(_ path: String, pointer: String, root: String?) -> Result<String, Problem> {
    let bytes: [UInt8]
    do { bytes = try SmallFile.read(path, root: root) } catch {
      return .failure(Problem(message: error.problem.message))
    }
    let node: Node
    switch parsed(bytes, isJSON: path.hasSuffix(".json")) {
    case .success(let root): node = root
    case .failure(let problem): return .failure(Problem(message: "\(path): \(problem.message)"))
    }
    guard let text = node.value(at: pointer)?.text else {
      return .failure(Problem(message: "\(path) has no value at \(pointer)"))
    }
    return .success(text)
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
