extension Schema {
  /// Which sources fed a dataset, and under which terms; described in docs/ledger.md.
  static let sourceViews = """
    CREATE VIEW run_sources AS SELECT
      sequence AS run, at, dataset,
      json_extract(value, '$.id') AS source,
      json_extract(value, '$.record_count') AS record_count,
      json_extract(value, '$.is_declared') AS is_declared,
      json_extract(value, '$.license') AS license,
      json_extract(value, '$.legal_basis') AS legal_basis,
      json_extract(value, '$.refreshed_at') AS refreshed_at
      FROM entries, json_each(entries.json, '$.payload.sources') WHERE kind = 'run';

    """
}
