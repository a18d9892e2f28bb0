extension LicenseExpression {
  /// Reads an expression. Identifiers are taken in any case, operators all upper or all lower.
  ///
  /// A name of another vocabulary (a tag of Hugging Face, a link) is an error that says what it is in SPDX.
  package init(parsing text: String) throws(LicenseExpressionError) {
    guard text.utf8.count <= LicenseParser.maximumBytes else {
      throw LicenseExpressionError(problem: .tooLong(text.utf8.count), offset: 0)
    }
    do throws(LicenseExpressionError) {
      var parser = LicenseParser(text: text, tokens: try LicenseToken.tokens(of: text))
      term = try parser.expression()
    } catch {
      guard let name = ForeignLicenseName(text) else { throw error }
      throw LicenseExpressionError(text, isForeign: name)
    }
  }
}

/// Recursive descent: OR binds least, then AND, then WITH, then `+`.
struct LicenseParser {
  /// Real expressions nest two or three deep; the limit keeps a hostile one from the stack.
  static let maximumDepth = 64
  /// Data names as many licences as it likes, and all that are met are kept.
  static let maximumBytes = 4096

  private enum Operator: String { case and, or, with }

  private let text: String
  private let tokens: [LicenseToken]
  private var next = 0
  private var depth = 0

  init(text: String, tokens: [LicenseToken]) {
    self.text = text
    self.tokens = tokens
  }

  mutating func expression() throws(LicenseExpressionError) -> LicenseExpression.Term {
    guard !tokens.isEmpty else { throw error(.empty, at: 0) }
    let term = try alternatives()
    guard let rest = peek else { return term }
    guard rest.kind != .close else { throw error(.unopenedParenthesis, at: rest.offset) }
    throw expectedOperator(rest)
  }

  private var peek: LicenseToken? { next < tokens.count ? tokens[next] : nil }

  private mutating func alternatives() throws(LicenseExpressionError) -> LicenseExpression.Term {
    var terms: [LicenseExpression.Term] = []
    repeat {
      let term = try conjunction()
      if case .or(let inner) = term { terms += inner } else { terms.append(term) }
    } while try take(.or)
    return terms.count == 1 ? terms[0] : .or(terms)
  }

  private mutating func conjunction() throws(LicenseExpressionError) -> LicenseExpression.Term {
    var terms: [LicenseExpression.Term] = []
    repeat {
      let term = try operand()
      if case .and(let inner) = term { terms += inner } else { terms.append(term) }
    } while try take(.and)
    return terms.count == 1 ? terms[0] : .and(terms)
  }

  private mutating func operand() throws(LicenseExpressionError) -> LicenseExpression.Term {
    guard let token = peek else { throw error(.expectedLicense(found: nil), at: text.unicodeScalars.count) }
    next += 1
    switch token.kind {
    case .open: return try group(from: token)
    case .close: throw error(.expectedLicense(found: ")"), at: token.offset)
    case .word(let word): return .license(try license(word, at: token.offset))
    }
  }

  private mutating func group(from open: LicenseToken) throws(LicenseExpressionError) -> LicenseExpression.Term {
    depth += 1
    guard depth <= LicenseParser.maximumDepth else { throw error(.nestedTooDeep, at: open.offset) }
    let term = try alternatives()
    guard let close = peek else { throw error(.unclosedParenthesis, at: open.offset) }
    guard close.kind == .close else { throw expectedOperator(close) }
    next += 1
    depth -= 1
    let after = peek
    if try take(.with), let after { throw error(.exceptionOfGroup, at: after.offset) }
    return term
  }

  private mutating func license(_ word: String, at offset: Int) throws(LicenseExpressionError) -> SimpleLicense {
    guard Operator(rawValue: word.lowercased()) == nil else { throw error(.expectedLicense(found: word), at: offset) }
    let (id, orLater) = try identifier(word, at: offset)
    guard try take(.with) else { return SimpleLicense(id: id, orLater: orLater) }
    return SimpleLicense(id: id, orLater: orLater, exception: try exception())
  }

  private func identifier(
    _ word: String, at offset: Int
  ) throws(LicenseExpressionError) -> (id: String, orLater: Bool) {
    guard word != "+" else { throw error(.spaceBeforePlus, at: offset) }
    if let reference = try reference(word, prefix: "LicenseRef-", at: offset) { return (reference, false) }
    let orLater = word.hasSuffix("+")
    let name = orLater ? String(word.dropLast()) : word
    if let id = LicenseIndex.shared.license(name) { return (id, orLater) }
    if ["NONE", "NOASSERTION"].contains(word.uppercased()) { throw error(.noExpression(word), at: offset) }
    if let id = LicenseIndex.shared.exception(name) { throw error(.exceptionAlone(id), at: offset) }
    throw error(.unknownLicense(word), at: offset, lead: .license([text, name]))
  }

  private mutating func exception() throws(LicenseExpressionError) -> String {
    guard let token = peek else { throw error(.expectedException(found: nil), at: text.unicodeScalars.count) }
    guard case .word(let word) = token.kind, Operator(rawValue: word.lowercased()) == nil
    else { throw error(.expectedException(found: token.text), at: token.offset) }
    next += 1
    if let reference = try reference(word, prefix: "AdditionRef-", at: token.offset) { return reference }
    if let id = LicenseIndex.shared.exception(word) { return id }
    throw error(.unknownException(word), at: token.offset, lead: .exception(word))
  }

  /// The word itself where it is a reference, `nil` where it is none; a reference has nothing to look up.
  private func reference(
    _ word: String, prefix: String, at offset: Int
  ) throws(LicenseExpressionError) -> String? {
    let looksLikeOne = ["licenseref-", "documentref-", "additionref-"].contains { word.lowercased().hasPrefix($0) }
    guard looksLikeOne || word.contains(":") else { return nil }
    let parts = word.split(separator: ":", omittingEmptySubsequences: false)
    let isSound =
      switch parts.count {
      case 1: LicenseParser.isNamed(parts[0], prefix)
      case 2: LicenseParser.isNamed(parts[0], "DocumentRef-") && LicenseParser.isNamed(parts[1], prefix)
      default: false
      }
    guard isSound else { throw error(.malformedReference(word), at: offset) }
    return word
  }

  private static func isNamed(_ part: Substring, _ prefix: String) -> Bool {
    part.hasPrefix(prefix) && part.count > prefix.count && !part.contains("+")
  }

  /// Steps over the operator if it comes next.
  private mutating func take(_ wanted: Operator) throws(LicenseExpressionError) -> Bool {
    guard let token = peek, case .word(let word) = token.kind, let found = Operator(rawValue: word.lowercased())
    else { return false }
    guard word == word.lowercased() || word == word.uppercased()
    else { throw error(.mixedCaseOperator(word), at: token.offset, lead: .word(word.uppercased())) }
    guard found == wanted else { return false }
    next += 1
    return true
  }

  private func expectedOperator(_ token: LicenseToken) -> LicenseExpressionError {
    if token.text == "+" { return error(.spaceBeforePlus, at: token.offset) }
    if token.text.lowercased() == "with" { return error(.secondException, at: token.offset) }
    return error(.expectedOperator(found: token.text), at: token.offset, lead: .license([text]))
  }

  private func error(
    _ problem: LicenseExpressionError.Problem, at offset: Int, lead: LicenseExpressionError.Lead? = nil
  ) -> LicenseExpressionError {
    LicenseExpressionError(problem: problem, offset: offset, lead: lead)
  }
}
