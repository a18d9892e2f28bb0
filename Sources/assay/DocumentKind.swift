import Contracts
import Markup

/// The kinds of file that people write for this tool; each says by a key of its own which it is.
enum DocumentKind: String, CaseIterable {
  case contract = "assay"
  case policy = "assay_policy"
  case waivers = "assay_waivers"
  case baseline = "assay_baseline"
  case sources = "assay_sources"
  case model = "assay_model"

  /// What the file says it is; `nil` where it says nothing or cannot be read.
  init?(_ bytes: [UInt8]) {
    let (root, _) = YAML.parse(bytes)
    guard let kind = Self.allCases.first(where: { root?[$0.rawValue] != nil }) else { return nil }
    self = kind
  }

  private var name: String {
    switch self {
    case .contract: "a contract"
    case .policy: "a policy"
    case .waivers: "a list of waivers"
    case .baseline: "a baseline"
    case .sources: "a source manifest"
    case .model: "a model"
    }
  }

  /// Where it belongs.
  private var advice: String {
    switch self {
    case .contract: "Give it with `assay check CONTRACT`."
    case .policy: "Give it with `--policy`."
    case .waivers: "Give it with `--waivers`."
    case .baseline: "Give it with `--baseline`."
    case .sources: "Name it in a contract: `provenance: { sources: … }`."
    case .model: "Give it with `assay promote MODEL`."
    }
  }

  /// A file of another kind in this one's place: one line instead of a complaint about every key.
  func mistake(in bytes: [UInt8], file: String) -> Diagnostic? {
    let place = SourceLocation(file: file, line: 1, column: 1)
    guard let found = DocumentKind(bytes) else {
      guard isNone(bytes, file: file) else { return nil }
      return Diagnostic(
        code: "file.kind", "This is not \(name): the key `\(rawValue)` stands nowhere in it.", at: place,
        advice: self == .contract ? Self.adviceForData(file) : nil)
    }
    guard found != self else { return nil }
    return Diagnostic(
      code: "file.kind", "This is \(found.name), where \(name) was expected.", at: place, advice: found.advice)
  }

  /// Whether nothing suggests that somebody meant to write this kind of file: neither its name, nor keys, nor its own.
  private func isNone(_ bytes: [UInt8], file: String) -> Bool {
    guard !bytes.isEmpty, !file.hasSuffix(".yaml"), !file.hasSuffix(".yml"), YAML.parse(bytes).root?.entries == nil
    else { return false }
    return bytes.firstRange(of: Array(rawValue.utf8)) == nil
  }

  /// What to do with data that stands in a contract's place.
  static func adviceForData(_ path: String) -> String {
    "name a contract, and give it the data: assay check CONTRACT --data \(path)"
  }
}
