import Contracts

/// Why a model goes out with nothing to roll back to.
package struct NoRollback: Hashable, Sendable {
  package enum Kind: String, Sendable {
    /// There was no other version.
    case none
    /// Every other version was taken back.
    case noneLeft = "none_left"
  }

  package var kind: Kind
  package var because: String

  package init(_ kind: Kind, because: String) {
    self.kind = kind
    self.because = because
  }
}

/// A model that somebody wants to promote, read from `*.model.yaml`.
package struct ModelManifest: Hashable, Sendable {
  /// As the user gave it.
  package var file: String
  package var id: String
  package var version: String
  package var owner: Owner?
  /// What it is promoted for; one at least.
  package var uses: [String]
  /// Where it goes: `production`.
  package var stage: String
  /// One at least.
  package var artifacts: [Artifact]
  /// Data beyond what lineage finds.
  package var datasets: [Dataset]
  package var code: Code
  package var environment: [FileReference]
  /// Declared where there is nothing to roll back to.
  package var noRollback: NoRollback?

  package init(
    file: String, id: String, version: String, owner: Owner? = nil, uses: [String], stage: String,
    artifacts: [Artifact], datasets: [Dataset] = [], code: Code, environment: [FileReference] = [],
    noRollback: NoRollback? = nil
  ) {
    self.file = file
    self.id = id
    self.version = version
    self.owner = owner
    self.uses = uses
    self.stage = stage
    self.artifacts = artifacts
    self.datasets = datasets
    self.code = code
    self.environment = environment
    self.noRollback = noRollback
  }

  /// A file or directory of the model.
  package struct Artifact: Hashable, Sendable {
    package var file: FileReference
    /// Who answers for it, where that is not the model's owner.
    package var owner: Owner?
    /// Other places where its bytes are kept.
    package var recover: [String]

    package init(file: FileReference, owner: Owner? = nil, recover: [String] = []) {
      self.file = file
      self.owner = owner
      self.recover = recover
    }
  }

  /// Data by its contract.
  package struct Dataset: Hashable, Sendable {
    package var contract: String
    /// The files; empty for those that the contract names now.
    package var digests: [Digest]
    package var location: SourceLocation

    package init(contract: String, digests: [Digest], location: SourceLocation) {
      self.contract = contract
      self.digests = digests
      self.location = location
    }
  }

  package struct Code: Hashable, Sendable {
    /// The full id of a commit.
    package var commit: String
    package var repository: String?

    package init(commit: String, repository: String? = nil) {
      self.commit = commit
      self.repository = repository
    }
  }

  /// The same with every path passed through `resolve`: paths in the file are relative to it.
  package func resolvingPaths(_ resolve: (String) -> String) -> ModelManifest {
    var model = self
    for index in artifacts.indices {
      model.artifacts[index].file.path = resolve(artifacts[index].file.path)
      model.artifacts[index].recover = artifacts[index].recover.map(resolve)
    }
    for index in datasets.indices { model.datasets[index].contract = resolve(datasets[index].contract) }
    for index in environment.indices { model.environment[index].path = resolve(environment[index].path) }
    return model
  }
}
