import Contracts
import Glibc

/// Reads records again, to show violations that were found after their blocks were gone.
///
/// What it shows is what would have been shown at once: the same block, read by the same readers. A file that is not
/// what was validated is not looked at.
struct SecondLook {
  /// A violation that is to be shown, and the field whose value shows it.
  struct Wanted: Hashable {
    var clause: Int
    var focus: Int?
    /// From 0 over the whole dataset.
    var record: Int
    var item: UInt32
  }

  let plan: Plan
  let paths: [String]
  let totals: DatasetTotals
  let locator: RecordLocator
  let root: String?

  /// What was found, and for files that cannot be read again why not.
  struct Findings {
    var violations: [Wanted: Violation] = [:]
    /// By file.
    var problems: [Int: String] = [:]
  }

  /// Looks all of them up, file by file, front to back.
  func find(_ wanted: [Wanted]) -> Findings {
    var findings = Findings()
    var recordsBefore = 0
    var rest = wanted.sorted { $0.record < $1.record }[...]
    for file in paths.indices {
      let end = recordsBefore + totals.files[file].recordCount
      let own = rest.prefix { $0.record < end }
      rest = rest.dropFirst(own.count)
      if !own.isEmpty {
        do throws(Unreadable) {
          try find(own, file: file, recordsBefore: recordsBefore, &findings)
        } catch {
          findings.problems[file] = error.reason
        }
      }
      recordsBefore = end
    }
    return findings
  }

  private struct Unreadable: Error { var reason: String }

  private func find(
    _ wanted: ArraySlice<Wanted>, file: Int, recordsBefore: Int, _ findings: inout Findings
  ) throws(Unreadable) {
    let opened = try open(file)
    let buffer = UnsafeBlockBuffer(capacity: plan.blockBytes)
    let reader = recordReader(for: plan)
    let excerpts = excerptReader(for: plan)
    var rest = wanted
    while let first = rest.first {
      guard let place = locator.files[file].block(ofRecord: first.record - recordsBefore) else {
        throw Unreadable(reason: "its records are not located")
      }
      let block = try read(place, opened, buffer)
      excerpts.bind(opened.binding)
      drain(reader, block, opened.binding)
      let evidence = Evidence(
        block: block, reader: reader, paths: paths, datasetRecordsBefore: recordsBefore + place.recordsBefore,
        recordsBefore: place.recordsBefore, linesBefore: place.linesBefore, lineBreak: plan.contract.data.lineBreak,
        excerpts: excerpts, collectsRejected: false)
      let inBlock = rest.prefix { $0.record < evidence.datasetRecordsBefore + reader.recordCount }
      guard !inBlock.isEmpty else { throw Unreadable(reason: "it has changed since it was checked") }
      for wanted in inBlock { findings.violations[wanted] = violation(wanted, evidence) }
      rest = rest.dropFirst(inBlock.count)
    }
  }

  private func violation(_ wanted: Wanted, _ evidence: Evidence) -> Violation {
    evidence.clause = wanted.clause
    evidence.focus = wanted.focus
    let candidate = evidence.candidate(record: wanted.record - evidence.datasetRecordsBefore, item: wanted.item)
    return evidence.violation(candidate, ordinal: 0)
  }

  /// Readers know where records begin once all of a block has been read.
  private func drain(_ reader: any RecordReader, _ block: Block, _ binding: FileBinding) {
    let batch = RecordBatch(fields: plan.contract.fields)
    batch.bind(to: binding)
    reader.begin(block, binding)
    while reader.fill(batch, maximumRows: plan.batchRows, onSlice: {}) {}
  }
}

extension SecondLook {
  private func open(_ file: Int) throws(Unreadable) -> OpenedFile {
    let path = paths[file]
    guard path != "-" else { throw Unreadable(reason: "standard input can be read once") }
    var status = stat()
    guard stat(path, &status) == 0 else { throw Unreadable(reason: errorText(errno)) }
    // Before it is opened: a pipe would be waited for.
    guard status.st_mode & S_IFMT == S_IFREG else { throw Unreadable(reason: "it is no regular file") }
    let stream: FileStream
    do throws(InputFailure) { stream = try FileStream(path: path, root: root, hashing: nil, counters: nil) } catch {
      throw Unreadable(reason: error.problem.message)
    }
    try compare(stream, totals.reports[file], isChecksummed: locator.files[file].block(ofRecord: 0)?.checksum != nil)
    return OpenedFile(
      index: file, stream: stream, rest: UnsafeBlockBuffer(capacity: OpenedFile.chunkBytes),
      decompressedLimitBytes: plan.options.decompressedLimitBytes, contract: plan.contract,
      cutter: cutter(for: plan.contract))
  }

  private func compare(_ stream: FileStream, _ report: FileReport, isChecksummed: Bool) throws(Unreadable) {
    let isWhole = !report.wasRead || Int(stream.status.st_size) == report.byteCount
    guard isChecksummed || (isWhole && stream.modificationTime == report.modificationTime) else {
      throw Unreadable(reason: "it has changed since it was checked")
    }
  }

  private func read(
    _ place: BlockPlace, _ opened: OpenedFile, _ buffer: UnsafeBlockBuffer
  ) throws(Unreadable) -> Block {
    let block: Block?
    do throws(InputFailure) {
      try opened.skip(to: place.offset)
      block = try opened.again(into: buffer, byteCount: place.byteCount)
    } catch {
      throw Unreadable(reason: error.problem.message)
    }
    guard let block, block.offset == place.offset, block.bytes.count == place.byteCount,
      place.checksum == nil || place.checksum == BlockPlace.checksum(of: block.bytes)
    else { throw Unreadable(reason: "it has changed since it was checked") }
    return block
  }
}
