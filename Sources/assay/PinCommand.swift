import Contracts
import Glibc
import Markup
import Validation

/// `assay pin`: write the digests of the data that is there into the contract, or into its manifest.
enum PinCommand: Command {
  static let description = CommandDescription(
    name: "pin", summary: "Write hash pins for the data as it is now.", operands: "CONTRACT",
    options: [
      OptionDescription("manifest", value: "FILE", "write a list for `sha256sum -c` instead; the contract then names it"),
      OptionDescription("root", value: "DIR", "open no file outside of this directory, links followed"),
      OptionDescription("dry-run", "print the result instead of writing it"),
    ],
    discussion: "Comments and everything else in the contract stay as they are.")

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    guard arguments.operands.count == 1 else { throw UsageError(message: "expected one contract") }
    let options = try CheckOptions(arguments)
    let path = arguments.operands[0]
    let reading = ContractFiles.read(path, root: options.root, options: options.evaluation)
    guard !reading.hasErrors, let contract = reading.contract else {
      Output.complain(reading.complaint)
      return 2
    }
    guard let pins = pins(of: contract, options) else { return 3 }
    let target = arguments.value("manifest") ?? manifestPath(of: contract)
    let text: String
    if let target {
      text = try manifest(pins, in: Path.directory(of: target))
    } else {
      text = PinEditor(source: reading.bytes, path: path).replacing(with: pins, in: Path.directory(of: path))
    }
    return write(text, to: target ?? path, isDryRun: arguments.has("dry-run"))
  }

  /// The manifest that a contract already names, if it is one that this command writes.
  private static func manifestPath(of contract: Contract) -> String? {
    guard case .manifest(let name)? = contract.pins?.source, !name.text.hasSuffix(".dvc") else { return nil }
    return Path.resolved(name.text, in: Path.directory(of: contract.path))
  }

  private static func pins(of contract: Contract, _ options: CheckOptions) -> [(path: String, digest: Digest)]? {
    let files = DataFiles(contract, replacedBy: nil)
    for problem in files.problems { Output.complain("assay: \(problem.message)") }
    guard files.problems.isEmpty else { return nil }
    var pins: [(String, Digest)] = []
    for path in files.paths {
      do { pins.append((path, try StoredBytes.digest(of: path, root: options.root))) } catch {
        Output.complain("assay: \(error.problem.message)")
        return nil
      }
    }
    return pins
  }

  /// Lines that `sha256sum -c` reads, run in the manifest's folder.
  private static func manifest(
    _ pins: [(path: String, digest: Digest)], in directory: String
  ) throws(UsageError) -> String {
    var lines = ""
    for pin in pins {
      let name = PinEditor.name(pin.path, in: directory)
      // `check` would refuse such an entry, since a manifest speaks of its own folder only.
      guard !name.hasPrefix("../"), !name.hasPrefix("/") else {
        throw UsageError(
          message: "\(pin.path) lies outside of the manifest's folder \(directory)",
          advice: "write the manifest to a folder that holds the data")
      }
      lines += "\(pin.digest.hex)  \(name)\n"
    }
    return lines
  }

  private static func write(_ text: String, to path: String, isDryRun: Bool) -> Int32 {
    if isDryRun {
      Output.print(text)
      return 0
    }
    do {
      let file = try AtomicFile(path)
      file.append(text.utf8)
      try file.finish()
    } catch {
      Output.complain("assay: \(error.message)")
      return 2
    }
    Output.print("pinned in \(path)\n")
    return 0
  }
}

/// Puts pins into a contract's text and leaves every other line alone.
struct PinEditor {
  let source: [UInt8]
  let path: String

  func replacing(with pins: [(path: String, digest: Digest)], in directory: String) -> String {
    var lines = String(decoding: source, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    let block = ["pins:"] + pins.map { "  \(Self.quoted(Self.name($0.path, in: directory))): \($0.digest)" }
    if let range = pinLines(lines) {
      lines.replaceSubrange(range, with: block)
    } else {
      while lines.last?.isEmpty == true { lines.removeLast() }
      lines += ["", "# Written by `assay pin`: the bytes that were approved."] + block + [""]
    }
    return lines.joined(separator: "\n")
  }

  /// The lines of the top-level key `pins` and what belongs to it, comments and blank lines after it not.
  private func pinLines(_ lines: [String]) -> Range<Int>? {
    let (root, _) = YAML.parse(source)
    guard let entry = root?.entry("pins") else { return nil }
    let start = entry.key.line - 1
    var end = start + 1
    while end < lines.count, lines[end].hasPrefix(" ") || lines[end].hasPrefix("\t") || lines[end].isEmpty { end += 1 }
    while end > start + 1, lines[end - 1].allSatisfy({ $0 == " " }) { end -= 1 }
    return start..<end
  }

  /// A path as seen from `directory`; both are as the command line and the contract spell them.
  static func name(_ path: String, in directory: String) -> String {
    let target = parts(path)
    let base = parts(directory)
    let shared = zip(target, base).prefix { $0 == $1 }.count
    // A path from the root that shares nothing is one that the contract names from the root.
    guard path.hasPrefix("/") == directory.hasPrefix("/"), shared > 0 || !path.hasPrefix("/") else { return path }
    return (Array(repeating: "..", count: base.count - shared) + target.dropFirst(shared)).joined(separator: "/")
  }

  private static func parts(_ path: String) -> [Substring] {
    Path.normalized(path).split(separator: "/").filter { $0 != "." }
  }

  private static func quoted(_ name: String) -> String {
    let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-/".contains($0)) }
    return isPlain ? name : "'" + name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}
