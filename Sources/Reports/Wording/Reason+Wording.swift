import Contracts

extension Reason {
  /// Why the clause was not decided, to follow "inconclusive:" or "skipped:".
  var phrase: String {
    switch self {
    case .unreadableData: "some of the data could not be read"
    case .nothingLeftToJudge: "no value was left to judge: all had failed their type or their record's structure"
    case .noRecords: "there are no records"
    case .limit(let what): what.harmless
    case .noHistory: "no samples yet: an objective is judged from the second look on"
    case .missingColumn: "the column is missing"
    case .absentOptionalColumn: "the optional column is absent"
    case .noPolicy: "only a policy can decide it"
    case .replacedData: "`--data` replaced the files, and no pin matches them by name"
    case .notApplicable(let why): "does not apply: \(why.harmless)"
    }
  }

  /// What to do about it; `nil` where nothing need be done.
  var advice: String? {
    switch self {
    case .unreadableData: "make every file readable, then run again"
    case .nothingLeftToJudge: "repair the failures of the same field first, then run again"
    case .noRecords: "find out why the data is empty; where zero records are fine, write `rows: { min: 0 }`"
    case .limit(let what) where what.hasPrefix("PCRE2") && what.contains("limit"):
      "simplify the pattern: it backtracks too much on this data"
    case .noPolicy: "let a policy speak of it: `assay.policy.yaml` above the contract, or `--policy`"
    case .noHistory: "look again on the same ledger; where this stays, the ledger is lost between looks"
    case .limit, .missingColumn, .absentOptionalColumn, .replacedData, .notApplicable: nil
    }
  }
}
