import Testing

@testable import Licensing

struct LicenseNoticeTests {
  private func entry(
    _ name: String, _ license: String?, url: String? = nil, attribution: String? = nil
  ) throws -> NoticeEntry {
    NoticeEntry(
      name: name, url: url, expression: try license.map { try LicenseExpression(parsing: $0) },
      attribution: attribution)
  }

  @Test func saysWhatEachLicenceAsks() throws {
    let entries = [
      try entry("Streets", "ODbL-1.0", url: "https://osm.example", attribution: "© the mappers"),
      try entry("Birds", "CC-BY-NC-SA-3.0-DE OR MIT"), try entry("Attic", nil), try entry("Zeros", "CC0-1.0"),
      try entry("Own", "LicenseRef-own"), try entry("Zeros", "CC0-1.0"),
    ]
    let text = LicenseNotice.text(
      dataset: "corpus", declared: try LicenseExpression(parsing: "CC-BY-4.0"), entries: entries)
    #expect(text == """
      NOTICE

      corpus, under CC-BY-4.0.
        https://creativecommons.org/licenses/by/4.0/

      It is made from these works:

      Attic
        Licence: not known; find out before passing this on

      Birds
        Licence: CC-BY-NC-SA-3.0-DE OR MIT
          https://creativecommons.org/licenses/by-nc-sa/3.0/de/
          https://spdx.org/licenses/MIT.html
        CC-BY-NC-SA-3.0-DE: name the maker, link the licence, and say what was changed
        CC-BY-NC-SA-3.0-DE: whom to name was not recorded here; look it up at the source
        CC-BY-NC-SA-3.0-DE: what is made from it is passed on under CC-BY-NC-SA-3.0 or CC-BY-NC-SA-3.0-DE or \
      CC-BY-NC-SA-3.0-IGO or CC-BY-NC-SA-4.0
        CC-BY-NC-SA-3.0-DE: non-commercial use only
        MIT: keep the copyright notices and the licence's text

      Own
        Licence: LicenseRef-own
        LicenseRef-own: its terms are not known here; read them before passing this on

      Streets
        Source: https://osm.example
        Attribution: © the mappers
        Licence: ODbL-1.0
          https://spdx.org/licenses/ODbL-1.0.html
        ODbL-1.0: name the source and link the licence
        ODbL-1.0: "Contains information from Streets, which is made available under the Open Database License (ODbL)."
        ODbL-1.0: what is made from it is passed on under ODbL-1.0

      Zeros
        Licence: CC0-1.0
          https://creativecommons.org/publicdomain/zero/1.0/
        CC0-1.0: asks for no attribution

      """)
    let again = LicenseNotice.text(
      dataset: "corpus", declared: try LicenseExpression(parsing: "CC-BY-4.0"), entries: entries.reversed())
    #expect(again == text)
  }

  @Test func whatIsNotSettledStandsFirst() throws {
    let open = NoticeEntry(name: "Odd", expression: nil, unreadText: "odd\nterms")
    let text = LicenseNotice.text(
      dataset: "corpus", declared: nil, entries: [open], unsettled: ["for analytics: undecided"])
    #expect(text == """
      NOTICE

      NOT SETTLED; `assay licenses` says why:
        for analytics: undecided

      corpus.

      It is made from these works:

      Odd
        Licence: `odd terms`, which is no SPDX expression; find out before passing this on

      """)
  }

  @Test func namesCannotForgeLines() throws {
    let text = LicenseNotice.text(
      dataset: "x\ny", declared: nil, entries: [try entry("A\n  Licence: CC0-1.0", "CC-BY-4.0", url: "u\r\nv")])
    #expect(!text.contains("\n  Licence: CC0-1.0"))
    #expect(text.contains("x y.\n"))
    #expect(text.contains("  Source: u  v\n"))
  }
}
