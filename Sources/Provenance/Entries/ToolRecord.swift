import Contracts

/// The program that wrote an entry, and what it ran on. Neither host nor user: they are not needed to run it again.
package struct ToolRecord: Hashable, Sendable {
  package var version: String
  /// What the linker derived from the program's contents, in hexadecimal: the GNU build ID, which `strip` leaves as it
  /// is; `nil` where the program was linked without one.
  package var build: String?
  /// SHA-256 of the program file, where there is no build ID; `nil` too where it could not be read.
  package var digest: Digest?
  /// `Linux`.
  package var system: String
  /// `x86_64`.
  package var architecture: String
  /// The instructions that the readers used: `avx512`.
  package var kernel: String

  package init(
    version: String, build: String? = nil, digest: Digest? = nil, system: String, architecture: String, kernel: String
  ) {
    self.version = version
    self.build = build
    self.digest = digest
    self.system = system
    self.architecture = architecture
    self.kernel = kernel
  }
}

extension ToolRecord: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "version": version.canonical, "build": build?.canonical, "digest": digest?.canonical, "system": system.canonical,
      "architecture": architecture.canonical, "kernel": kernel.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(
      version: try reader["version"], build: try reader["build"], digest: try reader["digest"],
      system: try reader["system"], architecture: try reader["architecture"], kernel: try reader["kernel"])
  }
}
