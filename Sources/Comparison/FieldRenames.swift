import Contracts

/// Fields that may be one field under two names. A guess for readers, never more.
struct FieldRenames {
  private var pairs: [(former: String, later: String)] = []

  init(_ pair: ContractPair) {
    let gone = Self.fields(of: pair.before, notIn: pair.after)
    var new = Self.fields(of: pair.after, notIn: pair.before)
    for (oldIndex, old) in gone {
      let found = new.firstIndex { index, field in
        let isAlike = pair.signature(old, of: pair.before) == pair.signature(field, of: pair.after)
        return old.type == field.type && (index == oldIndex || isAlike && new.count == 1 && gone.count == 1)
      }
      if let found { pairs.append((old.path.text, new.remove(at: found).element.path.text)) }
    }
  }

  /// Each with its place among all.
  private static func fields(of contract: Contract, notIn other: Contract) -> [(offset: Int, element: Field)] {
    Array(contract.fields.enumerated()).filter { field in !other.fields.contains { $0.hasName(of: field.element) } }
  }

  func former(_ field: Field) -> String? { pairs.first { $0.later == field.path.text }?.former }
  func later(_ field: Field) -> String? { pairs.first { $0.former == field.path.text }?.later }
}

extension ContractPair {
  /// What is asked of a field's values.
  fileprivate func signature(_ field: Field, of contract: Contract) -> [String] {
    contract.clauses(of: field).map { "\($0.rule) \($0.words)" }
  }
}
