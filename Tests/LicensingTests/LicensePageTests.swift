import Foundation
import TestSupport
import Testing

@testable import Licensing

/// The tables of `docs/licenses.md` are those of the code; `ASSAY_UPDATE_GOLDENS=1` writes them.
struct LicensePageTests {
  private static let path = Repository.path("docs/licenses.md")

  @Test func tablesAreThoseOfTheCode() throws {
    var page = try String(contentsOfFile: Self.path, encoding: .utf8)
    let before = page
    page = try replacing("uses", in: page, with: uses)
    page = try replacing("terms", in: page, with: terms)
    if ProcessInfo.processInfo.environment["ASSAY_UPDATE_GOLDENS"] != nil {
      try page.write(toFile: Self.path, atomically: true, encoding: .utf8)
    } else {
      #expect(page == before, "the tables of docs/licenses.md are out of date")
    }
  }

  @Test func pageNamesTheListAndTheTable() throws {
    let page = try String(contentsOfFile: Self.path, encoding: .utf8)
    #expect(page.contains("SPDX licence list \(LicenseList.version) of \(LicenseList.releaseDate)"))
    #expect(page.contains("As of \(LicenseTable.date)"))
    #expect(page.contains("None of this is legal advice"))
    for row in LicenseTable.rows where !row.terms.refusedBy.isEmpty {
      for id in row.ids { #expect(page.contains("`\(id)`"), "\(id)") }
    }
  }

  private func replacing(_ name: String, in page: String, with table: String) throws -> String {
    let start = try #require(page.range(of: "<!-- \(name) -->\n"))
    let end = try #require(page.range(of: "<!-- /\(name) -->"))
    return page[..<start.upperBound] + table + page[end.lowerBound...]
  }

  private var uses: String {
    let rows = LicenseUse.all.map { use in
      let needs = use.use.words + (use.needsDerivatives ? ", derivatives" : "")
      return "| `\(use.name)` | \(use.summary) | \(needs) |\n"
    }
    return "| use | is | needs |\n|---|---|---|\n" + rows.joined()
  }

  private var terms: String {
    let rows = LicenseTable.rows.map { row in
      let terms = row.terms
      let successors = terms.shareAlike.map { $0.successors.sorted().joined(separator: ", ") }
      let restrictions = terms.restrictions.map { "any, with its restrictions of use (\($0))" }
      let cells = [
        row.ids.map { "`\($0)`" }.joined(separator: " "), terms.use.words, attribution(terms.attribution),
        terms.allowsDerivatives ? successors ?? restrictions ?? "any" : "no derivatives", terms.databaseRight.rawValue,
      ]
      return "| \(cells.joined(separator: " | ")) |\n"
    }
    return "| licences | use | attribution | passed on under | database right |\n|---|---|---|---|---|\n" + rows.joined()
  }

  private func attribution(_ attribution: LicenseTerms.Attribution) -> String {
    attribution == .none ? "none" : attribution.duty
  }
}
