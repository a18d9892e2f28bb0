extension ContractComparison {
  /// What a policy may speak of.
  package var changes: [Change] { Change.all(in: differences) + relicensing + Change.version(versions, doubts: []) }

  private var relicensing: [Change] {
    differences.filter { $0.part == .license }.map { line in
      Change(
        .relicensed, nil,
        "the licence was \(line.before?.text ?? "none") and is \(line.after?.text ?? "none"): \(line.reason)")
    }
  }
}

extension VersionComparison {
  /// What a policy may speak of; what is not known is undecided.
  package var changes: [Change] {
    sourceChanges + termChanges + schemaChanges + moveChanges + Change.version(versions, doubts: doubts)
      + [before, after].flatMap { version in version.gaps.map { (version, $0) } }.flatMap { version, gap in
        gapChanges.map { kind in
          Change(kind, nil, "\(version.origin.name) was not read whole: \(gap)", isUndecided: true)
        }
      }
  }

  /// What rows that nobody could read may be; where moves are not known at all, that is told already.
  private var gapChanges: [ChangeKind] {
    if case .known = moves { return [.newSource, .droppedSource, .movedRows] }
    return [.newSource, .droppedSource]
  }

  private var sourceChanges: [Change] {
    switch sources {
    case .unknown(let because):
      return [.newSource, .droppedSource, .relicensed].map {
        Change($0, nil, "the sources are not known: \(because)", isUndecided: true)
      }
    case .known(let sources): return sources.compactMap(change)
    }
  }

  private func change(_ source: SourceDifference) -> Change? {
    switch source.kind {
    // Rows that nobody could read may have named it.
    case .added: Change(.newSource, source.id, Self.appearance(source.after), isUndecided: !before.gaps.isEmpty)
    case .dropped:
      Change(.droppedSource, source.id, Self.disappearance(source.before), isUndecided: !after.gaps.isEmpty)
    case .relicensed:
      Change(
        .relicensed, source.id,
        "it was under \(words(source.before)) and is under \(words(source.after))"
          + (source.licenseMove.map { ": \($0.kind.rawValue), \($0.reason)" } ?? ""))
    case .changed, .same: nil
    }
  }

  private static func appearance(_ source: CountedSource?) -> String {
    switch source?.rowCount ?? 0 {
    case 0: "sources that rows come from were made from it, and none was"
    case 1: "1 row comes from it, and none did"
    case let count: "\(count) rows come from it, and none did"
    }
  }

  private static func disappearance(_ source: CountedSource?) -> String {
    switch source?.rowCount ?? 0 {
    case 0: "sources that rows came from were made from it, and none is any more"
    case 1: "1 row came from it, and none does"
    case let count: "\(count) rows came from it, and none does"
    }
  }

  private func words(_ source: CountedSource?) -> String {
    let license = source?.license ?? "no licence"
    return source?.legalBasis.map { "\(license), on \($0)" } ?? license
  }

  private var termChanges: [Change] {
    terms.filter { $0.name.hasPrefix("license") }.map { term in
      Change(
        .relicensed, nil,
        "the \(term.spoken) was \(term.before ?? "none") and is \(term.after ?? "none"): \(term.reason)")
    }
  }

  private var schemaChanges: [Change] {
    switch schema {
    case .known(let lines): Change.all(in: lines)
    case .unknown(let because):
      [.breakingSchema, .breakingForProducers].map {
        Change($0, nil, "the schema is not known: \(because)", isUndecided: true)
      }
    }
  }

  private var moveChanges: [Change] {
    switch moves {
    case .known(let counts):
      counts.movedCount == 0
        ? []
        : [
          Change(
            .movedRows, nil,
            counts.movedCount == 1 ? "1 row names another source" : "\(counts.movedCount) rows name another source")
        ]
    case .unknown(let because): [Change(.movedRows, nil, "not known: \(because)", isUndecided: true)]
    }
  }
}

extension Change {
  fileprivate static func all(in lines: [ContractDifference]) -> [Change] {
    lines.filter { $0.consumers == .breaking }.map { Change(.breakingSchema, $0.name, $0.reason) }
      + lines.filter { $0.producers == .breaking }.map { Change(.breakingForProducers, $0.name, $0.reason) }
  }

  /// Where not everything is known, a version that would do may be too small.
  fileprivate static func version(_ check: VersionCheck, doubts: [String]) -> [Change] {
    let (was, now) = (check.before ?? "none", check.after ?? "none")
    switch check.outcome {
    case .sufficient:
      return check.proposal == .major
        ? [] : doubts.prefix(1).map { Change(.wrongVersion, nil, $0, isUndecided: true) }
    case .tooSmall:
      let proposed = check.proposed.map { ": \($0) or later" } ?? ""
      let words = "from \(was) to \(now) is less than a \(check.proposal) change asks for\(proposed)"
      return [Change(.wrongVersion, nil, words)]
    case .shared: return []
    case .backwards: return [Change(.wrongVersion, nil, "\(now) comes before \(was)")]
    case .missing:
      return check.proposal == .none
        ? [] : [Change(.wrongVersion, nil, "a contract has no version (was \(was), is \(now))", isUndecided: true)]
    case .unreadable:
      return check.before == check.after && check.proposal == .none
        ? []
        : [Change(.wrongVersion, nil, "\(was) and \(now) are not both semantic versions", isUndecided: true)]
    }
  }
}
