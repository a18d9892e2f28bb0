import Testing

@testable import Licensing

private func failure(_ text: String) -> LicenseExpressionError? {
  do {
    _ = try LicenseExpression(parsing: text)
    return nil
  } catch {
    return error
  }
}

struct ForeignLicenseNameTests {
  @Test(arguments: [
    // Hugging Face
    ("odc-by", "ODC-By-1.0"), ("odbl", "ODbL-1.0"), ("PDDL", "PDDL-1.0"), ("c-uda", "C-UDA-1.0"),
    ("openrail", "LicenseRef-OpenRAIL"), ("openrail++", "LicenseRef-OpenRAIL-PP"), ("llama3.1", "LicenseRef-Llama-3.1"),
    // Open Definition and CKAN
    ("ODC-PDDL-1.0", "PDDL-1.0"), ("ODC-BY-1.0", nil), ("FAL-1.3", "LAL-1.3"), ("cc-zero", "CC0-1.0"),
    ("fr-lo", "etalab-2.0"), ("dl-de/by-2-0", "DL-DE-BY-2.0"),
    // Creative Commons
    ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
    ("http://creativecommons.org/licenses/by/4.0", "CC-BY-4.0"),
    ("HTTPS://www.creativecommons.org/licenses/by-nc-sa/4.0/legalcode", "CC-BY-NC-SA-4.0"),
    ("creativecommons.org/licenses/by-sa/3.0/de/deed.de", "CC-BY-SA-3.0-DE"),
    ("https://creativecommons.org/licenses/by-nd-nc/1.0/", "CC-BY-NC-ND-1.0"),
    ("https://creativecommons.org/licenses/by/4.0/legalcode.fr#s3", "CC-BY-4.0"),
    ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
    ("https://creativecommons.org/publicdomain/zero/1.0/deed.en?x=1", "CC0-1.0"),
    ("https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0"),
    ("https://creativecommons.org/licenses/publicdomain/", "CC-PDDC"),
    // Others
    ("https://spdx.org/licenses/MIT.html", "MIT"), ("https://spdx.org/licenses/gpl-2.0+.html", "GPL-2.0-or-later"),
    ("https://opensource.org/licenses/MIT", "MIT"), ("https://opensource.org/license/mit/", "MIT"),
    ("https://opendatacommons.org/licenses/odbl/1-0/", "ODbL-1.0"),
    ("https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", "OGL-UK-3.0"),
    ("https://www.govdata.de/dl-de/by-2-0", "DL-DE-BY-2.0"), ("https://cdla.dev/permissive-2-0/", "CDLA-Permissive-2.0"),
    ("https://www.apache.org/licenses/LICENSE-2.0", "Apache-2.0"),
  ] as [(String, String?)])
  func foreignNameSaysWhatToWrite(text: String, expected: String?) throws {
    guard let expected else {
      #expect(failure(text) == nil, "an SPDX identifier already")
      return
    }
    let error = try #require(failure(text))
    #expect(error.suggestion == expected)
    #expect(error.problem == .foreignName(text, reason: nil))
    #expect(try LicenseExpression(parsing: expected).description == expected, "what is advised must be valid")
  }

  @Test(arguments: [
    ("other", "license_name"), ("unknown", "nobody knows"), ("notspecified", "no licence was given"),
    ("cc", "family"), ("gpl", "family"), ("cc-by", "version"), ("other-open", "open"),
    ("https://creativecommons.org/licenses/by/3.0/fr/", "LicenseRef-CC-BY-3.0-FR"),
    ("https://creativecommons.org/licenses/by-sa/", "CC-BY-SA-4.0"),
  ])
  func nameWithoutEquivalentSaysWhy(text: String, reason: String) throws {
    let error = try #require(failure(text))
    #expect(error.suggestion == nil)
    #expect(error.description.contains(reason), "\(error)")
  }

  @Test(arguments: [
    "https://example.com/terms", "https://creativecommons.org/", "https://creativecommons.org/licenses/by-xx/4.0/",
    "https://spdx.org/licenses/Nope", "https://creativecommons.org/licenses/by/4.0$/", "://", "/",
    "https://creativecommons.org/licenses/by/\u{1}/",
  ])
  func unknownLinkIsNotGuessed(text: String) { #expect(ForeignLicenseName(text) == nil) }

  @Test func everyRowIsSoundAndNeeded() throws {
    for name in ForeignNameTable.all {
      #expect(failure(name) != nil, "\(name) is read without its row")
      if case .spdx(let expression)? = ForeignLicenseName(name) {
        #expect(try LicenseExpression(parsing: expression).description == expression, "\(name)")
      }
    }
  }

  @Test func everyAddressLeadsBack() throws {
    for id in LicenseList.licenses where id.hasPrefix("CC") {
      let license = SimpleLicense(id: id)
      let address = try #require(LicenseLink.address(of: license))
      #expect(ForeignLicenseName(address) == .spdx(id), "\(address)")
    }
  }
}
