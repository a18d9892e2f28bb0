import CSIMDJSON

/// The fast reader: positions by simdjson, many records at a time, and values by a grammar over them, in C++.
///
/// It takes well-formed records alone. What it refuses, for whatever reason, is for `PlainJSONReader` to judge, and
/// what it takes is as the plain reader and `UnsafeShredWalk` would have it.
package final class SIMDJSONReader {
  /// Records are indexed in windows of so many bytes at most, which fit the cache between both passes.
  package static let defaultWindowBytes = 64 << 10

  /// The instruction sets that this machine has, by simdjson's names.
  package static let implementations: [String] = {
    var names: [String] = []
    while let name = assay_json_implementation(names.count) { names.append(String(cString: name)) }
    return names
  }()

  /// What became of a record.
  private enum Outcome {
    /// Where the first key stands in the block that its object should not have, -1 for nowhere.
    case added(extraKey: Int)
    /// Nothing has been added.
    case refused
    /// Nothing has been added, since that would be more values than a batch may have.
    case full
  }

  private let tree: UnsafeShredTree
  private let nodes: UnsafeMutablePointer<assay_json_node>
  private let indexer: OpaquePointer?
  private let shredder: OpaquePointer?
  private let windowBytes: Int
  private var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  /// Where the window begins in the block, and which records are in it.
  private var windowStart = 0
  private var window = 0..<0
  /// The positions are those of the whole window, not of one of its records.
  private var isWhole = false
  private var positions = assay_json_positions()
  /// The next record's first position; `nil` where there are no positions.
  private var next: UnsafePointer<UInt32>?

  /// Without memory, or on a machine that cannot run `implementation`, it refuses everything, which costs time alone.
  init(tree: UnsafeShredTree, columnCount: Int, implementation: String? = nil, windowBytes: Int = defaultWindowBytes) {
    self.tree = tree
    self.windowBytes = windowBytes
    nodes = .allocate(capacity: tree.nodeCount)
    for n in 0..<tree.nodeCount { (nodes + n).initialize(to: assay_json_node(tree.nodes[n])) }
    let indexer = assay_json_indexer_create(implementation)
    self.indexer = indexer
    shredder = indexer.flatMap { [nodes] in
      assay_json_shredder_create(nodes, tree.nodeCount, columnCount, assay_json_indexer_implementation($0))
    }
  }

  deinit {
    assay_json_indexer_destroy(indexer)
    assay_json_shredder_destroy(shredder)
    nodes.deallocate()
  }

  /// Turns to a block.
  func begin(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    window = 0..<0
  }

  /// Gives back what long records took.
  func trim() {
    next = nil
    window = 0..<0
    if let indexer { assay_json_indexer_trim(indexer) }
    if let shredder { assay_json_shredder_trim(shredder) }
  }

  /// Adds rows of the records from `r` on, as far as the batch has no more than `limit` rows; the first record that it
  /// did not add, because it is longer than `recordLimitBytes`, or not well-formed, or too odd to say, and whether the
  /// batch can take no more.
  func addRows(
    from r: Int, _ index: JSONLinesIndex, recordLimitBytes: Int, to batch: RecordBatch, limit: Int,
    _ columns: UnsafeColumnTails, _ arena: UnsafeTextArena, noteExtraKey: (_ row: Int, _ offset: Int) -> Void
  ) -> (next: Int, isFull: Bool) {
    guard shredder != nil else { return (r, false) }
    let (starts, recordCount) = (index.recordStarts, index.recordCount)
    var r = r
    while r < recordCount, batch.rowCount < limit {
      let (start, end) = (Int(starts[r]), Int(starts[r + 1]))
      // The line feed is counted here alone: of a record that is just short enough the plain reader knows better.
      guard end - start <= recordLimitBytes else { return (r, false) }
      if !window.contains(r) { openWindow(at: r, index) }
      if isWhole { skip(to: start) } else { indexRecord(start..<end) }
      switch addRow(batch.rowCount, start..<end, columns, arena) {
      case .added(let extraKey):
        if extraKey >= 0 { noteExtraKey(batch.rowCount, extraKey) }
        batch.records.append(UInt32(truncatingIfNeeded: r))
        batch.rowCount += 1
        if columns.isHalfFull { return (r + 1, true) }
      case .refused: return (r, false)
      case .full:
        guard batch.rowCount == 0 else { return (r, true) }
        guard let extraKey = addLong(r, start..<end, columns, arena) else { return (r, false) }
        if extraKey >= 0 { noteExtraKey(0, extraKey) }
        return (r + 1, true)
      }
      r += 1
    }
    return (r, false)
  }

  @inline(__always)
  private func addRow(
    _ row: Int, _ record: Range<Int>, _ columns: UnsafeColumnTails, _ arena: UnsafeTextArena
  ) -> Outcome {
    let room = arena.room(for: record.count)
    guard var request = request(row, record, room) else { return .refused }
    switch shred(&request, columns) {
    case assay_json_added:
      arena.keep(request.room - room)
      return .added(extraKey: take(request))
    case assay_json_full: return .full
    default: return .refused
    }
  }

  /// Adds the first row of a batch in slices; where its first extra key stands, -1 for nowhere. `nil`: it is refused.
  private func addLong(_ r: Int, _ record: Range<Int>, _ columns: UnsafeColumnTails, _ arena: UnsafeTextArena) -> Int? {
    let room = arena.room(for: record.count)
    guard var request = request(0, record, room) else { return nil }
    request.context = Unmanaged.passUnretained(columns).toOpaque()
    request.make_room = { context in
      if let context { Unmanaged<UnsafeColumnTails>.fromOpaque(context).takeUnretainedValue().makeRoom() }
    }
    let first = request
    let isAdded = columns.addLong(r) { isRehearsal in
      request = first
      request.is_sound = !isRehearsal
      return shred(&request, columns) == assay_json_added
    }
    guard isAdded else { return nil }
    arena.keep(request.room - room)
    return take(request)
  }

  private func request(
    _ row: Int, _ record: Range<Int>, _ room: UnsafeMutablePointer<UInt8>
  ) -> assay_json_record? {
    guard let base = bytes.baseAddress, let first = next else { return nil }
    return assay_json_record(
      bytes: base + windowStart, positions: positions, next: first,
      end: UInt32(truncatingIfNeeded: record.upperBound - windowStart), row: UInt32(truncatingIfNeeded: row),
      room: room, extra_key: -1, full_column: -1, make_room: nil, context: nil, is_sound: false)
  }

  /// Adds a record, and makes columns larger as far as they may be.
  @inline(__always)
  private func shred(_ request: inout assay_json_record, _ columns: UnsafeColumnTails) -> assay_json_outcome {
    guard let shredder else { return assay_json_refused }
    while true {
      let outcome = assay_json_shred(shredder, &request, columns.tails)
      guard outcome == assay_json_full, columns.grow(request.full_column) else { return outcome }
    }
  }

  /// Goes on behind a record that has been added; where its first extra key stands in the block, -1 for nowhere.
  @inline(__always)
  private func take(_ request: assay_json_record) -> Int {
    next = request.next
    return request.extra_key < 0 ? -1 : Int(request.extra_key) + windowStart
  }

  /// As many records as fit, but at least one, if all of them can be indexed at once.
  private func openWindow(at r: Int, _ index: JSONLinesIndex) {
    windowStart = Int(index.recordStarts[r])
    var end = r + 1
    while end < index.recordCount, Int(index.recordStarts[end + 1]) - windowStart <= windowBytes { end += 1 }
    window = r..<end
    isWhole = findPositions(to: Int(index.recordStarts[end]))
  }

  /// Something in the window is not well-formed; each record for itself may be.
  private func indexRecord(_ record: Range<Int>) {
    windowStart = record.lowerBound
    _ = findPositions(to: record.upperBound)
  }

  private func findPositions(to end: Int) -> Bool {
    next = nil
    guard let indexer, let base = bytes.baseAddress else { return false }
    guard assay_json_index(indexer, base + windowStart, end - windowStart, &positions) else { return false }
    next = positions.start
    return true
  }

  /// Moves `next` beyond records that were refused, to the one that begins at `start`.
  @inline(__always)
  private func skip(to start: Int) {
    while let position = next, position != positions.end, Int(position.pointee) < start - windowStart {
      next = position + 1
    }
  }
}

extension assay_json_node {
  /// The memory stays the tree's.
  fileprivate init(_ node: UnsafeShredTree.Node) {
    // An empty list has memory, too.
    guard let fields = node.fields.baseAddress, let owned = node.owned.baseAddress else {
      preconditionFailure("allocated memory has an address")
    }
    self.init(
      name: node.name, name_count: node.nameCount, name_hash: node.nameHash, slots: node.slots,
      slot_mask: node.slotMask, has_children: !node.children.isEmpty, items: node.items, fields: fields,
      field_count: node.fields.count, owned: owned, owned_count: node.owned.count, text_bytes: node.textBytes)
  }
}
