import Contracts
import Foundation
import Testing

@testable import Validation

/// The JSON Schema test suite's cases for formats, and where we differ on purpose.
@Suite struct FormatSuiteTests {
  /// Case → why we differ. A case that agrees with the suite after all fails the test.
  static let expectedFailures: [String: [String: String]] = [
    "email": [
      "a quoted string with a space in the local part is valid": quotedLocalPart,
      "a quoted string with a double dot in the local part is valid": quotedLocalPart,
      "a quoted string with a @ in the local part is valid": quotedLocalPart,
      "an IPv4-address-literal after the @ is valid": addressLiteral,
      "an IPv6-address-literal after the @ is valid": addressLiteral,
    ],
    "duration": [
      "fractional duration is not allowed by RFC 3339 ABNF": "ISO 8601 allows fractions, and durations have them",
      "years and days cannot appear without months": looserOrder,
      "hours and seconds cannot appear without minutes": looserOrder,
      "a component with many digits is valid": "a number has 18 digits at most",
    ],
    "date-time": [:],
    "hostname": [
      "invalid Punycode": punycode,
      "contains illegal char U+302E Hangul single dot tone mark": punycode,
      "Begins with a Spacing Combining Mark": punycode,
      "Begins with a Nonspacing Mark": punycode,
      "Begins with an Enclosing Mark": punycode,
      "Exceptions that are DISALLOWED, right-to-left chars": punycode,
      "Exceptions that are DISALLOWED, left-to-right chars": punycode,
      "MIDDLE DOT with no preceding 'l'": punycode,
      "MIDDLE DOT with nothing preceding": punycode,
      "MIDDLE DOT with no following 'l'": punycode,
      "MIDDLE DOT with nothing following": punycode,
      "Greek KERAIA not followed by Greek": punycode,
      "Greek KERAIA not followed by anything": punycode,
      "Hebrew GERESH not preceded by Hebrew": punycode,
      "Hebrew GERESH not preceded by anything": punycode,
      "Hebrew GERSHAYIM not preceded by Hebrew": punycode,
      "Hebrew GERSHAYIM not preceded by anything": punycode,
      "KATAKANA MIDDLE DOT with no Hiragana, Katakana, or Han": punycode,
      "KATAKANA MIDDLE DOT with no other characters": punycode,
      "Arabic-Indic digits mixed with Extended Arabic-Indic digits": punycode,
      "ZERO WIDTH JOINER not preceded by Virama": punycode,
      "ZERO WIDTH JOINER not preceded by anything": punycode,
      "contains \"--\" in the 3rd and 4th position": punycode,
    ],
  ]

  private static let quotedLocalPart = "quoted local parts are refused"
  private static let addressLiteral = "address literals are refused"
  private static let looserOrder = "ISO 8601 lets any unit be left out"
  private static let punycode = "A-labels are not decoded"

  struct Group: Decodable {
    let tests: [Case]

    struct Case: Decodable {
      let description: String
      let text: String?
      let valid: Bool

      enum CodingKeys: String, CodingKey { case description, data, valid }

      init(from decoder: Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        description = try values.decode(String.self, forKey: .description)
        valid = try values.decode(Bool.self, forKey: .valid)
        do { text = try values.decode(String.self, forKey: .data) } catch { text = nil }
      }
    }
  }

  @Test(arguments: ["email", "uri", "hostname", "ipv4", "ipv6", "date", "time", "date-time", "duration", "uuid"])
  func suiteHoldsExceptWhereWeDiffer(format: String) throws {
    let file = URL(filePath: #filePath).appending(path: "../../Data/json-schema-formats/\(format).json").standardized
    let cases = try JSONDecoder().decode([Group].self, from: Data(contentsOf: file)).flatMap(\.tests)
    let accepts = try Self.judge(format)
    var differing: Set<String> = []
    for test in cases {
      guard let text = test.text else { continue }
      if try accepts(text) != test.valid { differing.insert(test.description) }
    }
    let expected = Set(Self.expectedFailures[format, default: [:]].keys)
    #expect(differing.subtracting(expected).sorted() == [])
    #expect(expected.subtracting(differing).sorted() == [], "these agree with the suite and are no longer differences")
    #expect(cases.count > 10)
  }

  /// Formats that are types of ours are judged by the type.
  private static func judge(_ format: String) throws -> (String) throws -> Bool {
    if let validator = FormatValidator(name: format, checkJSON: { _ in false }) {
      return { text in withBytes(text) { validator.accepts($0) } }
    }
    var spelling = Spelling()
    spelling.missing = []
    spelling.zone = format == "time" ? .required : nil
    let type = try #require(FieldType(rawValue: format == "date-time" ? "timestamp" : format))
    return { text in
      let state = try Cells([text], type, spelling).states[0]
      return state == .value || state == .wide
    }
  }

  @Test func everyNameHasAValidator() {
    #expect(FormatValidator.names.count == 11)
    for name in FormatValidator.names { #expect(FormatValidator(name: name) { _ in true }?.name.rawValue == name) }
    #expect(FormatValidator(name: "date-time") { _ in true } == nil)
  }

  @Test func jsonIsJudgedByTheGivenCheck() throws {
    let format = try #require(FormatValidator(name: "json") { $0.count == 2 })
    #expect(withBytes("[]") { format.accepts($0) })
    #expect(!withBytes("[1]") { format.accepts($0) })
  }

  @Test func codesAreCompleteAndDistinct() {
    let countries = CodeTable.countries.split(whereSeparator: \.isWhitespace)
    let currencies = CodeTable.currencies.split(whereSeparator: \.isWhitespace)
    #expect(countries.count == 249 && Set(countries).count == 249)
    #expect(currencies.count == 178 && Set(currencies).count == 178)
  }

  @Test func shortTextsAreEmailsAsAPlainReaderSays() throws {
    let email = try #require(FormatValidator(name: "email") { _ in false })
    let expression = try Regex("[a1+\\-]+(\\.[a1+\\-]+)*@([a1]([a1\\-]*[a1])?\\.)+(?![1]+$)[a1]([a1\\-]*[a1])?")
    var generator = SplitMix(seed: 13)
    for _ in 0..<20_000 {
      let length = Int.random(in: 1...20, using: &generator)
      var text = String((0..<length).compactMap { _ in "aaa111a1..-+".randomElement(using: &generator) })
      let at = Int.random(in: 0...length, using: &generator)
      text.insert(Bool.random(using: &generator) ? "@" : "é", at: text.index(text.startIndex, offsetBy: at))
      if !text.contains("@") { text += "@a.a" }
      let expected = try expression.wholeMatch(in: text) != nil
      #expect(withBytes(text) { email.accepts($0) } == expected, "\(text)")
    }
  }

  @Test func emailsAreLimitedInLength() throws {
    let email = try #require(FormatValidator(name: "email") { _ in false })
    func accepts(_ local: Int, _ label: Int) -> Bool {
      let text = String(repeating: "a", count: local) + "@" + String(repeating: "b", count: label) + ".co"
      return withBytes(text) { email.accepts($0) }
    }
    #expect(accepts(64, 63) && !accepts(65, 63) && !accepts(64, 64) && !accepts(0, 3) && !accepts(3, 0))
  }

  @Test func violationsOfAColumnAreThoseOfItsCells() throws {
    let texts = ["a@b.co", "", "a@b", "a", String(repeating: "ab", count: 32), "a.b@c-d.example"]
    for name in FormatValidator.names {
      let format = try #require(FormatValidator(name: name) { _ in false })
      let cells = try Cells(texts, .string)
      var broken: [UInt32] = []
      format.appendViolations(in: cells.column, to: &broken)
      let expected = texts.indices.filter { i in texts[i] != "" && !withBytes(texts[i]) { format.accepts($0) } }
      #expect(broken.map(Int.init) == expected, "\(name)")
    }
  }
}
