/// A word or parenthesis of an expression, with its place in Unicode scalars.
struct LicenseToken {
  enum Kind: Hashable {
    /// Letters, digits, `.`, `-`, `:` and `+`.
    case word(String)
    case open, close
  }

  let kind: Kind
  let offset: Int

  var text: String {
    switch kind {
    case .word(let word): word
    case .open: "("
    case .close: ")"
    }
  }

  static func tokens(of text: String) throws(LicenseExpressionError) -> [LicenseToken] {
    var tokens: [LicenseToken] = []
    var word = ""
    var offset = 0
    func finishWord() {
      if !word.isEmpty { tokens.append(LicenseToken(kind: .word(word), offset: offset - word.unicodeScalars.count)) }
      word = ""
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case " ", "\t", "\n", "\r": finishWord()
      case "(", ")":
        finishWord()
        tokens.append(LicenseToken(kind: scalar == "(" ? .open : .close, offset: offset))
      case "a"..."z", "A"..."Z", "0"..."9", ".", "-", ":", "+": word.unicodeScalars.append(scalar)
      default:
        throw LicenseExpressionError(
          problem: .character(scalar), offset: offset, lead: .license([text]))
      }
      offset += 1
    }
    finishWord()
    return tokens
  }
}
