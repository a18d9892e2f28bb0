/// An SPDX licence expression (specification 3.0.1): `MIT AND (CC-BY-4.0 OR LicenseRef-terms)`.
package struct LicenseExpression: Hashable, Sendable {
  /// What the operators make of the licences; `and` and `or` hold at least two terms, none of their own kind.
  package indirect enum Term: Hashable, Sendable {
    case license(SimpleLicense)
    case and([Term])
    case or([Term])
  }

  package let term: Term

  /// Every licence named, in the order of the text; one that is named twice is listed twice.
  package var licenses: [SimpleLicense] { term.licenses }

  /// The licences whose identifiers the SPDX list has retired. They are valid still.
  package var deprecated: [SimpleLicense] { licenses.filter(\.isDeprecated) }

  /// Whether the licences that `isAllowed` accepts suffice: one side of an OR, every side of an AND.
  package func isAllowed(by isAllowed: (SimpleLicense) -> Bool) -> Bool {
    burden { isAllowed($0) ? 0 : 1 } == 0
  }

  /// What the expression costs whoever may choose: the least burden of an OR, the greatest of an AND.
  package func burden<Burden: Comparable>(_ burden: (SimpleLicense) -> Burden) -> Burden { term.burden(burden) }
}

/// One licence of an expression, with its `+` and its exception.
package struct SimpleLicense: Hashable, Sendable {
  /// In canonical case and without `+`: `CC-BY-4.0`, `LicenseRef-terms`, `DocumentRef-x:LicenseRef-terms`.
  package let id: String
  /// Written with `+`: this version or any later one.
  package let orLater: Bool
  /// What follows WITH, in canonical case: `Classpath-exception-2.0`, `AdditionRef-x`.
  package let exception: String?

  package init(id: String, orLater: Bool = false, exception: String? = nil) {
    self.id = id
    self.orLater = orLater
    self.exception = exception
  }

  /// Whether the SPDX list has retired the identifier or the exception.
  package var isDeprecated: Bool {
    let index = LicenseIndex.shared
    return index.isRetired(orLater ? id + "+" : id) || index.isRetired(id) || exception.map(index.isRetired) == true
  }

  /// The same licence under the identifier that replaced a retired one: `GPL-2.0+` is `GPL-2.0-or-later`.
  ///
  /// Itself where the list knows no such successor.
  package var current: SimpleLicense {
    if !orLater, exception == nil, let successor = Self.successors[id] { return successor }
    let successor = id + (orLater ? "-or-later" : "-only")
    guard LicenseIndex.shared.isRetired(id), LicenseIndex.shared.license(successor) != nil else { return self }
    return SimpleLicense(id: successor, exception: exception)
  }
}

extension SimpleLicense {
  /// What the list's notes name in place of identifiers that were retired, other than by `-only` and `-or-later`.
  private static let successors: [String: SimpleLicense] = [
    "BSD-2-Clause-FreeBSD": SimpleLicense(id: "BSD-2-Clause-Views"),
    "BSD-2-Clause-NetBSD": SimpleLicense(id: "BSD-2-Clause"),
    "bzip2-1.0.5": SimpleLicense(id: "bzip2-1.0.6"),
    "eCos-2.0": SimpleLicense(id: "GPL-2.0-or-later", exception: "eCos-exception-2.0"),
    "GPL-2.0-with-autoconf-exception": SimpleLicense(id: "GPL-2.0-only", exception: "Autoconf-exception-2.0"),
    "GPL-2.0-with-bison-exception": SimpleLicense(id: "GPL-2.0-only", exception: "Bison-exception-2.2"),
    "GPL-2.0-with-classpath-exception": SimpleLicense(id: "GPL-2.0-only", exception: "Classpath-exception-2.0"),
    "GPL-2.0-with-font-exception": SimpleLicense(id: "GPL-2.0-only", exception: "Font-exception-2.0"),
    "GPL-2.0-with-GCC-exception": SimpleLicense(id: "GPL-2.0-only", exception: "GCC-exception-2.0"),
    "GPL-3.0-with-autoconf-exception": SimpleLicense(id: "GPL-3.0-only", exception: "Autoconf-exception-3.0"),
    "GPL-3.0-with-GCC-exception": SimpleLicense(id: "GPL-3.0-only", exception: "GCC-exception-3.1"),
    "StandardML-NJ": SimpleLicense(id: "SMLNJ"),
    "wxWindows": SimpleLicense(id: "LGPL-2.0-or-later", exception: "WxWindows-exception-3.1"),
  ]
}

extension SimpleLicense: CustomStringConvertible {
  package var description: String { id + (orLater ? "+" : "") + (exception.map { " WITH \($0)" } ?? "") }
}

extension LicenseExpression: CustomStringConvertible {
  /// The canonical text: upper-case operators, identifiers as the list spells them, only the parentheses that matter.
  package var description: String { term.text }
}

extension LicenseExpression.Term {
  fileprivate var licenses: [SimpleLicense] {
    switch self {
    case .license(let license): [license]
    case .and(let terms), .or(let terms): terms.flatMap(\.licenses)
    }
  }

  fileprivate func burden<Burden: Comparable>(_ judge: (SimpleLicense) -> Burden) -> Burden {
    switch self {
    case .license(let license): judge(license)
    case .and(let terms): terms.dropFirst().reduce(terms[0].burden(judge)) { max($0, $1.burden(judge)) }
    case .or(let terms): terms.dropFirst().reduce(terms[0].burden(judge)) { min($0, $1.burden(judge)) }
    }
  }

  fileprivate var text: String {
    switch self {
    case .license(let license): license.description
    case .and(let terms): terms.map(\.textWithinAnd).joined(separator: " AND ")
    case .or(let terms): terms.map(\.text).joined(separator: " OR ")
    }
  }

  private var textWithinAnd: String {
    if case .or = self { return "(\(text))" }
    return text
  }
}
