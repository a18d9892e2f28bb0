import Contracts
import Glibc

/// Takes the quoting off cells.
package struct CellText: Sendable {
  private let quote: UInt8?
  /// The byte before one that is literal: the escape, or the quote itself where quotes are doubled.
  private let marker: UInt8

  package init(dialect: CSVDialect) {
    quote = dialect.quote
    marker = dialect.escape ?? dialect.quote ?? 0
  }

  /// The text of a well-formed cell that stands in the block as `cell`: a part of the cell, or a copy in the arena
  /// where quotes or escapes have to be undone.
  @inline(__always)
  package func unquoted(_ cell: UnsafeBufferPointer<UInt8>, in arena: UnsafeTextArena) -> UnsafeBufferPointer<UInt8> {
    guard let base = cell.baseAddress, cell.count >= 2, base[0] == quote else { return cell }
    let inner = UnsafeBufferPointer(start: base + 1, count: cell.count - 2)
    guard memchr(base + 1, Int32(marker), inner.count) != nil else { return inner }
    return undone(inner, in: arena)
  }

  private func undone(_ inner: UnsafeBufferPointer<UInt8>, in arena: UnsafeTextArena) -> UnsafeBufferPointer<UInt8> {
    guard let base = inner.baseAddress else { return inner }
    let text = arena.room(for: inner.count)
    var length = 0
    var at = 0
    // What the marker stands before is copied without being looked at; a marker at the end stands for itself.
    func copy(_ count: Int) {
      memcpy(text + length, base + at, count)
      length += count
      at += count
    }
    while let found = memchr(base + at, Int32(marker), inner.count - at) {
      copy(UnsafeRawPointer(found) - UnsafeRawPointer(base + at))
      if at + 1 < inner.count { at += 1 }
      copy(1)
    }
    copy(inner.count - at)
    arena.keep(length)
    return UnsafeBufferPointer(start: text, count: length)
  }
}
