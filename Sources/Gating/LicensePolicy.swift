import Contracts
import Licensing

/// Which licences may pass a gate.
package struct LicensePolicy: Hashable, Sendable {
  /// A licence as the policy lists it. With or without `+` it means the same.
  package struct Entry: Hashable, Sendable {
    package var license: SimpleLicense
    package var location: SourceLocation

    package init(_ license: SimpleLicense, location: SourceLocation) {
      self.license = license
      self.location = location
    }
  }

  package var allow: [Entry]
  /// Wins over `allow`.
  package var deny: [Entry]
  /// What a licence on neither list does.
  package var unlisted: Verdict
  package var location: SourceLocation

  package init(allow: [Entry] = [], deny: [Entry] = [], unlisted: Verdict, location: SourceLocation) {
    self.allow = allow
    self.deny = deny
    self.unlisted = unlisted
    self.location = location
  }
}

extension LicensePolicy {
  /// What one licence does at the gate.
  ///
  /// An entry with an exception concerns exactly that exception; one without denies the licence with any exception, but
  /// allows it only without.
  package func verdict(on license: SimpleLicense) -> Verdict {
    if denial(of: license) != nil { return .block }
    let current = license.current
    let isAllowed = allow.contains {
      $0.license.current.id == current.id && $0.license.exception == current.exception
    }
    return isAllowed ? .pass : unlisted
  }

  private func denial(of license: SimpleLicense) -> Entry? {
    let current = license.current
    return deny.first { entry in
      let denied = entry.license.current
      return denied.id == current.id && (denied.exception == nil || denied.exception == current.exception)
    }
  }

  /// What a whole expression does: the best alternative of an OR, the worst part of an AND.
  package func finding(on expression: String) -> PolicyFinding {
    let parsed: LicenseExpression
    do throws(LicenseExpressionError) {
      parsed = try LicenseExpression(parsing: expression)
    } catch {
      return PolicyFinding(.block, "`\(expression)` is no SPDX licence expression: \(error)")
    }
    let verdict = parsed.burden(self.verdict(on:))
    guard verdict > .pass else { return PolicyFinding(.pass, "\(parsed) is allowed \(location.cited)") }
    var seen: Set<SimpleLicense> = []
    let reasons = parsed.licenses.filter { seen.insert($0).inserted }.compactMap(objection(to:))
    return PolicyFinding(verdict, reasons.joined(separator: "; "))
  }

  /// What a dataset without a licence does.
  package func findingOnAbsence() -> PolicyFinding {
    unlisted == .pass
      ? PolicyFinding(.pass, "no licence is declared, and the policy asks for none \(location.cited)")
      : PolicyFinding(unlisted, "no licence is declared, and the policy allows only listed ones \(location.cited)")
  }

  private func objection(to license: SimpleLicense) -> String? {
    if let denial = denial(of: license) { return "\(license) is denied by the policy \(denial.location.cited)" }
    guard verdict(on: license) > .pass else { return nil }
    return allow.isEmpty
      ? "\(license) is not listed in the policy \(location.cited)"
      : "\(license) is not in the policy's allowed licences \(location.cited)"
  }
}
