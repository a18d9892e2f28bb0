import Contracts
import Markup

/// Source manifests → sources, with every problem in one go.
package struct SourceReader {
  /// A source as some file has it, whose keys are those of a manifest.
  package struct Entry {
    package var node: Node
    package var file: String

    package init(node: Node, file: String) {
      self.node = node
      self.file = file
    }
  }

  /// One sentence on what is wrong with an SPDX expression, or `nil`. It only warns: a source may be declared long
  /// before a record comes from it.
  package typealias LicenseProblem = (String) -> String?

  private let licenseProblem: LicenseProblem
  private var diagnostics: [Diagnostic] = []
  private var sources: [Source] = []
  /// By the bytes of the id, which is how records are compared with it.
  private var indices: [[UInt8]: Int] = [:]

  private init(_ licenseProblem: @escaping LicenseProblem) { self.licenseProblem = licenseProblem }

  /// Reads a manifest in YAML. Any error leaves no sources; warnings do not.
  package static func read(
    _ bytes: [UInt8], file: String, licenseProblem: @escaping LicenseProblem = { _ in nil }
  ) -> (sources: [Source]?, diagnostics: [Diagnostic]) {
    let (root, problems) = YAML.parse(bytes)
    guard let root else {
      let start = SourceLocation(file: file, line: 1, column: 1)
      let empty = Diagnostic(.error, .structural, code: "manifest.empty", "The manifest is empty.", at: start)
      return (nil, problems.isEmpty ? [empty] : problems.map { Diagnostic($0, file: file) }.sorted())
    }
    var structure = StructureCheck(file: file, subject: "manifest")
    structure.check(root, .mapping(SourceGrammar.manifest), named: "")
    var reader = SourceReader(licenseProblem)
    reader.diagnostics = structure.diagnostics
    return reader.read((root["sources"]?.items ?? []).map { Entry(node: $0, file: file) })
  }

  /// Reads sources one by one, as lines of JSONL and records of CSV are.
  package static func read(
    _ entries: [Entry], licenseProblem: @escaping LicenseProblem = { _ in nil }
  ) -> (sources: [Source]?, diagnostics: [Diagnostic]) {
    var reader = SourceReader(licenseProblem)
    for entry in entries {
      var structure = StructureCheck(file: entry.file, subject: "source")
      structure.check(entry.node, .mapping(SourceGrammar.source), named: "")
      reader.diagnostics += structure.diagnostics
    }
    return reader.read(entries)
  }

  private mutating func read(_ entries: [Entry]) -> (sources: [Source]?, diagnostics: [Diagnostic]) {
    for entry in entries { add(entry) }
    checkParents()
    let isBroken = diagnostics.contains { $0.level == .error }
    return (isBroken ? nil : sources, diagnostics.sorted())
  }

  private mutating func add(_ entry: Entry) {
    let (node, file) = (entry.node, entry.file)
    // What does not have its shape is passed over here: the structure check has reported it.
    guard let id = node["id"]?.text, !id.isEmpty else { return }
    let place = (node["id"] ?? node).location(in: file)
    if let first = indices[Array(id.utf8)] {
      let line = sources[first].location
      report("source.duplicate", "The source `\(id)` is declared already, at \(line)", at: place)
      return
    }
    func text(_ key: SourceKey) -> String? { node[key.rawValue]?.text }
    indices[Array(id.utf8)] = sources.count
    sources.append(
      Source(
        id: id, name: text(.name), url: text(.url), license: text(.license), attribution: text(.attribution),
        legalBasis: text(.legalBasis),
        retrievedAt: date(.retrievedAt, entry), refreshedAt: date(.refreshedAt, entry),
        expiresAt: date(.expiresAt, entry), digest: text(.digest).flatMap(Digest.init), derivedFrom: parents(node),
        location: place))
    if let license = node[SourceKey.license.rawValue], let text = license.text, let problem = licenseProblem(text) {
      report("license.invalid", problem, at: license.location(in: file), level: .warning)
    }
  }

  private func parents(_ node: Node) -> [String] {
    guard let value = node[SourceKey.derivedFrom.rawValue] else { return [] }
    return value.items.map { $0.compactMap(\.text) } ?? [value.text].compactMap { $0 }
  }

  private mutating func date(_ key: SourceKey, _ entry: Entry) -> SourceDate? {
    guard let node = entry.node[key.rawValue], let text = node.text, TextRule.dateOrTime.accepts(text) else {
      return nil
    }
    let date = SourceDate(text)
    if date == nil { report("date.invalid", "No calendar has `\(text)`", at: node.location(in: entry.file)) }
    return date
  }

  private mutating func report(
    _ code: String, _ message: String, at place: SourceLocation, level: Diagnostic.Level = .error,
    advice: String? = nil
  ) {
    let sentence = message.hasSuffix(".") || message.hasSuffix("?") ? message : message + "."
    diagnostics.append(Diagnostic(level, .semantic, code: code, sentence, at: place, advice: advice))
  }
}

// MARK: Derivation

extension SourceReader {
  /// Every parent is declared, and no source is made from itself.
  private mutating func checkParents() {
    for source in sources {
      for parent in source.derivedFrom where indices[Array(parent.utf8)] == nil {
        // Comparing with all of many thousands would take longer than it helps.
        let near = sources.count > 1000 ? nil : suggestion(for: parent, among: sources.map(\.id))
        report(
          "source.unknown_parent", "The source `\(source.id)` is derived from `\(parent)`, which is not declared",
          at: source.location, advice: near.map { "did you mean `\($0)`?" })
      }
    }
    if let cycle {
      let path = (cycle + [cycle[0]]).map { sources[$0].id }
      let shown = path.count > 8 ? path.prefix(7) + ["…", path[0]] : path[...]
      report(
        "source.cycle", "Sources are derived from one another in a circle: \(shown.joined(separator: " ← "))",
        at: sources[cycle[0]].location)
    }
  }

  /// A first circle, if there is any: indices of sources, each derived from the next.
  private var cycle: [Int]? {
    let parents = sources.map { $0.derivedFrom.compactMap { indices[Array($0.utf8)] } }
    /// How far the search below a source has come; `Int.max` once it is over.
    var next = [Int?](repeating: nil, count: sources.count)
    for start in sources.indices where next[start] == nil {
      var path = [start]
      next[start] = 0
      while let current = path.last, let index = next[current] {
        guard index < parents[current].count else {
          next[current] = .max
          path.removeLast()
          continue
        }
        next[current] = index + 1
        let parent = parents[current][index]
        if next[parent] == nil {
          next[parent] = 0
          path.append(parent)
        } else if next[parent] != .max, let begin = path.firstIndex(of: parent) {
          return Array(path[begin...])
        }
      }
    }
    return nil
  }
}
