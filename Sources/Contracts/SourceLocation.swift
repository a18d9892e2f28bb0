/// A place in a text file that a person wrote: a contract, policy or waiver file.
package struct SourceLocation: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
  /// The path as the user gave it.
  package var file: String
  /// From 1.
  package var line: Int
  /// From 1, in Unicode scalars.
  package var column: Int

  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  package var description: String { "\(file):\(line):\(column)" }

  package static func < (a: Self, b: Self) -> Bool {
    (a.file, a.line, a.column) < (b.file, b.line, b.column)
  }
}
