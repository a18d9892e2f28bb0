import Contracts
import Foundation
import TestSupport
import Testing

/// frictionless-py: its fixture tables, with and without a schema, against what frictionless 5.21.0 answered.
struct FrictionlessTests {
  /// Tables where the two answer otherwise, and why.
  static let expectedDifferences: [String: String] = {
    let types = "there, types are guessed where no schema declares them"
    let encoding = "there, the encoding is guessed; here it is UTF-8 until the contract says otherwise"
    let dialect = "there, delimiters, comments and blanks before quotes are guessed; here the contract says them"
    let blank = "a row of delimiters is a record of nulls, which `required` finds; only an empty line is blank"
    let quote = "a quote in a cell that does not begin with one is a fault here, and text there"
    let labels = "there, labels are matched by place; here columns are found by name, and a missing one fails once"
    return [
      "accent.csv": dialect, "blank-rows-multiple.csv": blank, "blank-rows.csv": blank, "capital-invalid.csv": types,
      "capital-invalid.csv + fixtures/schema.yaml": labels, "countries.csv": dialect, "escaping.csv": dialect,
      "invalid.csv + schema-valid-simple.json": labels, "issue-1109.csv": quote, "issue-1138.csv": dialect,
      "issue-833.csv": quote, "latin1.csv": encoding, "matrix-with-comment.csv": dialect,
      "schema-errors.csv + schema-valid.json":
        "there, a key that is null fails besides as a key, and cells of a record with too many are judged",
      "structure-errors.csv": blank, "table-infer-increase-limit.csv": types, "table-infer-iso-8859-7.csv": encoding,
      "table.csv + schema-reverse.json": labels, "table.csv + schema-valid.json": labels,
    ]
  }()

  /// Answers about whole packages, with foreign keys, several dialects and metadata of their own. One of them is a
  /// single table, which `numbersFailAsTheirs` takes.
  static let packages = 9

  /// Their error for each fault and rule.
  static let errorTypes = [
    "missing_cell": "missing-cell", "extra_cell": "extra-cell", "blank_record": "blank-row",
    "column.blank": "blank-label", "column.duplicate": "duplicate-label", "data.unreadable": "source-error",
    "column.missing": "missing-label", "column.extra": "extra-label", "column.order": "incorrect-label",
    "cell.wrong_type": "type-error", "cell.missing": "constraint-error", "cell.not_in_enum": "constraint-error",
    "cell.below_minimum": "constraint-error", "cell.above_maximum": "constraint-error",
    "column.duplicate_value": "primary-key",
  ]

  @Test func tablesFailAsTheirs() throws {
    let answers = try answers()
    #expect(answers.count { $0.key.hasPrefix("package: ") } == Self.packages)
    for (name, theirs) in answers where !name.hasPrefix("package: ") {
      let ours = try errors(name)
      let difference = Self.expectedDifferences[name]
      #expect((ours == theirs) == (difference == nil), "\(name): \(ours.sorted()) against \(theirs.sorted())")
    }
  }

  @Test func everyDifferenceIsATable() throws {
    #expect(Set(Self.expectedDifferences.keys).isSubset(of: try answers().keys))
  }

  /// The one package that is a single table of numbers, cell by cell.
  @Test func numbersFailAsTheirs() throws {
    let theirs = try suiteJSON("frictionless-py/expected-frictionless-5.21.0.json", as: [String: [String: Any]].self)
    let errors = try #require(theirs["package: number/datapackage.json"]?["errors"] as? [[String: Any]])
    let cells = errors.map { "\($0["fieldName"] as? String ?? "") \($0["rowNumber"] as? Int ?? 0)" }
    let result = try evaluate(Self.numbers, ["number-test.csv": bytes(of: "number/number-test.csv")])
    let ours = result.clauses.flatMap { clause in
      clause.exemplars.map { "\(clause.field ?? "") \(($0.position.record ?? 0) + 1)" }
    }
    // NaN, INF and -INF stand in the rows 2, 3 and 4; there, they are numbers.
    let differences = Set(ours).symmetricDifference(cells)
    let fields = ["number", "required", "unique", "minimum", "maximum", "enum"]
    let notNumbers = Set(fields.flatMap { field in (2...4).map { "\(field) \($0)" } })
    #expect(notNumbers.isSubset(of: ours))
    #expect(differences == notNumbers.subtracting(cells))
  }

  private static let numbers = """
    assay: 1
    id: numbers
    data: { files: number-test.csv }
    fields:
      - { name: number, type: number }
      - { name: required, type: number, required: true }
      - { name: unique, type: number, unique: true }
      - { name: minimum, type: number, minimum: -99.99 }
      - { name: maximum, type: number, maximum: 1000 }
      - { name: enum, type: number, enum: [0.95, 1, 0, 4, 4E4] }
    """

  // MARK: Theirs

  /// Errors as `type row` or `type column n`, by table: once for each row, since a record has one fault here.
  private func answers() throws -> [String: Set<String>] {
    try suiteJSON("frictionless-py/expected-frictionless-5.21.0.json", as: [String: [String: Any]].self).mapValues {
      answer in
      Set((answer["errors"] as? [[String: Any]] ?? []).map(description))
    }
  }

  private func description(_ error: [String: Any]) -> String {
    let type = error["type"] as? String ?? ""
    if let row = error["rowNumber"] as? Int { return "\(type) row \(row)" }
    if type.hasSuffix("-label"), let column = error["fieldNumber"] as? Int { return "\(type) column \(column)" }
    return type
  }

  // MARK: Ours

  private func errors(_ name: String) throws -> Set<String> {
    let parts = name.components(separatedBy: " + ")
    let fields = parts.count == 2 ? try TableSchema(named: parts[1]).fields : ""
    let contract = "assay: 1\nid: table\ndata: { files: table.csv }\nrows: { min: 0 }\n" + fields
    let result = try evaluate(contract, ["table.csv": bytes(of: parts[0])])
    return Set(result.clauses.filter { $0.status == .failed }.flatMap(descriptions))
  }

  private func bytes(of table: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: suitePath("frictionless-py/data/\(table)"))))
  }

  private func descriptions(_ result: ClauseResult) -> [String] {
    result.exemplars.map { violation in
      let name = violation.kind ?? result.clause.rule.rawValue
      let type = Self.errorTypes[name] ?? name
      // They count the header as row 1.
      if let record = violation.position.record { return "\(type) row \(record + 1)" }
      return violation.detail.map { type.hasSuffix("-label") ? "\(type) \($0)" : type } ?? type
    }
  }
}

/// A Table Schema as far as these need it, as the lines of a contract.
struct TableSchema {
  let fields: String

  init(named name: String) throws {
    guard name.hasSuffix(".json") else {
      fields = Self.yaml[name] ?? ""
      return
    }
    let schema = try suiteJSON("frictionless-py/data/\(name)", as: [String: Any].self)
    let key = schema["primaryKey"] as? String
    let lines = (schema["fields"] as? [[String: Any]] ?? []).map { field -> String in
      let name = field["name"] as? String ?? ""
      let isRequired = (field["constraints"] as? [String: Any])?["required"] as? Bool == true
      let clauses = (isRequired ? ", required: true" : "") + (name == key ? ", unique: true" : "")
      return "  - { name: \(name), type: \(field["type"] as? String ?? "any")\(clauses) }\n"
    }
    fields = "fields:\n" + lines.joined()
  }

  /// Schemas that their authors wrote in YAML, which Foundation does not read.
  private static let yaml = [
    "schema.yaml": "fields:\n  - { name: id, type: integer }\n  - { name: name, type: string }\n",
    "fixtures/schema.yaml": """
      fields:
        - { name: abc, type: string, enum: [A, B, C] }
        - { name: xyz, type: string, enum: [X, Y, Z] }
        - { name: string, type: string }
        - { name: number, type: decimal, minimum: 0 }
        - { name: integer, type: integer, minimum: 1, maximum: 10 }
        - { name: boolean, type: boolean }

      """,
  ]
}
