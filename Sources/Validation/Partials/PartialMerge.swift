import Contracts

/// Partials of one dataset, found to belong together.
package struct PartialMerge {
  package let header: PartialHeader
  /// The files of the dataset, in the order in which one run over the whole would read them.
  package let paths: [String]
  private let readers: [PartialReader]
  private let files: [ShardFile]

  /// A file, and the partial that holds it.
  private struct ShardFile {
    var reader: PartialReader
    /// In the partial.
    var index: Int

    var file: PartialFile { reader.dataset.files[index] }
    var path: [UInt8] { Array(file.report.path.utf8) }
  }

  /// Opens partials and compares what they are of. `tool` is this program's version.
  package init(_ paths: [String], tool: String) throws(PartialProblem) {
    var readers: [PartialReader] = []
    for path in paths { readers.append(try PartialReader(path)) }
    guard let first = readers.first else { throw PartialProblem("expected one partial at least") }
    header = first.header
    self.readers = readers
    try Self.compare(readers, tool: tool)
    files = try Self.files(of: readers)
    self.paths = files.map(\.file.report.path)
  }

  /// The latest clock of any.
  package var now: Instant { readers.map(\.header.now).max() ?? header.now }

  /// Refuses a clock other than the one by which values were judged.
  package func checkClock(_ plan: Plan) throws(PartialProblem) {
    guard plan.readsClock else { return }
    for reader in readers where reader.header.now != plan.options.now {
      throw PartialProblem(
        "\(reader.path) was made at \(reader.header.now), and is to be judged at \(plan.options.now), but `freshness` "
          + "reads a field, whose values are compared with the clock",
        advice: "give every `assay check … --partial-out` and `assay merge` the same --now")
    }
  }

  private static func compare(_ readers: [PartialReader], tool: String) throws(PartialProblem) {
    let first = readers[0]
    for reader in readers {
      guard reader.header.tool == tool else {
        throw PartialProblem(
          "\(reader.path) was made by assay \(reader.header.tool), and this is assay \(tool)",
          advice: "make and merge partials with one version")
      }
      let (a, b) = (first.header, reader.header)
      let digests = (digest(a.contract), digest(b.contract))
      let names = ("\(a.contractPath) (\(digests.0))", "\(b.contractPath) (\(digests.1))")
      try expect(names.0 == names.1, "the contracts", first, names.0, reader, names.1)
      try expect(a.masksAll == b.masksAll, "the values that --mask hides", first, mask(a), reader, mask(b))
      try expect(a.isReadByLibCSV == b.isReadByLibCSV, "the readers", first, name(a), reader, name(b))
      try expect(
        a.isReplaced == b.isReplaced, "where the files were named", first, origin(a), reader, origin(b))
      try expect(
        a.keyFingerprint == b.keyFingerprint, "the keys of --partial-key", first, a.keyFingerprint ?? "none", reader,
        b.keyFingerprint ?? "none")
      try compareSideFiles(first, reader)
    }
  }

  private static func mask(_ header: PartialHeader) -> String { header.masksAll ? "all" : "private" }
  private static func name(_ header: PartialHeader) -> String { header.isReadByLibCSV ? "libcsv" : "assay's own" }
  private static func origin(_ header: PartialHeader) -> String { header.isReplaced ? "--data" : "the contract" }

  private static func expect(
    _ isSame: Bool, _ what: String, _ first: PartialReader, _ a: String, _ second: PartialReader, _ b: String
  ) throws(PartialProblem) {
    guard !isSame else { return }
    throw PartialProblem(
      "\(first.path) and \(second.path) do not belong together, since \(what) differ: \(a) and \(b)",
      advice: "make all partials of a dataset with the same contract and options")
  }

  private static func compareSideFiles(_ first: PartialReader, _ second: PartialReader) throws(PartialProblem) {
    let (a, b) = (first.dataset.sideFiles, second.dataset.sideFiles)
    let encoded = { (value: any Encodable) in (try? CBOREncoder.encode(value))?.encoded }
    try expect(encoded(a.pins) == encoded(b.pins), "the pins", first, "its own", second, "its own")
    try expect(
      encoded(a.manifestDates) == encoded(b.manifestDates), "the manifests of `freshness`", first, "its own", second,
      "its own")
    try expect(encoded(a.sources) == encoded(b.sources), "the source manifests", first, "its own", second, "its own")
  }

  /// All files, each once. One that a shard did not find is left to the shard that did.
  private static func files(of readers: [PartialReader]) throws(PartialProblem) -> [ShardFile] {
    var byPath: [[UInt8]: ShardFile] = [:]
    for reader in readers {
      for index in reader.dataset.files.indices {
        let new = ShardFile(reader: reader, index: index)
        guard let known = byPath[new.path] else {
          byPath[new.path] = new
          continue
        }
        if isAbsent(known) { byPath[new.path] = new }
        guard isAbsent(known) || isAbsent(new) else {
          throw PartialProblem(
            "\(Path.spoken(new.file.report.path)) is in \(known.reader.path) and in \(reader.path)",
            advice: "a file belongs to one shard; leave one of the partials out, or make them again")
        }
      }
    }
    return byPath.values.sorted {
      if $0.file.pattern != $1.file.pattern { return $0.file.pattern < $1.file.pattern }
      return $0.path.lexicographicallyPrecedes($1.path)
    }
  }

  private static func isAbsent(_ file: ShardFile) -> Bool {
    !file.reader.header.isReplaced && file.file.report.problem?.kind == "not_found"
  }
}

extension PartialMerge {
  /// What one run over the whole would have found. `root` confines the files that are opened to show what was found
  /// only now.
  package func result(_ plan: Plan, root: String?) throws(PartialProblem) -> RunResult {
    try checkClock(plan)
    let plan = readers[0].dataset.sideFiles.sources.map(plan.binding) ?? plan
    var totals = DatasetTotals(fileCount: files.count)
    var folded = FoldedState(plan)
    for (index, shard) in files.enumerated() {
      let file = shard.file
      try checkCounts(file, in: shard.reader, recordsBefore: totals.recordCount)
      if let state = try shard.reader.state(of: shard.index, plan) {
        folded.merge(state, behindRecords: totals.recordCount)
      }
      totals.files[index] = file.totals
      totals.reports.append(file.report)
      totals.recordCount += file.totals.recordCount
      totals.malformedCount += file.totals.malformedCount
    }
    complete(&totals)
    let isLocated = files.allSatisfy { $0.file.blocks != nil }
    let absorber = Absorber(
      plan: plan, paths: paths, totals: totals, folded: folded,
      locator: isLocated ? RecordLocator(files: files.compactMap(\.file.blocks)) : nil,
      stoppedFiles: Set(files.indices.filter { files[$0].file.isStopped }))
    var result = absorber.result(pins: readers[0].dataset.sideFiles.pins, root: root)
    result.contractDigest = digest(header.contract)
    result.notices += files.flatMap(\.file.notices)
    return result
  }

  /// Refuses numbers of records that the places of keys have no room for.
  private func checkCounts(_ file: PartialFile, in reader: PartialReader, recordsBefore: Int) throws(PartialProblem) {
    let (records, malformed) = (file.totals.recordCount, file.totals.malformedCount)
    guard records >= 0, (0...records).contains(malformed), recordsBefore + records <= KeyPlace.maximumRecordCount else {
      throw PartialProblem(
        "\(reader.path) is not what this version writes: \(file.report.path) has \(records) records, "
          + "\(malformed) of them malformed", advice: "make the partial again")
    }
  }

  private func complete(_ totals: inout DatasetTotals) {
    totals.isReplaced = header.isReplaced
    for reader in readers { totals.metFields.formUnion(reader.dataset.metFields) }
    for entry in readers[0].dataset.sideFiles.manifestDates { totals.manifestDates[entry.clause] = entry.answer }
    totals.problems = problems
  }

  /// Problems of patterns, each once. A pattern that found nothing for one shard may have found files for another, if
  /// only such as a pattern before it had found already.
  private var problems: [InputProblem] {
    let missing = readers.map { reader in
      Set(reader.dataset.problems.filter { $0.problem.kind == "not_found" }.map(\.pattern))
    }
    var kept: Set<PartialProblemOfPattern> = []
    for entry in readers.flatMap(\.dataset.problems) {
      let isMissing = entry.problem.kind == "not_found"
      let isAnswered = !header.isReplaced && isMissing && missing.contains { !$0.contains(entry.pattern) }
      if !isAnswered { kept.insert(entry) }
    }
    return kept.sorted {
      if $0.pattern != $1.pattern { return $0.pattern < $1.pattern }
      return $0.problem.path.utf8.lexicographicallyPrecedes($1.problem.path.utf8)
    }.map(\.problem)
  }
}
