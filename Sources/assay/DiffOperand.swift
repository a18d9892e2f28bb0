import Contracts
import Dialects
import Glibc
import Validation

/// What one side of a diff is.
enum DiffOperand {
  case contract(String)
  /// A JSON result of `assay check`.
  case result(String)
  /// A file or a pattern.
  case data(String)
  case ledger(LedgerVersionName)

  /// A file is what it holds; anything else is a name in the ledger.
  init(_ text: String) throws(UsageError) {
    if FileKind.isDirectory(text) {
      throw UsageError(
        message: "\(text) is a directory, which no side of a diff can be",
        advice: "name a contract, a JSON result, a data file or an entry of the ledger")
    }
    guard text != "-", FileKind.isRegularOrAbsent(text) else {
      throw UsageError(
        message: "\(text == "-" ? "standard input" : text) is no regular file, and a diff may read one twice",
        advice: "write it to a file first")
    }
    if let name = try LedgerVersionName(prefixed: text) {
      self = .ledger(name)
    } else if let start = Self.start(of: text) {
      self = Self.operand(text, start)
    } else if Glob.isPattern(text), !Glob.files(matching: text).files.isEmpty {
      self = .data(text)
    } else if text.contains("/") || Self.fileEndings.contains(where: text.hasSuffix)
      || DataSource.Format(fileName: text) != nil
    {
      throw UsageError(message: "\(text) does not exist", advice: "name a file, or an entry of the ledger: orders@12")
    } else {
      self = .ledger(LedgerVersionName(text))
    }
  }

  private static let fileEndings = [".json", ".yaml", ".yml"]

  /// What a file says it is: a contract by its name, a result by its first member.
  private static func operand(_ path: String, _ start: String) -> DiffOperand {
    if path.hasSuffix(".yaml") || path.hasSuffix(".yml") { return .contract(path) }
    return start.contains("\"assay_result\"") ? .result(path) : .data(path)
  }

  /// The first bytes of a file; `nil` where there is none to open.
  private static func start(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return access(path, F_OK) == 0 ? "" : nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(descriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  /// For people.
  var noun: String {
    switch self {
    case .contract(let path): "the contract \(path)"
    case .result(let path): "the result \(path)"
    case .data(let path): "the data \(path)"
    case .ledger(let name): "\(name) in the ledger"
    }
  }
}

/// A version as people name it in the ledger: `orders@12`, `orders@2.1.0`, `ledger:12`, `v37`.
struct LedgerVersionName: CustomStringConvertible {
  /// `nil` where any dataset may be meant.
  let dataset: String?
  /// An entry's number or digest, a version, or `latest`.
  let reference: String
  /// Only an entry will do.
  let isEntry: Bool

  /// `ledger:12`
  init?(prefixed text: String) throws(UsageError) {
    guard text.hasPrefix("ledger:") else { return nil }
    guard text.count > 7 else {
      throw UsageError(message: "\(text) names no entry", advice: "write its number or digest: ledger:12")
    }
    (dataset, reference, isEntry) = (nil, String(text.dropFirst(7)), true)
  }

  init(_ text: String) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    dataset = parts.count == 2 ? String(parts[0]) : nil
    reference = String(parts.last ?? "")
    isEntry = false
  }

  var description: String { isEntry ? "entry \(reference)" : (dataset.map { "\($0)@" } ?? "") + reference }
}
