/// Looking up the keys of a block, in the order of the records.
extension KeyStore {
  /// How many keys ahead memory is asked for.
  private static let lookahead = 16
  /// Below this a run is not worth keeping apart, unless it goes on where the last one ended.
  private static let smallRun = 16
  /// Keys that the table may hold before it takes over from segments that have fewer.
  private static let tableTakesOver = 1 << 16

  /// Adds the keys of a block; answers the copies among them that can be found now, by place.
  func absorb(_ block: consuming KeyBlock) -> [KeyCopy] {
    var copies: [KeyCopy] = []
    guard block.isOrdered, problem == nil, keepsApart(block.run) else {
      block.dissolve()
      pourSegments(ifFew: true)
      insert(block.rest, offset: block.placeOffset, &copies)
      return copies
    }
    absorb(block.run, &copies)
    guard !block.rest.isEmpty else { return copies }
    pourSegments(ifFew: false)
    insert(block.rest, offset: block.placeOffset, &copies)
    copies.sort { $0.entry.place < $1.entry.place }
    return copies
  }

  /// Whether an increasing run of keys is cheaper to keep as such.
  private func keepsApart(_ run: KeyRun) -> Bool {
    guard !run.isEmpty else { return false }
    if mayBeInTable(run), table.count > segmentKeyCount + Self.tableTakesOver { return false }
    let meeting = segmentsMeeting(run)
    if meeting.isEmpty, segments.last.map({ $0.last.key < run.first.key }) ?? true { return true }
    // Joining costs as much as all keys of the segments that it meets; many of them are better looked up.
    return run.count >= Self.smallRun && segments[meeting].reduce(0) { $0 + $1.count } <= 8 * run.count + 4096
  }

  private func mayBeInTable(_ run: KeyRun) -> Bool {
    guard let tableRange else { return false }
    return run.first.key <= tableRange.highest && tableRange.lowest <= run.last.key
  }

  /// The segments whose ranges of keys meet the run's.
  private func segmentsMeeting(_ run: KeyRun) -> Range<Int> {
    if let last = segments.last, last.last.key < run.first.key { return segments.count..<segments.count }
    let first = firstSegment(endingFrom: run.first.key)
    var end = first
    while end < segments.count, segments[end].first.key <= run.last.key { end += 1 }
    return first..<end
  }

  /// Adds an increasing run, without those of its keys that were met before.
  private func absorb(_ run: KeyRun, _ copies: inout [KeyCopy]) {
    let meeting = segmentsMeeting(run)
    if meeting.isEmpty, !mayBeInTable(run) { return addSegment(run) }
    var known: [KeyEntry] = []
    for segment in segments[meeting] { segment.forEach { known.append($0) } }
    var (fresh, next) = (KeyRun(), 0)
    let copiesBefore = copies.count
    run.forEach { entry in
      while next < known.count, known[next].key < entry.key {
        fresh.append(known[next])
        next += 1
      }
      if next < known.count, known[next].key == entry.key {
        copies.append(KeyCopy(entry: entry, firstPlace: known[next].place))
      } else if let place = table.find(entry.key) {
        copies.append(KeyCopy(entry: entry, firstPlace: place))
      } else {
        fresh.append(entry)
      }
    }
    while next < known.count {
      fresh.append(known[next])
      next += 1
    }
    if copies.count - copiesBefore == run.count { return }
    for segment in segments[meeting] {
      segmentBytes -= segment.byteCount
      segmentKeyCount -= segment.count
    }
    segments.removeSubrange(meeting)
    addSegment(fresh)
  }
}

extension KeyStore {
  /// Looks up keys by place, to which `offset` is added, and notes the new ones in the table.
  private func insert(_ entries: [KeyEntry], offset: UInt64, _ copies: inout [KeyCopy]) {
    var i = 0
    while i < entries.count {
      let end = hasItems ? Self.endOfRecord(entries, from: i) : min(entries.count, i + 256)
      if makeRoom(end - i) {
        hasItems ? insertRecord(entries, i..<end, offset, &copies) : insertKeys(entries, i..<end, offset, &copies)
      } else {
        findOnly(entries, i..<end, offset, &copies)
      }
      i = end
    }
  }

  private static func endOfRecord(_ entries: [KeyEntry], from start: Int) -> Int {
    let record = entries[start].place >> KeyPlace.lowerBits
    var end = start + 1
    while end < entries.count, entries[end].place >> KeyPlace.lowerBits == record { end += 1 }
    return end
  }

  private func insertKeys(
    _ entries: [KeyEntry], _ range: Range<Int>, _ offset: UInt64, _ copies: inout [KeyCopy]
  ) {
    let table = table
    let hasSegments = !segments.isEmpty
    var lowest = tableRange?.lowest ?? entries[range.lowerBound].key
    var highest = tableRange?.highest ?? lowest
    for i in range {
      // A table of millions is out of every cache; the keys to come are asked for ahead of time.
      if i + Self.lookahead < entries.count { table.prefetch(entries[i + Self.lookahead].key) }
      let entry = entries[i].shifted(by: offset)
      if hasSegments, let place = findInSegments(entry.key) {
        copies.append(KeyCopy(entry: entry, firstPlace: place))
      } else if let place = table.insert(entry) {
        copies.append(KeyCopy(entry: entry, firstPlace: place))
      } else {
        if entry.key < lowest { lowest = entry.key }
        if highest < entry.key { highest = entry.key }
      }
    }
    tableRange = (lowest, highest)
  }

  /// The keys of one record: it is one violation, however many of them are copies, and its new keys say so.
  private func insertRecord(
    _ entries: [KeyEntry], _ range: Range<Int>, _ offset: UInt64, _ copies: inout [KeyCopy]
  ) {
    var copy: KeyCopy?
    for i in range {
      if i + Self.lookahead < entries.count { table.prefetch(entries[i + Self.lookahead].key) }
      let entry = entries[i].shifted(by: offset)
      if let place = table.insert(entry), copy == nil { copy = KeyCopy(entry: entry, firstPlace: place) }
    }
    guard let copy else { return }
    copies.append(copy)
    for i in range {
      let entry = entries[i].shifted(by: offset)
      if table.find(entry.key) == entry.place { table.setPlace(of: entry.key, entry.place | KeyPlace.countedBit) }
    }
  }

  /// What can be said when no more keys are taken.
  private func findOnly(
    _ entries: [KeyEntry], _ range: Range<Int>, _ offset: UInt64, _ copies: inout [KeyCopy]
  ) {
    var countedRecord: UInt64?
    for i in range {
      let entry = entries[i].shifted(by: offset)
      let record = entry.place >> KeyPlace.shift(hasItems: hasItems)
      guard countedRecord != record, let place = findInSegments(entry.key) ?? table.find(entry.key) else { continue }
      countedRecord = record
      copies.append(KeyCopy(entry: entry, firstPlace: place))
    }
  }

  private func findInSegments(_ key: CompactKey) -> UInt64? {
    let segment = firstSegment(endingFrom: key)
    guard segment < segments.count else { return nil }
    let (place, stepCount) = segments[segment].find(key)
    searchedSteps += stepCount
    return place
  }

  /// Where finding keys in segments costs too much, or they are few, they go to the table, or to disk.
  private func pourSegments(ifFew mayBeFew: Bool) {
    guard !segments.isEmpty, problem == nil else { return }
    // Keys that take next to nothing, since they are consecutive, are also found at once.
    let isFew =
      mayBeFew && segmentKeyCount <= table.count + Self.tableTakesOver && segmentBytes > segmentKeyCount
    guard isFew || searchedSteps > 8 * segmentKeyCount + 1 << 20 else { return }
    let poured = segments
    let count = segmentKeyCount
    guard hasRoom(count) else {
      if limits.folder != nil { writeOut { () throws(RunProblem) in try writeSegments() } }
      return
    }
    removeSegments()
    for segment in poured {
      segment.forEach { entry in _ = table.insert(entry) }
      noteRange(segment.first.key, segment.last.key)
    }
  }

  private func noteRange(_ lowest: CompactKey, _ highest: CompactKey) {
    let range = tableRange ?? (lowest, highest)
    tableRange = (min(range.lowest, lowest), max(range.highest, highest))
  }
}
