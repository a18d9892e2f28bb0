import Contracts

/// Which runs speak for which files, with what they found. Of each file and dataset there are two at most: the newest
/// run, before all the newest that also counted sources; and the newest that the promotion gate judged, so that a look
/// by another gate never takes the place of what let the data through.
struct Speakers {
  /// The runs that speak for a file, by entry.
  private(set) var checks: [Int: LineageCheck] = [:]
  private var voices: [Digest: [String: Voices]] = [:]
  /// For how many files a run speaks, counted once for each part that it has.
  private var uses: [Int: Int] = [:]
  /// The last run where it speaks for nothing: its decision stands behind it, and may give it a voice.
  private var silent: LineageCheck?

  private struct Voices {
    var newest: Int?
    var judged: Int?
  }

  /// A run that saw these files.
  mutating func hear(_ check: LineageCheck, of digests: [Digest]) {
    for digest in digests { elect(check, for: digest) }
    silent = checks[check.reference.sequence] == nil ? check : nil
  }

  /// Lets a newer run speak for a file, unless it knows no sources and the one before did.
  private mutating func elect(_ check: LineageCheck, for digest: Digest) {
    let before = voices[digest]?[check.contract.id]?.newest
    let knewSources = before.flatMap { checks[$0] }?.sources.isEmpty == false
    if knewSources, check.sources.isEmpty { return }
    voices[digest, default: [:]][check.contract.id, default: Voices()].newest = replaced(before, by: check)
  }

  /// The promotion gate has decided about a run.
  mutating func judge(_ run: Int, of dataset: String, digests: [Digest]) {
    guard let check = checks[run] ?? (silent?.reference.sequence == run ? silent : nil) else { return }
    for digest in digests {
      let before = voices[digest]?[dataset]?.judged
      voices[digest, default: [:]][dataset, default: Voices()].judged = replaced(before, by: check)
    }
  }

  /// Counts a part from one run to another; a run without any part is forgotten.
  private mutating func replaced(_ before: Int?, by check: LineageCheck) -> Int {
    let sequence = check.reference.sequence
    guard before != sequence else { return sequence }
    checks[sequence] = check
    uses[sequence, default: 0] += 1
    if let before {
      uses[before, default: 0] -= 1
      if uses[before] == 0 {
        uses[before] = nil
        checks[before] = nil
      }
    }
    return sequence
  }

  /// Each file with each run that speaks for it; in no order, and perhaps twice.
  var pairs: [(digest: Digest, run: Int)] {
    voices.flatMap { digest, datasets in
      datasets.values.flatMap { [$0.newest, $0.judged] }.compactMap { $0 }.map { (digest, $0) }
    }
  }
}
