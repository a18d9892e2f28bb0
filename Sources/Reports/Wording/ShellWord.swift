/// A word of a command line, in single quotes where a shell would read it otherwise; harmless to show.
package func shellWord(_ word: String) -> String {
  let isPlain = !word.isEmpty && word.allSatisfy(\.isASCIIWordOrPath)
  let quoted = word.harmless.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
  return isPlain ? word : "'\(quoted)'"
}

extension Character {
  fileprivate var isASCIIWordOrPath: Bool { isASCII && (isLetter || isNumber || "-_./=:,@%+".contains(self)) }
}
