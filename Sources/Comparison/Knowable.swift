/// Something that may not be known, and then why.
package enum Knowable<Value: Hashable & Sendable>: Hashable, Sendable {
  case known(Value)
  /// One sentence without a full stop.
  case unknown(because: String)
}
