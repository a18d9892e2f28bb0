import Contracts
import Markup

/// The pins of a contract, read from wherever it keeps them.
package struct PinSet: Sendable {
  package struct Pin: Sendable, Hashable, Codable {
    /// As the data's paths are written, so that they compare.
    package var path: String
    package var digest: Digest
  }

  package private(set) var pins: [Pin] = []
  /// Pins by path, and by the name alone, both by bytes.
  private var byPath: [[UInt8]: [Digest]] = [:]
  private var byName: [[UInt8]: [Digest]] = [:]
  /// DVC directories: the path, and the MD5 of its list of files.
  package var directories: [Pin] = []
  /// Pins for whatever single file the dataset has (a Git LFS pointer names none).
  package var anyFile: Digest?
  /// The SHA-256 of every file is wanted, pinned or not.
  package var hashesFiles = false
  /// Why the pins cannot be used: a manifest that cannot be read, a digest of a kind that nobody can recompute.
  package var problem: InputProblem?

  package init() {}

  package init(_ contract: Contract, root: String?) {
    guard let declared = contract.pins else { return }
    let directory = Path.directory(of: contract.path)
    switch declared.source {
    case .inline(let entries):
      for entry in entries { add(Pin(path: Path.resolved(entry.name.text, in: directory), digest: entry.digest)) }
    case .manifest(let name):
      let path = Path.resolved(name.text, in: directory)
      do { try read(path, root: root) } catch { problem = error.problem }
    }
  }

  private mutating func read(_ path: String, root: String?) throws(InputFailure) {
    let bytes = try SmallFile.read(path, root: root)
    let text = String(decoding: bytes, as: UTF8.self)
    if let digest = Self.lfsDigest(text) {
      anyFile = digest
    } else if path.hasSuffix(".dvc") {
      try readDVC(bytes, path)
    } else {
      try readSums(text, path)
    }
  }

  /// A Git LFS pointer: `oid sha256:…` (git-lfs, docs/spec.md).
  static func lfsDigest(_ text: String) -> Digest? {
    guard text.hasPrefix("version https://git-lfs.github.com/spec/v1\n") else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix("oid ") }
    return line.flatMap { Digest(String($0.dropFirst(4))) }
  }

  /// Whether a text is a Git LFS pointer.
  package static func isLFSPointer(_ bytes: [UInt8]) -> Bool {
    lfsDigest(String(decoding: bytes, as: UTF8.self)) != nil
  }

  private mutating func add(_ pin: Pin) {
    pins.append(pin)
    byPath[Array(pin.path.utf8), default: []].append(pin.digest)
    byName[Array(Path.name(of: pin.path).utf8), default: []].append(pin.digest)
  }

  /// What a file is pinned to; more than one digest when a manifest lists it more than once.
  package func digests(of path: String) -> [Digest] { byPath[Array(path.utf8)] ?? [] }

  /// What files of a name are pinned to, in whatever folder.
  package func digests(named name: String) -> [Digest] { byName[Array(name.utf8)] ?? [] }

  /// The digests that are needed of a file.
  package func algorithms(for path: String) -> [Digest.Algorithm] {
    var needed = Set((digests(of: path) + digests(named: Path.name(of: path))).map(\.algorithm))
    if directories.contains(where: { Path.relative(path, to: $0.path) != nil }) { needed.insert(.md5) }
    if let anyFile { needed.insert(anyFile.algorithm) }
    if hashesFiles { needed.insert(.sha256) }
    return Digest.Algorithm.allCases.filter(needed.contains)
  }

  package var isEmpty: Bool { pins.isEmpty && directories.isEmpty && anyFile == nil }
}

extension PinSet: Codable {
  private enum CodingKeys: String, CodingKey { case pins, directories, anyFile, problem }

  package init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.container(keyedBy: CodingKeys.self)
    for pin in try container.decode([Pin].self, forKey: .pins) { add(pin) }
    directories = try container.decode([Pin].self, forKey: .directories)
    anyFile = try container.decodeIfPresent(Digest.self, forKey: .anyFile)
    problem = try container.decodeIfPresent(InputProblem.self, forKey: .problem)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(pins, forKey: .pins)
    try container.encode(directories, forKey: .directories)
    try container.encodeIfPresent(anyFile, forKey: .anyFile)
    try container.encodeIfPresent(problem, forKey: .problem)
  }
}

extension PinSet {
  /// Lines of `sha256sum`, `sha512sum` or `md5sum`, plain or tagged (`SHA256 (file) = …`).
  private mutating func readSums(_ text: String, _ path: String) throws(InputFailure) {
    let directory = Path.directory(of: path)
    // By bytes: to Swift, CR LF is one character, in which no LF is found.
    for (number, bytes) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let line = String(Substring(bytes.last == 0x0D ? bytes.dropLast() : bytes))
      if line.isEmpty || line.hasPrefix("#") { continue }
      guard let (name, digest) = Self.sum(line) else {
        throw InputFailure(
          InputProblem(
            kind: "bad_manifest", path: path, message: "\(path):\(number + 1): expected `<digest>  <file>`",
            advice: "write it with sha256sum, or with `assay pin`"))
      }
      try add(name, digest, in: directory, manifest: path)
    }
  }

  private mutating func add(
    _ name: String, _ digest: Digest, in directory: String, manifest: String
  ) throws(InputFailure) {
    add(Pin(path: try Self.path(name, in: directory, manifest: manifest), digest: digest))
  }

  /// Where a manifest's entry lies, which is never outside of the manifest's folder.
  private static func path(
    _ name: String, in directory: String, manifest: String
  ) throws(InputFailure) -> String {
    let clean = Path.normalized(name)
    guard !clean.hasPrefix("/"), clean != "..", !clean.hasPrefix("../") else {
      throw InputFailure(
        InputProblem(
          kind: "bad_manifest", path: manifest, message: "\(manifest) names \(name), which lies outside of its folder"))
    }
    return Path.resolved(clean, in: directory)
  }

  /// One line: the digest's length tells its kind. A leading backslash says that `\\` and `\n` are escaped.
  static func sum(_ line: String) -> (name: String, digest: Digest)? {
    let isEscaped = line.hasPrefix("\\")
    let body = isEscaped ? line.dropFirst() : line[...]
    let hex: String
    var name: String
    if let open = body.range(of: " ("), let close = body.range(of: ") = ") {
      hex = String(body[close.upperBound...])
      name = String(body[open.upperBound..<close.lowerBound])
    } else {
      guard let space = body.firstIndex(of: " ") else { return nil }
      let rest = body[body.index(after: space)...]
      guard rest.hasPrefix(" ") || rest.hasPrefix("*") else { return nil }
      hex = String(body[..<space])
      name = String(rest.dropFirst())
    }
    if isEscaped { name = unescaped(name) }
    guard !name.isEmpty, hex.allSatisfy({ $0.isASCII && $0.isHexDigit }),
      let algorithm = Digest.Algorithm.allCases.first(where: { $0.hexLength == hex.utf8.count })
    else { return nil }
    return (name, Digest(algorithm, hex: hex.lowercased()))
  }

  private static func unescaped(_ name: String) -> String {
    var result = ""
    var rest = name[...]
    while let c = rest.popFirst() {
      if c == "\\", let next = rest.popFirst() {
        result.append(next == "n" ? "\n" : next == "r" ? "\r" : next)
      } else {
        result.append(c)
      }
    }
    return result
  }

  /// A `.dvc` file: `outs: [{ md5, hash: md5, path }]`.
  private mutating func readDVC(_ bytes: [UInt8], _ path: String) throws(InputFailure) {
    func failure(_ message: String, _ advice: String? = nil) -> InputFailure {
      InputFailure(InputProblem(kind: "bad_manifest", path: path, message: "\(path): \(message)", advice: advice))
    }
    let (root, _) = YAML.parse(bytes)
    guard let outs = root?["outs"]?.items, !outs.isEmpty else { throw failure("expected a list `outs`") }
    if root?["wdir"] != nil { throw failure("`wdir` is not read here", "put the pointer beside its data") }
    for out in outs {
      guard let name = out["path"]?.text, let md5 = out["md5"]?.text else {
        throw failure("expected `path` and `md5` in every entry of `outs`")
      }
      guard out["hash"]?.text == "md5" else {
        throw failure(
          "its MD5 is of DVC before 3.0, which hashes text with its line ends changed",
          "run `dvc commit` with DVC 3 to renew the pointer")
      }
      let isDirectory = md5.hasSuffix(".dir")
      let hex = isDirectory ? String(md5.dropLast(4)) : md5
      guard let digest = Digest("md5:" + hex) else { throw failure("`\(md5)` is no MD5") }
      if isDirectory {
        let place = try Self.path(name, in: Path.directory(of: path), manifest: path)
        directories.append(Pin(path: place, digest: digest))
      } else {
        try add(name, digest, in: Path.directory(of: path), manifest: path)
      }
    }
  }
}

extension StringProtocol {
  /// Where a text first occurs.
  func range(of pattern: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(pattern) { return start..<index(start, offsetBy: pattern.count) }
      start = index(after: start)
    }
    return nil
  }
}
