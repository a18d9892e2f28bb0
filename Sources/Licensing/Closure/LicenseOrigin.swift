import Contracts

/// Something that a dataset is made from, with the licence under which it came.
package struct LicenseOrigin: Hashable, Sendable {
  package enum Kind: Int, Sendable {
    /// What the contract declares for the whole.
    case contract
    /// Records that name a licence of their own.
    case records
    /// A source or another dataset.
    case source
  }

  package var kind: Kind
  /// As messages name it: `S17`, `records`.
  package var name: String
  /// `nil` where nobody has said under which licence it came.
  package var expression: LicenseExpression?
  /// What the records write where nobody can read an expression; `nil` where they write none, or it is masked.
  package var unreadText: String?
  /// The expression stands in masked values: messages do not tell it, nor what it asks.
  package var isMasked: Bool
  /// For a source that no record names: one that was made from it, directly or through others.
  package var through: String?
  /// Tells origins apart whose names are not told; never shown.
  package var number: Int
  /// Records that came from it, or from `through`; `nil` where nobody has counted.
  package var recordCount: Int?
  /// The first of them by position, a few.
  package var firstRecords: [Position]
  /// The dataset has several files, so that the number of a record does not tell where it stands.
  package var spansFiles = false
  /// Where it is declared, for a source that no record names.
  package var place: Position?

  package init(
    _ kind: Kind = .source, name: String, expression: LicenseExpression?, unreadText: String? = nil,
    isMasked: Bool = false,
    through: String? = nil, number: Int = 0, recordCount: Int? = nil, firstRecords: [Position] = [],
    place: Position? = nil
  ) {
    self.kind = kind
    self.name = name
    self.expression = expression
    self.unreadText = unreadText
    self.isMasked = isMasked
    self.through = through
    self.number = number
    self.recordCount = recordCount
    self.firstRecords = firstRecords
    self.place = place
  }

  /// The licence as messages show it.
  package var shownLicense: String {
    if isMasked { return "a masked licence" }
    return expression?.description ?? unreadText.map { "`\($0)`" } ?? "no known licence"
  }

  /// `3 records (2, 5, 9) stand under CC-BY-NC-4.0`, `214 records (12, 90 …) come from S17 under CC-BY-NC-4.0`,
  /// `3 records (2, 5, 9) come from S17, which is made from S1 under CC-BY-NC-4.0`,
  /// `S1, from which S17 is made, stands under CC-BY-NC-4.0`.
  package var phrase: String {
    let isOne = recordCount == 1
    switch kind {
    case .contract: return "\(name) has \(shownLicense)"
    case .records: return "\(records ?? name) stand\(isOne ? "s" : "") under \(shownLicense)"
    case .source:
      guard let records else {
        return "\(name)\(through.map { ", from which \($0) is made," } ?? "") stands under \(shownLicense)"
      }
      let whole = through.map { "\($0), which is made from \(name)" } ?? name
      return "\(records) come\(isOne ? "s" : "") from \(whole) under \(shownLicense)"
    }
  }

  /// `2 records (12, 90)`; `3 records (a.csv:13, 14, b.csv:91)`, by lines, where the dataset has several files.
  private var records: String? {
    guard let recordCount else { return nil }
    let count = counted(recordCount, "record")
    let shown = firstRecords.enumerated().map { index, position in
      guard spansFiles else { return position.record.map(String.init) ?? "line \(position.line)" }
      let isInSameFile = index > 0 && firstRecords[index - 1].file == position.file
      return isInSameFile ? "\(position.line)" : "\(position.file):\(position.line)"
    }
    guard !shown.isEmpty else { return count }
    return "\(count) (\(shown.joined(separator: ", "))\(firstRecords.count < recordCount ? " …" : ""))"
  }

  /// What tells it from other origins; what is counted of it does not.
  var identity: String {
    ["\(kind.rawValue)", name, expression?.description ?? unreadText ?? "", "\(number)"].joined(separator: "\u{0}")
  }
}
