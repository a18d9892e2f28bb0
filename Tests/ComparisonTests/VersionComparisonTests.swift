import Contracts
import Testing

@testable import Comparison

/// A version of a dataset with little in it, to be changed in one place.
func datasetVersion(_ name: String, _ change: (inout DatasetVersion) -> Void = { _ in }) -> DatasetVersion {
  var version = DatasetVersion(
    origin: .init(.result, name), at: Instant(seconds: 0), dataset: "orders", version: "1.0.0",
    contractDigest: Digest(.sha256, hex: String(repeating: "0", count: 64)), contract: nil,
    files: [.init(path: "a.csv", digest: Digest(.sha256, hex: String(repeating: "1", count: 64)), byteCount: 9, recordCount: 3)],
    recordCount: 3, malformedCount: 0,
    clauses: [.init(clause: "a/cell.missing", rule: "cell.missing", field: "a", status: .passed, violationCount: 0, measurements: [])],
    license: "CC-BY-4.0", uses: ["analytics"], legalBasis: "contract", observedLicenses: [],
    sources: .known([CountedSource(id: "S1", rowCount: 2, license: "MIT"), CountedSource(id: "S2", rowCount: 1)]),
    manifest: [], problems: [])
  change(&version)
  return version
}

struct VersionComparisonTests {
  private let before = datasetVersion("a")
  private let unknownMoves = Knowable<RowMoves>.unknown(because: "no data")

  private func compare(_ change: (inout DatasetVersion) -> Void) -> VersionComparison {
    VersionComparison(before, datasetVersion("b", change), moves: unknownMoves)
  }

  private func sources(_ counts: CountedSource...) -> VersionComparison { compare { $0.sources = .known(counts) } }

  @Test func aVersionDoesNotDifferFromItself() {
    let comparison = compare { _ in }
    #expect(comparison.bump == .none)
    #expect(comparison.changes.map(\.kind) == [.movedRows], "only that is not known")
  }

  /// A source is gone for sure only where all rows were read, and new only where all were before.
  @Test func whatUnreadRowsMayHoldIsUndecided() {
    func with(_ id: String, malformed: Int) -> DatasetVersion {
      datasetVersion("a") { version in
        version.sources = .known([CountedSource(id: id, rowCount: 1)])
        version.malformedCount = malformed
        version.clauses.append(
          .init(
            clause: "record.malformed", rule: "record.malformed", status: malformed > 1 ? .failed : .passed,
            violationCount: malformed, measurements: []))
      }
    }
    func undecided(_ before: Int, _ after: Int) -> [String] {
      let known = Knowable.known(RowMoves(key: ["id"]))
      return VersionComparison(with("S1", malformed: before), with("S2", malformed: after), moves: known).changes
        .filter(\.isUndecided).map { "\($0.kind.rawValue) \($0.subject ?? "-")" }
    }
    #expect(undecided(0, 1) == [], "the contract lets one pass")
    #expect(undecided(0, 2) == ["dropped_source S1", "new_source -", "dropped_source -", "moved_rows -"])
    #expect(undecided(2, 0) == ["new_source S2", "new_source -", "dropped_source -", "moved_rows -"])
  }

  @Test func anotherManifestIsAPatchWhateverItSays() {
    func file(_ name: String, _ hex: String) -> FileReference {
      FileReference(path: name, digest: Digest(.sha256, hex: String(repeating: hex, count: 64)))
    }
    func compare(_ was: [FileReference]?, _ now: [FileReference]?) -> VersionComparison {
      VersionComparison(
        datasetVersion("a") { $0.manifest = was }, datasetVersion("b") { $0.manifest = now }, moves: unknownMoves)
    }
    func states(_ comparison: VersionComparison) -> [String]? {
      guard case .known(let files) = comparison.manifest else { return nil }
      return files.map { "\($0.path) \($0.isSame)" }
    }
    let moved = compare([file("a.yaml", "1")], [file("b.yaml", "1")])
    #expect(states(moved) == ["b.yaml true"], "the same bytes under another name")
    #expect(moved.bump == .none)
    let other = compare([file("a.yaml", "1")], [file("a.yaml", "2")])
    #expect(states(other) == ["a.yaml false"])
    #expect(other.bump == .patch)
    let several = compare([file("a", "1"), file("b", "2")], [file("b", "2"), file("c", "3")])
    #expect(states(several) == ["b true", "c false", "a false"])
    #expect(compare([], []).bump == .none)
    // An earlier version of assay did not keep it: nobody may say that nothing changed.
    let unknown = compare(nil, [file("a", "1")])
    #expect(states(unknown) == nil)
    #expect(unknown.doubts.count == 1)
    #expect(unknown.bump == .none)
  }

  @Test func newSourcesAskForAMinorVersion() {
    let comparison = sources(
      CountedSource(id: "S1", rowCount: 2, license: "MIT"), CountedSource(id: "S2", rowCount: 1), CountedSource(id: "S3", rowCount: 7))
    #expect(comparison.bump == .minor)
    #expect(comparison.changes.first { $0.kind == .newSource }?.subject == "S3")
    #expect(comparison.changes.first { $0.kind == .newSource }?.words == "7 rows come from it, and none did")
  }

  @Test func droppedSourcesAskForAMajorVersion() {
    let comparison = sources(CountedSource(id: "S1", rowCount: 2, license: "MIT"))
    #expect(comparison.bump == .major)
    #expect(comparison.changes.first { $0.kind == .droppedSource }?.subject == "S2")
  }

  /// The data rests on what its sources were made from, though no row names it.
  @Test func aSourceBehindASourceIsNew() {
    let comparison = sources(
      CountedSource(id: "S1", rowCount: 2, license: "MIT"), CountedSource(id: "S2", rowCount: 1),
      CountedSource(id: "base", rowCount: 0))
    let change = comparison.changes.first { $0.kind == .newSource }
    #expect(change?.subject == "base")
    #expect(change?.words == "sources that rows come from were made from it, and none was")
    #expect(comparison.bump == .minor)
  }

  /// A source that a manifest names and no row does is not in the data, and what is not known is said to be so.
  @Test func countsAreThoseOfSourcesInUse() {
    func source(_ id: String, _ license: String? = nil) -> Source {
      Source(id: id, license: license, location: SourceLocation(file: "s.yaml", line: 1, column: 1))
    }
    var usage = SourceUsage(
      tallies: [
        SourceTally(source: source("S1", "MIT"), recordCount: 2), SourceTally(source: source("base"), through: "S1"),
        SourceTally(source: source("idle", "MIT")), SourceTally(source: source("S2", "NOASSERTION"), recordCount: 1),
      ],
      undeclared: [UndeclaredSource(id: .text("S9", isCut: false), recordCount: 4, first: [])])
    #expect(
      CountedSource.counts(of: usage)
        == .known([
          CountedSource(id: "S1", rowCount: 2, license: "MIT"), CountedSource(id: "base", rowCount: 0),
          CountedSource(id: "S2", rowCount: 1), CountedSource(id: "S9", rowCount: 4),
        ]))
    func isUnknown(_ usage: SourceUsage?) -> Bool { if case .unknown = CountedSource.counts(of: usage) { true } else { false } }
    #expect(isUnknown(nil))
    usage.undeclared[0].id = .text("long", isCut: true)
    #expect(isUnknown(usage))
    #expect(isUnknown(SourceUsage(isMasked: true)))
    #expect(isUnknown(SourceUsage(hasTooManyUndeclared: true, undeclaredCount: 2000)))
    #expect(isUnknown(SourceUsage(problem: "s.yaml:3:5: Unknown key")))
  }

  @Test func aSourceUnderAnotherLicenceIsRelicensed() {
    let comparison = sources(CountedSource(id: "S1", rowCount: 2, license: "CC-BY-NC-4.0"), CountedSource(id: "S2", rowCount: 1))
    #expect(comparison.bump == .major)
    #expect(comparison.changes.first { $0.kind == .relicensed }?.subject == "S1")
    let granted = sources(CountedSource(id: "S1", rowCount: 2, license: "MIT OR ISC"), CountedSource(id: "S2", rowCount: 1))
    #expect(granted.bump == .patch)
    #expect(granted.changes.first { $0.kind == .relicensed }?.words.contains(": loosened, ") == true)
    let unknown = sources(
      CountedSource(id: "S1", rowCount: 2, license: "LicenseRef-own"), CountedSource(id: "S2", rowCount: 1))
    #expect(unknown.bump == .major, "what nobody can tell is never called safe")
  }

  @Test func anotherLegalBasisOfASourceAsksForAMajorVersion() {
    func with(_ basis: String?) -> DatasetVersion {
      datasetVersion("a") { $0.sources = .known([CountedSource(id: "S1", rowCount: 2, legalBasis: basis)]) }
    }
    func bump(_ before: String?, _ after: String?) -> VersionBump {
      VersionComparison(with(before), with(after), moves: unknownMoves).bump
    }
    #expect(bump("consent", "contract") == .major)
    #expect(bump("consent", nil) == .major)
    #expect(bump(nil, "consent") == .patch)
  }

  @Test func moreRowsOfASourceAreAPatch() {
    #expect(sources(CountedSource(id: "S1", rowCount: 20, license: "MIT"), CountedSource(id: "S2", rowCount: 1)).bump == .patch)
  }

  @Test func otherBytesAreAPatchThatTheVersionMustTell() {
    let comparison = compare { $0.files[0].digest = Digest(.sha256, hex: String(repeating: "2", count: 64)) }
    #expect(comparison.bump == .patch)
    #expect(comparison.versions.outcome == .tooSmall)
    let told = compare {
      $0.files[0].digest = Digest(.sha256, hex: String(repeating: "2", count: 64))
      $0.version = "1.0.1"
    }
    #expect(told.versions.outcome == .sufficient)
  }

  /// Two data files under one contract have its version both, so that no version can be wrong.
  @Test func dataUnderOneContractSharesItsVersion() {
    let sides = ["a", "b"].map { name in
      datasetVersion(name) {
        $0.origin = .init(.data, name)
        $0.recordCount = name == "a" ? 3 : 4
      }
    }
    let comparison = VersionComparison(sides[0], sides[1], moves: unknownMoves)
    #expect(comparison.bump == .patch)
    #expect(comparison.versions.outcome == .shared)
    #expect(!comparison.changes.contains { $0.kind == .wrongVersion })
  }

  @Test func tightenedTermsAskForAMajorVersion() {
    #expect(compare { $0.license = "CC-BY-NC-4.0" }.bump == .major)
    #expect(compare { $0.uses = [] }.bump == .major)
    #expect(compare { $0.legalBasis = "consent" }.bump == .major)
    #expect(compare { $0.uses = ["analytics", "research"] }.bump == .patch)
  }

  /// Rows under a licence that none was under are held against what held for the rows before.
  @Test func aLicenceOfRowsIsHeldAgainstThoseBefore() {
    func bump(_ before: [String], _ after: [String]) -> VersionBump {
      func version(_ names: [String]) -> DatasetVersion {
        datasetVersion("a") {
          $0.observedLicenses = names.map { .init(expression: $0, recordCount: 1) }
        }
      }
      return VersionComparison(version(before), version(after), moves: unknownMoves).bump
    }
    #expect(bump([], ["MIT"]) == .patch, "CC-BY-4.0 asks for no less")
    #expect(bump([], ["CC-BY-NC-4.0"]) == .major)
    #expect(bump(["CC-BY-NC-4.0"], ["CC-BY-NC-4.0", "CC-BY-4.0"]) == .patch)
    #expect(bump(["CC-BY-4.0"], ["CC-BY-4.0", "CC-BY-SA-4.0"]) == .major)
    #expect(bump(["MIT OR GPL-3.0-only", "CC-BY-4.0"], ["CC0-1.0"]) == .patch)
    #expect(bump(["MIT"], ["(masked)"]) == .major, "nobody can tell")
  }

  @Test func measurementsThatChangedAreListed() {
    let comparison = compare {
      $0.clauses[0].status = .failed
      $0.clauses[0].violationCount = 2
      $0.clauses[0].measurements = [Measurement(name: "completeness", value: "0.3")]
    }
    #expect(comparison.measurements.map(\.name) == ["status", "violations", "completeness"])
    #expect(comparison.measurements.map(\.after) == ["failed", "2", "0.3"])
  }

  /// Never a silent green: what is not known is undecided in every kind that it could hide.
  @Test func whatIsNotKnownIsUndecided() {
    let comparison = compare {
      $0.sources = .unknown(because: "none counted")
      $0.contractDigest = nil
      $0.version = "1.0.1"
    }
    let undecided = Set(comparison.changes.filter(\.isUndecided).map(\.kind))
    #expect(undecided == Set(ChangeKind.allCases))
    #expect(comparison.doubts.count == 2)
  }

  @Test func aVersionThatWasNotReadToItsEndLeavesSourcesUndecided() {
    let comparison = compare { $0.problems = ["a.csv is cut short"] }
    #expect(comparison.changes.contains { $0.kind == .newSource && $0.isUndecided })
  }
}
