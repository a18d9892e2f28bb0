import Contracts

/// The shape of a source manifest.
enum SourceGrammar {
  static let version = 1
  /// The key by which a file says that it is one.
  static let versionKey = "assay_sources"

  static let manifest = Mapping(keys: [
    .init(versionKey, .version(version), isRequired: true, "The version of this language."),
    .init("title", .text, "A human title."),
    .init("description", .text, "What these sources are, for readers."),
    .init("sources", .list(of: .named("source", .mapping(source)), minimum: 0), isRequired: true, "Every source."),
  ])

  /// One source: an item of `sources`, a line of JSONL, or a record of CSV.
  static let source = Mapping(keys: SourceKey.allCases.map(key))

  private static func key(_ key: SourceKey) -> Mapping.Key {
    let text = Shape.rule(.nonEmpty)
    let date = Shape.named("date", .rule(.dateOrTime))
    let (shape, summary): (Shape, String) =
      switch key {
      case .id: (text, "What records name it by.")
      case .name: (text, "A human name.")
      case .url: (text, "Where it is.")
      case .license: (text, "Its licence: an SPDX expression.")
      case .attribution: (text, "Whom its licence asks to name; a NOTICE says it.")
      case .legalBasis: (text, "The basis on which its data is used: consent, contract, public_task, …")
      case .retrievedAt: (date, "When the data was first taken from there.")
      case .refreshedAt: (date, "When it was last compared with what is there.")
      case .expiresAt: (date, "From then on it may not be used; a day counts until its end.")
      case .digest: (.rule(.digest), "The digest of what was taken.")
      case .derivedFrom:
        (.byKind(scalar: text, list: .list(of: text, minimum: 1)), "The ids of the sources that it was made from.")
      }
    return Mapping.Key(key.rawValue, shape, isRequired: key == .id, summary)
  }
}

/// The language of source manifests as JSON Schema 2020-12.
package func sourcesSchema() -> String {
  schemaDocument(
    of: SourceGrammar.manifest, title: "Assay source manifest, version 1",
    description: "Where a dataset's records come from, and on which terms.")
}
