import Contracts

/// How the argument of a clause moved. What cannot be decided is incomparable, which breaks both sides.
struct ArgumentOrder {
  let before: (clause: Clause, field: Field?)
  let after: (clause: Clause, field: Field?)

  var direction: Direction {
    switch after.clause.rule {
    case "cell.missing": nullability
    case "cell.too_long", "cell.too_precise", "cell.too_many_decimals", "array.too_many_items", "rows.too_many",
      "file.too_many_rows":
      counts(Direction.upperLimit)
    case "cell.too_short", "array.too_few_items", "rows.too_few", "file.too_few_rows": counts(Direction.lowerLimit)
    case "cell.below_minimum", "cell.not_above_minimum": bound(Direction.lowerLimit)
    case "cell.above_maximum", "cell.not_below_maximum": bound(Direction.upperLimit)
    case "cell.not_multiple": multiple
    case "cell.not_in_enum": Direction.allowing(values(before), values(after))
    case "column.unsorted": sorting
    case "record.duplicate_key": keys
    default: isSame ? .neutral : .incomparable
    }
  }

  private var isSame: Bool { before.clause.argument.texts == after.clause.argument.texts }

  private var nullability: Direction {
    let (was, may) = (before.field?.isNullable ?? false, after.field?.isNullable ?? false)
    return was == may ? .neutral : may ? .weaker : .stronger
  }

  private func counts(_ order: (Int, Int) -> Direction) -> Direction {
    guard case .count(let a) = before.clause.argument, case .count(let b) = after.clause.argument else {
      return isSame ? .neutral : .incomparable
    }
    return order(a, b)
  }

  private func bound(_ order: (BoundValue, BoundValue) -> Direction) -> Direction {
    guard let a = BoundValue(before.clause, before.field), let b = BoundValue(after.clause, after.field),
      a.isComparable(to: b)
    else { return isSame && before.clause.rule == after.clause.rule ? .neutral : .incomparable }
    return order(a, b)
  }

  /// A multiple of what was asked before is asked of fewer values.
  private var multiple: Direction {
    guard let a = number(before.clause), let b = number(after.clause), !a.isZero, !b.isZero else {
      return isSame ? .neutral : .incomparable
    }
    if a == b { return .neutral }
    return b.isMultiple(of: a) ? .stronger : a.isMultiple(of: b) ? .weaker : .incomparable
  }

  private func number(_ clause: Clause) -> ExactDecimal? {
    guard case .scalar(let scalar) = clause.argument else { return nil }
    return ExactDecimal(scalar.text)
  }

  /// Numbers by their value, all else by its text.
  private func values(_ side: (clause: Clause, field: Field?)) -> Set<String> {
    let isNumeric = side.field.map { $0.type.isNumeric && $0.hasPlainNumbers } ?? false
    return Set(
      side.clause.argument.texts.map { text in (isNumeric ? ExactDecimal(text)?.description : nil) ?? text })
  }

  private var sorting: Direction {
    if isSame { return .neutral }
    return after.clause.argument.texts == ["strict"] ? .stronger : .weaker
  }

  /// What is unique in some fields is unique in more of them.
  private var keys: Direction {
    Direction.allowing(Set(before.clause.argument.texts), Set(after.clause.argument.texts))
  }
}

extension Argument {
  /// The scalars as they are written.
  fileprivate var texts: [String] {
    switch self {
    case .flag: []
    case .count(let count): ["\(count)"]
    case .scalar(let scalar): [scalar.text]
    case .list(let scalars): scalars.map(\.text)
    }
  }
}

/// A bound that can be compared without the data: a number, or a text whose order is that of its bytes.
private struct BoundValue: Comparable {
  private enum Value {
    case number(ExactDecimal)
    case instant(Instant)
    case text([UInt8])
  }

  private let value: Value
  /// -1 just below, 0 at, 1 just above the value.
  private let offset: Int

  init?(_ clause: Clause, _ field: Field?) {
    guard let field, case .scalar(let scalar) = clause.argument else { return nil }
    let side = clause.rule == "cell.not_above_minimum" ? 1 : clause.rule == "cell.not_below_maximum" ? -1 : 0
    if field.type.isNumeric {
      guard field.hasPlainNumbers, let number = ExactDecimal(scalar.text) else { return nil }
      // Above 0 and from 1 on is the same among whole numbers.
      if field.type == .integer, side != 0, let whole = number.int64, abs(whole) < 1 << 62 {
        (value, offset) = (.number(ExactDecimal(whole + Int64(side))), 0)
      } else {
        (value, offset) = (.number(number), side)
      }
      return
    }
    offset = side
    switch field.type {
    case .string: value = .text(Array(scalar.text.utf8))
    case .date where scalar.text.hasForm("0000-00-00"): value = .text(Array(scalar.text.utf8))
    case .time where scalar.text.hasForm("00:00") || scalar.text.hasForm("00:00:00"):
      value = .text(Array(scalar.text.utf8))
    case .timestamp:
      guard let instant = Instant(rfc3339: scalar.text) else { return nil }
      value = .instant(instant)
    default: return nil
    }
    // A layout of its own may put the day first.
    if field.type.isTemporal, let layout = field.spelling.layout, layout != "iso" { return nil }
  }

  func isComparable(to other: BoundValue) -> Bool {
    switch (value, other.value) {
    case (.number, .number), (.instant, .instant), (.text, .text): true
    default: false
    }
  }

  static func == (a: Self, b: Self) -> Bool { !(a < b) && !(b < a) }

  static func < (a: Self, b: Self) -> Bool {
    let order: Int =
      switch (a.value, b.value) {
      case (.number(let a), .number(let b)): a < b ? -1 : b < a ? 1 : 0
      case (.instant(let a), .instant(let b)): a < b ? -1 : b < a ? 1 : 0
      case (.text(let a), .text(let b)): a.lexicographicallyPrecedes(b) ? -1 : b.lexicographicallyPrecedes(a) ? 1 : 0
      default: preconditionFailure("only bounds of one kind are compared")
      }
    return order == 0 ? a.offset < b.offset : order < 0
  }
}

extension Field {
  /// Numbers are spelled as everywhere, so that their texts can be read without the field's marks.
  fileprivate var hasPlainNumbers: Bool { (spelling.decimalMark ?? ".") == "." && spelling.groupMark == nil }
}

extension String {
  /// Digits where the form has 0, else the same characters.
  fileprivate func hasForm(_ form: String) -> Bool {
    let (form, bytes) = (Array(form.utf8), Array(utf8))
    return form.count == bytes.count
      && zip(form, bytes).allSatisfy { form, byte in
        form == UInt8(ascii: "0") ? (0x30...0x39).contains(byte) : form == byte
      }
  }
}
