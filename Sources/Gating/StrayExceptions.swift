import Contracts
import Markup

/// Exceptions for contracts that are not among those at hand: an identity begins with the contract's id, so a slip
/// there leaves a waiver or a baseline's entry that no run of any contract would speak of.
package struct StrayExceptions: Sendable {
  /// An exception as far as it names a clause.
  package struct Exception: Hashable, Sendable {
    package var clause: ClauseID
    package var location: SourceLocation

    package init(_ waiver: Waiver) { (clause, location) = (waiver.clause, waiver.location) }
    package init(_ entry: Baseline.Entry) { (clause, location) = (entry.clause, entry.location) }

    /// `orders` of `orders/email/cell.missing`.
    var contractID: String { String(clause.rawValue.prefix { $0 != "/" }) }
  }

  /// In the order of the file.
  let strays: [Exception]
  private let ids: [String]

  /// `ids` are those of all contracts at hand.
  package init(_ exceptions: [Exception], besides ids: [String]) {
    let known = Set(ids)
    strays = exceptions.filter { !known.contains($0.contractID) }.sorted { $0.location < $1.location }
    self.ids = ids.sorted()
  }

  /// One sentence for all of them, which names the first; `nil` where there is none.
  ///
  /// Where other contracts may be elsewhere, `onlyNear` leaves out those that are not nearly one of the ids.
  package func notice(onlyNear: Bool) -> String? {
    let told = onlyNear ? strays.filter { meant(by: $0) != nil } : strays
    guard let first = told.first else { return nil }
    let others = told.count - 1
    let rest = others == 0 ? "" : "; \(others) more \(others == 1 ? "is" : "are") for none either"
    return "\(first.location): the exception for \(first.clause) is for none of the contracts checked here"
      + (meant(by: first).map { ", did you mean \($0)?" } ?? "") + rest
  }

  /// A warning for each.
  package var diagnostics: [Diagnostic] {
    strays.map { stray in
      Diagnostic(
        .warning, .semantic, code: "clause.no_contract",
        "No contract here has the id `\(stray.contractID)`, so `\(stray.clause)` excuses nothing", at: stray.location,
        advice: meant(by: stray).map { "did you mean `\($0)`?" } ?? "remove it, or name the contract as its `id` does")
    }
  }

  private func meant(by stray: Exception) -> String? { suggestion(for: stray.contractID, among: ids) }
}
