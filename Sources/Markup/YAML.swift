/// YAML 1.2's core schema over libyaml's events, in one document, without tags and merge keys.
package enum YAML {
  /// How much a text may ask of us.
  package struct Limits: Sendable {
    package var depth = 64
    /// Nodes that aliases stand for, in all.
    package var aliasedNodes = 10_000

    package init() {}
  }

  /// Reads a text, reporting as much as can be found in one go.
  ///
  /// The root is `nil` when any problem was found, or the text holds nothing.
  package static func parse(_ bytes: [UInt8], limits: Limits = Limits()) -> (root: Node?, problems: [MarkupProblem]) {
    if let problem = SourceText.encodingProblem(in: bytes) { return (nil, [problem]) }
    var composer = YAMLComposer(limits: limits)
    do throws(MarkupProblem) {
      let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
      let events = try UnsafeYAMLEvents(hasMark ? Array(bytes.dropFirst(3)) : bytes)
      let root = try composer.document(from: events)
      return (composer.problems.isEmpty ? root : nil, composer.problems)
    } catch {
      return (nil, composer.problems + [error])
    }
  }

  /// What may help on lines that could not be read.
  static func advice(on lines: [Int], of source: SourceText) -> String? {
    let near = lines.compactMap(source.line)
    if near.contains(where: { $0.drop { $0 == " " }.hasPrefix("\t") }) {
      return "Indent with blanks; YAML allows no tabs there."
    }
    return near.contains { $0.contains { "{}[],#@%\\`".contains($0) } } ? quotingAdvice : nil
  }

  /// What helps where a character that means something to YAML was meant literally.
  package static let quotingAdvice = #"Put text with { } [ ] , # @ % or a backslash in single quotes: '[A-Z]{2}\d'."#
}
