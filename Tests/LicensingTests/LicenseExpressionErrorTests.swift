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

struct LicenseExpressionErrorTests {
  @Test(arguments: [
    // text, offset, problem
    ("", 0, .empty),
    ("  ", 0, .empty),
    ("MIT AND", 7, .expectedLicense(found: nil)),
    ("AND MIT", 0, .expectedLicense(found: "AND")),
    ("MIT AND OR ISC", 8, .expectedLicense(found: "OR")),
    ("()", 1, .expectedLicense(found: ")")),
    ("(MIT", 0, .unclosedParenthesis),
    ("MIT)", 3, .unopenedParenthesis),
    ("(MIT))", 5, .unopenedParenthesis),
    ("MIT ISC", 4, .expectedOperator(found: "ISC")),
    ("(MIT ISC)", 5, .expectedOperator(found: "ISC")),
    ("MIT (ISC)", 4, .expectedOperator(found: "(")),
    ("MIT And ISC", 4, .mixedCaseOperator("And")),
    ("MIT With LLVM-exception", 4, .mixedCaseOperator("With")),
    ("MIT WITH", 8, .expectedException(found: nil)),
    ("MIT WITH AND", 9, .expectedException(found: "AND")),
    ("MIT WITH (LLVM-exception)", 9, .expectedException(found: "(")),
    ("MIT WITH LLVM-exception WITH LLVM-exception", 24, .secondException),
    ("(MIT) WITH LLVM-exception", 6, .exceptionOfGroup),
    ("MIT WITH MIT", 9, .unknownException("MIT")),
    ("LLVM-exception", 0, .exceptionAlone("LLVM-exception")),
    ("MIT +", 4, .spaceBeforePlus),
    ("+", 0, .spaceBeforePlus),
    ("MIT++", 0, .unknownLicense("MIT++")),
    ("LicenseRef-", 0, .malformedReference("LicenseRef-")),
    ("LicenseRef-x+", 0, .malformedReference("LicenseRef-x+")),
    ("licenseref-x", 0, .malformedReference("licenseref-x")),
    ("DocumentRef-x", 0, .malformedReference("DocumentRef-x")),
    ("DocumentRef-:LicenseRef-x", 0, .malformedReference("DocumentRef-:LicenseRef-x")),
    ("DocumentRef-a:MIT", 0, .malformedReference("DocumentRef-a:MIT")),
    ("LicenseRef-a:LicenseRef-b", 0, .malformedReference("LicenseRef-a:LicenseRef-b")),
    ("DocumentRef-a:DocumentRef-b:LicenseRef-c", 0, .malformedReference("DocumentRef-a:DocumentRef-b:LicenseRef-c")),
    ("AdditionRef-x", 0, .malformedReference("AdditionRef-x")),
    ("MIT WITH LicenseRef-x", 9, .malformedReference("LicenseRef-x")),
    ("NONE", 0, .noExpression("NONE")),
    ("MIT OR NOASSERTION", 7, .noExpression("NOASSERTION")),
    ("MIT/ISC", 3, .character("/")),
    ("MIT, ISC", 3, .character(",")),
    ("é MIT", 0, .character("é")),
    ("MIT\u{202E}", 3, .character("\u{202E}")),
    (String(repeating: "MIT OR ", count: 600) + "MIT", 0, .tooLong(4203)),
    ("Acme-Terms", 0, .unknownLicense("Acme-Terms")),
    ("Proprietary", 0, .foreignName("Proprietary", reason: "names no terms; write LicenseRef- and their name")),
  ] as [(String, Int, LicenseExpressionError.Problem)])
  func malformedExpressionSaysWhatAndWhere(text: String, offset: Int, problem: LicenseExpressionError.Problem) {
    #expect(failure(text)?.problem == problem)
    #expect(failure(text)?.offset == offset)
    #expect(failure(text)?.message.isEmpty == false)
  }

  @Test(arguments: [
    ("CC-BY4.0", "CC-BY-4.0"),
    ("CC BY 4.0", "CC-BY-4.0"),
    ("CC-BY-NC 4.0", "CC-BY-NC-4.0"),
    ("Apache2", "Apache-2.0"),
    ("Apache License, Version 2.0", "Apache-2.0"),
    ("MIT License", "MIT"),
    ("GPL-3", "GPL-3.0-only"),
    ("ODBL", "ODbL-1.0"),
    ("CC-BY-SA-4.O", "CC-BY-SA-4.0"),
    ("MIT or Apache-20", "Apache-2.0"),
    ("MIT WITH Classpath-exception", "Classpath-exception-2.0"),
    ("MIT And ISC", "AND"),
  ])
  func suggestsWhatWasProbablyMeant(text: String, expected: String) {
    #expect(failure(text)?.suggestion == expected)
  }

  @Test func farFetchedNamesGetNoSuggestion() {
    #expect(failure("Proprietary-Terms-Of-Acme")?.suggestion == nil)
  }

  @Test func hostileNestingIsRefused() {
    func nested(_ depth: Int) -> String {
      String(repeating: "(", count: depth) + "MIT" + String(repeating: ")", count: depth)
    }
    #expect(failure(nested(65))?.problem == .nestedTooDeep)
    #expect(failure(nested(2000))?.problem == .nestedTooDeep)
    #expect(failure(nested(100_000))?.problem == .tooLong(200_003))
  }

  @Test func moderateNestingIsRead() {
    let text = String(repeating: "(", count: 60) + "MIT" + String(repeating: ")", count: 60)
    #expect(failure(text) == nil)
  }

  @Test func whatIsNotSeenIsToldByItsNumber() {
    #expect(failure("MIT\u{202E}")?.message == "U+202E cannot stand in a licence expression")
    #expect(failure("MIT\u{7}")?.message == "U+0007 cannot stand in a licence expression")
    #expect(failure("MIT/ISC")?.message == "`/` cannot stand in a licence expression")
  }

  /// A column of free text must not look for the nearest of 700 identifiers in every row: that took 3 ms each.
  @Test func aTextIsRefusedWithoutLookingForWhatWasMeant() {
    let clock = ContinuousClock()
    let spent = clock.measure {
      for number in 0..<10_000 { #expect(failure("Some licence \(number) text") != nil) }
    }
    #expect(spent < .seconds(10), "\(spent)")
  }
}
