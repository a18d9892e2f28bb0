import Contracts
import Dialects
import Markup
import Validation

/// What came of reading a source manifest.
package struct SourceReading {
  /// `nil` where the manifest could not be read, or is invalid.
  package var sources: [Source]?
  /// What is wrong with it, by file and line.
  package var diagnostics: [Diagnostic] = []
  /// Why its bytes, or its records, could not be read.
  package var problem: String?
  package var files: [FileReference] = []
  /// What the contract declares whose dataset was read; its sources without a licence have it.
  package var license: String?
  /// Every file that was looked at, found or not.
  package var paths: [String] = []

  /// What a run takes; never sources of a manifest with an error.
  package var manifest: SourceManifest {
    if let sources { return SourceManifest(sources: sources, files: files, license: license) }
    return SourceManifest(files: files, problem: reason)
  }

  private var reason: String {
    if let problem { return problem }
    let errors = diagnostics.filter { $0.level == .error }
    guard let first = errors.first else { return "the source manifest could not be read" }
    let more = errors.count > 1 ? " (and \(errors.count - 1) more)" : ""
    return "\(first.location): \(first.message)\(more)"
  }
}

/// Reads source manifests: YAML, CSV, JSONL, or the dataset of another contract.
package struct SourceFile {
  /// As many sources as a manifest may have, and as many bytes in CSV or JSONL.
  package static let limits = RecordCollector.Limits(records: 200_000, bytes: 64 << 20)

  /// Confines every path that is opened.
  private let root: String?
  private let options: EvaluationOptions
  private let licenseProblem: SourceReader.LicenseProblem

  /// `licenseProblem` says what is wrong with an SPDX expression, for warnings; by default nothing is.
  package init(
    options: EvaluationOptions, root: String?, licenseProblem: @escaping SourceReader.LicenseProblem = { _ in nil }
  ) {
    self.options = options
    self.root = root
    self.licenseProblem = licenseProblem
  }

  /// The file, by the end of its name.
  package func read(_ path: String) -> SourceReading {
    if let format = DataSource.Format(fileName: path) { return read(path, format) }
    var reading = SourceReading(paths: [path])
    do throws(InputFailure) {
      let bytes = try SmallFile.read(path, root: root)
      reading.files = [FileReference(path: path, digest: digest(bytes))]
      (reading.sources, reading.diagnostics) = SourceReader.read(bytes, file: path, licenseProblem: licenseProblem)
    } catch {
      reading.problem = error.problem.message
    }
    if let sources = reading.sources, sources.count > Self.limits.records {
      reading.sources = nil
      reading.problem = "\(path) declares \(sources.count) sources, and at most \(Self.limits.records) are read"
    }
    return reading
  }

  private func read(_ path: String, _ format: DataSource.Format) -> SourceReading {
    let place = SourceLocation(file: path, line: 1, column: 1)
    // A pattern may stand for several files; `path` is relative to the working directory.
    let data = DataSource(files: [Scalar(path, at: place)], format: format)
    let names = SourceKey.allCases.map { ($0, $0.rawValue) }
    return read(Contract(id: "sources", data: data, path: "sources"), names, isClosed: true)
  }

  /// The dataset of a contract. What it has beside the columns of a manifest is passed over. Sources that name no
  /// licence stand under what the contract declares, like any record of its dataset.
  package func read(_ contract: Contract, columns: [Provenance.Column] = []) -> SourceReading {
    let names = SourceKey.allCases.map { key in
      (key, columns.first { $0.key == key }?.name ?? key.rawValue)
    }
    var reading = read(contract, names, isClosed: false)
    reading.paths.append(contract.path)
    reading.license = contract.license?.expression
    for index in (reading.sources ?? []).indices where reading.sources?[index].license == nil {
      reading.sources?[index].license = reading.license
    }
    return reading
  }

  private func read(_ contract: Contract, _ names: [(SourceKey, String)], isClosed: Bool) -> SourceReading {
    let (collector, paths, digests) = RecordCollector.read(contract, options, root: root, limits: Self.limits)
    var reading = SourceReading(paths: paths)
    reading.files = zip(paths, digests).compactMap { path, digest in
      digest.map { FileReference(path: path, digest: $0) }
    }
    guard collector.problem == nil else {
      reading.problem = collector.problem
      return reading
    }
    let missing = contract.data.csv.spelling.missing ?? [""]
    let isCSV = contract.data.format != .jsonl
    let entries = collector.records.enumerated().map { index, record in
      // A header's unknown name is said once, with the first record.
      let keepsUnknown = isClosed && (!isCSV || index == 0)
      let node = record.node.manifestEntry(
        names, keepsUnknown: keepsUnknown, missing: isCSV ? missing : nil)
      return SourceReader.Entry(node: node, file: record.file)
    }
    (reading.sources, reading.diagnostics) = SourceReader.read(entries, licenseProblem: licenseProblem)
    return reading
  }
}

extension Node {
  /// A record with the keys of a manifest; null and missing values are left out. `missing` are the spellings of nothing
  /// in CSV, where several parents stand in one cell, with `;` between them.
  fileprivate func manifestEntry(_ names: [(SourceKey, String)], keepsUnknown: Bool, missing: [String]?) -> Node {
    var kept: [Node.Entry] = []
    for entry in entries ?? [] {
      if let missing, let text = entry.value.text, missing.contains(text) { continue }
      if missing == nil, entry.value.isNull { continue }
      guard let (key, _) = names.first(where: { $0.1.utf8.elementsEqual(entry.name.utf8) }) else {
        if keepsUnknown { kept.append(entry) }
        continue
      }
      var entry = entry
      entry.key.content = .scalar(text: key.rawValue, style: .quoted)
      if missing != nil, key == .derivedFrom { entry.value = entry.value.list(separator: ";") }
      kept.append(entry)
    }
    return Node(line: line, column: column, .mapping(kept, isFlow: false))
  }

  private func list(separator: Character) -> Node {
    let parts = (text ?? "").split(separator: separator).map { part in
      let trimmed = part.drop { $0 == " " }
      let text = String(trimmed.reversed().drop { $0 == " " }.reversed())
      return Node(line: line, column: column, .scalar(text: text, style: .quoted))
    }
    return Node(line: line, column: column, .sequence(parts, isFlow: false))
  }
}
