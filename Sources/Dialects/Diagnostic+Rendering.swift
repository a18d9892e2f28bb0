import Contracts
import Markup

/// Diagnostics as plain text, each with the line it concerns and a caret under the place.
///
/// All must come from the one file whose bytes are given; where none are, no line is shown. Tabs before the caret are
/// kept, so that it stands right.
package func render(_ diagnostics: [Diagnostic], source: [UInt8]) -> String {
  let text = source.isEmpty ? nil : SourceText(source)
  return diagnostics.map { rendered($0, source: text) }.joined(separator: "\n")
}

private func rendered(_ diagnostic: Diagnostic, source: SourceText?) -> String {
  let location = diagnostic.location
  var result = "\(location): \(diagnostic.level.rawValue): \(diagnostic.message) [\(diagnostic.code)]\n"
  if let line = source?.line(location.line) {
    let number = "\(location.line)"
    let gutter = String(repeating: " ", count: number.count)
    result += " \(number) | \(printable(line.unicodeScalars))\n"
    let before = printable(line.unicodeScalars.prefix(location.column - 1))
    let indent = before.map { $0 == "\t" ? "\t" : " " }.joined()
    result += " \(gutter) | \(indent)^\n"
  }
  if let advice = diagnostic.advice { result += " help: \(advice)\n" }
  return result
}

/// Control characters replaced by pictures, since a contract from a stranger must not write to the terminal.
private func printable(_ scalars: some Sequence<Unicode.Scalar>) -> String {
  var result = String.UnicodeScalarView()
  for scalar in scalars {
    let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    result.append(isControl && scalar != "\t" ? Unicode.Scalar(0xFFFD) ?? "?" : scalar)
  }
  return String(result)
}
