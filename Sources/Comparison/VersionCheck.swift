/// How much a version must grow (Semantic Versioning 2.0.0).
package enum VersionBump: String, Hashable, Sendable, Comparable, CaseIterable {
  case none, patch, minor, major

  package static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A version of three numbers: `2.1.0`, `v2.1`, `2.1.0-rc.1`. What is missing is zero; what follows a hyphen makes it
/// a pre-release, and what follows a plus sign is not compared (semver.org, items 2, 9, 10).
package struct SemanticVersion: Hashable, Sendable, CustomStringConvertible {
  package let numbers: [Int]
  package let preRelease: String?

  package init?(_ text: String) {
    let bare = text.hasPrefix("v") ? text.dropFirst() : text[...]
    let released = bare.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)[0]
    let parts = released.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard (1...3).contains(numbers.count) else { return nil }
    var read: [Int] = []
    for number in numbers {
      guard !number.isEmpty, number.count <= 9, number.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let value = Int(number)
      else { return nil }
      read.append(value)
    }
    self.numbers = read + Array(repeating: 0, count: 3 - read.count)
    preRelease = parts.count == 2 ? String(parts[1]) : nil
  }

  package var description: String {
    numbers.map(String.init).joined(separator: ".") + (preRelease.map { "-\($0)" } ?? "")
  }

  /// The least version that has grown so much. Before 1.0.0 everything is one place further right: a breaking change
  /// raises the second number.
  package func raised(by bump: VersionBump) -> SemanticVersion {
    let isInitial = numbers[0] == 0
    switch bump {
    case .none: return self
    case .patch: return SemanticVersion([numbers[0], numbers[1], preRelease == nil ? numbers[2] + 1 : numbers[2]])
    case .minor where isInitial: return SemanticVersion([0, numbers[1], numbers[2] + 1])
    case .major where isInitial, .minor: return SemanticVersion([numbers[0], numbers[1] + 1, 0])
    case .major: return SemanticVersion([numbers[0] + 1, 0, 0])
    }
  }

  private init(_ numbers: [Int]) {
    self.numbers = numbers
    preRelease = nil
  }

  /// Whether this comes before another one. Two pre-releases of one version are not put in order.
  package func isOlder(than other: SemanticVersion) -> Bool {
    if numbers != other.numbers { return numbers.lexicographicallyPrecedes(other.numbers) }
    return preRelease != nil && other.preRelease == nil
  }
}

/// The versions that two contracts give themselves, held to what changed between them.
package struct VersionCheck: Hashable, Sendable {
  package enum Outcome: Hashable, Sendable {
    /// It has grown by at least what is proposed; or nothing changed, and neither did it.
    case sufficient
    /// It has grown less than that, or not at all.
    case tooSmall
    /// It has become smaller.
    case backwards
    /// Both sides are data under one contract, which has one version: it is for whoever publishes them to raise it.
    case shared
    /// One of them is missing.
    case missing
    /// One of them is no semantic version.
    case unreadable
  }

  package let before: String?
  package let after: String?
  /// How much it must grow, at least.
  package let proposal: VersionBump
  package let outcome: Outcome
  /// The least version that will do; `nil` where the earlier one cannot be read.
  package let proposed: SemanticVersion?

  /// `isShared` where the two cannot differ.
  package init(before: String?, after: String?, proposal: VersionBump, isShared: Bool = false) {
    self.before = before
    self.after = after
    self.proposal = proposal
    let (was, now) = (before.flatMap(SemanticVersion.init), after.flatMap(SemanticVersion.init))
    proposed = was?.raised(by: proposal)
    guard before != nil, after != nil, !isShared else {
      outcome = isShared ? .shared : .missing
      return
    }
    guard let was, let now, let proposed else {
      outcome = .unreadable
      return
    }
    if now.isOlder(than: was) {
      outcome = .backwards
    } else {
      let isUnchanged = proposal != .none && before == after
      // A pre-release of the proposed version announces it.
      let isEnough = now.numbers == proposed.numbers || !now.isOlder(than: proposed)
      outcome = isEnough && !isUnchanged ? .sufficient : .tooSmall
    }
  }
}
