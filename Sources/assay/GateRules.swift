import Contracts
import Dialects
import Gating
import Provenance
import Validation

/// The policy and the waivers that a gate decides by.
struct GateRules {
  var policy: Policy?
  var waivers: [Waiver] = []
  /// Both files, by their bytes.
  private(set) var files: [DecisionRecord.RuleFile] = []

  /// Reads both; `nil` when either is invalid, which has then been said.
  init?(_ options: CheckOptions) {
    var isValid = true
    if let path = options.policyPath {
      let rules = Catalog.rules
      policy = read(path, .policy, &isValid) { PolicyReader.read($0, file: path, rules: rules) }
    }
    if let path = options.waiversPath {
      let policy = policy
      waivers = read(path, .waivers, &isValid) {
        WaiverReader.read($0, file: path, policy: policy, now: options.now)
      } ?? []
    }
    if !isValid { return nil }
  }

  /// Both are the operator's, who names them: they may lie outside of the root that confines what contracts open.
  private mutating func read<Value>(
    _ path: String, _ kind: DocumentKind, _ isValid: inout Bool, _ parse: ([UInt8]) -> (Value?, [Diagnostic])
  ) -> Value? {
    let bytes: [UInt8]
    do { bytes = try SmallFile.read(path, root: nil) } catch {
      Output.complain(error.problem)
      isValid = false
      return nil
    }
    files.append(
      DecisionRecord.RuleFile(role: kind == .policy ? .policy : .waivers, path: path, digest: digest(bytes)))
    let mistake = kind.mistake(in: bytes, file: path)
    let (value, diagnostics) = mistake.map { (nil, [$0]) } ?? parse(bytes)
    if !diagnostics.isEmpty { Output.complain(render(diagnostics, source: bytes)) }
    if value == nil { isValid = false }
    return value
  }
}
