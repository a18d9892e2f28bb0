import Contracts

/// The shape of a whole contract: the words of the language, with those of the checks.
struct ContractGrammar: Sendable {
  static let version = 1

  let contract: Mapping

  init(vocabulary: [Keyword]) {
    contract = Mapping(
      keys: [
        .init("assay", .version(Self.version), isRequired: true, "The version of the contract language."),
        .init("id", .rule(.identifier), isRequired: true, "The name that reports, waivers and the ledger know it by."),
        .init("version", .text, "The version of the promise that this contract makes."),
        .init("title", .text, "A human title."),
        .init("description", .text, "What the data is, for readers."),
        .init("owner", Self.owner, "Who answers for the data: a team, or team, contact and runbook."),
        .init("tags", Self.texts, "Words by which a policy can select the contract's clauses."),
        .init("data", .mapping(Self.data), isRequired: true, "Where the data lies and how its bytes are read."),
        .init("rows", .mapping(Self.rows), "Bounds on the number of records, inclusive."),
        .init(
          "malformed", .mapping(Mapping(options: .records)),
          "How many records may have structural faults; without it, one blocks."),
        .init(
          "fields", .list(of: .named("field", .mapping(Self.field(vocabulary))), minimum: 1),
          "The columns of a CSV file in order, or the paths in a JSONL document."),
        .init(
          "extra_fields", Self.clause(.oneOf(["allow", "forbid"]), .records),
          "Whether fields beyond the declared ones may occur; `forbid` by default."),
        .init(
          "order", Self.clause(.oneOf(["any", "strict"]), .dataset),
          "Whether columns may stand in any order; `strict` by default."),
        .init("checks", .list(of: Self.check(vocabulary), minimum: 0), "Clauses across fields and rows."),
        .init("pins", Self.pins, "The digests of the files that were approved, or a manifest of them."),
        .init("freshness", Self.freshness, "How old the data may be, by one clock or several."),
        .init("license", Self.clause(.text, .dataset), "The licence the data came under: an SPDX expression."),
        .init("uses", Self.texts, "What the data is used for; a policy says what is allowed."),
        .init("privacy", .mapping(Self.privacy), "The privacy of the dataset as a whole."),
        .init("provenance", .mapping(Self.provenance), "Which source each record comes from."),
      ])
  }

  static let texts = Shape.list(of: .text, minimum: 0)
  static let spellings = Shape.list(of: .scalar, minimum: 1)

  private static let owner = Shape.byKind(
    scalar: .text,
    mapping: .mapping(
      Mapping(keys: [
        .init("team", .text, "The team's name."),
        .init("contact", .text, "Where to reach it."),
        .init("runbook", .text, "What to do when a clause fails: a path or address."),
      ])))

  private static let rows: Mapping = {
    let bound = Shape.named("rowBound", clause(.count(minimum: 0), .dataset))
    let perFile = Mapping(keys: [
      .init("min", bound, "The fewest records that each file may have."),
      .init("max", bound, "The most records that each file may have."),
    ])
    return Mapping(keys: [
      .init("min", bound, "The fewest records in all; 0 allows an empty dataset."),
      .init("max", bound, "The most records in all."),
      .init("per_file", .mapping(perFile), "Bounds for each file."),
    ])
  }()

  private static let privacy = Mapping(
    keys: [
      .init("classification", .rule(.privacyClass), "The class of the dataset as a whole."),
      .init("legal_basis", .text, "The basis on which personal data is processed: consent, contract, …"),
      .init("scan", texts, "Fields to search for personal data; not enforced by this version."),
    ], options: .dataset)
}

extension ContractGrammar {
  private static let pins: Shape = {
    let digests = Mapping(others: .named("digest", .rule(.digest)), minimumCount: 1)
    var long = Mapping(
      keys: [
        .init("files", .mapping(digests), "Each file's digest."),
        .init("manifest", .text, "A `sha256sum` list, a `.dvc` file or a Git LFS pointer."),
      ], options: .dataset)
    long.constraints.append(.exactlyOne(["files", "manifest"]))
    return .byKind(scalar: .text, mapping: .keyed(by: ["files", "manifest"], long: long, short: digests))
  }()

  /// A clause in its short and its long form.
  static func clause(_ value: Shape, _ measure: Clause.Measure, summary: String = "What the clause asks.") -> Shape {
    var isFlag = false
    var isList = false
    switch value {
    case .flag: isFlag = true
    case .list: isList = true
    default: break
    }
    let long = Shape.mapping(
      Mapping(keys: [.init("value", value, isRequired: !isFlag, summary)], options: measure))
    return isList ? .byKind(list: value, mapping: long) : .byKind(scalar: value, mapping: long)
  }

  private static func check(_ vocabulary: [Keyword]) -> Shape {
    let keywords = vocabulary.filter { $0.place == .checks }
    let keys = keywords.map { Mapping.Key($0.name, $0.argument.shape, $0.summary) }
    let mapping = Mapping(
      keys: keys, options: keywords.contains { $0.measure == .records } ? .records : .dataset,
      constraints: [.exactlyOne(keys.map(\.name))])
    return .named("check", .mapping(mapping))
  }
}

extension Mapping {
  /// A mapping with the options that any clause may carry.
  init(keys: [Key] = [], options measure: Clause.Measure, constraints: [Constraint] = []) {
    let limit = Shape.named("limit", .limit)
    var options = [Key("severity", .named("severity", .oneOf(["warn", "block"])), "What a breach does.")]
    var all = constraints
    if measure == .records {
      options.append(Key("warn_above", limit, "More violating records than this warn."))
      options.append(Key("block_above", limit, "More violating records than this block."))
      all.append(.excludes("severity", ["warn_above", "block_above"]))
    }
    self.init(keys: keys + options + Self.notes, constraints: all)
  }

  /// What says something about a clause, and nothing about when it fails.
  static let notes: [Key] = [
    Key("id", .rule(.identifier), "A name for the clause, instead of field and rule."),
    Key("because", .text, "Why the rule exists."),
    Key("owner", .text, "Who answers for this clause."),
    Key("tags", .list(of: .text, minimum: 0), "Words by which a policy can select this clause."),
  ]
}

extension Keyword.ArgumentType {
  /// What a contract may write after the word.
  var shape: Shape {
    switch self {
    case .flag: .flag
    case .count: .count(minimum: 0)
    case .value, .text: .text
    case .positiveNumber: .positiveNumber
    case .oneOf(let options): .oneOf(options)
    case .values: .list(of: .scalar, minimum: 1)
    case .fields(let minimum): .list(of: .text, minimum: minimum)
    }
  }
}
