import Contracts

extension Baseline {
  /// The file's text: the same for the same entries, in whatever order they are, one line for each clause.
  package var text: String {
    let sorted = entries.sorted { $0.clause < $1.clause }
    let lines = sorted.map { "  - { clause: \(Self.scalar($0.clause.rawValue)), violations: \($0.violations) }\n" }
    return """
      # Violations that are accepted for now, written by `assay baseline`: one more of a clause, and it blocks.
      assay_baseline: 1
      tool: \(Self.scalar(tool))
      date: \(date)
      clauses:\(lines.isEmpty ? " []" : "")

      """ + lines.joined()
  }

  /// In quotes wherever YAML could read it otherwise.
  private static func scalar(_ text: String) -> String {
    let isPlain =
      text.utf8.allSatisfy { $0 < 0x80 } && text.first?.isLetter == true
      && text.allSatisfy { $0.isLetter || $0.isASCIIDigit || "._/-".contains($0) }
    guard !isPlain else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _
      where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || scalar.properties.isWhitespace
          && scalar != " "
        || scalar.value == 0xFEFF:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
