import Contracts
import Markup

/// `*.model.yaml` → `ModelManifest`, with every problem in one go.
package struct ModelReader {
  private var reading: MarkupReading

  /// Reads the bytes of a model's file; `nil` as soon as there is an error. `file` is the path to show.
  package static func read(_ bytes: [UInt8], file: String) -> (model: ModelManifest?, diagnostics: [Diagnostic]) {
    var reader = ModelReader(reading: MarkupReading(file: file))
    let model = reader.model(bytes)
    return (reader.reading.hasErrors ? nil : model, reader.reading.diagnostics.sorted())
  }

  private mutating func model(_ bytes: [UInt8]) -> ModelManifest? {
    guard let root = reading.root(of: bytes, what: "model"),
      let values = reading.mapping(
        root, "a model", keys: PolicyGrammar.model, required: PolicyGrammar.modelRequired)
    else { return nil }
    reading.version(root, "assay_model")
    // All are read before any is missed, so that every problem is found.
    let id = values["id"].flatMap { reading.text($0, "`id`") }
    let version = values["version"].flatMap { reading.text($0, "`version`") }
    let stage = values["stage"].flatMap { reading.text($0, "`stage`") }
    let owner = values["owner"].flatMap { self.owner($0) }
    let uses = values["use"].flatMap { self.uses($0) }
    let artifacts = values["artifacts"].flatMap { self.artifacts($0) }
    let datasets = values["datasets"].flatMap { self.datasets($0) } ?? []
    let code = values["code"].flatMap { self.code($0) }
    let environment = values["environment"].flatMap { self.environment($0) } ?? []
    let noRollback = values["rollback"].flatMap { self.noRollback($0) }
    guard let id, let version, let stage, let uses, let artifacts, let code else { return nil }
    return ModelManifest(
      file: reading.file, id: id, version: version, owner: owner, uses: uses, stage: stage, artifacts: artifacts,
      datasets: datasets, code: code, environment: environment, noRollback: noRollback)
  }

  /// A team's name, or a mapping, as in contracts.
  private mutating func owner(_ node: Node) -> Owner? {
    if node.entries == nil { return reading.text(node, "`owner`").map { Owner(team: $0) } }
    guard let values = reading.mapping(node, "`owner`", keys: PolicyGrammar.owner) else { return nil }
    return Owner(
      team: values["team"].flatMap { reading.text($0, "`team`") },
      contact: values["contact"].flatMap { reading.text($0, "`contact`") },
      runbook: values["runbook"].flatMap { reading.text($0, "`runbook`") })
  }

  private mutating func uses(_ node: Node) -> [String]? {
    if node.items == nil { return reading.text(node, "`use`").map { [$0] } }
    let uses = reading.texts(node, "`use`")?.map(\.text)
    if uses?.isEmpty == true { reading.report("list.empty", "`use` needs at least one use", at: node) }
    return uses
  }

  private mutating func artifacts(_ node: Node) -> [ModelManifest.Artifact]? {
    guard let items = reading.sequence(node, "`artifacts`") else { return nil }
    if items.isEmpty { reading.report("list.empty", "`artifacts` needs at least one file", at: node) }
    return items.compactMap { item in
      guard
        let values = reading.mapping(
          item, "an artifact", keys: PolicyGrammar.artifact, required: PolicyGrammar.modelFile)
      else { return nil }
      let owner = values["owner"].flatMap { self.owner($0) }
      let recover = values["recover"].flatMap { reading.texts($0, "`recover`") }?.map(\.text) ?? []
      return file(values).map { ModelManifest.Artifact(file: $0, owner: owner, recover: recover) }
    }
  }

  private mutating func environment(_ node: Node) -> [FileReference]? {
    reading.sequence(node, "`environment`")?.compactMap { item in
      let keys = PolicyGrammar.modelFile
      return reading.mapping(item, "a file of the environment", keys: keys, required: keys).flatMap { file($0) }
    }
  }

  private mutating func file(_ values: [String: Node]) -> FileReference? {
    let path = values["file"].flatMap { reading.text($0, "`file`") }
    let digest = values["digest"].flatMap { self.digest($0) }
    guard let path, let digest else { return nil }
    return FileReference(path: path, digest: digest)
  }

  private mutating func digest(_ node: Node) -> Digest? {
    guard let text = reading.text(node, "a digest") else { return nil }
    guard let digest = Digest(text), digest.algorithm == .sha256, text.hasPrefix("sha256:") else {
      reading.report(
        "digest.invalid", "`\(text)` is no SHA-256 digest", at: node,
        advice: "write `sha256:` and the 64 hexadecimal digits that `sha256sum` prints")
      return nil
    }
    return digest
  }

  private mutating func datasets(_ node: Node) -> [ModelManifest.Dataset]? {
    reading.sequence(node, "`datasets`")?.compactMap { item in
      guard
        let values = reading.mapping(item, "a dataset", keys: PolicyGrammar.modelDataset, required: ["contract"])
      else { return nil }
      let contract = values["contract"].flatMap { reading.text($0, "`contract`") }
      let digests = values["digests"].flatMap { reading.sequence($0, "`digests`") }?.compactMap { digest($0) } ?? []
      return contract.map { ModelManifest.Dataset(contract: $0, digests: digests, location: reading.location(item)) }
    }
  }

  private mutating func code(_ node: Node) -> ModelManifest.Code? {
    guard let values = reading.mapping(node, "`code`", keys: PolicyGrammar.code, required: ["commit"]) else {
      return nil
    }
    let repository = values["repository"].flatMap { reading.text($0, "`repository`") }
    guard let item = values["commit"], let commit = reading.text(item, "`commit`") else { return nil }
    guard [40, 64].contains(commit.utf8.count), commit.utf8.allSatisfy("0123456789abcdef".utf8.contains) else {
      reading.report(
        "value.wrong_form", "`\(commit)` is no full id of a commit", at: item,
        advice: "`git rev-parse HEAD` prints one")
      return nil
    }
    return ModelManifest.Code(commit: commit, repository: repository)
  }

  private mutating func noRollback(_ node: Node) -> NoRollback? {
    guard let values = reading.mapping(node, "`rollback`", keys: PolicyGrammar.noRollback) else { return nil }
    let given = PolicyGrammar.noRollback.filter { values[$0] != nil }
    guard given.count == 1, let kind = NoRollback.Kind(rawValue: given[0]), let reason = values[given[0]] else {
      let words = PolicyGrammar.noRollback.map { "`\($0)`" }.joined(separator: " and ")
      reading.report("key.not_exactly_one", "`rollback` needs one of \(words), with the reason", at: node)
      return nil
    }
    return reading.text(reason, "`\(kind.rawValue)`").map { NoRollback(kind, because: $0) }
  }
}
