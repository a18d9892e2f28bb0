import Contracts
import Markup

extension Diagnostic {
  /// A text that is no YAML or JSON; a schema never gets to see it, so the complaint is semantic.
  package init(_ problem: MarkupProblem, file: String) {
    self.init(
      .error, .semantic, code: problem.code, problem.message,
      at: SourceLocation(file: file, line: problem.line, column: problem.column), advice: problem.advice)
  }
}

extension Node {
  /// Where this stands in a file.
  package func location(in file: String) -> SourceLocation { SourceLocation(file: file, line: line, column: column) }
}
