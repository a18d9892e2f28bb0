import Contracts
import Glibc
import Provenance
import Validation

extension ToolRecord {
  /// This program, as it runs here.
  static func current(kernel: KernelLevel?) -> ToolRecord {
    var name = utsname()
    uname(&name)
    return ToolRecord(
      version: Main.version, digest: try? StoredBytes.digest(of: "/proc/self/exe", root: nil),
      system: text(&name.sysname), architecture: text(&name.machine), kernel: (kernel ?? .best).rawValue)
  }

  private static func text<Field>(_ field: inout Field) -> String {
    withUnsafeBytes(of: &field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
