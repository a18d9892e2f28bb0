import Contracts
import Markup

extension ContractCompiler {
  mutating func pins() -> Pins? {
    guard let entry = root.entry("pins") else { return nil }
    let value = entry.value
    let isLong = value.entry("files") != nil || value.entry("manifest") != nil
    let manifest = value.text == nil ? value["manifest"] : value
    add(
      "file.not_pinned", keyword: "pins", measure: .dataset, options: isLong ? value : nil, at: entry.key)
    if let manifest = manifest.flatMap(scalar) {
      return Pins(source: .manifest(manifest), location: location(entry.key))
    }
    let entries = (isLong ? value["files"] : value)?.entries ?? []
    let pinned = entries.compactMap { entry -> Pins.Entry? in
      guard let name = scalar(entry.key), let digest = entry.value.text.flatMap(Digest.init) else { return nil }
      return Pins.Entry(name: name, digest: digest)
    }
    return Pins(source: .inline(pinned), location: location(entry.key))
  }

  mutating func license() -> LicenseDeclaration? {
    guard let entry = root.entry("license") else { return nil }
    let written = Written(entry)
    guard let value = written.value, let text = value.text, !value.isNull else { return nil }
    if let problem = judges.licenseProblem(text) {
      diagnostics.append(
        Diagnostic(.error, .semantic, code: "license.invalid", sentence(problem), at: location(value)))
      return nil
    }
    add(
      "license.not_allowed", keyword: "license", measure: .dataset, options: written.options, at: entry.key)
    return LicenseDeclaration(expression: judges.canonicalLicense(text), location: location(value))
  }

  /// Without a use there is nothing to allow, and no clause.
  mutating func uses() -> [Scalar] {
    guard let entry = root.entry("uses") else { return [] }
    let uses = (entry.value.items ?? []).compactMap(scalar)
    if !uses.isEmpty { add("use.not_allowed", keyword: "uses", measure: .dataset, at: entry.key) }
    return uses
  }

  /// Two things must be there to hold against each other: a declared licence, licences of records or of sources, uses.
  mutating func addLicenseCompatibility(_ contract: Contract) {
    let places = ["license", "uses"].compactMap(root.entry)
    let namesLicenses = clauses.contains { $0.rule == "cell.license_invalid" }
    let hasOrigins = namesLicenses || root.entry("provenance") != nil
    let count = [contract.license != nil, hasOrigins, !contract.uses.isEmpty].count { $0 }
    guard count > 1, let entry = places.first else { return }
    let options = entry.name == "license" ? Written(entry).options : nil
    add("license.incompatible", keyword: entry.name, measure: .dataset, options: options, at: entry.key)
    // An `id` that is written there is that of the clause on the policy.
    clauses[clauses.count - 1].id = ClauseID(contract: id, field: nil, rule: "license.incompatible")
  }

  mutating func privacy(_ contract: Contract) -> PrivacyDeclaration? {
    let entry = root.entry("privacy")
    if let place = entry?.key ?? firstPrivateKey(contract) {
      add("privacy.not_allowed", keyword: "privacy", measure: .dataset, options: entry?.value, at: place)
    }
    guard let entry else { return nil }
    if let scan = entry.value.entry("scan") {
      report(
        "privacy.scan_not_enforced", "`scan` is not enforced by this version", at: scan.key, level: .warning)
      for node in scan.value.items ?? [] { _ = fieldIndex(node, contract, of: "`scan`") }
    }
    return PrivacyDeclaration(
      classification: entry.value["classification"]?.text.map(PrivacyClass.init),
      legalBasis: entry.value["legal_basis"]?.text, location: location(entry.key))
  }

  private func firstPrivateKey(_ contract: Contract) -> Node? {
    guard contract.hasPrivateFields else { return nil }
    let keys = (root["fields"]?.items ?? []).compactMap { $0.entry("privacy") }
    return keys.first { $0.value.text.map(PrivacyClass.init)?.isPrivate == true }?.key
  }
}
