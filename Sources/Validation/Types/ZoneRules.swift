import Contracts
import Glibc

/// The offsets of a time zone from UTC, at any time.
package struct ZoneRules: Sendable {
  /// As it was asked for: `UTC`, `+02:00`, `Europe/Paris`.
  package let name: String
  /// Seconds since 1970 from which the offset of the same index holds, ascending.
  private let transitions: [Int64]
  private let offsets: [Int64]
  private let offsetBefore: Int64
  /// What holds after the last transition.
  private let rule: PosixZone?

  /// Which of two instants a local time means where a clock was set back.
  package enum Choice: Sendable { case earlier, later }

  /// `UTC`, `Z`, `±hh:mm`, or a name of the zone database under `directory`; `nil` for another.
  package init?(name: String, directory: String = "/usr/share/zoneinfo") {
    if name == "UTC" || name == "Z" {
      self.init(name: name, offsetSeconds: 0)
    } else if name.utf8.count == 6, let offset = Self.offset(name) {
      self.init(name: name, offsetSeconds: offset)
    } else {
      guard Self.isZoneName(name), let bytes = contents(of: "\(directory)/\(name)") else { return nil }
      self.init(name: name, tzif: bytes)
    }
  }

  private init(name: String, offsetSeconds: Int64) {
    self.name = name
    (transitions, offsets, offsetBefore, rule) = ([], [], offsetSeconds, nil)
  }

  /// Reads a TZif file of version 2 or later (RFC 8536); `nil` where it is none.
  package init?(name: String, tzif bytes: [UInt8]) {
    guard let header = TZifHeader(bytes, at: 0), header.version >= 2,
      let second = TZifHeader(bytes, at: header.end(timeBytes: 4)), second.typeCount > 0,
      second.end(timeBytes: 8) <= bytes.count
    else { return nil }
    let footer = bytes[second.end(timeBytes: 8)...].split(separator: UInt8(ascii: "\n")).first ?? []
    var position = second.start
    func integer(_ width: Int) -> Int64 {
      let value = bytes[position..<(position + width)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      position += width
      return width == 8 ? Int64(bitPattern: value) : Int64(Int32(truncatingIfNeeded: value))
    }
    let transitions = (0..<second.transitionCount).map { _ in integer(8) }
    let indices = (0..<second.transitionCount).map { _ in Int(integer(1)) }
    let types = (0..<second.typeCount).map { _ in
      let offset = integer(4)
      position += 2
      return offset
    }
    guard indices.allSatisfy({ $0 < types.count }) else { return nil }
    self.name = name
    self.transitions = transitions
    offsets = indices.map { types[$0] }
    offsetBefore = types[0]
    rule = PosixZone(String(decoding: footer, as: UTF8.self))
  }

  /// Seconds east of UTC at an instant, given in seconds since 1970.
  package func offset(at seconds: Int64) -> Int64 {
    guard let last = transitions.last, seconds < last else {
      return rule?.offset(at: seconds) ?? offsets.last ?? offsetBefore
    }
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? offsetBefore : offsets[low - 1]
  }

  /// The instant of a local time, given as seconds since 1970 as if it were UTC.
  ///
  /// A local time that clocks skip counts by the offset before the gap; one that they show twice, as chosen.
  package func instant(ofLocal local: Int64, choosing choice: Choice = .earlier) -> Instant {
    // Offsets change rarely: those a day before and after are all that can apply.
    let (before, after) = (offset(at: local - 86_400), offset(at: local + 86_400))
    let fitting = [before, after].filter { offset(at: local - $0) == $0 }.map { local - $0 }
    guard let first = fitting.min(), let last = fitting.max() else { return Instant(seconds: local - before) }
    return Instant(seconds: choice == .earlier ? first : last)
  }

  /// The first instant after a day.
  package func end(of date: CivilDate) -> Instant {
    instant(ofLocal: (date.daysSinceEpoch + 1) * 86_400, choosing: .earlier)
  }

  private static func offset(_ text: String) -> Int64? {
    Array(text.utf8).withUnsafeBufferPointer { $0.baseAddress.flatMap { TimeTail.offset($0) } }
  }

  /// Names lead nowhere but into the zone database.
  private static func isZoneName(_ name: String) -> Bool {
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      part.first.map(isLetter) == true && part.allSatisfy { isAlphanumeric($0) || "_-+".utf8.contains($0) }
    }
  }
}

/// The counts at the head of one of the two blocks of a TZif file.
private struct TZifHeader {
  let version: Int
  /// Where the data begins.
  let start: Int
  private let counts: [Int]

  var transitionCount: Int { counts[3] }
  var typeCount: Int { counts[4] }

  init?(_ bytes: [UInt8], at position: Int) {
    guard position >= 0, position + 44 <= bytes.count, bytes[position..<(position + 4)].elementsEqual("TZif".utf8)
    else { return nil }
    version = Int(bytes[position + 4]) - 48
    start = position + 44
    counts = (0..<6).map { index in
      bytes[(position + 20 + 4 * index)..<(position + 24 + 4 * index)].reduce(0) { $0 << 8 | Int($1) }
    }
  }

  /// Where the data ends: UT flags, standard flags, leap seconds, transitions, types, designations.
  func end(timeBytes: Int) -> Int {
    start + counts[0] + counts[1] + counts[2] * (timeBytes + 4) + counts[3] * (timeBytes + 1) + counts[4] * 6
      + counts[5]
  }
}

/// The bytes of a small regular file; `nil` where there is none.
private func contents(of path: String) -> [UInt8]? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 16_384)
  while bytes.count < 1 << 20 {
    let count = read(descriptor, &buffer, buffer.count)
    if count == 0 { return bytes }
    guard count > 0 else { return nil }
    bytes += buffer[..<count]
  }
  return nil
}
