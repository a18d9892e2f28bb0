import Contracts

extension Freshness: JSONForm {
  var json: JSONValue {
    .object([
      "clause": clauseID.json, "clock": clock.json, "warn_after": warnAfter?.json, "block_after": blockAfter?.json,
      "future_tolerance": futureTolerance?.json, "time_zone": timeZone?.json, "expected": expected?.json,
      "objective": objective?.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      clock: try reader["clock"], warnAfter: try reader["warn_after"], blockAfter: try reader["block_after"],
      futureTolerance: try reader["future_tolerance"], timeZone: try reader["time_zone"],
      expected: try reader["expected"], objective: try reader["objective"], clauseID: try reader["clause"])
  }
}

extension Freshness.Clock: JSONForm {
  var json: JSONValue {
    switch self {
    case .field(let index): .object(["kind": .string("field"), "field_index": index.json])
    case .manifest(let file, let pointer):
      .object(["kind": .string("manifest"), "file": file.json, "pointer": pointer.json])
    case .sources(let file, let pointer, let date):
      .object(["kind": .string("sources"), "file": file.json, "pointer": pointer.json, "date": date.json])
    case .modificationTime: .object(["kind": .string("modification_time")])
    }
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    let kind: String = try reader["kind"]
    switch kind {
    case "field": self = .field(try reader["field_index"])
    case "manifest": self = .manifest(file: try reader["file"], pointer: try reader["pointer"])
    case "sources":
      self = .sources(file: try reader["file"], pointer: try reader["pointer"], date: try reader["date"])
    case "modification_time": self = .modificationTime
    default: throw reader.problem("`\(kind)` is no kind of clock")
    }
  }
}

extension DueTimes: JSONForm {
  var json: JSONValue {
    .object([
      "days": days.json, "seconds_of_day": secondsOfDay.json, "time_zone": timeZone?.json, "grace": grace?.json,
      "except": exceptions.isEmpty ? nil : exceptions.map(\.description).json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      days: try reader["days"], secondsOfDay: try reader["seconds_of_day"], timeZone: try reader["time_zone"],
      grace: try reader["grace"], exceptions: try Self.dates(reader["except"] ?? [], reader))
  }
}

extension DueTimes {
  private static func dates(_ texts: [String], _ reader: JSONReader) throws(JSONReport.Problem) -> [CivilDate] {
    var dates: [CivilDate] = []
    for text in texts {
      guard let date = CivilDate(iso: text), date.isValid else { throw reader.problem("`\(text)` is no day") }
      dates.append(date)
    }
    return dates
  }
}

extension DueTimes.Weekday: JSONWord {}

/// Shares are written as percentages, as contracts do.
extension Objective: JSONForm {
  var json: JSONValue {
    .object([
      "target": targetText.json, "window": window.json, "max_gap": maximumGap.json,
      "max_unknown": maximumUnknownText.json, "burn": burn.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    let target: String = try reader["target"]
    let unknown: String = try reader["max_unknown"]
    guard let targetShare = Share(percent: target), let unknownShare = Share(percent: unknown) else {
      throw reader.problem("`target` and `max_unknown` are percentages")
    }
    self.init(
      target: targetShare, targetText: target, window: try reader["window"], maximumGap: try reader["max_gap"],
      maximumUnknown: unknownShare, maximumUnknownText: unknown, burn: try reader["burn"])
  }
}

extension Objective.Burn: JSONForm {
  var json: JSONValue {
    .object([
      "over": over.json, "warn_above": warnAbove?.description.json, "block_above": blockAbove?.description.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      over: try reader["over"], warnAbove: try Self.rate(reader.member("warn_above")),
      blockAbove: try Self.rate(reader.member("block_above")))
  }

  private static func rate(_ reader: JSONReader?) throws(JSONReport.Problem) -> ExactDecimal? {
    guard let reader else { return nil }
    guard let rate = ExactDecimal(try reader.string()) else { throw reader.problem("a number was expected") }
    return rate
  }
}
