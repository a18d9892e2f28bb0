import CPCRE2
import Contracts

/// The text matches a regular expression: as a whole (`pattern`) or anywhere (`search`).
///
/// PCRE2 syntax over Unicode scalars. A match that hits PCRE2's limits leaves the clause inconclusive: a contract from
/// a fork must not hang the gate.
package struct Pattern: ValueCheck {
  package static let keywords = [
    Keyword(
      "pattern", rule: "cell.pattern_mismatch", argument: .text, types: [.string],
      summary: "The whole text matches this regular expression."),
    Keyword(
      "search", rule: "cell.search_mismatch", argument: .text, types: [.string],
      summary: "This regular expression matches somewhere in the text."),
  ]

  package let field: Int
  package let expected: String
  private let expression: RegularExpression

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    field = try context.field(of: clause)
    let source = try clause.text()
    let isWhole = clause.keyword == "pattern"
    expression = try RegularExpression(source, matchesWhole: isWhole)
    expected = isWhole ? "matches /\(source)/ as a whole" : "contains a match of /\(source)/"
  }

  package func select(_ column: Column, into hits: inout Hits) {
    expression.withMatcher { matcher in
      for i in 0..<column.count where column.states[i].isJudged {
        switch matcher.matches(column.text(i)) {
        case .yes: continue
        case .no: hits.append(i)
        case .limit(let name): return hits.stop(at: i, name)
        }
      }
    }
  }
}

/// A compiled PCRE2 pattern, shared by all threads.
final class RegularExpression: @unchecked Sendable {
  private let code: OpaquePointer
  private let hasMachineCode: Bool

  /// Steps of backtracking, and heap in KiB, that one match may take.
  private static let matchLimit: UInt32 = 1_000_000
  private static let heapLimitKiB: UInt32 = 20_000

  init(_ source: String, matchesWhole: Bool) throws(ClauseProblem) {
    var options = UInt32(PCRE2_UTF) | UInt32(PCRE2_UCP) | UInt32(PCRE2_DOLLAR_ENDONLY) | UInt32(PCRE2_NEVER_BACKSLASH_C)
    if matchesWhole { options |= UInt32(PCRE2_ANCHORED) | UInt32(bitPattern: Int32(bitPattern: PCRE2_ENDANCHORED)) }
    var status: Int32 = 0
    var offset = 0
    let bytes = Array(source.utf8)
    guard let code = pcre2_compile_8(bytes, bytes.count, options, &status, &offset, nil) else {
      throw ClauseProblem("not a regular expression: \(Self.message(status)) at character \(offset + 1) of `\(source)`")
    }
    self.code = code
    // Without JIT (a hardened kernel) matching still works, only slower.
    _ = pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
    // `(*NO_JIT)` at the beginning of a pattern is no error.
    var codeBytes = 0
    hasMachineCode = pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_JITSIZE), &codeBytes) == 0 && codeBytes > 0
  }

  deinit { pcre2_code_free_8(code) }

  private static func message(_ status: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = pcre2_get_error_message_8(status, &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer.prefix(Int(count)), as: UTF8.self) : "error \(status)"
  }

  enum Answer { case yes, no, limit(String) }

  /// What one match needs besides the pattern; not shared between threads.
  struct Matcher {
    fileprivate let code: OpaquePointer
    fileprivate let data: OpaquePointer
    fileprivate let context: OpaquePointer
    fileprivate let hasMachineCode: Bool

    func matches(_ text: UnsafeBufferPointer<UInt8>) -> Answer {
      var empty: UInt8 = 0
      let status = withUnsafePointer(to: &empty) { none in
        // pcre2_match would call the same, after checks that take longer than most matches.
        hasMachineCode
          ? pcre2_jit_match_8(code, text.baseAddress ?? none, text.count, 0, 0, data, context)
          : pcre2_match_8(
            code, text.baseAddress ?? none, text.count, 0, UInt32(PCRE2_NO_UTF_CHECK), data, context)
      }
      if status >= 0 { return .yes }
      if status == PCRE2_ERROR_NOMATCH { return .no }
      return .limit("PCRE2: \(RegularExpression.message(status))")
    }
  }

  /// Lends a matcher for a batch.
  func withMatcher(_ body: (Matcher) -> Void) {
    guard let data = pcre2_match_data_create_from_pattern_8(code, nil), let context = pcre2_match_context_create_8(nil)
    else { return }
    defer {
      pcre2_match_data_free_8(data)
      pcre2_match_context_free_8(context)
    }
    pcre2_set_match_limit_8(context, Self.matchLimit)
    pcre2_set_heap_limit_8(context, Self.heapLimitKiB)
    body(Matcher(code: code, data: data, context: context, hasMachineCode: hasMachineCode))
  }
}
