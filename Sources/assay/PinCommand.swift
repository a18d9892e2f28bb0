import Contracts
import Glibc
import Markup
import Validation

/// `assay pin`: write the digests of the data that is there into the contract, or into its manifest.
enum PinCommand: Command {
  static let description = CommandDescription(
    name: "pin", summary: "Write hash pins for the data as it is now.", operands: "CONTRACT",
    options: [
      OptionDescription("manifest", value: "FILE", "write a list for `sha256sum -c`, which the contract then names"),
      OptionDescription("dry-run", "print the result instead of writing it"),
      CheckOptions.root,
    ],
    discussion: """
      Digests are exchanged in place; comments and everything else in the contract stay as they are. A contract that
      names a manifest gets that manifest written anew.

      Exit codes: 0 pinned, 2 the contract is invalid or a file could not be written, 3 data could not be read.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    guard arguments.operands.count == 1 else { throw UsageError(message: "expected one contract") }
    let options = try CheckOptions(arguments)
    let path = arguments.operands[0]
    let reading = ContractFiles.read(path, root: options.root, options: options.evaluation)
    guard !reading.hasErrors, let contract = reading.contract else {
      Output.complain(reading.complaint)
      return 2
    }
    var target = arguments.value("manifest")
    if target == nil { target = try manifestPath(of: contract) }
    guard let pins = try pins(of: contract, seenFrom: Path.directory(of: target ?? path), options) else { return 3 }
    let isDryRun = arguments.has("dry-run")
    do throws(PinEditor.Refusal) {
      let editor = PinEditor(source: reading.bytes, path: path)
      guard let target else { return write(try editor.replacing(with: pins), to: path, isDryRun) }
      let status = write(try manifest(pins), to: target, isDryRun)
      return status == 0 ? try name(target, in: contract, editor, isDryRun) : status
    } catch {
      throw UsageError(message: error.message, advice: error.advice)
    }
  }

  /// The manifest that a contract already names.
  private static func manifestPath(of contract: Contract) throws(UsageError) -> String? {
    guard case .manifest(let name)? = contract.pins?.source else { return nil }
    let path = Path.resolved(name.text, in: Path.directory(of: contract.path))
    if path.hasSuffix(".dvc") {
      throw UsageError(message: "the pins are in \(path), which DVC writes", advice: "dvc commit \(path)")
    }
    // One that is not there yet is about to be written.
    if let bytes = try? SmallFile.read(path, root: nil), PinSet.isLFSPointer(bytes) {
      throw UsageError(message: "the pin is in \(path), which Git LFS writes", advice: "git add the data itself")
    }
    return path
  }

  private static func pins(
    of contract: Contract, seenFrom directory: String, _ options: CheckOptions
  ) throws(UsageError) -> [NewPin]? {
    let files = DataFiles(contract, replacedBy: nil, root: options.root)
    for problem in files.problems { Output.complain(problem) }
    guard files.problems.isEmpty else { return nil }
    guard !files.paths.contains("-") else {
      throw UsageError(message: "standard input cannot be pinned: it has no name")
    }
    var pins: [NewPin] = []
    for path in files.paths {
      let algorithm = algorithm(for: path, in: contract)
      do {
        let digest = try StoredBytes.digest(of: path, algorithm, root: options.root)
        pins.append(NewPin(path: path, name: name(path, in: directory), digest: digest))
      } catch {
        Output.complain(error.problem)
        return nil
      }
    }
    return pins
  }

  /// The one that the file is pinned by, if it is a good one.
  private static func algorithm(for path: String, in contract: Contract) -> Digest.Algorithm {
    guard case .inline(let entries)? = contract.pins?.source else { return .sha256 }
    let directory = Path.directory(of: contract.path)
    let entry = entries.first { Path.resolved($0.name.text, in: directory) == path }
    return entry?.digest.algorithm == .sha512 ? .sha512 : .sha256
  }

  /// Lines that `sha256sum -c` reads, run in the manifest's folder.
  private static func manifest(_ pins: [NewPin]) throws(PinEditor.Refusal) -> String {
    if let pin = pins.first(where: { $0.name.hasPrefix("/") || $0.name.hasPrefix("../") }) {
      throw PinEditor.Refusal(
        message: "\(pin.path) lies outside of the manifest's folder, which a manifest may not leave",
        advice: "put the manifest into a folder that holds all of the data")
    }
    return pins.map(\.sumLine).joined()
  }

  /// Lets the contract name the manifest, if it has no pins yet.
  private static func name(
    _ manifest: String, in contract: Contract, _ editor: PinEditor, _ isDryRun: Bool
  ) throws(PinEditor.Refusal) -> Int32 {
    let name = name(manifest, in: Path.directory(of: contract.path))
    switch contract.pins?.source {
    case nil: return write(try editor.naming(manifest: name), to: contract.path, isDryRun)
    case .manifest(let old) where Path.normalized(old.text) == Path.normalized(name): return 0
    case .manifest, .inline:
      Output.complain("assay: \(contract.path) has other pins; write `pins: \(NewPin.quoted(name))` there to use these")
      return 0
    }
  }

  private static func write(_ text: String, to path: String, _ isDryRun: Bool) -> Int32 {
    if isDryRun {
      Output.print(text)
      return 0
    }
    do {
      try AtomicFile.write(text.utf8, to: path)
    } catch {
      Output.complain("assay: \(error.message)")
      return 2
    }
    Output.print("pinned in \(path)\n")
    return 0
  }

  /// A path as seen from `directory`; both are as the command line and the contract spell them.
  private static func name(_ path: String, in directory: String) -> String {
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
}
