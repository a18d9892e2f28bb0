/// What is wrong with a text as YAML or JSON, before anyone asks what it means.
package struct MarkupProblem: Error, Hashable, Sendable {
  /// A stable name: `yaml.syntax`, `key.duplicate`.
  package var code: String
  /// One sentence: what was expected and what was found.
  package var message: String
  /// From 1.
  package var line: Int
  /// From 1, in Unicode scalars.
  package var column: Int
  /// What to do.
  package var advice: String?

  package init(code: String, _ message: String, line: Int, column: Int, advice: String? = nil) {
    self.code = code
    self.message = message
    self.line = line
    self.column = column
    self.advice = advice
  }
}

extension MarkupProblem: CustomStringConvertible {
  /// `3:7: found … [yaml.syntax]`
  package var description: String {
    let base = "\(line):\(column): \(message) [\(code)]"
    return advice.map { "\(base)\n  help: \($0)" } ?? base
  }
}
