import Contracts
import Licensing
import Markup

extension MarkupReading {
  /// `license_terms: { LicenseRef-acme: { use: any, attribution: true, share_alike: none, derivatives: true } }`
  mutating func licenseTerms(_ node: Node) -> [String: LicenseTerms] {
    guard let entries = node.entries else {
      _ = mapping(node, "`license_terms`", keys: [])
      return [:]
    }
    var declared: [String: LicenseTerms] = [:]
    for entry in entries {
      guard let id = declaredLicense(entry.name, at: entry.key), let terms = terms(entry.value, of: id)
      else { continue }
      if declared.updateValue(terms, forKey: id) != nil {
        report("license.declared_twice", "the terms of \(id) are declared already", at: entry.key, kind: .semantic)
      }
    }
    return declared
  }

  /// The identifier of a licence whose terms a policy may declare.
  private mutating func declaredLicense(_ text: String, at node: Node) -> String? {
    guard let license = license(text, at: node)?.license.current else { return nil }
    if license.orLater || license.exception != nil {
      report(
        "license.compound", "`\(text)` is more than a licence's name", at: node, kind: .semantic,
        advice: "declare the terms of `\(license.id)`")
      return nil
    }
    if LicenseTable.holds(license.id) {
      report(
        "license.terms_known", "the terms of \(license.id) are known, and no policy can change them", at: node,
        kind: .semantic, advice: "docs/licenses.md lists them; for other terms choose a LicenseRef- name of your own")
      return nil
    }
    return license.id
  }

  private mutating func terms(_ node: Node, of id: String) -> LicenseTerms? {
    let keys = PolicyGrammar.licenseTerms
    guard let values = mapping(node, "`\(id)`", keys: keys, required: Array(keys.dropLast())) else {
      return nil
    }
    let use = values["use"].flatMap { choice($0, "`use`", of: DeclaredUse.allCases) }
    let attribution = values["attribution"].flatMap { flag($0, "`attribution`") }
    let derivatives = values["derivatives"].flatMap { flag($0, "`derivatives`") }
    let shareAlike = values["share_alike"].flatMap { successors($0) }
    let database = values["database_right"].map { choice($0, "`database_right`", of: DatabaseRight.allCases) }
    guard let use, let attribution, let derivatives, let shareAlike else { return nil }
    return LicenseTerms(
      use: use.use, attribution: attribution ? .credit : .none,
      shareAlike: shareAlike.isEmpty ? nil : .init(shareAlike), allowsDerivatives: derivatives,
      databaseRight: database == .granted ? .granted : .silent)
  }

  /// The licences that something made from the work may have; none where it may have any.
  private mutating func successors(_ node: Node) -> [String]? {
    if node.items == nil {
      guard let text = text(node, "`share_alike`") else { return nil }
      if text == "none" { return [] }
      return license(text, at: node).map { [$0.license.current.id] }
    }
    guard let names = texts(node, "`share_alike`") else { return nil }
    if names.isEmpty {
      report("list.empty", "`share_alike` needs a licence", at: node, advice: "write `none` if it asks for none")
      return nil
    }
    let licenses = names.compactMap { license($0.text, at: $0.node)?.license.current.id }
    return licenses.count == names.count ? licenses : nil
  }

  private mutating func flag(_ node: Node, _ what: String) -> Bool? {
    if let flag = node.flag { return flag }
    let found = node.text.map { "`\($0)`" } ?? "a collection"
    report("value.wrong_kind", "\(what) must be true or false, found \(found)", at: node)
    return nil
  }
}

/// As policies write `LicenseTerms.Use`.
enum DeclaredUse: String, CaseIterable {
  case any
  case nonCommercial = "non-commercial"
  case research

  var use: LicenseTerms.Use {
    switch self {
    case .any: .any
    case .nonCommercial: .nonCommercial
    case .research: .research
    }
  }
}

typealias DatabaseRight = LicenseTerms.DatabaseRight
