/// What a dataset's NOTICE says of one work that it is made from.
package struct NoticeEntry: Hashable, Sendable {
  package var name: String
  package var url: String?
  /// `nil` where nobody has said under which licence it came.
  package var expression: LicenseExpression?
  /// What is written where nobody can read an expression.
  package var unreadText: String?
  /// Whom the licence asks to name: `© 2025 Ordnance Survey`.
  package var attribution: String?

  package init(
    name: String, url: String? = nil, expression: LicenseExpression?, unreadText: String? = nil,
    attribution: String? = nil
  ) {
    self.name = name
    self.url = url
    self.expression = expression
    self.unreadText = unreadText
    self.attribution = attribution
  }
}

/// The attribution file that the licences of a dataset's origins ask for.
package enum LicenseNotice {
  /// The text, entries sorted by name, each once, in plain lines that fit any editor.
  ///
  /// What a licence asks and the entry does not hold (a link, a holder) is left for a person, and said. `unsettled` are
  /// questions with another answer than yes, which stand first, so that nobody passes the work on without having met
  /// them: `for commercial-training: no`.
  package static func text(
    dataset: String, declared: LicenseExpression?, entries: [NoticeEntry], unsettled: [String] = [],
    table: LicenseTable = LicenseTable()
  ) -> String {
    let sorted = Set(entries).sorted { $0.order < $1.order }
    var lines = ["NOTICE", ""]
    if !unsettled.isEmpty {
      lines += ["NOT SETTLED; `assay licenses` says why:"] + unsettled.map { "  \(oneLine($0))" } + [""]
    }
    lines += ["\(oneLine(dataset))" + (declared.map { ", under \($0)" } ?? "") + "."]
    if let declared { lines += addresses(declared).map { "  \($0)" } }
    lines += ["", sorted.isEmpty ? "It names no works that it is made from." : "It is made from these works:"]
    for entry in sorted { lines += [""] + self.lines(entry, table) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(_ entry: NoticeEntry, _ table: LicenseTable) -> [String] {
    var lines = [oneLine(entry.name)]
    if let url = entry.url { lines.append("  Source: \(oneLine(url))") }
    if let attribution = entry.attribution { lines.append("  Attribution: \(oneLine(attribution))") }
    guard let expression = entry.expression else {
      let written = entry.unreadText.map { "`\(oneLine($0))`, which is no SPDX expression" } ?? "not known"
      return lines + ["  Licence: \(written); find out before passing this on"]
    }
    lines.append("  Licence: \(expression)")
    lines += addresses(expression).map { "    \($0)" }
    var seen: Set<String> = []
    for license in expression.licenses where seen.insert(license.description).inserted {
      lines += duties(license, table[license], entry).map { "  \(license): \($0)" }
    }
    return lines
  }

  private static func addresses(_ expression: LicenseExpression) -> [String] {
    var seen: Set<String> = []
    return expression.licenses.compactMap(LicenseLink.address).filter { seen.insert($0).inserted }
  }

  /// What one licence asks of whoever passes the work on.
  private static func duties(_ license: SimpleLicense, _ terms: LicenseTerms?, _ entry: NoticeEntry) -> [String] {
    guard let terms else { return ["its terms are not known here; read them before passing this on"] }
    var duties = [terms.attribution.duty]
    if terms.attribution != .none, let statement = statement(license, oneLine(entry.name)) { duties.append(statement) }
    if terms.attribution != .none, terms.attribution != .notices, entry.attribution == nil {
      duties.append("whom to name was not recorded here; look it up at the source")
    }
    if let shareAlike = terms.shareAlike {
      let successors = shareAlike.successors.sorted().joined(separator: " or ")
      duties.append("what is made from it is passed on under \(successors)")
    }
    if let restrictions = terms.restrictions {
      duties.append("its restrictions of use (\(restrictions)) are passed on")
    }
    if terms.use < .any { duties.append("\(terms.use.words) only") }
    if !terms.allowsDerivatives { duties.append("passed on unchanged only") }
    return duties
  }

  /// The sentence that a licence itself prescribes.
  private static func statement(_ license: SimpleLicense, _ name: String) -> String? {
    switch license.id {
    case "ODbL-1.0":
      "\"Contains information from \(name), which is made available under the Open Database License (ODbL).\""
    case "ODC-By-1.0":
      "\"Contains information from \(name), which is made available under the ODC Attribution License.\""
    case "OGL-UK-1.0", "OGL-UK-2.0", "OGL-UK-3.0":
      "\"Contains public sector information licensed under the Open Government Licence v\(license.id.suffix(3)).\""
    case "OGL-Canada-2.0": "\"Contains information licensed under the Open Government Licence – Canada.\""
    default: nil
    }
  }

  /// Names come from files, and a line break in one could forge an entry.
  private static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}

extension NoticeEntry {
  fileprivate var order: (String, String, String, String) {
    (name, expression?.description ?? unreadText ?? "", url ?? "", attribution ?? "")
  }
}

extension LicenseTerms.Attribution {
  /// What it asks, in words.
  package var duty: String {
    switch self {
    case .none: "asks for no attribution"
    case .credit: "name the source and link the licence"
    case .creditAndChanges: "name the maker, link the licence, and say what was changed"
    case .notices: "keep the copyright notices and the licence's text"
    }
  }
}
