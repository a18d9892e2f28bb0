/// Runs of keys on their way into a partial, beside the states that they belong to.
final class RunExport {
  private(set) var runs: [StoredRun] = []

  /// Takes a run; its index.
  func add(_ run: StoredRun) -> Int {
    runs.append(run)
    return runs.count - 1
  }
}
