import Contracts

extension ContractGrammar {
  /// Keys of `data`.
  static let data = Mapping(keys: [
    .init(
      "files", .byKind(scalar: .text, list: .list(of: .text, minimum: 1)), isRequired: true,
      "Paths or globs, relative to the contract; `-` is standard input."),
    .init(
      "format", .oneOf(DataSource.Format.allCases.map(\.rawValue)),
      "Taken from the files' names where it is left out."),
    .init("encoding", .oneOf(DataSource.Encoding.allCases.map(\.rawValue)), "`utf-8` by default."),
    .init(
      "byte_order_mark", .oneOf(DataSource.ByteOrderMark.allCases.map(\.rawValue)), "Whether files begin with one."),
    .init("record_limit", .byteCount, "A longer record is a fault; 16M (MiB) by default."),
    .init("csv", .mapping(csv), "How CSV departs from RFC 4180. Never guessed."),
  ])

  private static let csv = Mapping(
    keys: [
      .init("delimiter", .rule(.lineless), "One character or several between cells; `,` by default."),
      .init("quote", .rule(.quote), "The quote character, or `none`; `\"` by default."),
      .init("escape", .rule(.asciiCharacter), "Makes the next character literal inside quotes."),
      .init("record_delimiter", .rule(.nonEmpty), "`newline` (LF or CR LF, the default), or exactly this text."),
      .init("line_breaks", .oneOf(["allow", "forbid"]), "Whether a quoted cell may span lines; `allow` by default."),
      .init("header", .flag, "Whether each file begins with the columns' names; true by default."),
      .init("preamble_lines", .count(minimum: 0), "Lines before the header that are not data."),
      .init("comment_prefix", .rule(.lineless), "Records that begin with this are not data."),
    ] + spelling)

  /// Keys that say how values are spelled, for one field or under `csv` for all.
  static let spelling: [Mapping.Key] = [
    .init("missing", .list(of: .scalar, minimum: 0), "Spellings that stand for null."),
    .init("trim", .flag, "Whether blanks around a value are dropped before it is read."),
    .init("layout", .rule(.layout), "How dates and times are written: iso, epoch_s, epoch_ms, or %d/%m/%Y."),
    .init("decimal_mark", .oneOf([".", ","]), "What stands before decimals; `.` by default."),
    .init("group_mark", .rule(.mark), "What may stand between groups of three digits."),
    .init("true", spellings, "Spellings of true."),
    .init("false", spellings, "Spellings of false."),
    .init(
      "zone", .oneOf(Spelling.Zone.allCases.map(\.rawValue)), "Whether a timestamp carries an offset."),
  ]

  /// Keys of one field: its own, its spelling's, and the checks'.
  static func field(_ vocabulary: [Keyword]) -> Mapping {
    let type = clause(.oneOf(FieldType.allCases.map(\.rawValue)), .records)
    let own: [Mapping.Key] = [
      .init("name", .text, isRequired: true, "The header of a column, literally; in JSONL a path such as meta.url."),
      .init("type", .named("type", type), isRequired: true, "What every value must be."),
      .init("optional", .flag, "Whether the column may be absent."),
      .init("nullable", .flag, "With `required`: the field must be present, but may be null."),
      .init("privacy", .named("privacyClass", .rule(.privacyClass)), "Values of a class but `public` are masked."),
      .init("title", .text, "A human title."),
      .init("description", .text, "What the field holds, for readers."),
    ]
    let keywords = vocabulary.filter { $0.place == .field }.map { keyword in
      Mapping.Key(keyword.name, clause(keyword.argument.shape, keyword.measure), keyword.summary)
    }
    return Mapping(keys: own + spelling + keywords)
  }
}
