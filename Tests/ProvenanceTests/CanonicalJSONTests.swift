import Testing

@testable import Provenance

@Suite struct CanonicalJSONTests {
  private func text(_ value: CanonicalJSON) -> String { String(decoding: value.bytes, as: UTF8.self) }

  /// The examples of RFC 8785, 3.2.2.2 and 3.2.3, as far as they have no fractions.
  @Test func theExamplesOfTheStandard() {
    #expect(text(.string("\u{20AC}$\u{F}\nA'B\"\\\\\"/")) == #""€$\u000f\nA'B\"\\\\\"/""#)
    let object: CanonicalJSON = .object([
      "\u{20AC}": "Euro Sign".canonical, "\r": "Carriage Return".canonical,
      "\u{FB33}": "Hebrew Letter Dalet With Dagesh".canonical, "1": "One".canonical,
      "\u{1F600}": "Emoji: Grinning Face".canonical, "\u{80}": "Control".canonical,
      "\u{F6}": "Latin Small Letter O With Diaeresis".canonical,
    ])
    // By UTF-16 code units: the emoji's surrogate stands before U+FB33.
    let expected = [
      #""\r":"Carriage Return""#, #""1":"One""#, "\"\u{80}\":\"Control\"",
      "\"\u{F6}\":\"Latin Small Letter O With Diaeresis\"", "\"\u{20AC}\":\"Euro Sign\"",
      "\"\u{1F600}\":\"Emoji: Grinning Face\"", "\"\u{FB33}\":\"Hebrew Letter Dalet With Dagesh\"",
    ]
    #expect(text(object) == "{\(expected.joined(separator: ","))}")
  }

  @Test func onlyTheOneSpellingIsRead() throws {
    for spelling in [#"{"a":1,"b":[true,"x"]}"#, "[]", "-7", #""é""#, "9007199254740991"] {
      _ = try CanonicalJSON.node(Array(spelling.utf8))
    }
    for other in [
      #"{"b":1,"a":2}"#, #"{"a": 1}"#, "[1] ", "null", "1.0", "1e3", "-0", "01", "9007199254740992", #""\u00e9""#,
      #""\/""#, #"{"a":1,"a":1}"#, "", "\u{FEFF}1",
    ] {
      #expect(throws: EntryProblem.self, "\(other)") { try CanonicalJSON.node(Array(other.utf8)) }
    }
  }
}
