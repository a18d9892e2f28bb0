import Comparison
import Contracts

extension VersionComparison {
  var sections: [DiffSection] {
    [head, sourceSection, moveSection, termSection, schemaSection, measurementSection, fileSection, doubtSection]
  }

  private var head: DiffSection {
    DiffSection(
      "Versions", headings: ["", "DATASET", "VERSION", "ROWS", "MALFORMED", "CHECKED", "FROM"],
      rows: [("before", before), ("after", after)].map { name, version in
        [
          .ours(name), .theirs(version.dataset), DiffSection.Cell(theirs: version.version),
          .ours(Amount.grouped(version.recordCount)), .ours(Amount.grouped(version.malformedCount)),
          .ours(version.at.description), .theirs("\(version.origin.kind.rawValue) \(version.origin.name)"),
        ]
      },
      detailCount: 2,
      notes: [[.ours("Rows: \(Self.change(before.recordCount, after.recordCount))")]])
  }

  private var sourceSection: DiffSection {
    switch sources {
    case .unknown(let because):
      return DiffSection("Sources", notes: [[.ours("Not known: "), .theirs(because)]] + manifestNotes)
    case .known(let sources):
      let changed = sources.filter { $0.kind != .same }
      let same = sources.count - changed.count
      return DiffSection(
        "Sources", headings: ["", "SOURCE", "ROWS BEFORE", "ROWS AFTER", "LICENCE", "LEGAL BASIS", "REFRESHED"],
        rows: changed.map { source in
          [
            .ours(Self.kind(of: source)), .theirs(source.id),
            .ours(source.before.map { Amount.grouped($0.rowCount) } ?? ""),
            .ours(source.after.map { Amount.grouped($0.rowCount) } ?? ""),
            Self.term(of: source) { $0.license }, Self.term(of: source) { $0.legalBasis },
            Self.term(of: source) { $0.refreshed },
          ]
        },
        detailCount: 3,
        notes: (same == 0 ? [] : [[.ours("\(Amount.counted(same, "source")) as before")]]) + manifestNotes)
    }
  }

  /// What became of the files that say which sources there are.
  private var manifestNotes: [[DiffSection.Cell]] {
    switch manifest {
    case .unknown(let because):
      return [[.ours("Whether the source manifest is the same is not known: "), .theirs(because)]]
    case .known(let files):
      return files.filter { !$0.isSame }.map { file in
        [.ours("The source manifest "), .theirs(file.path), .ours(" \(file.change)")]
      }
    }
  }

  private var moveSection: DiffSection {
    switch moves {
    case .unknown(let because):
      return DiffSection("Rows that changed source", notes: [[.ours("Not known: "), .theirs(because)]])
    case .known(let counts):
      var notes: [[DiffSection.Cell]] = [
        [
          .ours(Amount.counted(counts.movedCount, "row")),
          .ours(" of \(Amount.grouped(counts.keptCount)) with a key on both sides ("),
          .theirs(counts.key.joined(separator: ", ")), .ours(")"),
        ],
        [.ours("\(Amount.counted(counts.addedCount, "row")) new, \(Amount.counted(counts.removedCount, "row")) gone")],
      ]
      if counts.incomparableCount > 0 {
        notes.append([
          .ours("\(Amount.counted(counts.incomparableCount, "row")) not compared: without a key, or with one twice")
        ])
      }
      return DiffSection(
        "Rows that changed source", headings: ["ROW BEFORE", "ROW AFTER", "SOURCE BEFORE", "SOURCE AFTER"],
        rows: counts.examples.map { move in
          [
            .ours(Amount.grouped(move.recordBefore)), .ours(Amount.grouped(move.recordAfter)),
            DiffSection.Cell(theirs: move.sourceBefore), DiffSection.Cell(theirs: move.sourceAfter),
          ]
        },
        notes: notes)
    }
  }

  private var termSection: DiffSection {
    DiffSection(
      "Licence and use", headings: ["WHAT", "BEFORE", "AFTER", "CONSUMERS", "WHY"],
      rows: terms.map { term in
        [
          .ours(term.spoken), DiffSection.Cell(theirs: term.before), DiffSection.Cell(theirs: term.after),
          .ours(term.consumers.rawValue), .ours(term.reason),
        ]
      })
  }

  private var schemaSection: DiffSection {
    switch schema {
    case .known(let lines): DiffSection(contract: lines, title: "Contract")
    case .unknown(let because): DiffSection("Contract", notes: [[.ours("Not known: "), .theirs(because)]])
    }
  }

  private var measurementSection: DiffSection {
    DiffSection(
      "Measurements", headings: ["CLAUSE", "WHAT", "BEFORE", "AFTER"],
      rows: measurements.map { line in
        [
          .theirs(line.clause), .theirs(line.name), DiffSection.Cell(theirs: line.before),
          DiffSection.Cell(theirs: line.after),
        ]
      })
  }

  private var fileSection: DiffSection {
    let same = files.count { $0.isSame == true }
    return DiffSection(
      "Files", headings: ["", "FILE", "ROWS BEFORE", "ROWS AFTER", "DIGEST BEFORE", "DIGEST AFTER"],
      rows: files.filter { $0.isSame != true }.map { file in
        [
          .ours(file.state), .theirs(file.path), .ours(file.before.map { Amount.grouped($0.recordCount) } ?? ""),
          .ours(file.after.map { Amount.grouped($0.recordCount) } ?? ""), .ours(file.before?.digest?.short ?? ""),
          .ours(file.after?.digest?.short ?? ""),
        ]
      },
      detailCount: 2,
      notes: same == 0 ? [] : [[.ours("\(Amount.counted(same, "file")) of the same bytes")]])
  }

  /// A version that was not read whole counts less than there is.
  private var doubtSection: DiffSection {
    let lines = [before, after].flatMap { version in version.gaps.map { (version.origin.name, $0) } }
    return DiffSection(
      "Not read whole", headings: ["VERSION", "WHY"], rows: lines.map { [.theirs($0.0), .theirs($0.1)] })
  }

  /// `1,000 → 1,200 (+200)`
  private static func change(_ before: Int, _ after: Int) -> String {
    guard before != after else { return "\(Amount.grouped(after)), as before" }
    let sign = after > before ? "+" : ""
    return "\(Amount.grouped(before)) → \(Amount.grouped(after)) (\(sign)\(Amount.grouped(after - before)))"
  }

  /// What became of a source; of another licence rather which way it moved, where that is known.
  private static func kind(of source: SourceDifference) -> String {
    switch source.licenseMove?.kind {
    case .tightened?: "tightened"
    case .loosened?: "loosened"
    case .same?, .mixed?, .unknown?, nil: source.kind.rawValue
    }
  }

  /// What a source has on both sides, or on its only one.
  private static func term(of source: SourceDifference, _ value: (CountedSource) -> String?) -> DiffSection.Cell {
    guard let before = source.before, let after = source.after else {
      return DiffSection.Cell(theirs: (source.after ?? source.before).flatMap(value))
    }
    return change(value(before), value(after))
  }

  /// One text where both are the same.
  private static func change(_ before: String?, _ after: String?) -> DiffSection.Cell {
    guard before != after else { return DiffSection.Cell(theirs: after) }
    return .theirs("\(before ?? "none") → \(after ?? "none")")
  }
}

extension VersionComparison.FileDifference {
  fileprivate var state: String {
    switch (before, after) {
    case (nil, _): "added"
    case (_, nil): "dropped"
    default: isSame == nil ? "unknown" : "changed"
    }
  }
}

extension VersionComparison.ManifestDifference {
  /// What became of it.
  fileprivate var change: String {
    switch (before, after) {
    case (let before?, let after?): "is another: \(before.short) → \(after.short)"
    case (nil, _): "is new"
    case (_, nil): "is gone"
    }
  }
}
