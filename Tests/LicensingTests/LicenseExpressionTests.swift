import Testing

@testable import Licensing

private func canonical(_ text: String) throws -> String { try LicenseExpression(parsing: text).description }

struct LicenseExpressionTests {
  @Test(arguments: [
    ("mit", "MIT"),
    ("  CC-by-4.0\t", "CC-BY-4.0"),
    ("(MIT)", "MIT"),
    ("((mit))", "MIT"),
    ("mit or apache-2.0", "MIT OR Apache-2.0"),
    ("MIT OR Apache-2.0 AND ISC", "MIT OR Apache-2.0 AND ISC"),
    ("(MIT OR Apache-2.0) AND ISC", "(MIT OR Apache-2.0) AND ISC"),
    ("MIT OR (Apache-2.0 AND ISC)", "MIT OR Apache-2.0 AND ISC"),
    ("MIT AND (ISC AND 0BSD)", "MIT AND ISC AND 0BSD"),
    ("(MIT)AND(ISC)", "MIT AND ISC"),
    ("gpl-2.0+ with classpath-EXCEPTION-2.0", "GPL-2.0+ WITH Classpath-exception-2.0"),
    ("gpl-2.0-or-later", "GPL-2.0-or-later"),
    ("Apache-2.0+", "Apache-2.0+"),
    ("LicenseRef-My.Terms-1", "LicenseRef-My.Terms-1"),
    ("DocumentRef-a:LicenseRef-b", "DocumentRef-a:LicenseRef-b"),
    ("MIT WITH AdditionRef-x", "MIT WITH AdditionRef-x"),
    ("MIT WITH DocumentRef-d:AdditionRef-x", "MIT WITH DocumentRef-d:AdditionRef-x"),
    ("LicenseRef-x WITH LLVM-exception", "LicenseRef-x WITH LLVM-exception"),
    ("MIT WITH LLVM-exception AND ISC OR 0BSD", "MIT WITH LLVM-exception AND ISC OR 0BSD"),
  ])
  func printsTheCanonicalText(text: String, expected: String) throws {
    #expect(try canonical(text) == expected)
  }

  @Test func orBindsLessThanAnd() throws {
    let expression = try LicenseExpression(parsing: "MIT OR ISC AND 0BSD")
    let (mit, isc, zero) = (SimpleLicense(id: "MIT"), SimpleLicense(id: "ISC"), SimpleLicense(id: "0BSD"))
    #expect(expression.term == .or([.license(mit), .and([.license(isc), .license(zero)])]))
  }

  @Test func everyListedLicenseReadsInAnyCase() throws {
    #expect(LicenseList.licenses.count == 699)
    for id in LicenseList.licenses {
      #expect(try canonical(id) == id)
      #expect(try canonical(id.uppercased()) == id)
      #expect(try canonical(id.lowercased()) == id)
    }
  }

  @Test func everyListedExceptionReadsInAnyCase() throws {
    #expect(LicenseList.exceptions.count == 79)
    for id in LicenseList.exceptions { #expect(try canonical("MIT WITH \(id.lowercased())") == "MIT WITH \(id)") }
  }

  @Test func theListHasAVersionAndADate() {
    #expect(LicenseList.version.split(separator: ".").count >= 2)
    #expect(LicenseList.releaseDate.count == 10)
  }

  @Test(arguments: [
    // expression, allowed, whether that suffices
    ("MIT", ["MIT"], true),
    ("MIT", ["ISC"], false),
    ("MIT OR ISC", ["ISC"], true),
    ("MIT OR ISC", [], false),
    ("MIT AND ISC", ["ISC"], false),
    ("MIT AND ISC", ["ISC", "MIT"], true),
    ("MIT OR ISC AND 0BSD", ["ISC"], false),
    ("MIT OR ISC AND 0BSD", ["MIT"], true),
    ("(MIT OR ISC) AND 0BSD", ["MIT"], false),
    ("(MIT OR ISC) AND 0BSD", ["MIT", "0BSD"], true),
  ])
  func orPicksAnyAndNeedsAll(text: String, allowed: [String], expected: Bool) throws {
    #expect(try LicenseExpression(parsing: text).isAllowed { allowed.contains($0.id) } == expected)
  }

  @Test func retiredIdentifiersAreFlaggedWithTheirSuccessor() throws {
    let expression = try LicenseExpression(parsing: "GPL-2.0+ AND GPL-3.0 AND MIT AND Nunit AND GPL-3.0-only")
    #expect(expression.deprecated.map(\.description) == ["GPL-2.0+", "GPL-3.0", "Nunit"])
    #expect(expression.deprecated.map(\.current.description) == ["GPL-2.0-or-later", "GPL-3.0-only", "Nunit"])
  }

  @Test func everyRetiredIdentifierLeadsToACurrentOneOrStays() throws {
    let retired = LicenseList.licenses.filter(LicenseList.deprecated.contains).map { SimpleLicense(id: $0) }
    #expect(retired.count > 20)
    for license in retired where license.current != license {
      #expect(!license.current.isDeprecated, "\(license)")
      #expect(try LicenseExpression(parsing: license.current.description).licenses == [license.current])
    }
    #expect(SimpleLicense(id: "GPL-2.0-with-classpath-exception").current.description
      == "GPL-2.0-only WITH Classpath-exception-2.0")
  }

  @Test func retiredExceptionIsFlagged() throws {
    #expect(try LicenseExpression(parsing: "MIT WITH Nokia-Qt-exception-1.1").deprecated.count == 1)
  }

  @Test func canonicalTextIsAFixedPoint() throws {
    var random = SplitMix(seed: 20_261_121)
    for _ in 0..<2000 {
      let text = randomExpression(depth: 4, using: &random)
      let once = try LicenseExpression(parsing: text)
      let twice = try LicenseExpression(parsing: once.description)
      #expect(once == twice, "\(text)")
      #expect(once.description == twice.description)
    }
  }

  @Test func allowingMoreNeverForbids() throws {
    var random = SplitMix(seed: 7)
    for _ in 0..<500 {
      let expression = try LicenseExpression(parsing: randomExpression(depth: 3, using: &random))
      let some = Set(expression.licenses.filter { _ in Bool.random(using: &random) })
      guard expression.isAllowed(by: some.contains) else { continue }
      #expect(expression.isAllowed { some.contains($0) || $0.id == "MIT" })
    }
  }
}

private func randomExpression(depth: Int, using random: inout SplitMix) -> String {
  let leaves = [
    "mit", "Apache-2.0+", "LicenseRef-x", "cc-by-4.0", "GPL-2.0+ with Classpath-exception-2.0",
    "ISC WITH AdditionRef-y",
  ]
  guard depth > 0, Int.random(in: 0..<4, using: &random) > 0 else {
    return leaves[Int.random(in: 0..<leaves.count, using: &random)]
  }
  let left = randomExpression(depth: depth - 1, using: &random)
  let right = randomExpression(depth: depth - 1, using: &random)
  switch Int.random(in: 0..<6, using: &random) {
  case 0: return "\(left) AND \(right)"
  case 1: return "\(left) or \(right)"
  case 2: return "(\(left)) and (\(right))"
  case 3: return "(\(left) OR \(right))"
  case 4: return "((\(left) AND \(right)))"
  default: return "((\(left))OR(\(right)))"
  }
}
