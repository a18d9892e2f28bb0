/// What one call of `assay diff` has to tell.
package struct DiffReport: Hashable, Sendable {
  package enum Subject: Hashable, Sendable {
    case contracts(ContractComparison)
    case versions(VersionComparison)
  }

  /// The tool's version.
  package var toolVersion: String
  package var subject: Subject
  package var decision: ChangeDecision

  package init(toolVersion: String, subject: Subject, decision: ChangeDecision) {
    self.toolVersion = toolVersion
    self.subject = subject
    self.decision = decision
  }

  /// The versions that the contracts give themselves, held to what changed.
  package var versions: VersionCheck {
    switch subject {
    case .contracts(let comparison): comparison.versions
    case .versions(let comparison): comparison.versions
    }
  }

  /// Why more may have changed than is told; empty where all is known.
  package var doubts: [String] {
    switch subject {
    case .contracts: []
    case .versions(let comparison): comparison.doubts
    }
  }
}
