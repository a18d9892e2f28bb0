import Contracts

/// The program that wrote an entry, and what it ran on. Neither host nor user: they are not needed to run it again.
package struct ToolRecord: Hashable, Sendable {
  package var version: String
  /// SHA-256 of the program file; `nil` where it could not be read.
  package var digest: Digest?
  /// `Linux`.
  package var system: String
  /// `x86_64`.
  package var architecture: String
  /// The instructions that the readers used: `avx512`.
  package var kernel: String

  package init(version: String, digest: Digest?, system: String, architecture: String, kernel: String) {
    self.version = version
    self.digest = digest
    self.system = system
    self.architecture = architecture
    self.kernel = kernel
  }
}

extension ToolRecord: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "version": version.canonical, "digest": digest?.canonical, "system": system.canonical,
      "architecture": architecture.canonical, "kernel": kernel.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(
      version: try reader["version"], digest: try reader["digest"], system: try reader["system"],
      architecture: try reader["architecture"], kernel: try reader["kernel"])
  }
}
