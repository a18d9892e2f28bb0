import Contracts

/// The record reader for a plan's format and options. Texts may end behind what the plan's checks look at, unless they
/// are to be whole.
func recordReader(for plan: Plan, wholeTexts: Bool = true) -> any RecordReader {
  let data = plan.contract.data
  guard data.format != .jsonl else { return JSONRecordReader(plan, wholeTexts: wholeTexts) }
  return CSVRecordReader(csvReader(for: plan), dialect: data.csv, level: plan.options.kernel ?? .best)
}

private func csvReader(for plan: Plan) -> any CSVReader {
  let data = plan.contract.data
  let plain = PlainCSVReader(dialect: data.csv, recordLimitBytes: data.recordLimitBytes)
  switch plan.options.reader {
  case .plain: return plain
  case .simd:
    return SIMDCSVReader(
      dialect: data.csv, recordLimitBytes: data.recordLimitBytes, level: plan.options.kernel ?? .best) ?? plain
  case .libcsv:
    // Which dialects libcsv reads was asked when the options were checked.
    return (try? LibCSVReader(dialect: data.csv, recordLimitBytes: data.recordLimitBytes)) ?? plain
  }
}

/// What shows the records of a plan's format.
func excerptReader(for plan: Plan) -> any ExcerptReader {
  plan.contract.data.format == .jsonl ? JSONExcerpts(plan) : CSVExcerpts(plan)
}
