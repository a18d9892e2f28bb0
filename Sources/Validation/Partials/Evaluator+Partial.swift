import Contracts

extension Evaluator {
  /// Reads everything once, as `run` does, and writes the state of each file instead of a result.
  ///
  /// `notices` are what the caller has to say about a file, given its path. Memory holds the state of one file at a
  /// time.
  package func writePartial(
    tool: String, contract bytes: [UInt8], notices: (String) -> [String],
    to sink: @escaping (UnsafeRawBufferPointer) -> Void
  ) throws(PartialProblem) -> PartialSummary {
    if let problem = privacyProblem { throw problem }
    let writer = PartialWriter(sink: sink)
    let header = PartialHeader(
      tool: tool, contractPath: plan.contract.path, contract: bytes, now: plan.options.now,
      masksAll: plan.options.masksAll, isReadByLibCSV: plan.options.reader == .libcsv, isReplaced: isReplaced,
      keyFingerprint: plan.clausesWithPrivateKeys.isEmpty ? nil : plan.options.partialKey?.fingerprint)
    do { writer.write(.header, try CBOREncoder.encode(header)) } catch {
      throw PartialProblem("the partial cannot be written: \(error)")
    }
    let states = FileStateWriter(writer)
    let shared = start(splitter: nil, fileStates: states, longBlocks: LongBlocks())
    onThreads(plan.options.threadCount) { Worker(shared).run() }
    complete(shared)
    let absorber = shared.absorber
    absorber.endFile(before: paths.count)
    if let problem = states.problem { throw problem }
    do {
      writer.write(.dataset, try CBOREncoder.encode(dataset(absorber, states, notices)))
    } catch {
      throw PartialProblem("the partial cannot be written: \(error)")
    }
    writer.writeEnd()
    return PartialSummary(fileCount: paths.count, recordCount: absorber.totals.recordCount)
  }

  /// Why a partial would show what must not be shown.
  private var privacyProblem: PartialProblem? {
    if let clause = plan.clausesThatCannotBeShared.first {
      return PartialProblem(
        "a partial would hold values of \(clause) in clear, and its field is masked",
        advice: "check this dataset in one run")
    }
    if let clause = plan.clausesWithPrivateKeys.first, plan.options.partialKey == nil {
      return PartialProblem(
        "a partial holds the keys of \(clause), whose field is masked, and no key is given to hide them",
        advice: "give every shard the same secret: --partial-key FILE")
    }
    return nil
  }

  private func dataset(
    _ absorber: Absorber, _ states: FileStateWriter, _ notices: (String) -> [String]
  ) -> PartialDataset {
    let totals = absorber.totals
    let found = self.files
    let files = paths.indices.map { file in
      var report = totals.reports[file]
      if let names = report.header?.names {
        report.header?.names = plan.masking.shownNames(names, of: plan.contract.fields)
      }
      return PartialFile(
        pattern: isReplaced ? 0 : found.pathPatterns[file], report: report, totals: totals.files[file],
        blocks: absorber.locator?.files[file], isStopped: absorber.stoppedFiles.contains(file),
        stateSection: states.sections[file], notices: notices(paths[file]))
    }
    let problems = zip(found.problemPatterns, totals.problems).map {
      PartialProblemOfPattern(pattern: $0, problem: $1)
    }
    return PartialDataset(
      files: files, problems: problems, metFields: totals.metFields.sorted(),
      sideFiles: SideFiles(pins: pins, manifestDates: totals.manifestDates, sources: plan.sources))
  }
}

/// What a partial is about, for a person.
package struct PartialSummary: Sendable {
  package var fileCount: Int
  package var recordCount: Int
}
