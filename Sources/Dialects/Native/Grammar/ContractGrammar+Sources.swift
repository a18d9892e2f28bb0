import Contracts

extension ContractGrammar {
  /// Keys of `provenance`. Each rule about sources takes its options under its own name.
  static let provenance = Mapping(
    keys: [
      .init("field", .text, isRequired: true, "The field that names the source of each record."),
      .init("sources", .byKind(scalar: .text, mapping: .mapping(manifest)), isRequired: true, "The source manifest."),
      .init(
        "require", .list(of: .oneOf(SourceKey.requirable.map(\.rawValue)), minimum: 1),
        "What the manifest must say of every source in use."),
      .init("max_age", .named("age", .rule(.age)), "How long ago a source in use may have been refreshed."),
      .init("unknown", .mapping(Mapping(options: .records)), "Records whose source is not declared; blocks."),
    ] + datasetRules)

  private static let datasetRules: [Mapping.Key] = [
    ("unused", "Sources from which no record comes; warns."),
    ("unlicensed", "Sources in use without a licence; warns, and blocks where `license` is required."),
    ("license_invalid", "Sources in use whose licence is no SPDX expression; blocks."),
    ("incomplete", "Sources in use that lack something else that is required; blocks."),
    ("stale", "Sources in use that were refreshed longer ago than `max_age`; blocks."),
    ("expired", "Sources in use that may no longer be used; blocks."),
  ].map { .init($0, .named("sourceRule", .mapping(Mapping(options: .dataset))), $1) }

  private static let manifest = Mapping(keys: [
    .init("contract", .text, isRequired: true, "The contract whose dataset the manifest is, relative to this one."),
    .init(
      "columns", .mapping(Mapping(keys: SourceKey.allCases.map { .init($0.rawValue, .text, "Its column of this.") })),
      "Which of its columns say what a manifest says, where they have other names."),
  ])
}
