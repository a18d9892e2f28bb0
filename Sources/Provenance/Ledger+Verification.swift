import Contracts

extension Ledger {
  /// Checks everything: the file's structure, its tables and views, and every entry from its bytes on.
  ///
  /// A chain that was cut short or written anew as a whole holds by itself; only `head`, a digest that was noted
  /// elsewhere, tells.
  package func verify(head: Digest? = nil) throws(LedgerError) -> Verification {
    var verifier = ChainVerifier(head: head)
    do throws(LedgerError) {
      for fault in try schemaFaults() { verifier.complain(nil, fault) }
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
  func schemaFaults() throws(LedgerError) -> [String] {
    let objects = try Schema.current.reached(by: database).expectedObjects()
    let expected = Dictionary(objects.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let found = try Schema.objects(database)
    let names = Set(found.map(\.name))
    let missing = expected.values.filter { !names.contains($0.name) }.map { "the \($0.type) `\($0.name)` is missing" }
    let strange = found.filter { expected[$0.name] != $0 }.map { object in
      "the \(object.type) `\(object.name)` \(expected[object.name] == nil ? "is none of the ledger's" : "was changed")"
    }
    return (missing + strange).sorted()
  }

  /// An index that leaves an entry out would hide it from a filter.
  private func verifyStructure(_ verifier: inout ChainVerifier) throws(LedgerError) {
    let rows = try database.prepare("PRAGMA integrity_check(20)")
    while try rows.step() {
      if let fault = rows.text(0), fault != "ok" { verifier.complain(nil, "the file is damaged: \(fault)") }
    }
  }
}
