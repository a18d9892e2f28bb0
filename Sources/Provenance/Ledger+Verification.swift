import Contracts

extension Ledger {
  /// Checks everything: the file's structure, its tables and views, and every entry from its bytes on.
  ///
  /// A chain that was cut short or written anew as a whole holds by itself; only `head`, a digest that was noted
  /// elsewhere, tells.
  package func verify(head: Digest? = nil) throws(LedgerError) -> Verification {
    var verifier = ChainVerifier(head: head)
    do throws(LedgerError) {
      try verifySchema(&verifier)
      try verifyStructure(&verifier)
      let rows = try database.prepare("\(Columns.selection) ORDER BY sequence")
      while try rows.step() { verifier.take(Columns(rows), rows.bytes(Columns.names.count)) }
    } catch {
      guard error.kind == .corrupt else { throw error }
      verifier.complain(nil, error.message)
    }
    return verifier.finish()
  }

  /// A view that was rewritten would tell a query lies; a trigger that was added could act on every entry.
  private func verifySchema(_ verifier: inout ChainVerifier) throws(LedgerError) {
    let expected = Set(try Schema.current.expectedObjects())
    let found = Set(try Schema.objects(database))
    for object in (found.symmetricDifference(expected)).sorted(by: { $0.name < $1.name }) {
      let isKnown = expected.contains { $0.name == object.name }
      let isThere = found.contains { $0.name == object.name }
      if isKnown, isThere, found.contains(object) { continue }
      let fault = !isThere ? "is missing" : isKnown ? "was changed" : "is none of the ledger's"
      verifier.complain(nil, "the \(object.type) `\(object.name)` \(fault)")
    }
  }

  /// An index that leaves an entry out would hide it from a filter.
  private func verifyStructure(_ verifier: inout ChainVerifier) throws(LedgerError) {
    let rows = try database.prepare("PRAGMA integrity_check(20)")
    while try rows.step() {
      if let fault = rows.text(0), fault != "ok" { verifier.complain(nil, "the file is damaged: \(fault)") }
    }
  }
}
