/// Why a text is no SPDX licence expression, and where.
package struct LicenseExpressionError: Error, Hashable, Sendable {
  package enum Problem: Hashable, Sendable {
    case empty
    /// Bytes of UTF-8 beyond what an expression may have.
    case tooLong(Int)
    case character(Unicode.Scalar)
    /// `NONE` or `NOASSERTION`, which a document may hold in place of an expression.
    case noExpression(String)
    case unknownLicense(String)
    case unknownException(String)
    /// An exception where a licence should stand.
    case exceptionAlone(String)
    /// A reference without a name, of the wrong case, or with `+`.
    case malformedReference(String)
    case mixedCaseOperator(String)
    /// `nil` at the end of the text.
    case expectedLicense(found: String?)
    case expectedException(found: String?)
    case expectedOperator(found: String)
    case spaceBeforePlus
    /// WITH after a parenthesis: an exception belongs to one licence.
    case exceptionOfGroup
    /// WITH after an exception: a licence takes one.
    case secondException
    case unclosedParenthesis
    case unopenedParenthesis
    case nestedTooDeep
    /// A name of another vocabulary, whole; the reason where nothing in SPDX is the same.
    case foreignName(String, reason: String?)
  }

  package let problem: Problem
  /// Unicode scalars from the start of the text, from 0.
  package let offset: Int
  private let lead: Lead?

  /// What leads to what was probably meant.
  enum Lead: Hashable, Sendable {
    case word(String)
    /// The identifier nearest to the first of these that is near to any.
    case license([String])
    case exception(String)
  }

  init(problem: Problem, offset: Int, lead: Lead? = nil) {
    self.problem = problem
    self.offset = offset
    self.lead = lead
  }

  /// What was probably meant, an identifier or an operator. Looking for it takes a thousand times as long as reading.
  package var suggestion: String? {
    switch lead {
    case nil: nil
    case .word(let word): word
    case .license(let texts): texts.lazy.compactMap(nearestLicense).first
    case .exception(let text): nearestException(to: text)
    }
  }
}

extension LicenseExpressionError {
  /// The text as a whole is a name of another vocabulary.
  init(_ text: String, isForeign name: ForeignLicenseName) {
    let word = text.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? text
    switch name {
    case .spdx(let expression):
      self.init(problem: .foreignName(word, reason: nil), offset: 0, lead: .word(expression))
    case .noEquivalent(let reason): self.init(problem: .foreignName(word, reason: reason), offset: 0)
    }
  }
}

extension LicenseExpressionError: CustomStringConvertible {
  /// The message with the suggestion, if there is one.
  package var description: String { suggestion.map { "\(message); did you mean `\($0)`?" } ?? message }

  /// One sentence without the suggestion.
  package var message: String {
    switch problem {
    case .empty: "the licence expression is empty"
    case .tooLong(let count):
      "the licence expression has \(count) bytes, and at most \(LicenseParser.maximumBytes) are read"
    case .character(let scalar): "\(LicenseExpressionError.shown(scalar)) cannot stand in a licence expression"
    case .noExpression(let word): "\(word) says that no licence is known; it is no licence expression"
    case .unknownLicense(let id):
      "`\(id)` is not on the SPDX licence list \(LicenseList.version); a licence of your own is written LicenseRef-name"
    case .unknownException(let id):
      "`\(id)` is not an exception on the SPDX licence list \(LicenseList.version); "
        + "one of your own is written AdditionRef-name"
    case .exceptionAlone(let id): "`\(id)` is an exception, which stands after WITH"
    case .malformedReference(let text):
      "`\(text)` is no reference; it is written LicenseRef-name or DocumentRef-name:LicenseRef-name, "
        + "after WITH AdditionRef-name, in this case and without `+`"
    case .mixedCaseOperator(let word): "the operator `\(word)` must be all upper case or all lower case"
    case .expectedLicense(let found): "expected a licence, found \(LicenseExpressionError.shown(found))"
    case .expectedException(let found): "expected an exception after WITH, found \(LicenseExpressionError.shown(found))"
    case .expectedOperator(let found): "expected AND, OR or WITH, found `\(found)`"
    case .spaceBeforePlus: "`+` must follow the licence without a space"
    case .exceptionOfGroup: "WITH must follow a single licence, not a parenthesis"
    case .secondException: "a licence takes one exception after WITH"
    case .unclosedParenthesis: "the parenthesis is not closed"
    case .unopenedParenthesis: "the parenthesis was not opened"
    case .foreignName(let name, let reason?): "`\(name)` is no SPDX expression: it \(reason)"
    case .foreignName(let name, nil): "`\(name)` is another vocabulary's name of a licence"
    case .nestedTooDeep: "parentheses are nested more than \(LicenseParser.maximumDepth) deep"
    }
  }

  /// By its number where it would not be seen, or would turn the text around it.
  private static func shown(_ scalar: Unicode.Scalar) -> String {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .unassigned, .privateUse, .lineSeparator, .paragraphSeparator,
      .spaceSeparator, .nonspacingMark, .enclosingMark:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    default: return "`\(scalar)`"
    }
  }

  private static func shown(_ found: String?) -> String { found.map { "`\($0)`" } ?? "the end" }
}
