import Contracts

extension ContractGrammar {
  static let freshness: Shape = {
    let clock = Mapping(
      keys: [
        .init("field", .text, "The newest value of this field tells the age."),
        .init("manifest", .mapping(manifest), "A date in a file next to the data tells the age."),
        .init("sources", .mapping(sources), "The oldest of the dates that a file gives for each source tells the age."),
        .init("mtime", .yes, "The files' newest modification time tells the age."),
        .init("warn_after", age, "Older than this warns."),
        .init("block_after", age, "Older than this blocks."),
        .init("future_tolerance", age, "How far in the future an event time may lie."),
        .init("time_zone", .rule(.timeZone), "When a date ends, and what a timestamp without a zone means."),
        .init("expected", .mapping(dueTimes), "When new data is due; without it, its age is always that at present."),
        .init("objective", .mapping(objective), "How much of the time the data must be fresh, for `assay monitor`."),
      ] + Mapping.notes,
      constraints: [
        .exactlyOne(["field", "manifest", "sources", "mtime"]), .atLeastOne(["warn_after", "block_after"]),
      ])
    let shape = Shape.named("freshness", .mapping(clock))
    return .byKind(list: .list(of: shape, minimum: 1), mapping: shape)
  }()

  private static let age = Shape.named("age", .rule(.age))

  private static let manifest = Mapping(keys: [
    .init("file", .text, isRequired: true, "A JSON or YAML file, relative to the contract."),
    .init("pointer", .text, isRequired: true, "Where the date stands in it: a JSON pointer."),
  ])

  private static let sources = Mapping(keys: [
    .init("file", .text, isRequired: true, "A JSON or YAML file, relative to the contract."),
    .init(
      "pointer", .text, "Where the sources stand in it: a JSON pointer to a list or mapping; `/sources` by default."),
    .init("date", .text, "Where each source has its date: a JSON pointer; `/refreshed_at` by default."),
  ])

  private static let dueTimes = Mapping(keys: [
    .init(
      "days", .list(of: .oneOf(DueTimes.Weekday.allCases.map(\.rawValue)), minimum: 1), "Every day where left out."),
    .init(
      "at", .byKind(scalar: .rule(.timeOfDay), list: .list(of: .rule(.timeOfDay), minimum: 1)), isRequired: true,
      "The time of day, or several."),
    .init("time_zone", .rule(.timeZone), "Where clocks show these times; the clause's by default, else UTC."),
    .init("grace", age, "How late the data may come; not at all by default."),
    .init(
      "except", .list(of: .rule(.day), minimum: 1),
      "Days on which nothing is due although their weekday says so: holidays."),
  ])

  private static let objective: Mapping = {
    let burn = Mapping(
      keys: [
        .init("over", age, "How far back one looks; 1d by default."),
        .init("warn_above", .positiveNumber, "Faster than this warns; 1 uses up the budget just at the window's end."),
        .init("block_above", .positiveNumber, "Faster than this blocks."),
      ], constraints: [.atLeastOne(["warn_above", "block_above"])])
    return Mapping(keys: [
      .init("target", .rule(.percentage), isRequired: true, "The share of the window in which the data must be fresh."),
      .init("window", age, isRequired: true, "How far back the monitor looks."),
      .init("max_gap", age, "How long what a run of the monitor saw is taken to hold; 1d by default."),
      .init("max_unknown", .rule(.percentage), "More unknown time than this leaves it undecided; 5% by default."),
      .init("burn", .mapping(burn), "How fast the error budget may go."),
      .init(
        "severity", .named("severity", .oneOf(["warn", "block"])), "What a missed objective does; the clause's own."),
    ])
  }()
}
