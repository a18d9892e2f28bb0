import Contracts
import Foundation
import Testing

@testable import Validation

/// JSONTestSuite by Nicolas Seriot: `y_` must be read, `n_` refused, `i_` is ours to decide.
struct JSONTestSuiteTests {
  static let files: [(name: String, bytes: [UInt8])] = {
    let folder = SuiteData.folder("json-test-suite").appending(path: "test_parsing")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().compactMap { name in
      (try? Data(contentsOf: folder.appending(path: name))).map { (name, Array($0)) }
    }
  }()

  /// What must be read by RFC 8259, and that we refuse all the same, with the reason.
  static let refused = [
    "y_object_duplicated_key.json": "duplicate_key: which of two values is meant, no one can tell",
    "y_object_duplicated_key_and_value.json": "duplicate_key: which of two values is meant, no one can tell",
  ]

  /// What RFC 8259 leaves open.
  static let decided = [
    // Numbers that underflow are 0 as a double; their text is kept.
    "i_number_double_huge_neg_exp.json": "read",
    "i_number_real_underflow.json": "read",
    // No double is so large.
    "i_number_huge_exp.json": "number_out_of_range",
    "i_number_neg_int_huge_exp.json": "number_out_of_range",
    "i_number_pos_double_huge_exp.json": "number_out_of_range",
    "i_number_real_neg_overflow.json": "number_out_of_range",
    "i_number_real_pos_overflow.json": "number_out_of_range",
    // Integers of any length are read exactly.
    "i_number_too_big_neg_int.json": "read",
    "i_number_too_big_pos_int.json": "read",
    "i_number_very_big_negative_int.json": "read",
    // A lone surrogate is no character, so no text holds it.
    "i_object_key_lone_2nd_surrogate.json": "lone_surrogate",
    "i_string_1st_surrogate_but_2nd_missing.json": "lone_surrogate",
    "i_string_1st_valid_surrogate_2nd_invalid.json": "lone_surrogate",
    "i_string_incomplete_surrogate_and_escape_valid.json": "lone_surrogate",
    "i_string_incomplete_surrogate_pair.json": "lone_surrogate",
    "i_string_incomplete_surrogates_escape_valid.json": "lone_surrogate",
    "i_string_invalid_lonely_surrogate.json": "lone_surrogate",
    "i_string_invalid_surrogate.json": "lone_surrogate",
    "i_string_inverted_surrogates_U+1D11E.json": "lone_surrogate",
    "i_string_lone_second_surrogate.json": "lone_surrogate",
    // What is not UTF-8 is a fault of encoding; other encodings are transcoded before.
    "i_string_UTF-16LE_with_BOM.json": "bad_encoding",
    "i_string_UTF-8_invalid_sequence.json": "bad_encoding",
    "i_string_UTF8_surrogate_U+D800.json": "bad_encoding",
    "i_string_invalid_utf-8.json": "bad_encoding",
    "i_string_iso_latin_1.json": "bad_encoding",
    "i_string_lone_utf8_continuation_byte.json": "bad_encoding",
    "i_string_not_in_unicode_range.json": "bad_encoding",
    "i_string_overlong_sequence_2_bytes.json": "bad_encoding",
    "i_string_overlong_sequence_6_bytes.json": "bad_encoding",
    "i_string_overlong_sequence_6_bytes_null.json": "bad_encoding",
    "i_string_truncated-utf-8.json": "bad_encoding",
    // A NUL is UTF-8, but no JSON.
    "i_string_utf16BE_no_BOM.json": "malformed_document",
    "i_string_utf16LE_no_BOM.json": "malformed_document",
    // 1024 levels are read.
    "i_structure_500_nested_arrays.json": "read",
    // The byte order mark of a file is removed before; this one is no JSON.
    "i_structure_UTF-8_BOM_empty_object.json": "malformed_document",
  ]

  static func outcome(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBufferPointer { PlainJSONReader().check(document: $0)?.kind.name ?? "read" }
  }

  @Test func suiteIsComplete() {
    let counts = Dictionary(grouping: Self.files, by: { $0.name.prefix(2) }).mapValues(\.count)
    #expect(counts == ["y_": 95, "n_": 188, "i_": 35])
  }

  @Test func whatMustBeReadIsRead() {
    for file in Self.files where file.name.hasPrefix("y_") {
      let isListed = Self.refused[file.name] != nil
      #expect((Self.outcome(file.bytes) == "read") != isListed, "\(file.name): \(Self.outcome(file.bytes))")
    }
  }

  @Test func whatMustBeRefusedIsRefused() {
    for file in Self.files where file.name.hasPrefix("n_") {
      #expect(Self.outcome(file.bytes) != "read", "\(file.name)")
    }
  }

  @Test func whatIsOpenIsDecidedAsListed() {
    let outcomes = Self.files.filter { $0.name.hasPrefix("i_") }.map { ($0.name, Self.outcome($0.bytes)) }
    for (name, outcome) in outcomes { #expect(outcome == Self.decided[name], "\(name)") }
    #expect(outcomes.count == Self.decided.count)
  }

  @Test func bothReadersSayTheSameOfEveryFile() {
    for file in Self.files {
      for text in [file.bytes, Array(#"{"k":"#.utf8) + file.bytes + Array("}\n".utf8)] {
        let both = JSONLinesReader.Engine.allCases.map {
          Shredding(text, paths: ["k", "k[]", "k.a", "k.a[].b"], engine: $0)
        }
        #expect(both[0] == both[1], "\(file.name)")
      }
    }
  }
}
